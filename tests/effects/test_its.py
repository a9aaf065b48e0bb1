"""Interrupted time series: calendar, calibration; its references are in references/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from takeup.effects.its import calendar, fit_its, quasi_poisson, weekly_series
from takeup.effects.local_level import fit_local_level
from takeup.effects.panel import RATIOS
from takeup.effects.weekly import WeeklyPanel

REPLICATIONS = 100


def test_counts_with_less_than_poisson_noise_keep_the_poisson_error() -> None:
    # Five counts around 100 with hardly any dispersion: (1 + 1) / 100 / 4. Even so a mean of
    # 100 is known to 1/sqrt(500) only.
    counts = np.array([99.0, 100, 101, 100, 100])
    fit = quasi_poisson(counts, np.ones((5, 1)), np.ones(5))
    assert fit.dispersion == pytest.approx(0.005)
    assert fit.standard_errors[0] == pytest.approx(500**-0.5)


def test_the_calendar_knows_the_holidays_of_schleswig_holstein() -> None:
    # Weeks of 25 March 2024 (Good Friday, no school holiday yet), 1 April (Easter Monday, the
    # holidays begin on Tuesday the 2nd), 8 April (all holidays), 22 April (nothing).
    mondays = pd.DatetimeIndex(["2024-03-25", "2024-04-01", "2024-04-08", "2024-04-22"])
    regressors = calendar(mondays)
    assert regressors is not None
    school, public = regressors[:, 6], regressors[:, 7]
    assert public.tolist() == [1, 1, 0, 0]
    assert school[0] < 0.5 < school[1]
    assert school[2] >= 5 / 7
    assert school[3] == 0


def test_a_year_without_known_school_holidays_is_refused() -> None:
    assert calendar(pd.date_range("2048-01-06", periods=60, freq="7D")) is None


def test_an_administration_that_is_out_takes_its_share_of_the_exposure() -> None:
    # One administration has three quarters of the submissions; a week without it leaves a
    # quarter of the exposure.
    mondays = pd.date_range("2022-07-04", periods=60, freq="7D")
    counts = np.tile([[30.0], [10.0]], (1, 60))
    days = np.full((2, 60), 7.0)
    treatment = np.zeros((2, 60))
    treatment[:, 52:] = 1
    counts[0, 5], days[0, 5] = np.nan, 0
    series = weekly_series(WeeklyPanel(("a", "b"), mondays, counts, days, treatment))
    assert series is not None
    assert (series.counts[5], series.counts[6]) == (10, 40)
    assert series.exposure[6] == pytest.approx(7)
    assert series.exposure[5] == pytest.approx(7 / 4)


def test_a_launch_levels_off_in_the_trend() -> None:
    mondays = pd.date_range("2022-07-04", periods=60, freq="7D")
    treatment = np.zeros((2, 60))
    treatment[:, 52:] = 1
    counts, days = np.full((2, 60), 10.0), np.full((2, 60), 7.0)
    settled = WeeklyPanel(("a", "b"), mondays, counts, days, treatment, launches=(0, 0))
    launched = replace(settled, launches=(12, 0))
    before, after = weekly_series(settled), weekly_series(launched)
    assert before is not None and after is not None
    assert after.regressors.shape[1] == before.regressors.shape[1] + 1
    course = after.regressors[:, -1]
    # Half of the service at the end of its launch, three quarters twelve weeks later; the other
    # half of all submissions has settled.
    assert course[0] == pytest.approx(np.log(0.5) / 2)
    assert course[12] == pytest.approx(np.log(0.75) / 2)


def test_too_short_a_past_leaves_too_few_fake_starts(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    # 52 weeks before a fake start, 8 in it, and every 4th week: 72 give four, 71 only three.
    for n_before, enough in ((72, True), (71, False)):
        series = weekly_series(simulate(np.random.default_rng(1), 9, n_before=n_before))
        assert series is not None
        assert (fit_its(series) is not None) == enough


def test_without_a_campaign_false_alarms_stay_rare_and_a_plant_is_found(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    alarms, effects = [], []
    for replication in range(REPLICATIONS):
        panel = simulate(np.random.default_rng([21, replication]), 9, effect=0.2)
        series = weekly_series(panel)
        assert series is not None
        fit = fit_its(series)
        assert fit is not None
        effects.append(fit.effect)
        # The estimate moves with the effect, so missing the truth is the false alarm at zero.
        alarms.append(not fit.interval[0] <= 0.2 <= fit.interval[1])
    # Bar 8 % without comparison (methods.md §3) plus two Monte-Carlo errors of 2.7 pp.
    assert np.mean(alarms) <= 0.134
    assert abs(np.mean(effects) - 0.2) < 0.01 + 2 * np.std(effects) / REPLICATIONS**0.5


def test_calibration_never_shrinks_the_error_and_widens_it_for_a_restless_series(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    series = weekly_series(simulate(np.random.default_rng(4), 9))
    assert series is not None
    restless = np.repeat(np.random.default_rng(5).normal(0, 0.3, 13), 8)
    regressors = np.column_stack([series.regressors, series.treatment])
    for counts in (series.counts, np.round(series.counts * np.exp(restless))):
        plain = quasi_poisson(counts, regressors, series.exposure).standard_errors[-1]
        fit = fit_its(replace(series, counts=counts))
        assert fit is not None
        assert fit.standard_error >= plain - 1e-12
    assert fit.standard_error > 1.3 * plain


def test_local_level_equals_the_textbook_gls(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(6)
    weeks, ratio = np.arange(40), float(RATIOS[8])
    regressors = np.column_stack([np.ones(40), np.sin(weeks)])
    treatment = (weeks >= 33).astype(float)
    y = np.cumsum(rng.normal(0, 0.05, 40)) + rng.normal(0, 0.1, 40)
    design = np.column_stack([regressors, treatment])
    precision = np.linalg.inv(np.eye(40) + ratio * (np.minimum.outer(weeks, weeks) + 1))
    inverse = np.linalg.inv(design.T @ precision @ design)
    beta = inverse @ design.T @ precision @ y
    rest = y - design @ beta
    error = (rest @ precision @ rest / 37 * inverse[2, 2]) ** 0.5
    monkeypatch.setattr("takeup.effects.local_level.RATIOS", np.array([ratio]))
    monkeypatch.setattr("takeup.effects.panel.RATIOS", np.array([ratio]))
    fit = fit_local_level(y, regressors, treatment, weeks)
    assert (fit.effect, fit.standard_error) == pytest.approx((beta[2], error), rel=1e-8)
    assert fit.df == 37
