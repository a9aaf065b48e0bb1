"""Callaway & Sant'Anna: worked by hand, invariant, exact in small designs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from takeup.effects.randomisation import RandomisationTest, staggered_test
from takeup.effects.result import Reason
from takeup.effects.staggered import (
    Comparison,
    StaggeredFit,
    fit_staggered,
    pool_weeks,
    starts_of,
)

INF, NAN = np.inf, np.nan
COMPARISONS: tuple[Comparison, ...] = ("never_treated", "not_yet_treated")


def _fit(outcomes: np.ndarray, starts: np.ndarray, comparison: Comparison) -> StaggeredFit:
    fit = fit_staggered(outcomes, starts, comparison)
    assert isinstance(fit, StaggeredFit)
    return fit


def _rng() -> np.random.Generator:
    return np.random.default_rng(1)


# Two groups of two start in periods 1 and 2, two units never do.
STARTS = np.array([1, 1, 2, 2, INF, INF])
OUTCOMES = np.array(
    [
        [0.0, 1.0, 2.0],
        [0.0, 3.0, 4.0],
        [1.0, 1.0, 5.0],
        [1.0, 2.0, 8.0],
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 2.0],
    ]
)


def test_worked_example_against_the_never_treated() -> None:
    # Changes since period 0 of group 1: 2.0 and 3.0, of the never-treated: 0.5 and 1.5.
    # Group 2: placebo 0.5 - 0.5 in period 1, effect 5.0 - 1.0 in period 2.
    fit = _fit(OUTCOMES, STARTS, "never_treated")
    found = fit.group_time
    cells = list(zip(found.groups.tolist(), found.periods.tolist(), strict=True))
    assert cells == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert found.effects == pytest.approx([1.5, 1.5, 0.0, 4.0])
    assert fit.simple.effect == pytest.approx((1.5 + 1.5 + 4.0) / 3)
    assert fit.event_times.tolist() == [-1, 0, 1]
    by_time = [mean.effect for mean in fit.by_event_time]
    assert by_time == pytest.approx([0.0, 2.75, 1.5])
    assert fit.dynamic.effect == pytest.approx((2.75 + 1.5) / 2)
    # Variances with divisor n: group 1 in period 1 (1, 3): 1; never-treated (0, 1): 0.25.
    assert found.standard_errors[0] == pytest.approx((1 / 2 + 0.25 / 2) ** 0.5)


def test_worked_example_against_the_not_yet_treated() -> None:
    # Group 1 in period 1 is now compared with groups 2 and never: changes 0, 1, 0, 1.
    fit = _fit(OUTCOMES, STARTS, "not_yet_treated")
    assert fit.group_time.effects == pytest.approx([1.5, 1.5, 0.0, 4.0])
    assert fit.group_time.standard_errors[0] == pytest.approx((1 / 2 + 0.25 / 4) ** 0.5)


def test_if_all_start_in_the_end_the_last_group_is_comparison_until_then() -> None:
    fit = _fit(OUTCOMES[:4], STARTS[:4], "not_yet_treated")
    assert fit.group_time.periods.tolist() == [1]
    assert fit.simple.effect == pytest.approx(1.5)
    assert fit_staggered(OUTCOMES[:4], STARTS[:4]) is Reason.NO_COMPARISON


def test_a_start_after_the_last_period_counts_as_never() -> None:
    late = np.where(np.isinf(STARTS), 7, STARTS)
    assert _fit(OUTCOMES, late, "never_treated").simple == (
        _fit(OUTCOMES, STARTS, "never_treated").simple
    )


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_levels_of_units_and_periods_do_not_matter_and_an_effect_shifts_one_to_one(
    comparison: Comparison,
) -> None:
    rng = _rng()
    starts = np.array([2, 2, 4, 4, 4, INF, INF, INF, INF])
    outcomes = rng.normal(size=(9, 6))
    treated = np.arange(6) >= starts[:, None]
    moved = outcomes + rng.normal(size=(9, 1)) + rng.normal(size=6) + 0.4 * treated
    fit, shifted = (_fit(y, starts, comparison) for y in (outcomes, moved))
    assert shifted.simple.effect == pytest.approx(fit.simple.effect + 0.4)
    assert shifted.simple.standard_error == pytest.approx(fit.simple.standard_error)
    assert shifted.dynamic.effect == pytest.approx(fit.dynamic.effect + 0.4)
    test, after = (staggered_test(y, starts, comparison, _rng()) for y in (outcomes, moved))
    assert (after.low, after.high) == pytest.approx((test.low + 0.4, test.high + 0.4))


def test_one_unit_alone_has_an_effect_but_no_standard_error() -> None:
    fit = _fit(OUTCOMES[[0, 4, 5]], STARTS[[0, 4, 5]], "never_treated")
    # Changes 1.0 and 2.0 against 0.5 and 1.5.
    assert fit.simple.effect == pytest.approx(0.5)
    assert np.isnan(fit.simple.standard_error)
    assert fit.pretest is None


def test_trends_that_part_before_the_start_fail_the_pretest_and_equal_ones_do_not() -> None:
    rng = _rng()
    starts = np.where(np.arange(200) < 100, 4, INF)
    noise = rng.normal(size=(200, 6))
    pretest = _fit(noise, starts, "never_treated").pretest
    assert pretest is not None
    assert pretest.df == 3
    assert pretest.p_value > 0.05
    parting = noise + np.where(np.isinf(starts), 0, 1)[:, None] * np.arange(6)
    failed = _fit(parting, starts, "never_treated").pretest
    assert failed is not None
    assert failed.p_value < 1e-6


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_the_randomisation_statistic_is_the_simple_mean_under_every_assignment(
    comparison: Comparison,
) -> None:
    starts = np.array([2, 3, 3, INF, INF, INF])
    outcomes = _rng().normal(size=(6, 5))
    ways = {tuple(starts[list(order)].tolist()) for order in permutations(range(6))}
    effects = [_fit(outcomes, np.array(way), comparison).simple.effect for way in ways]
    real = abs(_fit(outcomes, starts, comparison).simple.effect)
    test = staggered_test(outcomes, starts, comparison, _rng())
    assert test.n_assignments == len(ways) == 60
    expected = np.mean(np.abs(effects) >= real - 1e-9)
    assert test.p_value == pytest.approx(expected)
    assert test.smallest_p == pytest.approx(1 / 60)


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_the_interval_holds_just_the_effects_that_the_test_does_not_reject(
    comparison: Comparison,
) -> None:
    rng = _rng()
    starts = np.array([2, 2, 4, 4, INF, INF, INF, INF, INF])
    outcomes = rng.normal(size=(9, 6))
    treated = np.arange(6) >= starts[:, None]

    def p_at(effect: float) -> float:
        return staggered_test(outcomes - effect * treated, starts, comparison, _rng()).p_value

    test = staggered_test(outcomes, starts, comparison, _rng())
    for end, out in ((test.low, -1e-6), (test.high, 1e-6)):
        assert p_at(end + out) <= 0.05 < p_at(end - out)


def _floor(n_treated: int) -> RandomisationTest:
    """Nine administrations, an effect that no chance could imitate."""
    starts = np.where(np.arange(9) < n_treated, 3, INF)
    effect = 5.0 * (np.arange(6) >= starts[:, None])
    outcomes = _rng().normal(0, 0.01, (9, 6)) + effect
    return staggered_test(outcomes, starts, "never_treated", _rng())


@pytest.mark.parametrize(("n_treated", "floor"), [(1, 1 / 9), (2, 1 / 36), (3, 1 / 84)])
def test_nine_administrations_set_a_floor_to_the_p_value(n_treated: int, floor: float) -> None:
    test = _floor(n_treated)
    assert test.p_value == pytest.approx(floor)
    assert test.smallest_p == pytest.approx(floor)
    # One of nine can never be significant: the interval has no ends.
    assert np.isinf([test.low, test.high]).all() == (n_treated == 1)


@pytest.mark.parametrize(
    ("outcomes", "starts", "reason"),
    [
        (np.where(OUTCOMES == 8, NAN, OUTCOMES), STARTS, Reason.GAP),
        (OUTCOMES, np.where(STARTS == 1, 0, STARTS), Reason.TOO_SHORT_BEFORE),
        (OUTCOMES, np.full(6, INF), Reason.NO_COMPARISON),
        (OUTCOMES, np.full(6, 2.0), Reason.NO_COMPARISON),
    ],
)
def test_what_cannot_be_compared_is_refused(
    outcomes: np.ndarray, starts: np.ndarray, reason: Reason
) -> None:
    for comparison in COMPARISONS:
        assert fit_staggered(outcomes, starts, comparison) is reason


def test_starts_are_read_off_a_treatment_that_stays() -> None:
    treatment = np.array([[0.0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 1]])
    starts = starts_of(treatment)
    assert not isinstance(starts, Reason)
    assert starts.tolist() == [2, INF, 3]
    treatment[0, 3] = 0
    assert starts_of(treatment) is Reason.UNEQUAL_STARTS


def test_weeks_are_pooled_so_that_no_period_mixes_before_and_after() -> None:
    # Periods of four from week 3: weeks 0-2 and 15 are left out; unit 1 starts in week 9, so
    # weeks 7 and 8 do not count for it.
    starts = np.array([7, 9, INF])
    effect = 1.0 * (np.arange(16) >= starts[:, None])
    rng = _rng()
    log_rates = effect + rng.normal(size=(3, 1)) + rng.normal(size=16)
    log_rates[2, 4] = NAN
    pooled = pool_weeks(log_rates, starts, 4)
    assert not isinstance(pooled, Reason)
    outcomes, periods = pooled
    assert outcomes.shape == (3, 3)
    assert periods.tolist() == [1, 1, INF]
    assert _fit(outcomes, periods, "never_treated").group_time.effects == pytest.approx(1.0)


def test_a_period_nobody_can_compare_is_refused_as_a_gap() -> None:
    log_rates = _rng().normal(size=(3, 8))
    log_rates[2, :4] = NAN
    assert pool_weeks(log_rates, np.array([4, INF, INF]), 4) is Reason.GAP
