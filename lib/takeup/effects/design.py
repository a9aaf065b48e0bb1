"""From a registered campaign and daily counts to the weekly panel an estimator can use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from takeup.effects.arrays import Booleans, Floats, Integers
from takeup.effects.phases import BASELINE, IN_QUESTION, Asked, span, week_roles
from takeup.effects.result import PRIMARY_OUTCOME, Part, Reason
from takeup.effects.soundness import Soundness, inspect
from takeup.effects.weekly import WeeklyPanel, in_blocks

# Two years: what the simulation of methods.md §3 covers; older weeks say little about now.
MAX_WEEKS_BEFORE = 104
# Below five the log of a count is biased by a percentage point or more (methods.md §2c): with
# fewer a week, four weeks are counted together, and with fewer in four weeks nothing is said.
MIN_COUNT = 5.0
BLOCK_WEEKS = 4
# A week counts for an administration if most of it was open; with fewer days the weekday
# pattern (weekend against weekdays, factor 2 to 3) would move the daily rate.
MIN_DAYS = 4


@dataclass(frozen=True)
class Campaign:
    """A registered campaign, as far as the evaluation needs it.

    ``treated`` and ``comparison`` are slugs of administrations; ``window_weeks`` is how many
    weeks from the start on are evaluated (never beyond the end: the after-effect is a period
    of its own, with as many weeks); ``cost_eur`` is the sum over all channels. ``periods``
    holds first and last day of treated administrations whose wave differs from ``start`` to
    ``end``, which span all waves. ``outcomes`` are keys of measures that are explored beside
    the primary one. In ``announced_weeks`` before a start word was already out: people waited
    for the campaign, or came early, so they belong to neither side.
    """

    slug: str
    start: date
    end: date
    treated: tuple[str, ...]
    comparison: tuple[str, ...]
    window_weeks: int
    estimator: Literal["panel_llr", "its"]
    cost_eur: float
    periods: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    primary: str = PRIMARY_OUTCOME
    announced_weeks: int = 0

    def period(self, unit: str) -> tuple[date, date]:
        """First and last day of the campaign in a treated administration."""
        return self.periods.get(unit, (self.start, self.end))

    @property
    def last_counted_day(self) -> date:
        """Last day that may count as campaign."""
        return self.span(Part.CAMPAIGN)[1]

    def span(self, part: Part) -> tuple[date, date]:
        """First and last day that may count as ``part``, over all waves."""
        spans = [span(self.period(unit), self.asked(part)) for unit in self.treated]
        return min(first for first, _ in spans), max(last for _, last in spans)

    def asked(self, part: Part) -> Asked:
        """What is asked about ``part``."""
        return Asked(part, self.window_weeks, self.announced_weeks)

    @property
    def is_staggered(self) -> bool:
        """Whether treated administrations start at different times."""
        return len({self.period(unit)[0] for unit in self.treated}) > 1

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


def timing(campaign: Campaign, last_day: date, part: Part = Part.CAMPAIGN) -> Reason | None:
    """Say whether it is too early to evaluate at ``last_day``; None if the period is over."""
    if campaign.start > last_day:
        return Reason.NOT_STARTED
    end = campaign.span(part)[1] if part is Part.AFTER else campaign.end
    return Reason.RUNNING if end > last_day else None


def weekly_panel(
    campaign: Campaign,
    daily_counts: pd.DataFrame,
    events: Sequence[Event] = (),
    part: Part = Part.CAMPAIGN,
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
        Other campaigns, elections, releases. Outside the period in question they blank the
        weeks they touch; inside it they make it impossible to evaluate. Where all compared
        units share an event, the comparison absorbs it.
    part
        The period in question: it is what the panel calls treatment.

    Returns
    -------
    WeeklyPanel or Reason
    """
    return panel_of_weeks(campaign, _weekly(daily_counts, campaign, part), events, part)


def panel_of_weeks(
    campaign: Campaign,
    counted: tuple[pd.DatetimeIndex, Floats, Floats],
    events: Sequence[Event] = (),
    part: Part = Part.CAMPAIGN,
) -> WeeklyPanel | Reason:
    """As :func:`weekly_panel`, from what was counted in full ISO weeks.

    ``counted``: Mondays, sums and available days, units of the campaign x weeks.
    """
    if campaign.estimator != "its" and not (campaign.comparison or campaign.is_staggered):
        return Reason.NO_COMPARISON
    unshared = [event for event in events if not _shared(event, campaign)]
    if any(_inside(event, campaign.span(part)) for event in unshared):
        return Reason.OTHER_EVENT
    mondays, counts, days = counted
    blanked = days < MIN_DAYS
    for event in unshared:
        blanked |= _touched(event, campaign.units, mondays)
    roles = _roles(campaign, mondays, part)
    treatment, design = roles == IN_QUESTION, roles >= BASELINE
    kept = design[: len(campaign.treated)].any(axis=0)
    kept &= mondays >= _oldest(campaign)
    kept[np.flatnonzero(treatment.any(axis=0))[-1:].sum() + 1 :] = False
    blanked |= ~design
    panel = WeeklyPanel(
        units=campaign.units,
        mondays=mondays[kept],
        counts=np.where(blanked, np.nan, counts)[:, kept],
        days=np.where(blanked, 0.0, days)[:, kept],
        treatment=treatment[:, kept].astype(float),
    )
    return _checked(panel, design[:, kept], campaign)


