"""Simulated administrations for the tests of the estimators (after methods.md §3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from takeup.effects.weekly import WeeklyPanel

UNITS = tuple(f"v{number}" for number in range(1, 10))


def _walk(rng: np.random.Generator, n: int, persistence: float, spread: float) -> Any:
    """AR(1) noise with the given standard deviation."""
    steps = rng.normal(0, spread * (1 - persistence**2) ** 0.5, n)
    values = np.zeros(n)
    for week in range(1, n):
        values[week] = persistence * values[week - 1] + steps[week]
    return values


def _simulate(
    rng: np.random.Generator,
    n_treated: int,
    effect: float = 0.0,
    per_week: float = 20.0,
    n_before: int = 96,
) -> WeeklyPanel:
    """Nine administrations, eight campaign weeks at the end.

    Growth 15±8 % a year, an annual wave, a shared and an own AR(1) shock (8 and 6 %), an own
    random walk (1 % a week), sometimes a level shift of 20 %, known outages of 1-3 days, and
    overdispersed Poisson counts.
    """
    n_weeks = n_before + 8
    years = np.arange(n_weeks) / 52.18
    wave = 0.1 * np.sin(2 * np.pi * years + rng.uniform(0, 2 * np.pi))
    treatment = np.zeros((9, n_weeks))
    treatment[:n_treated, n_before:] = 1
    log_rate = np.log(per_week / 7) + np.tile(wave + _walk(rng, n_weeks, 0.6, 0.08), (9, 1))
    days = np.full((9, n_weeks), 7.0)
    for unit in range(9):
        log_rate[unit] += rng.normal(0.15, 0.08) * years + _walk(rng, n_weeks, 0.5, 0.06)
        log_rate[unit] += np.cumsum(rng.normal(0, 0.01, n_weeks))
        if rng.random() < 0.3:
            log_rate[unit, rng.integers(10, n_before) :] += rng.choice([-0.2, 0.2])
        outages = rng.integers(n_weeks, size=rng.poisson(1.5 * n_weeks / 52))
        days[unit, outages] -= rng.integers(1, 4, size=len(outages))
    mean = days * np.exp(log_rate + effect * treatment)
    noise = rng.gamma(70, 1 / 70, mean.shape)
    counts = rng.poisson(mean * noise).astype(float)
    mondays = pd.date_range("2022-06-27", periods=n_weeks, freq="7D")
    return WeeklyPanel(UNITS, mondays, counts, days, treatment)


@pytest.fixture
def simulate() -> Callable[..., WeeklyPanel]:
    return _simulate
