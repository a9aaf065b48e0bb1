"""What a week is for an administration: before, anticipation, campaign or after-effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from takeup.effects.arrays import Booleans, Floats, Integers
from takeup.effects.result import Part

# Weeks before the start in which to look for what came early, if no announcement is registered.
ANTICIPATION_WEEKS = 4
# Weeks after the end of a wave in which it may still work: they belong to neither side.
FADING_WEEKS = 4
IN_QUESTION: Final = 1
BASELINE: Final = 0
_NEITHER: Final = -1
_DAY = pd.Timedelta(days=1)

# Launch: the first weeks in a row, as many, whose rate reaches half of the level of the last
# year before the campaign end it. Half is far from a level shift (a fifth) or a year's growth
# (15 %), and eight weeks of three submissions scatter by a fifth: they fall below it by chance
# in one of a hundred.
LAUNCH_WEEKS = 8
LAUNCH_SHARE = 0.5
YEAR = 52


@dataclass(frozen=True)
class Asked:
    """The period in question, weeks of its window, weeks from the announcement to the start."""

    part: Part
    window_weeks: int
    announced_weeks: int = 0

    @property
    def early_weeks(self) -> int:
        """Weeks before the start in which word is out, or is looked for."""
        if self.part is Part.ANTICIPATION:
            return self.announced_weeks or ANTICIPATION_WEEKS
        return self.announced_weeks


def week_roles(mondays: pd.DatetimeIndex, period: tuple[date, date], asked: Asked) -> Integers:
    """Role of every full ISO week for an administration whose campaign has this period.

    Parameters
    ----------
    mondays
        First days of the weeks.
    period
        First and last day of the campaign there.
    asked
        What is asked about.

    Returns
    -------
    array
        :data:`IN_QUESTION`, :data:`BASELINE`, or -1 for weeks that are neither. Weeks long
        after the campaign are baseline again (other waves may still run), unless the
        after-effect is asked about.
    """
    first, last = span(period, asked)
    start, end = (pd.Timestamp(day) for day in period)
    early = pd.Timedelta(weeks=asked.early_weeks)
    roles = np.full(len(mondays), _NEITHER, dtype=np.int64)
    roles[mondays < start - start.weekday() * _DAY - early] = BASELINE
    if asked.part is not Part.AFTER:
        roles[mondays > end + pd.Timedelta(weeks=FADING_WEEKS)] = BASELINE
    within = (mondays >= pd.Timestamp(first)) & (mondays + 6 * _DAY <= pd.Timestamp(last))
    roles[within] = IN_QUESTION
    return roles


def span(period: tuple[date, date], asked: Asked) -> tuple[date, date]:
    """First and last day that may count as what is asked of a campaign with this period.

    The anticipation is the full ISO weeks before the week of the start; the campaign ends with
    its window or its last day; the after-effect gets as many weeks as the window has.
    """
    start, end = period
    window = timedelta(weeks=asked.window_weeks)
    if asked.part is Part.ANTICIPATION:
        first_week = start - timedelta(days=start.weekday())
        early = first_week - timedelta(weeks=asked.early_weeks)
        return early, first_week - timedelta(days=1)
    if asked.part is Part.AFTER:
        return end + timedelta(days=1), end + window
    return start, min(end, start + window - timedelta(days=1))


def fading(treatment: Floats, weeks: Integers) -> Booleans:
    """Cells of treated units right after the campaign, that belong to no side.

    Parameters
    ----------
    treatment
        Units x weeks, above 0 where the campaign runs.
    weeks
        Week numbers of the columns.
    """
    on = treatment > 0
    ends = np.where(on.any(axis=1), weeks[-1 - on[:, ::-1].argmax(axis=1)], -np.inf)
    age = weeks - ends[:, None]
    return np.asarray((age > 0) & (age <= FADING_WEEKS))


def launch(rates: Floats) -> Booleans:
    """Weeks in which a unit was not there yet or had only just started.

    Parameters
    ----------
    rates
        Units x weeks before the campaign, submissions per day; NaN where not observed.

    Returns
    -------
    array
        Units x weeks, true up to the end of the first :data:`LAUNCH_WEEKS` weeks whose mean
        reaches :data:`LAUNCH_SHARE` of the mean of the last year. All false for a unit that
        reaches it at once. Nothing from the campaign on is looked at.
    """
    return np.stack([_launch(row) for row in rates]) if len(rates) else rates.astype(bool)


def _launch(rates: Floats) -> Booleans:
    """Launch weeks of one unit."""
    there = np.flatnonzero(~np.isnan(rates))
    launching = np.ones(len(rates), dtype=bool)
    if len(there) == 0:
        return launching
    launching[there[0] :] = False
    recent = there[there >= len(rates) - YEAR]
    values = rates[there]
    if len(recent) == 0 or len(there) < LAUNCH_WEEKS:
        return launching
    means = np.convolve(values, np.full(LAUNCH_WEEKS, 1 / LAUNCH_WEEKS), "valid")
    # A last year of nothing has no launch; rounding must not let a constant rate miss it.
    reached = means >= LAUNCH_SHARE * rates[recent].mean() - 1e-12
    if reached.any() and not reached[0]:
        launching[: there[reached.argmax() + LAUNCH_WEEKS - 1] + 1] = True
    return launching
