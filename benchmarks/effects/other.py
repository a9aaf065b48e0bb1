"""A second world with other noise, so that nothing is fitted to the first one.

Written down once before any estimator was run on it and not touched since: sizes far more
unequal, slow common noise with heavy tails, quarters that sit too high or too low as a whole,
weeks in which one administration is in the news, lognormal days, a dip at Christmas, other
holidays, one long outage a year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from effects.worlds import (
    EARLIEST,
    N_UNITS,
    STARTS,
    VOLUMES,
    Design,
    Floats,
    Stress,
    World,
    autoregressive,
    lifts_of,
    poisson_counts,
)

TYPICAL = 17.5  # Thousand residents, as in the first world.


def draw_other(
    rng: np.random.Generator, design: Design, per_week: int, stress: Stress
) -> World:
    """One world: 84 to 104 weeks before the start, then the campaign."""
    n_before = int(rng.integers(84, 105))
    n = n_before + design.n_weeks
    start = EARLIEST + pd.Timedelta(weeks=int(rng.integers(STARTS)) - n_before)
    mondays = pd.date_range(start, periods=n, freq="7D")
    size = rng.lognormal(-0.18, 0.6, (N_UNITS, 1))
    log_level = np.log(VOLUMES[per_week] * TYPICAL * size) + _season(mondays) + _noise(rng, n)
    growth = rng.uniform(-0.05, 0.35, (N_UNITS, 1)) * (np.arange(n) - n_before / 2) / 52.18
    days = rng.lognormal(-0.06, 0.35, (N_UNITS, n, 7)) / 7
    out = _outages(rng, n)
    mean = np.exp(log_level + growth) * (days * ~out).sum(axis=2)
    lifts = lifts_of(design, stress, n_before, n)
    counts = poisson_counts(rng, mean, lifts)
    return World(mondays, n_before, 7.0 - out.sum(axis=2), counts, lifts)


def _season(mondays: pd.DatetimeIndex) -> Floats:
    """Two humps a year, and a quarter less in the weeks around Christmas."""
    turn = 2 * np.pi * mondays.day_of_year.to_numpy() / 365.25
    christmas = np.isin(mondays.isocalendar().week.to_numpy(), [51, 52, 53, 1])
    season: Floats = 0.06 * np.sin(turn) + 0.08 * np.cos(2 * turn + 1) - 0.3 * christmas
    return season


def _noise(rng: np.random.Generator, n: int) -> Floats:
    """Slow common noise, heavy-tailed weeks, quarters as a whole, weeks in the news."""
    common = autoregressive(rng, (1, n), 0.85, 0.07) + 0.03 * rng.standard_t(3, (1, n))
    own = autoregressive(rng, (N_UNITS, n), 0.3, 0.05) + 0.05 * rng.standard_t(4, (N_UNITS, n))
    quarters = rng.normal(0, 0.06, (N_UNITS, n // 13 + 2))
    offset = int(rng.integers(13))
    slow = np.repeat(quarters, 13, axis=1)[:, offset : offset + n]
    news = 0.4 * (rng.random((N_UNITS, n)) < 1 / 52)
    noise: Floats = common + own + slow + news
    return noise


def _outages(rng: np.random.Generator, n: int) -> np.ndarray:
    """One outage of four days a year."""
    out = np.zeros((N_UNITS, n * 7), dtype=bool)
    for unit, number in enumerate(rng.poisson(n / 52.18, N_UNITS)):
        for day in rng.integers(0, n * 7, number):
            out[unit, day : day + 4] = True
    return out.reshape(N_UNITS, n, 7)
