"""Invented administrations: what happens in them, and what a campaign adds (methods.md §3).

Every world is drawn twice from the same dice: once as it would have been and once with the
effect on top, so that a grade compares effects and not luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

UNITS = tuple(f"v{number}" for number in range(1, 10))
N_UNITS = len(UNITS)
RUN = 8  # Weeks a campaign runs in an administration.
WAVE_GAP = 6  # Weeks between two waves of S6.
ANTICIPATION = 4
FIRST, LAST = pd.Timestamp("2018-01-01"), pd.Timestamp("2026-12-27")
# First day of the campaign: any Monday with a known calendar on both sides.
EARLIEST, STARTS = pd.Timestamp("2020-02-03"), 310
WEEKDAYS = (1.25, 1.2, 1.1, 1.1, 0.95, 0.65, 0.75)
SCHOOL, PUBLIC = 0.85, 0.5


@dataclass(frozen=True)
class Design:
    """First week of the campaign for each treated unit; the others are the comparison."""

    name: str
    starts: tuple[int, ...]

    @property
    def n_weeks(self) -> int:
        """Weeks from the first start to the last end."""
        return max(self.starts) + RUN

    @property
    def treated(self) -> tuple[str, ...]:
        return UNITS[: len(self.starts)]


DESIGNS = {
    "A1": Design("A1", (0,)),
    "A3": Design("A3", (0,) * 3),
    "A5": Design("A5", (0,) * 5),
    "S6": Design("S6", (0, 0, WAVE_GAP, WAVE_GAP, 2 * WAVE_GAP, 2 * WAVE_GAP)),
    "B": Design("B", (0,) * 9),
}
# Submissions a week and 1,000 residents, by what that means for a typical administration of
# 17,500: 0.2 and 1.2 as in methods.md, averaged over the weeks before the campaign.
VOLUMES = {3: 0.2, 20: 1.2, 500: 28.6}
EFFECTS = (0.0, 0.05, 0.10, 0.25)


@dataclass(frozen=True)
class Stress:
    """How a world departs from the plain one.

    ``unknown_outages``: days without a count that nobody reported. ``shift_chance``: how
    likely a unit's level jumps by a fifth before the campaign. ``day_noise``: variance of the
    gamma factor of a day. ``spill``: part of the effect that the comparison gets too.
    ``event``: log change of everything in the first four campaign weeks. ``half_life``: weeks
    until half of the effect is gone. ``early``: part of the effect in the four weeks before
    the start; ``announced``: whether the registration says that word was out then.
    """

    unknown_outages: bool = False
    shift_chance: float = 0.3
    day_noise: float = 0.1
    spill: float = 0.0
    event: float = 0.0
    half_life: float = np.inf
    early: float = 0.0
    announced: bool = False


STRESSES = {
    "none": Stress(),
    "unknown outages": Stress(unknown_outages=True),
    "level shifts": Stress(shift_chance=0.9),
    "overdispersion": Stress(day_noise=0.5),
    "spill-over": Stress(spill=0.3),
    "event at the same time": Stress(event=0.15),
    "decaying effect": Stress(half_life=3.0),
    "anticipation": Stress(early=0.5),
    "announced anticipation": Stress(early=0.5, announced=True),
}


@dataclass(frozen=True)
class World:
    """Weekly counts with and without the campaign.

    ``counts`` by effect, units x weeks; ``days`` with exposure; ``mondays``; ``n_before``
    weeks come before the first start; ``lifts`` is the log effect of one log point, units x
    weeks, so that the truth is its mean over the campaign cells; ``announced_weeks`` as
    registered.
    """

    mondays: pd.DatetimeIndex
    n_before: int
    days: Floats
    counts: dict[float, Floats]
    lifts: Floats
    announced_weeks: int = 0

    def truth(self, design: Design, effect: float) -> float:
        """Mean log effect over the campaign weeks of the treated units."""
        on = np.zeros_like(self.lifts, dtype=bool)
        for unit, start in enumerate(design.starts):
            on[unit, self.n_before + start : self.n_before + start + RUN] = True
        return float(np.log1p(effect) * self.lifts[on].mean())


@cache
def calendar() -> tuple[Floats, pd.DatetimeIndex]:
    """Factor of every day on submissions: weekday, school holidays, bank holidays."""
    days = pd.date_range(FIRST, LAST)
    years = range(FIRST.year, LAST.year + 1)
    school, public = (
        holidays.country_holidays("DE", subdiv="SH", years=years, categories=category)
        for category in ("school", "public")
    )
    factor = np.array([WEEKDAYS[day] for day in days.day_of_week])
    factor *= [SCHOOL if day in school else 1.0 for day in days.date]
    factor *= [PUBLIC if day in public else 1.0 for day in days.date]
    return factor, days


def autoregressive(
    rng: np.random.Generator, shape: tuple[int, int], persistence: float, spread: float
) -> Floats:
    """AR(1) rows that start in their stationary distribution."""
    steps = rng.normal(0, spread, shape)
    values = np.empty(shape)
    values[:, 0] = steps[:, 0]
    for week in range(1, shape[1]):
        grown = (1 - persistence**2) ** 0.5 * steps[:, week]
        values[:, week] = persistence * values[:, week - 1] + grown
    return values


def plain_noise(rng: np.random.Generator, stress: Stress, n: int) -> tuple[Floats, Floats]:
    """Log noise by week, and the factor of every day, of methods.md §3."""
    log_noise = autoregressive(rng, (1, n), 0.6, 0.08) + autoregressive(
        rng, (N_UNITS, n), 0.5, 0.06
    )
    log_noise += np.cumsum(rng.normal(0, 0.01, (N_UNITS, n)), axis=1)
    k = stress.day_noise
    return log_noise, rng.gamma(1 / k, k, (N_UNITS, n, 7))


def draw(
    rng: np.random.Generator,
    design: Design,
    per_week: int,
    stress: Stress,
) -> World:
    """One world: 84 to 104 weeks before the start, then the campaign."""
    n_before = int(rng.integers(84, 105))
    n = n_before + design.n_weeks
    start = EARLIEST + pd.Timedelta(weeks=int(rng.integers(STARTS)) - n_before)
    mondays = pd.date_range(start, periods=n, freq="7D")
    log_noise, day_factor = plain_noise(rng, stress, n)
    log_level = log_noise + _course(rng, n, n_before, stress)
    factor, days = calendar()
    first = (start - days[0]).days
    seasonal = factor[first : first + 7 * n].reshape(n, 7) / 7
    mean = VOLUMES[per_week] * np.exp(log_level)[..., None] * seasonal * day_factor
    out = _outages(rng, n)
    mean = (mean * ~out).sum(axis=2)
    known = np.full((N_UNITS, n), 7.0) if stress.unknown_outages else 7.0 - out.sum(axis=2)
    lifts = lifts_of(design, stress, n_before, n)
    counts = poisson_counts(rng, mean, lifts)
    announced_weeks = ANTICIPATION if stress.announced else 0
    return World(mondays, n_before, known, counts, lifts, announced_weeks)


def _course(rng: np.random.Generator, n: int, n_before: int, stress: Stress) -> Floats:
    """Size, growth, annual wave, level shifts and the event, in log points."""
    years = np.arange(n) / 52.18
    thousands = rng.uniform(10, 25, (N_UNITS, 1))
    growth = rng.normal(0.15, 0.08, (N_UNITS, 1)) * (years - years[n_before] / 2)
    wave = 0.1 * np.sin(2 * np.pi * years + rng.uniform(0, 2 * np.pi))
    shift = np.zeros((N_UNITS, n))
    for unit in np.flatnonzero(rng.random(N_UNITS) < stress.shift_chance):
        shift[unit, rng.integers(10, n_before) :] = rng.choice([-0.2, 0.2])
    event = np.zeros(n)
    event[n_before : n_before + 4] = stress.event
    course: Floats = np.log(thousands) + growth + wave + shift + event
    return course


def _outages(rng: np.random.Generator, n: int) -> npt.NDArray[np.bool_]:
    """Outages of one to three days, 1.5 a year in every unit."""
    out = np.zeros((N_UNITS, n * 7), dtype=bool)
    for unit, number in enumerate(rng.poisson(1.5 * n / 52.18, N_UNITS)):
        for day in rng.integers(0, n * 7, number):
            out[unit, day : day + int(rng.integers(1, 4))] = True
    return out.reshape(N_UNITS, n, 7)


def lifts_of(design: Design, stress: Stress, n_before: int, n: int) -> Floats:
    """Part of the effect that every cell gets."""
    lifts = np.zeros((N_UNITS, n))
    decay = 0.5 ** (np.arange(RUN) / stress.half_life)
    for unit, start in enumerate(design.starts):
        first = n_before + start
        lifts[unit, first : first + RUN] = decay
        lifts[unit, first - ANTICIPATION : first] = stress.early
    if len(design.starts) < N_UNITS:
        lifts[len(design.starts) :] = stress.spill * lifts[: len(design.starts)].mean(axis=0)
    return lifts


def poisson_counts(
    rng: np.random.Generator, mean: Floats, lifts: Floats
) -> dict[float, Floats]:
    """Poisson counts; a larger effect adds to the counts of the smaller one."""
    counts, total, before = {}, rng.poisson(mean).astype(float), mean
    for effect in EFFECTS:
        now = mean * np.exp(np.log1p(effect) * lifts)
        total = total + rng.poisson(now - before)
        counts[effect], before = total, now
    return counts


def replication(seed: tuple[Any, ...]) -> np.random.Generator:
    """Dice of one replication: the same for the same seed, whatever ran before."""
    return np.random.default_rng(list(seed))
