"""Difference in differences over administrations, on numbers one can check by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from takeup.effects.design import WeeklyPanel
from takeup.effects.result import Reason
from takeup.effects.unit_changes import UnitChangesFit, fit_unit_changes

NAN = np.nan


def _fit(log_rates: np.ndarray, treatment: np.ndarray) -> UnitChangesFit:
    fit = fit_unit_changes(log_rates, treatment)
    assert isinstance(fit, UnitChangesFit)
    return fit


def _block(n_units: int, n_treated: int, n_before: int, n_during: int) -> np.ndarray:
    treatment = np.zeros((n_units, n_before + n_during))
    treatment[:n_treated, n_before:] = 1
    return treatment


def test_worked_example() -> None:
    # Changes 0.5 and 0.3 with campaign, 0.0, 0.1 and 0.2 without: 0.4 - 0.1. Squares around
    # the means 0.02 + 0.02 over 5 - 2 units; times 1/2 + 1/3.
    before = np.array([[1.0, 3.0], [2.0, 2.0], [0.0, 1.0], [5.0, 5.0], [1.0, 1.0]])
    changes = np.array([0.5, 0.3, 0.0, 0.1, 0.2])
    after = before.mean(axis=1, keepdims=True) + changes[:, None]
    fit = _fit(np.hstack([before, after]), _block(5, 2, 2, 1))
    assert fit.effect == pytest.approx(0.3)
    assert fit.standard_error == pytest.approx((0.04 / 3 * 5 / 6) ** 0.5)
    assert (fit.df, fit.n_treated, fit.n_comparison) == (3, 2, 3)
    low, high = fit.interval
    assert (high - low) / 2 == pytest.approx(3.182446 * fit.standard_error, rel=1e-6)


def test_it_is_the_t_test_of_two_groups_with_equal_variance(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    panel = simulate(np.random.default_rng(1), 3, effect=0.2)
    y, during = panel.log_rates, panel.treatment[0] > 0
    changes = y[:, during].mean(axis=1) - y[:, ~during].mean(axis=1)
    oracle = stats.ttest_ind(changes[:3], changes[3:])
    fit = _fit(y, panel.treatment)
    assert fit.effect / fit.standard_error == pytest.approx(oracle.statistic)
    assert fit.p_value == pytest.approx(oracle.pvalue)
    assert fit.interval == pytest.approx(tuple(oracle.confidence_interval()))
    assert fit.df == 7


def test_levels_of_units_and_weeks_do_not_matter_and_an_effect_shifts_one_to_one(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    rng = np.random.default_rng(2)
    panel = simulate(rng, 3)
    y, holes = panel.log_rates, rng.random(panel.counts.shape) < 0.1
    y[holes] = NAN
    moved = y + rng.normal(0, 3, (9, 1)) + rng.normal(0, 3, y.shape[1]) + 0.25 * panel.treatment
    fit, shifted = _fit(y, panel.treatment), _fit(moved, panel.treatment)
    assert shifted.effect == pytest.approx(fit.effect + 0.25)
    assert shifted.standard_error == pytest.approx(fit.standard_error)


def test_a_week_that_only_some_observed_is_compared_among_those() -> None:
    # Week 2 is a peak of +10 that unit 0 did not see; without week effects its mean would
    # lack it. Changes are 0.4 against 0.0 and 0.2.
    weeks = np.array([0.0, 10.0, 1.0, 2.0])
    changes = np.array([[0.4], [0.0], [0.2]]) * [0, 0, 1, 1]
    y = np.array([[1.0], [2.0], [3.0]]) + weeks + changes
    y[0, 1] = NAN
    assert _fit(y, _block(3, 1, 2, 2)).effect == pytest.approx(0.3)


def test_without_a_campaign_false_alarms_stay_rare_even_with_one_treated_unit(
    simulate: Callable[..., WeeklyPanel],
) -> None:
    alarms = []
    for replication in range(400):
        panel = simulate(np.random.default_rng([31, replication]), 1 + 2 * (replication % 2))
        low, high = _fit(panel.log_rates, panel.treatment).interval
        alarms.append(low > 0 or high < 0)
    # Bar 6 % plus two Monte-Carlo errors of 1.1 pp.
    assert np.mean(alarms) <= 0.082


def test_one_treated_unit_is_measured_by_how_much_the_others_differ() -> None:
    y = np.zeros((4, 4))
    y[0, 2:], y[1, 2:], y[2, 2:] = 1.0, 0.3, -0.3
    fit = _fit(y, _block(4, 1, 2, 2))
    assert fit.effect == pytest.approx(1.0)
    assert fit.standard_error == pytest.approx((0.18 / 2 * 4 / 3) ** 0.5)


@pytest.mark.parametrize(
    ("treatment", "reason"),
    [
        (_block(4, 4, 3, 2), Reason.NO_COMPARISON),
        (_block(2, 1, 3, 2), Reason.TOO_FEW_UNITS),
        (_block(4, 0, 3, 2), Reason.NO_FULL_WEEK),
        (_block(4, 2, 0, 5), Reason.TOO_SHORT_BEFORE),
        (_block(4, 2, 3, 2) + _block(4, 1, 2, 3) > 0, Reason.UNEQUAL_STARTS),
    ],
)
def test_a_design_without_a_comparison_is_refused(
    treatment: np.ndarray, reason: Reason
) -> None:
    log_rates = np.random.default_rng(3).normal(size=treatment.shape)
    assert fit_unit_changes(log_rates, treatment.astype(float)) is reason


def test_a_unit_that_cannot_be_compared_is_refused_as_a_gap() -> None:
    y = np.random.default_rng(4).normal(size=(4, 6))
    treatment = _block(4, 2, 3, 3)
    for gap in (np.s_[1, :3], np.s_[3, 3:]):  # nothing before, nothing during
        holed = y.copy()
        holed[gap] = NAN
        assert fit_unit_changes(holed, treatment) is Reason.GAP
    # Units 0 and 1 saw only week 0 before, the others only weeks 1 and 2.
    y[:2, 1:3] = y[2:, 0] = NAN
    assert fit_unit_changes(y, treatment) is Reason.GAP
