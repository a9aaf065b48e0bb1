"""From a registered campaign and daily counts to the weekly panel an estimator can use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from takeup.effects.arrays import Booleans, Floats, Integers
from takeup.effects.result import Reason

# One full year, or the season cannot be told from the campaign (methods.md §4).
MIN_WEEKS_BEFORE = 52
# Two years: what the simulation of methods.md §3 covers; older weeks say little about now.
MAX_WEEKS_BEFORE = 104
# Below five a week the log of a count is biased by a percentage point or more (methods.md §2c).
MIN_PER_WEEK = 5.0
# A week counts for an administration if most of it was open; with fewer days the weekday
# pattern (weekend against weekdays, factor 2 to 3) would move the daily rate.
MIN_DAYS = 4
# A treated administration may lack this share of its weeks, before and during; beyond it the
# rest need not stand for the whole (our judgement, as "gaps" in methods.md §4 has no number).
MAX_MISSING = 0.25


@dataclass(frozen=True)
class Campaign:
    """A registered campaign, as far as the evaluation needs it.

    ``treated`` and ``comparison`` are slugs of administrations; ``window_weeks`` is how many
    weeks from the start on are evaluated (never beyond the end: the after-effect is a period
    of its own); ``cost_eur`` is the sum over all channels.
    """

    slug: str
    start: date
    end: date
    treated: tuple[str, ...]
    comparison: tuple[str, ...]
    window_weeks: int
    estimator: Literal["panel_llr", "its"]
    cost_eur: float

    @property
    def last_counted_day(self) -> date:
        """Last day that may count as campaign."""
        return min(self.end, self.start + timedelta(weeks=self.window_weeks, days=-1))

    @property
    def units(self) -> tuple[str, ...]:
        """Administrations the estimator looks at; without the comparison for ``its``."""
        return self.treated if self.estimator == "its" else (*self.treated, *self.comparison)


@dataclass(frozen=True)
class Event:
    """Something else that moves the counts from ``start`` to ``end``, both included.

    An empty ``verwaltungen`` means all of them. Outages are no events: they are days without
    a count.
    """

    start: date
    end: date
    verwaltungen: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeeklyPanel:
    """Units x full ISO weeks up to the end of the campaign.

    ``mondays`` are the first days of the weeks; ``counts`` and ``days`` (submissions, days
    with exposure) are NaN and 0 where a cell does not count; ``treatment`` is 1 in the
    campaign weeks of treated units. Weeks that are only partly campaign are left out.
    """

    units: tuple[str, ...]
    mondays: pd.DatetimeIndex
    counts: Floats
    days: Floats
    treatment: Floats

    @property
    def weeks(self) -> Integers:
        """Week numbers, 0 for the first; left-out weeks leave a gap."""
        return np.asarray((self.mondays - self.mondays[0]).days // 7, dtype=np.int64)

    @property
    def observed(self) -> Booleans:
        """Which cells count."""
        return ~np.isnan(self.counts)

    @property
    def n_during(self) -> int:
        """Number of campaign weeks."""
        return int(self.treatment.any(axis=0).sum())

    @property
    def n_before(self) -> int:
        """Number of weeks before the campaign."""
        return len(self.mondays) - self.n_during

    @property
    def log_rates(self) -> Floats:
        """Log of (submissions + 0.5) per available day; NaN where a cell does not count."""
        return np.log(self.counts + 0.5) - np.log(np.where(self.observed, self.days, 1.0))

    @property
    def observed_during(self) -> float:
        """Submissions of the treated units in the campaign weeks that count."""
        return float(np.nansum(np.where(self.treatment > 0, self.counts, 0.0)))


def timing(campaign: Campaign, last_day: date) -> Reason | None:
    """Say whether it is too early to evaluate at ``last_day``; None if the campaign is over."""
    if campaign.start > last_day:
        return Reason.NOT_STARTED
    return Reason.RUNNING if campaign.end > last_day else None


def weekly_panel(
    campaign: Campaign, daily_counts: pd.DataFrame, events: Sequence[Event] = ()
) -> WeeklyPanel | Reason:
    """Count by week, switch the campaign on, blank what other events moved; or refuse.

    Parameters
    ----------
    campaign
        The registered design; it must be over by the last day of the data.
    daily_counts
        One row per ``verwaltung`` and ``date``; ``count`` is NA, or the row is absent, where
        nothing could be counted (outage, missing delivery). A quiet day is a row with 0.
    events
        Other campaigns, elections, releases. Outside the campaign they blank the weeks they
        touch; inside it they make it impossible to evaluate. Where all compared units share
        an event, the comparison absorbs it.

    Returns
    -------
    WeeklyPanel or Reason
    """
    if campaign.estimator == "panel_llr" and not campaign.comparison:
        return Reason.NO_COMPARISON
    unshared = [event for event in events if not _shared(event, campaign)]
    if any(_inside(event, campaign) for event in unshared):
        return Reason.OTHER_EVENT
    mondays, counts, days = _weekly(daily_counts, campaign)
    blanked = days < MIN_DAYS
    for event in unshared:
        blanked |= _touched(event, campaign.units, mondays)
    before, during = _periods(campaign, mondays)
    kept = before | during
    panel = WeeklyPanel(
        units=campaign.units,
        mondays=mondays[kept],
        counts=np.where(blanked, np.nan, counts)[:, kept],
        days=np.where(blanked, 0.0, days)[:, kept],
        treatment=np.outer(np.isin(campaign.units, campaign.treated), during[kept]).astype(
            float
        ),
    )
    return _refusal(panel, campaign) or _usable(panel)


def _weekly(
    daily_counts: pd.DataFrame, campaign: Campaign
) -> tuple[pd.DatetimeIndex, Floats, Floats]:
    """Mondays, sums and available days (units x weeks) of the ISO weeks inside the data.

    The data are taken to span the whole campaign: what is not delivered is a gap.
    """
    # Not pivot_table, which would average a day that is there twice instead of failing.
    wide = daily_counts.pivot(index="verwaltung", columns="date", values="count")  # noqa: PD010
    first = min([*wide.columns, pd.Timestamp(campaign.start)])
    last = max([*wide.columns, pd.Timestamp(campaign.last_counted_day)])
    first += pd.Timedelta(days=-first.weekday() % 7)
    last -= pd.Timedelta(days=(last.weekday() + 1) % 7)
    wide = wide.reindex(index=list(campaign.units), columns=pd.date_range(first, last))
    by_day = wide.to_numpy(dtype=float, na_value=np.nan).reshape(len(wide), -1, 7)
    mondays = pd.DatetimeIndex(wide.columns[::7])
    return mondays, np.nansum(by_day, axis=2), (~np.isnan(by_day)).sum(axis=2).astype(float)


def _periods(campaign: Campaign, mondays: pd.DatetimeIndex) -> tuple[Booleans, Booleans]:
    """Which weeks lie wholly before, and which wholly inside the campaign."""
    start, last = pd.Timestamp(campaign.start), pd.Timestamp(campaign.last_counted_day)
    sundays = mondays + pd.Timedelta(days=6)
    oldest = start - pd.Timedelta(weeks=MAX_WEEKS_BEFORE, days=6)
    before = (sundays < start) & (mondays >= oldest)
    return np.asarray(before), np.asarray((mondays >= start) & (sundays <= last))


def _shared(event: Event, campaign: Campaign) -> bool:
    """Whether an event meets all compared units alike, or none, so that it cancels out."""
    units = set(campaign.units)
    met = units & set(event.verwaltungen or units)
    return not met or (met == units and campaign.estimator == "panel_llr")


def _inside(event: Event, campaign: Campaign) -> bool:
    """Whether an event overlaps the counted days of the campaign."""
    return event.start <= campaign.last_counted_day and event.end >= campaign.start


def _touched(event: Event, units: tuple[str, ...], mondays: pd.DatetimeIndex) -> Booleans:
    """Mark the cells (units x weeks) an event touches."""
    met = np.isin(units, event.verwaltungen or units)
    weeks = (mondays <= pd.Timestamp(event.end)) & (
        mondays + pd.Timedelta(days=6) >= pd.Timestamp(event.start)
    )
    return np.outer(met, weeks)


def _refusal(panel: WeeklyPanel, campaign: Campaign) -> Reason | None:
    """Check what the panel holds against the least an estimate needs."""
    if panel.n_during == 0:
        return Reason.NO_FULL_WEEK
    if panel.n_before < MIN_WEEKS_BEFORE:
        return Reason.TOO_SHORT_BEFORE
    if _has_gap(panel):
        return Reason.GAP
    return Reason.TOO_FEW_PER_WEEK if _per_week(panel, campaign) < MIN_PER_WEEK else None


def _has_gap(panel: WeeklyPanel) -> bool:
    """Whether a treated unit, or every comparison unit, misses too many weeks."""
    treated, holes = panel.treatment.any(axis=1), _holes(panel)
    return bool(holes[treated].any() or ((~treated).any() and holes[~treated].all()))


def _holes(panel: WeeklyPanel) -> Booleans:
    """Which units miss too many weeks, before or during the campaign."""
    during = panel.treatment.any(axis=0)
    missing = [1 - panel.observed[:, weeks].mean(axis=1) for weeks in (~during, during)]
    return np.asarray((np.stack(missing) > MAX_MISSING).any(axis=0))


def _usable(panel: WeeklyPanel) -> WeeklyPanel:
    """Leave out comparison units with too many gaps, then weeks that nobody observed."""
    units = ~_holes(panel)
    weeks = np.flatnonzero(panel.observed[units].any(axis=0))
    kept = np.ix_(np.flatnonzero(units), weeks)
    return WeeklyPanel(
        units=tuple(np.array(panel.units)[units].tolist()),
        mondays=panel.mondays[weeks],
        counts=panel.counts[kept],
        days=panel.days[kept],
        treatment=panel.treatment[kept],
    )


def _per_week(panel: WeeklyPanel, campaign: Campaign) -> float:
    """Submissions a week before the start: per treated unit, or in all for ``its``."""
    treated, before = panel.treatment.any(axis=1), ~panel.treatment.any(axis=0)
    by_unit = np.nanmean(panel.counts[np.ix_(treated, before)], axis=1)
    return float(by_unit.sum() if campaign.estimator == "its" else by_unit.mean())
