"""The individuals chart: what a month may be if nothing but ordinary variation is at work.

A chart of single values and their moving ranges, with three additions that monthly counts
need. Its centre is no constant but a course: a trend, a season, school holidays, a level of
its own after each break, and small shifts of the level in every month. Its scatter is counted
in units of chance (Laney), held near an ordinary one while the months are few, and never
smaller than chance. Its limits are those of the next value, so they are wider the less is
known of the course.

References
----------
Shewhart (1931), Economic Control of Quality of Manufactured Product. Wheeler and Chambers
(1992), Understanding Statistical Process Control: individuals and moving ranges, trended
charts. Laney (2002), Quality Engineering 14:531. Hoerl and Kennard (1970), Technometrics
12:55 (penalised coefficients). Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3:3 (a variance
held near a common one). Limits chosen by simulation: docs/variation.md, ADR 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from takeup.effects.arrays import Booleans, Floats, Integers

# Mean moving range of two values is 1.128 standard deviations (d2 for n = 2), so limits at
# three of them lie 2.66 mean ranges from the centre; a range is unusual beyond 3.267 of them.
D2: Final = 1.128
# Probability of a false alarm of one verdict if the course were exactly as described; the
# simulation of docs/variation.md says what it is where it is not (ADR 20).
ALPHA: Final = 0.004

# How large the parts of the course may be before the data are seen, as standard deviations of
# the logarithm (of the count, or of the odds of a share). Judgement, kept wide: a year may
# bring 15 percent more or less, the season 10 up and down, a month full of school holidays 5
# beside those of the calendar, every month a shift of 1.5. A break may bring anything (a
# factor of e). What other sizes would change: docs/variation.md.
TREND: Final = 0.15
SEASON: Final = 0.07
SCHOOL: Final = 0.05
SHIFT: Final = 0.015
BREAK: Final = 1.0
# Scatter between months beyond chance that is ordinary (6 percent), and how many months'
# worth that knowledge counts (docs/variation.md).
ORDINARY: Final = 0.06
ORDINARY_MONTHS: Final = 10

# A month of the past that lies so many robust standard deviations off has a cause of its own
# and says nothing about what is usual (elections triple the applications) …
_OFF: Final = 3.5
# … unless so many follow each other on one side: that is a level, not a slip.
_LEVEL_RUN: Final = 3
# More months than this share are never set aside.
_MOST_OFF: Final = 0.3
_ROUNDS: Final = 4


@dataclass(frozen=True)
class Course:
    """Months of the past in order, and the month to judge as the last one.

    Attributes
    ----------
    at
        Running number of each month; a missing month leaves a gap.
    height
        Figures on a scale of :mod:`takeup.variation.scale`; the last is not looked at.
    variance
        Variance that chance alone gives each figure.
    school
        Share of days within school holidays, 0 to 1.
    epoch
        Number of breaks up to each month.
    slope
        Height that belongs to a small relative change.
    steps
        Months from the last one of the past to the one to judge, each with a shift of the
        level; more than one for a forecast.
    """

    at: Integers
    height: Floats
    variance: Floats
    school: Floats
    epoch: Integers
    slope: float
    steps: int = 1


@dataclass(frozen=True)
class Limits:
    """What is usual for the last month of a course, on its scale.

    ``phi`` is the scatter in units of the variance of chance, at least 1; ``used`` marks the
    months of the past that count.
    """

    centre: float
    low: float
    high: float
    phi: float
    used: Booleans


@dataclass(frozen=True)
class _Fit:
    coefficients: Floats
    covariance: Floats
    phi: float
    freedom: float
    inflation: float


def limits(course: Course, alpha: float = ALPHA) -> Limits:
    """Limits of the last month of a course.

    Parameters
    ----------
    course
        At least three months of the past and the one to judge.
    alpha
        Nominal probability of a value outside of the limits.
    """
    design, spread = _design(course)
    past, now = design[:-1], design[-1]
    used = np.ones(len(past), dtype=bool)
    for _ in range(_ROUNDS):
        fit = _fit(course, past, spread, used)
        kept = _in_line(course, past, fit, used)
        if (kept == used).all():
            break
        used = kept
    centre = float(now @ fit.coefficients)
    variance = fit.phi * course.variance[-1] + now @ fit.covariance @ now
    reach = float(-special.stdtrit(fit.freedom, alpha / 2) * np.sqrt(variance))
    return Limits(centre, centre - reach, centre + reach, fit.phi, used)


def _design(course: Course) -> tuple[Floats, Floats]:
    """Columns of the course, in heights, and the standard deviation of their coefficients."""
    since = (course.at - course.at[-1]) / 12
    phase = 2 * np.pi * course.at / 12
    breaks = np.arange(course.epoch[0], course.epoch[-1])
    shifts = (course.at[:, None] > course.at[:-1]).astype(np.float64)
    shifts[-1, -1] = np.sqrt(course.steps)
    parts = [
        (since[:, None], TREND),
        (np.column_stack([np.cos(phase), np.sin(phase)]), SEASON),
        (course.school[:, None], SCHOOL),
        (course.epoch[:, None] > breaks, BREAK),
        (shifts, SHIFT),
    ]
    columns = np.column_stack([part for part, _ in parts]) * course.slope
    design = np.column_stack([np.ones(len(course.at)), columns])
    spread = np.concatenate([[np.inf], *[[size] * part.shape[1] for part, size in parts]])
    return design, spread


def _fit(course: Course, past: Floats, spread: Floats, used: Booleans) -> _Fit:
    """Penalised regression; its scatter from the moving ranges, in three rounds."""
    design, heights, chance = past[used], course.height[:-1][used], course.variance[:-1][used]
    follows = np.diff(course.at[:-1][used]) == 1
    ordinary = 1 + (ORDINARY * course.slope) ** 2 / float(chance.mean())
    phi, prior = ordinary, np.diag(1 / spread**2)
    for _ in range(3):
        weighted = design / (phi * chance)[:, None]
        information = weighted.T @ design
        covariance = np.asarray(np.linalg.inv(information + prior), dtype=np.float64)
        coefficients = covariance @ (weighted.T @ heights)
        freedom = max(len(heights) - float(np.trace(covariance @ information)), 2.0)
        residual = (heights - design @ coefficients) / np.sqrt(chance)
        own = sigma(residual, follows) ** 2
        phi = (freedom * own + ORDINARY_MONTHS * ordinary) / (freedom + ORDINARY_MONTHS)
        phi = max(phi, 1.0)
    inflation = len(heights) / freedom
    return _Fit(coefficients, covariance, phi, freedom + ORDINARY_MONTHS, inflation)


def sigma(values: Floats, follows: Booleans) -> float:
    """Standard deviation from the mean moving range; 1 where no two values follow each other.

    Parameters
    ----------
    values
        In the order of time.
    follows
        For each value but the first, whether it directly follows the one before.
    """
    ranges = np.abs(np.diff(values))[follows]
    return float(ranges.mean() / D2) if len(ranges) else 1.0


def _in_line(course: Course, past: Floats, fit: _Fit, used: Booleans) -> Booleans:
    """Tell months of the past that say what is usual from those with a cause of their own."""
    residual = (course.height[:-1] - past @ fit.coefficients) / np.sqrt(course.variance[:-1])
    robust = 1.4826 * float(np.median(np.abs(residual[used]))) * np.sqrt(fit.inflation)
    side = np.where(np.abs(residual) > _OFF * max(robust, 1.0), np.sign(residual), 0)
    off = _short_runs(side)
    return ~off if off.mean() <= _MOST_OFF else np.ones(len(off), dtype=bool)


def _short_runs(side: Floats) -> Booleans:
    """Mark months off on one side, unless they stand in a run that makes a level."""
    run = np.concatenate([[0], np.cumsum(np.diff(side) != 0)])
    lengths = np.bincount(run)[run]
    return np.asarray((side != 0) & (lengths < _LEVEL_RUN))
