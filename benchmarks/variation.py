"""How often "auffällig" is said though nothing changed, and how often a jump is found.

Invented months under no change and with a planted jump of 30 percent, judged by the code that
judges the reports. ``python benchmarks/variation.py [replications] [measures.csv]`` prints the
tables of docs/variation.md; with a published table it resamples the months of its series too.
"""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from takeup.variation.funnel import ALPHA, Units, funnel
from takeup.variation.ranges import Months, usual

Floats = npt.NDArray[np.float64]

SEED = 20240901
JUMP, FALL = 1.3, 0.7
LEVELS = (3, 20, 100, 500, 1000, 2000)
SHORT_LEVELS = (100, 500)
HISTORY, SHORT = 24, 12
FIRST = dt.date(2021, 9, 1)
WEEKDAYS = (1.25, 1.2, 1.1, 1.1, 0.95, 0.65, 0.75)


@dataclass(frozen=True)
class Calendar:
    """Months as the chart sees them (exposure, school) and as they are (demand)."""

    exposure: Floats
    school: Floats
    demand: Floats


@cache
def true_calendar(months: int, start: int) -> Calendar:
    """So many months, the first one ``start`` months after FIRST.

    The chart counts a free day as 0.6 of a working day and one of the school holidays as 0.9
    of another; the true demand has a weekday profile, halves on public holidays and falls by
    15 percent in the school holidays (methods.md §3).
    """
    years = range(2021, 2027)
    public = holidays.country_holidays("DE", "SH", years=years, categories=("public",))
    school = holidays.country_holidays("DE", "SH", years=years, categories=("school",))
    rows = []
    for step in range(months):
        year, month = divmod(FIRST.year * 12 + FIRST.month - 1 + start + step, 12)
        days = [
            dt.date(year, month + 1, day + 1)
            for day in range(calendar.monthrange(year, month + 1)[1])
        ]
        free = [day.weekday() >= 5 or day in public for day in days]
        demand = sum(
            WEEKDAYS[day.weekday()]
            * (0.5 if day in public else 1)
            * (0.85 if day in school else 1)
            for day in days
        )
        rows.append(
            (
                sum(
                    (0.6 if off else 1.0) * (0.9 if day in school else 1.0)
                    for day, off in zip(days, free, strict=True)
                ),
                sum(day in school for day in days) / len(days),
                demand / len(days),
            )
        )
    exposure, holiday, demand_per_day = np.array(rows).T
    lengths = np.array([exposure / exposure.mean(), holiday, demand_per_day])
    return Calendar(lengths[0], lengths[1], lengths[2] / lengths[2].mean())


Noise = Callable[[np.random.Generator, int], Floats]


def autoregressive(rng: np.random.Generator, months: int, memory: float, size: float) -> Floats:
    """First-order autoregression with standard deviation ``size``."""
    values = rng.normal(0, size, months)
    for at in range(1, months):
        values[at] = memory * values[at - 1] + np.sqrt(1 - memory**2) * values[at]
    return values


def shift(rng: np.random.Generator, months: int) -> Floats:
    """A level of 15 percent more or less from some month of the past on, and noise."""
    steps = np.arange(months) >= rng.integers(4, months - 4)
    return rng.normal(0, 0.05, months) + steps * rng.choice([-0.15, 0.15])


def elections(rng: np.random.Generator, months: int) -> Floats:
    """Two months of the past with 2.5 and 1.6 times the applications, and noise."""
    start = rng.integers(0, months - 3)
    values = rng.normal(0, 0.05, months)
    values[start : start + 2] += [0.9, 0.5]
    return values


# Scatter of the logarithm beside Poisson. "kreis" is that of the invented Kreis: common and own
# daily autoregressions (5 and 6 percent, memory 0.9) average to 5.2 percent a month, and its
# daily walk of 0.3 percent makes 1.6 a month. The others are not what the chart assumes.
NOISES: dict[str, Noise] = {
    "Poisson": lambda rng, n: np.zeros(n),
    "Kreis": lambda rng, n: (
        autoregressive(rng, n, 0.12, 0.052) + np.cumsum(rng.normal(0, 0.0164, n))
    ),
    "independent 7 %": lambda rng, n: rng.normal(0, 0.07, n),
    "AR(1) 0.5, 6 %": lambda rng, n: autoregressive(rng, n, 0.5, 0.06),
    "random walk 2 % + 5 %": lambda rng, n: (
        np.cumsum(rng.normal(0, 0.02, n)) + rng.normal(0, 0.05, n)
    ),
    "level shift 15 % + 5 %": shift,
    "Student t4, 6 %": lambda rng, n: 0.06 * rng.standard_t(4, n) / np.sqrt(2),
    "elections + 5 %": elections,
}


@dataclass(frozen=True)
class Rates:
    """Shares of replications in which "auffällig" was said."""

    quiet: float
    rise: float
    fall: float


def replicate(noise: Noise, level: float, history: int, replications: int) -> Rates:
    """Judge the month after ``history`` months: unchanged, with a jump, with the fall back."""
    rng = np.random.default_rng(SEED)
    said = np.array([_once(rng, noise, (level, history)) for _ in range(replications)])
    return Rates(*(float(each) for each in said.mean(axis=0)))


