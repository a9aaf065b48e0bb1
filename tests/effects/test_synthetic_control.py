"""Synthetic control: exact weights, invariance, and how little a rank can prove."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from takeup.effects.result import Reason
from takeup.effects.synthetic_control import (
    PlaceboInSpace,
    SyntheticControl,
    fit_synthetic_control,
    placebo_in_space,
    simplex_weights,
)

NAN = np.nan
DONORS = np.array([[0.0, 1.0, 2.0, 3.0, 4.0], [4.0, 1.0, 0.0, 1.0, 2.0], [9.0, 9.0, 0, 9, 9]])


def _fit(treated: np.ndarray, donors: np.ndarray, *, demeaned: bool = True) -> SyntheticControl:
    fit = fit_synthetic_control(treated, donors, 3, demeaned=demeaned)
    assert isinstance(fit, SyntheticControl)
    return fit


def test_a_mixture_of_donors_is_found_and_what_it_does_afterwards_is_the_effect() -> None:
    mixed = 0.75 * DONORS[0] + 0.25 * DONORS[1]
    fit = _fit(mixed + np.array([0, 0, 0, 2, 4]), DONORS, demeaned=False)
    assert fit.weights == pytest.approx([0.75, 0.25, 0], abs=1e-9)
    assert fit.path == pytest.approx(mixed)
    assert fit.gap == pytest.approx([0, 0, 0, 2, 4], abs=1e-9)
    assert fit.effect == pytest.approx(3)
    assert fit.rmspe_after == pytest.approx(10**0.5)


def test_worked_example_with_the_edge_of_the_simplex() -> None:
    # Target 3, donors 0 and 2: the nearest mixture is donor 2 alone.
    assert simplex_weights(np.array([3.0]), np.array([[0.0, 2.0]])) == pytest.approx([0, 1])
    # Target 0 between -1 and 3: three quarters and one quarter.
    assert simplex_weights(np.array([0.0]), np.array([[-1.0, 3.0]])) == pytest.approx(
        [0.75, 0.25]
    )


def test_weights_are_those_of_a_general_optimiser() -> None:
    rng = np.random.default_rng(1)
    for scale in (1e-3, 1.0, 1e4):
        target, columns = scale * rng.normal(size=12), scale * rng.normal(size=(12, 6))
        weights = simplex_weights(target, columns)
        oracle = minimize(
            lambda w, t=target, c=columns, s=scale: (((t - c @ w) / s) ** 2).sum(),
            np.full(6, 1 / 6),
            bounds=[(0, 1)] * 6,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            method="SLSQP",
            options={"ftol": 1e-14},
        )
        assert weights == pytest.approx(oracle.x, abs=1e-5)
        assert weights.sum() == pytest.approx(1)
        assert (weights >= 0).all()


def test_demeaned_it_follows_a_unit_larger_than_all_others() -> None:
    rng = np.random.default_rng(2)
    donors = rng.normal(size=(5, 12))
    treated = 100 + donors[:2].mean(axis=0)
    treated[8:] += 3
    demeaned, levels = (
        fit_synthetic_control(treated, donors, 8, demeaned=choice) for choice in (True, False)
    )
    assert isinstance(demeaned, SyntheticControl)
    assert isinstance(levels, SyntheticControl)
    assert demeaned.effect == pytest.approx(3)
    assert demeaned.weights == pytest.approx([0.5, 0.5, 0, 0, 0], abs=1e-9)
    assert levels.effect > 90


def test_levels_of_units_and_shared_periods_do_not_move_the_demeaned_gap() -> None:
    rng = np.random.default_rng(3)
    outcomes, periods = rng.normal(size=(6, 10)), rng.normal(size=10)
    moved = outcomes + rng.normal(0, 5, size=(6, 1)) + periods
    fits = [fit_synthetic_control(y[0], y[1:], 7) for y in (outcomes, moved)]
    assert isinstance(fits[0], SyntheticControl)
    assert isinstance(fits[1], SyntheticControl)
    assert fits[1].gap == pytest.approx(fits[0].gap, abs=1e-9)
    assert fits[1].weights == pytest.approx(fits[0].weights, abs=1e-9)


def test_an_incomplete_period_is_left_out_not_filled() -> None:
    rng = np.random.default_rng(4)
    outcomes = rng.normal(size=(5, 12))
    holed = outcomes.copy()
    holed[3, 2] = holed[0, 10] = NAN
    fit = fit_synthetic_control(holed[0], holed[1:], 8)
    kept = np.delete(outcomes, [2, 10], axis=1)
    short = fit_synthetic_control(kept[0], kept[1:], 7)
    assert isinstance(fit, SyntheticControl)
    assert isinstance(short, SyntheticControl)
    assert fit.weights == pytest.approx(short.weights)
    assert fit.effect == pytest.approx(short.effect)
    assert np.flatnonzero(np.isnan(fit.gap)).tolist() == [2, 10]


def test_nine_units_give_no_smaller_p_than_one_ninth() -> None:
    outcomes = np.random.default_rng(5).normal(size=(9, 60))
    outcomes[4, 52:] += 50
    test = placebo_in_space(outcomes, 4, 52)
    assert isinstance(test, PlaceboInSpace)
    assert test.rank == 1
    assert test.p_value == test.smallest_p == pytest.approx(1 / 9)


def test_the_rank_of_a_unit_without_effect_is_any_rank() -> None:
    ranks = []
    for seed in range(60):
        outcomes = np.random.default_rng([6, seed]).normal(size=(5, 40))
        test = placebo_in_space(outcomes, 2, 34)
        assert isinstance(test, PlaceboInSpace)
        ranks.append(test.rank)
    # Each of five ranks 12 times in 60, give or take 3.1: 3 standard deviations.
    assert all(3 <= ranks.count(rank) <= 21 for rank in range(1, 6))


@pytest.mark.parametrize(
    ("outcomes", "n_before", "reason"),
    [
        (np.ones((2, 8)), 4, Reason.TOO_FEW_UNITS),
        (np.ones((4, 8)), 1, Reason.TOO_SHORT_BEFORE),
        (np.ones((4, 8)), 8, Reason.NO_FULL_WEEK),
        (np.where(np.arange(8) < 2, NAN, np.ones((4, 8))), 4, Reason.GAP),
        (np.where(np.arange(8) > 5, NAN, np.ones((4, 8))), 4, Reason.GAP),
    ],
)
def test_what_cannot_be_put_together_is_refused(
    outcomes: np.ndarray, n_before: int, reason: Reason
) -> None:
    assert fit_synthetic_control(outcomes[0], outcomes[1:], n_before) is reason
    assert placebo_in_space(outcomes, 0, n_before) is reason


def test_a_course_met_exactly_has_an_infinite_ratio() -> None:
    flat = np.zeros((4, 8))
    flat[0, 5:] = 1
    fit = fit_synthetic_control(flat[0], flat[1:], 5)
    assert isinstance(fit, SyntheticControl)
    assert fit.ratio == np.inf
