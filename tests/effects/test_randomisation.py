"""The randomisation test is exact: p, smallest p and the inverted interval."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from takeup.effects.randomisation import MAX_ASSIGNMENTS, assign, randomisation_test
from takeup.effects.weekly import WeeklyPanel

RATIO = 0.003


@pytest.mark.parametrize(
    ("n_treated", "smallest"), [(1, 1 / 9), (2, 1 / 36), (3, 1 / 84), (4, 1 / 126)]
)
def test_the_smallest_p_is_one_over_the_number_of_assignments(
    simulate: Callable[..., WeeklyPanel], n_treated: int, smallest: float
) -> None:
    rng = np.random.default_rng(1)
    panel = simulate(rng, n_treated, effect=4.0)
    test = randomisation_test(panel.log_rates, (panel.treatment, panel.weeks), RATIO, rng)
    assert test.smallest_p == pytest.approx(smallest)
    # An effect far beyond the noise reaches it.
    assert test.p_value == pytest.approx(smallest)


def test_half_of_the_administrations_treated_has_a_mirror_image() -> None:
    # 3 of 6: treating the other three gives the same statistic with the opposite sign.
    rng = np.random.default_rng(2)
    treatment = np.zeros((6, 60))
    treatment[:3, 52:] = 1
    noise = rng.normal(0, 0.1, treatment.shape)
    test = randomisation_test(noise, (treatment, np.arange(60)), RATIO, rng)
    assert test.smallest_p == pytest.approx(2 / 20)


def test_one_treated_of_nine_sets_no_bounds(simulate: Callable[..., WeeklyPanel]) -> None:
    rng = np.random.default_rng(3)
    panel = simulate(rng, 1, effect=0.25)
    test = randomisation_test(panel.log_rates, (panel.treatment, panel.weeks), RATIO, rng)
    assert (test.low, test.high) == (-np.inf, np.inf)


@pytest.mark.parametrize("holes", [False, True])
def test_the_interval_holds_exactly_the_effects_that_are_not_rejected(
    simulate: Callable[..., WeeklyPanel], holes: bool
) -> None:
    rng = np.random.default_rng(4)
    panel = simulate(rng, 3, effect=0.25)
    log_rates = panel.log_rates.copy()
    if holes:
        log_rates[5, 40:60] = log_rates[1, 99] = np.nan
    design = (panel.treatment, panel.weeks)
    test = randomisation_test(log_rates, design, RATIO, rng)

    def p_value(effect: float) -> float:
        shifted = log_rates - effect * panel.treatment
        return randomisation_test(shifted, design, RATIO, rng).p_value

    # Just inside the ends a hypothetical effect is kept, just outside it is rejected.
    assert p_value(test.low + 1e-6) > 0.05 >= p_value(test.low - 1e-6)
    assert p_value(test.high - 1e-6) > 0.05 >= p_value(test.high + 1e-6)


def test_all_distinct_assignments_are_listed_once_with_the_real_one_first() -> None:
    real = np.array([1, 0, 0, 2, 0])
    ways = assign(real, np.random.default_rng(5))
    assert ways[0].tolist() == real.tolist()
    assert len(ways) == len(np.unique(ways, axis=0)) == 20


def test_too_many_assignments_are_sampled_reproducibly() -> None:
    # Six administrations in three waves of two: 9!/(3! 2! 2! 2!) = 7,560.
    real = np.array([0, 0, 0, 1, 1, 2, 2, 3, 3])
    first, second = (assign(real, np.random.default_rng(6)) for _ in range(2))
    assert len(first) == MAX_ASSIGNMENTS
    assert first[0].tolist() == real.tolist()
    assert (np.sort(first, axis=1) == np.sort(real)).all()
    assert (first == second).all()


def test_staggered_waves_can_be_proven(simulate: Callable[..., WeeklyPanel]) -> None:
    rng = np.random.default_rng(7)
    panel = simulate(rng, 0)
    treatment = np.zeros_like(panel.treatment)
    for wave in range(3):
        start = 84 + 6 * wave
        treatment[2 * wave : 2 * wave + 2, start : start + 8] = 1
    rates = panel.log_rates + 0.5 * treatment
    test = randomisation_test(rates, (treatment, panel.weeks), RATIO, rng)
    assert test.p_value < 0.01
    assert test.low < 0.5 < test.high