def _once(rng: np.random.Generator, noise: Noise, size: tuple[float, int]) -> list[bool]:
    level, history = size
    known = true_calendar(history + 1, int(rng.integers(0, 12)))
    at = np.arange(history + 1)
    growth = rng.normal(0.15, 0.08) * (at - history) / 12
    wave = 0.08 * np.cos(2 * np.pi * (at - rng.integers(0, 12)) / 12)
    mean = level * known.demand * np.exp(growth + wave + noise(rng, history + 1))
    counts = rng.poisson(mean).astype(float)
    months = Months(at, known.school, np.zeros_like(at), counts, known.exposure)
    found = usual(months, "count")
    now = [counts[-1], rng.poisson(mean[-1] * JUMP), rng.poisson(mean[-1] * FALL)]
    return [not found.low <= each <= found.high for each in now]


def resampled(path: str) -> Noise:
    """Noise of published series: residuals of the monthly totals, in blocks of three months.

    Residuals are those of the logarithm around a line, of whole series of submissions and
    accounts without the months of the elections.
    """
    table = pd.read_csv(path, dtype={"leistung_id": str})
    chosen = table["measure"].isin(["submitted", "active_accounts"])
    chosen &= (table["leistung_id"] == "alle") & (table["status"] == "ok")
    calm = ~table["month"].isin(["2023-04", "2023-05", "2024-05", "2024-06"])
    blocks = []
    for _, series in table[chosen & calm].groupby(["measure", "verwaltung"]):
        logs = np.log(series["value"].to_numpy(dtype=float) + 0.5)[6:]
        line = np.polyval(np.polyfit(np.arange(len(logs)), logs, 2), np.arange(len(logs)))
        # What Poisson will add again is taken out of the residual's size.
        own = float(np.var(logs - line))
        kept = np.sqrt(max(own - float(np.mean(1 / np.exp(logs))), 0.0) / own)
        residual = (logs - line) * kept
        blocks += [residual[at : at + 3] for at in range(len(residual) - 2)]

    def noise(rng: np.random.Generator, months: int) -> Floats:
        drawn = rng.integers(0, len(blocks), months // 3 + 1)
        return np.concatenate([blocks[at] for at in drawn])[:months]

    return noise


@dataclass(frozen=True)
class FunnelRates:
    """False alarms and jumps found, for our rule and for winsorised scatter (Spiegelhalter)."""

    quiet: float
    rise: float
    quiet_winsorised: float
    rise_winsorised: float


def replicate_funnel(
    size: float, share: float, spread: float, replications: int
) -> FunnelRates:
    """Eight administrations of different size whose log odds scatter by ``spread``."""
    rng = np.random.default_rng(SEED)
    said = [_once_funnel(rng, size, share, spread) for _ in range(replications)]
    return FunnelRates(*(float(each) for each in np.mean(said, axis=0)))


def _once_funnel(
    rng: np.random.Generator, size: float, share: float, spread: float
) -> list[float]:
    bases = np.round(size * rng.uniform(0.6, 1.8, 8))
    odds = share / (1 - share) * np.exp(rng.normal(0, spread, 8))
    chances = odds / (1 + odds)
    parts = rng.binomial(bases.astype(int), chances).astype(float)
    jumped = parts.copy()
    jumped[0] = rng.binomial(int(bases[0]), min(chances[0] * JUMP, 0.99))
    return [
        float(np.mean([_outside(parts, bases, at) for at in range(8)])),
        float(_outside(jumped, bases, 0)),
        float(np.mean(_winsorised(parts, bases))),
        float(_winsorised(jumped, bases)[0]),
    ]


def _outside(parts: Floats, bases: Floats, at: int) -> bool:
    low, high = funnel(Units(parts, bases, "binomial"), at).limits(float(bases[at]))
    return not low <= parts[at] / bases[at] <= high


def _winsorised(parts: Floats, bases: Floats) -> npt.NDArray[np.bool_]:
    """Common rate of all, scatter of all with the outermost one on each side pulled in."""
    centre = parts.sum() / bases.sum()
    scores = (parts / bases - centre) / np.sqrt(centre * (1 - centre) / bases)
    ordered = np.sort(scores)
    phi = max(float(np.mean(np.clip(scores, ordered[1], ordered[-2]) ** 2)), 1.0)
    return np.asarray(np.abs(scores) > stats.norm.isf(ALPHA / 2) * np.sqrt(phi))


def main(replications: int, published: str) -> None:
    """Print the tables as Markdown."""
    noises = NOISES | ({"resampled months": resampled(published)} if published else {})
    for history, levels in ((HISTORY, LEVELS), (SHORT, SHORT_LEVELS)):
        print(f"\n{history} months before, {replications} replications, seed {SEED}\n")
        print("| noise | " + " | ".join(f"{level} a month" for level in levels) + " |")
        print("|---|" + "---|" * len(levels))
        for name, noise in noises.items():
            cells = []
            for level in levels:
                found = replicate(noise, level, history, replications)
                cells.append(
                    f"{100 * found.quiet:.1f}; {100 * found.rise:.0f} / {100 * found.fall:.0f}"
                )
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    print("\n| cases | share | spread | left out | winsorised |\n|---|---|---|---|---|")
    for size, share, spread in FUNNELS:
        seen = replicate_funnel(size, share, spread, replications)
        print(
            f"| {size} | {share} | {spread} | {100 * seen.quiet:.2f}; {100 * seen.rise:.0f} "
            f"| {100 * seen.quiet_winsorised:.2f}; {100 * seen.rise_winsorised:.0f} |",
            flush=True,
        )


# Cases of an administration of middle size, common share, scatter of the log odds.
FUNNELS = [
    (size, share, spread)
    for size, share in ((100, 0.3), (300, 0.3), (300, 0.75), (1000, 0.3))
    for spread in (0.0, 0.1, 0.25)
]

if __name__ == "__main__":
    main(int((sys.argv[1:] or ["500"])[0]), (sys.argv[2:] or [""])[0])