def _weekly(
    daily_counts: pd.DataFrame, campaign: Campaign, part: Part
) -> tuple[pd.DatetimeIndex, Floats, Floats]:
    """Mondays, sums and available days (units x weeks) of the ISO weeks inside the data.

    The data are taken to span the whole period: what is not delivered is a gap.
    """
    # Not pivot_table, which would average a day that is there twice instead of failing.
    wide = daily_counts.pivot(index="verwaltung", columns="date", values="count")  # noqa: PD010
    first = min([*wide.columns, pd.Timestamp(campaign.start)])
    last = max([*wide.columns, pd.Timestamp(campaign.span(part)[1])])
    first += pd.Timedelta(days=-first.weekday() % 7)
    last -= pd.Timedelta(days=(last.weekday() + 1) % 7)
    wide = wide.reindex(index=list(campaign.units), columns=pd.date_range(first, last))
    by_day = wide.to_numpy(dtype=float, na_value=np.nan).reshape(len(wide), -1, 7)
    mondays = pd.DatetimeIndex(wide.columns[::7])
    return mondays, np.nansum(by_day, axis=2), (~np.isnan(by_day)).sum(axis=2).astype(float)


def _roles(campaign: Campaign, mondays: pd.DatetimeIndex, part: Part) -> Integers:
    """Role of every cell (units x weeks); the comparison is always baseline."""
    roles = np.full((len(campaign.units), len(mondays)), BASELINE, dtype=np.int64)
    for number, unit in enumerate(campaign.treated):
        roles[number] = week_roles(mondays, campaign.period(unit), campaign.asked(part))
    return roles


def _oldest(campaign: Campaign) -> pd.Timestamp:
    """First Monday that is looked at."""
    return pd.Timestamp(campaign.start) - pd.Timedelta(weeks=MAX_WEEKS_BEFORE, days=6)


def _shared(event: Event, campaign: Campaign) -> bool:
    """Whether an event meets all compared units alike, or none, so that it cancels out."""
    units = set(campaign.units)
    met = units & set(event.verwaltungen or units)
    return not met or (met == units and campaign.estimator == "panel_llr")


def _inside(event: Event, span: tuple[date, date]) -> bool:
    """Whether an event overlaps the days that are asked about."""
    return event.start <= span[1] and event.end >= span[0]


def _touched(event: Event, units: tuple[str, ...], mondays: pd.DatetimeIndex) -> Booleans:
    """Mark the cells (units x weeks) an event touches."""
    met = np.isin(units, event.verwaltungen or units)
    weeks = (mondays <= pd.Timestamp(event.end)) & (
        mondays + pd.Timedelta(days=6) >= pd.Timestamp(event.start)
    )
    return np.outer(met, weeks)


def _checked(panel: WeeklyPanel, design: Booleans, campaign: Campaign) -> WeeklyPanel | Reason:
    """Leave out launches and unusable units, count low counts by four weeks; or refuse."""
    rates = panel.counts / np.maximum(panel.days, 1.0)
    sound = inspect(rates, panel.treatment, design)
    if sound.reason is not None:
        return sound.reason
    usable = _usable(panel, sound)
    per_week = _per_week(usable, campaign)
    if per_week >= MIN_COUNT:
        return usable
    if campaign.estimator == "its" or per_week * BLOCK_WEEKS < MIN_COUNT:
        return Reason.TOO_FEW_PER_WEEK
    return in_blocks(usable, BLOCK_WEEKS)


def _usable(panel: WeeklyPanel, sound: Soundness) -> WeeklyPanel:
    """Leave out launches and units that cannot be used, then weeks that nobody observed."""
    units = np.flatnonzero(~sound.unusable)
    counts = np.where(sound.launching, np.nan, panel.counts)[units]
    weeks = np.flatnonzero((~np.isnan(counts)).any(axis=0))
    kept = np.ix_(units, weeks)
    return WeeklyPanel(
        units=tuple(np.array(panel.units)[units].tolist()),
        mondays=panel.mondays[weeks],
        counts=counts[:, weeks],
        days=np.where(sound.launching, 0.0, panel.days)[kept],
        treatment=panel.treatment[kept],
        launches=tuple(sound.launching.sum(axis=1)[units].tolist()),
    )


def _per_week(panel: WeeklyPanel, campaign: Campaign) -> float:
    """Submissions a week before the start: per treated unit, or in all for ``its``."""
    treated = panel.treatment.any(axis=1)
    by_unit = np.nanmean(panel.counts[treated, : panel.n_before], axis=1)
    return float(by_unit.sum() if campaign.estimator == "its" else by_unit.mean())
