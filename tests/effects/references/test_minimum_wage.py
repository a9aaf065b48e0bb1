"""Minimum wages: county employment (mpdta) and fast food in New Jersey (Card & Krueger)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from takeup.effects.result import Reason
from takeup.effects.staggered import Comparison, StaggeredFit, fit_staggered
from takeup.effects.unit_changes import UnitChangesFit, fit_unit_changes

FIRST_YEAR = 2003
# Vignette of did 2.1.2, by group and year. Its standard errors are bootstrapped, and printed
# runs differ by up to 0.0045; the analytic ones are held to diff-diff instead.
VIGNETTE = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2004): 0.0065,
    (2006, 2005): -0.0028,
    (2006, 2006): -0.0046,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2005): -0.0027,
    (2007, 2006): -0.0311,
    (2007, 2007): -0.0261,
}
FOUR_DIGITS = 5.1e-5
BY_YEAR = {0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}


@pytest.fixture
def counties(reference: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    return reference("mpdta.csv").rename(columns={"first.treat": "first"})


def _fit(counties: pd.DataFrame, comparison: Comparison) -> StaggeredFit:
    outcomes = counties.pivot_table(index="countyreal", columns="year", values="lemp")
    first = counties.groupby("countyreal")["first"].first().to_numpy(dtype=float)
    starts = np.where(first == 0, np.inf, first - FIRST_YEAR)
    fit = fit_staggered(outcomes.to_numpy(), starts, comparison)
    assert isinstance(fit, StaggeredFit)
    return fit


def test_county_employment_against_the_never_treated(counties: pd.DataFrame) -> None:
    fit = _fit(counties, "never_treated")
    assert fit.simple.effect == pytest.approx(-0.03995128, abs=1e-6)
    assert fit.simple.standard_error == pytest.approx(0.01203401, abs=1e-6)
    assert fit.dynamic.effect == pytest.approx(-0.0772, abs=FOUR_DIGITS)
    after = dict(zip(fit.event_times.tolist(), fit.by_event_time, strict=True))
    found = {time: after[time].effect for time in BY_YEAR}
    assert found == pytest.approx(BY_YEAR, abs=FOUR_DIGITS)
    assert fit.pretest is not None
    assert fit.pretest.p_value == pytest.approx(0.16812, abs=1e-5)


def test_all_twelve_group_time_effects(counties: pd.DataFrame) -> None:
    found = _fit(counties, "never_treated").group_time
    cells = zip(found.groups + FIRST_YEAR, found.periods + FIRST_YEAR, strict=True)
    keys = [(int(group), int(year)) for group, year in cells]
    effects = dict(zip(keys, found.effects.tolist(), strict=True))
    assert effects == pytest.approx(VIGNETTE, abs=FOUR_DIGITS)


def test_county_employment_against_the_not_yet_treated(counties: pd.DataFrame) -> None:
    fit = _fit(counties, "not_yet_treated")
    assert fit.simple.effect == pytest.approx(-0.03976363, abs=1e-6)


@pytest.mark.parametrize("comparison", ["never_treated", "not_yet_treated"])
def test_diff_diff_agrees_on_staggered_starts(
    counties: pd.DataFrame, oracle: Callable[[str], ModuleType], comparison: Comparison
) -> None:
    estimator = oracle("diff_diff").CallawaySantAnna(control_group=comparison, n_bootstrap=0)
    columns = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treat": "first"}
    other = estimator.fit(counties, **columns)
    fit = _fit(counties, comparison)
    assert fit.simple.effect == pytest.approx(other.overall_att, abs=1e-10)
    assert fit.simple.standard_error == pytest.approx(other.overall_se, abs=1e-10)
    cells = other.group_time_effects.values()
    found = fit.group_time
    assert found.effects == pytest.approx([cell["effect"] for cell in cells], abs=1e-10)
    assert found.standard_errors == pytest.approx([cell["se"] for cell in cells], abs=1e-10)
    events = other.aggregate("event_study")
    assert fit.event_times.tolist() == events.event_time.tolist()
    effects, errors = zip(
        *((mean.effect, mean.standard_error) for mean in fit.by_event_time), strict=True
    )
    assert effects == pytest.approx(events.att, abs=1e-10)
    assert errors == pytest.approx(events.se, abs=1e-10)


@dataclass(frozen=True)
class FastFood:
    """Employment before and after of the restaurants that gave both; which are in NJ."""

    employment: np.ndarray
    treated: np.ndarray

    def fit(self) -> UnitChangesFit:
        fit = fit_unit_changes(self.employment, np.outer(self.treated, [0.0, 1.0]))
        assert not isinstance(fit, Reason)
        return fit


@pytest.fixture
def interviews(reference: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    return reference("card_krueger_1994.csv")


@pytest.fixture
def fast_food(interviews: pd.DataFrame) -> FastFood:
    both = interviews.pivot_table(index="id", columns="d", values="fte").dropna()
    treated = interviews.groupby("id")["nj"].first()[both.index]
    return FastFood(both.to_numpy(), treated.to_numpy(dtype=float))


def test_employment_in_fast_food_all_restaurants(interviews: pd.DataFrame) -> None:
    # Table 3, rows 1-3: PA 23.33 -> 21.17, NJ 20.44 -> 21.03; 2.76. Their 1.36 was measured
    # on changes, which restaurants with one interview do not have.
    means = interviews.groupby(["nj", "d"])["fte"].mean()
    assert means.tolist() == pytest.approx([23.33, 21.17, 20.44, 21.03], abs=0.006)
    assert means[1, 1] - means[1, 0] - means[0, 1] + means[0, 0] == pytest.approx(
        2.7536, abs=1e-4
    )


def test_employment_in_fast_food_balanced(fast_food: FastFood) -> None:
    # Table 3, row 4: 2.75 (1.34), which allows both states a spread of their own. Donald &
    # Lang pool the spread (with one treated administration there is no other way): 1.1544.
    fit = fast_food.fit()
    assert (fit.n_comparison, fit.n_treated) == (75, 309)
    assert fit.effect == pytest.approx(2.75, abs=1e-9)
    changes = np.diff(fast_food.employment, axis=1)[:, 0]
    states = [changes[fast_food.treated == state] for state in (1, 0)]
    spread = sum(state.var(ddof=1) / len(state) for state in states)
    assert spread**0.5 == pytest.approx(1.3423, abs=1e-4)
    assert spread**0.5 == pytest.approx(1.34, abs=0.006)
    pooled = stats.ttest_ind(*states)
    assert fit.effect / fit.standard_error == pytest.approx(pooled.statistic)
    assert fit.standard_error == pytest.approx(1.1544, abs=1e-4)


def test_two_periods_are_the_simplest_staggered_start(fast_food: FastFood) -> None:
    starts = np.where(fast_food.treated > 0, 1, np.inf)
    fit = fit_staggered(fast_food.employment, starts)
    assert isinstance(fit, StaggeredFit)
    assert fit.simple.effect == pytest.approx(2.75, abs=1e-9)
    assert fit.simple.standard_error == pytest.approx(1.34, abs=0.006)


# pyfixest 0.60 still uses what pandas 3.1 has deprecated.
@pytest.mark.filterwarnings("ignore::Warning")
def test_pyfixest_agrees_on_unit_changes(
    fast_food: FastFood, oracle: Callable[[str], ModuleType]
) -> None:
    n_units = len(fast_food.treated)
    data = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(n_units), 2),
            "after": np.tile([0, 1], n_units),
            "treated": np.repeat(fast_food.treated, 2),
            "y": fast_food.employment.ravel(),
        }
    )
    data["effect"] = data["treated"] * data["after"]
    other = oracle("pyfixest").feols("y ~ effect | unit + after", data, vcov="iid")
    fit = fast_food.fit()
    assert fit.effect == pytest.approx(other.coef()["effect"], abs=1e-7)
    assert fit.standard_error == pytest.approx(other.se()["effect"], rel=1e-6)
