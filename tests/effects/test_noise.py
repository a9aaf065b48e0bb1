"""Cells weigh by what they can say."""

from __future__ import annotations

import numpy as np
import pytest

from takeup.effects.noise import cell_noise
from takeup.effects.panel import fit_panel


def test_a_tenth_of_the_submissions_has_ten_times_the_noise() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson([[10.0], [100.0]], (2, 5000)).astype(float)
    noise = cell_noise(counts, np.full((2, 5000), 7.0))
    # Nothing but Poisson noise: 1/10 against 1/100. At 10 the logarithm scatters 6 % more than
    # that (0.1062, exact); half of it is taken for a remainder that both share.
    assert noise[0, 0] / noise[1, 0] == pytest.approx((0.1 + 0.003) / (0.01 + 0.003), rel=0.15)
    assert np.mean(noise) == pytest.approx(1.0)


def test_restless_units_are_alike_however_large() -> None:
    rng = np.random.default_rng(2)
    rates = np.array([[500.0], [5000.0]]) * np.exp(rng.normal(0, 0.3, (2, 2000)))
    noise = cell_noise(rng.poisson(rates).astype(float), np.full(rates.shape, 7.0))
    assert noise[0, 0] / noise[1, 0] == pytest.approx(1.0, abs=0.05)


def test_a_short_week_says_less_and_the_campaign_teaches_nothing() -> None:
    counts = np.full((2, 60), 20.0)
    days = np.full((2, 60), 7.0)
    days[0, 3] = counts[0, 3] = 4.0
    during = counts.copy()
    during[:, 52:] = np.nan
    noise = cell_noise(during, days)
    assert noise[0, 3] > 1.5 * noise[0, 4]
    assert noise[0, 55] == pytest.approx(noise[0, 4])


def test_a_cell_that_does_not_count_has_no_noise() -> None:
    counts, days = np.full((2, 60), 20.0), np.full((2, 60), 7.0)
    counts[1, 5] = days[1, 5] = np.nan
    assert np.isnan(cell_noise(counts, days)).sum() == 1


def test_a_unit_without_weight_does_not_move_the_estimate() -> None:
    rng = np.random.default_rng(3)
    treatment = np.zeros((6, 70))
    treatment[:2, 62:] = 1
    rates = rng.normal(0, 0.1, treatment.shape)
    noise = np.ones_like(rates)
    noise[5] = 1e6
    wild = rates.copy()
    wild[5] += rng.normal(0, 1.0, 70)
    effects = [fit_panel(y, treatment, np.arange(70), noise).effect for y in (rates, wild)]
    assert effects[0] == pytest.approx(effects[1], abs=1e-3)
