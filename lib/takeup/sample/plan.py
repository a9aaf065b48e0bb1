"""What a sample shall span, and the grid of days, administrations and services it fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from takeup.params import Ereignis, Params
from takeup.periods import Month
from takeup.sample.settings import Administration, SampleSettings

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Number = TypeVar("Number", np.float64, np.int64)


@dataclass(frozen=True)
class SamplePlan:
    """Order for a sample: months, the facts of ``params/`` and the source of randomness.

    The same plan with a generator of the same seed gives the same bytes; writing uses the
    generator up, so a second sample needs a fresh one.
    """

    first: Month
    last: Month
    params: Params
    rng: np.random.Generator


@dataclass(frozen=True)
class Scene:
    """The grid the world is drawn on.

    ``pairs`` has one row per administration and service it is zuständig for: ``verwaltung``,
    ``leistung_id``, ``unit`` (position of the administration) and ``online_from``
    (first day online; NaT if never).
    """

    plan: SamplePlan
    settings: SampleSettings
    slugs: tuple[str, ...]
    pairs: pd.DataFrame

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Months of the sample."""
        return Month.range(self.plan.first, self.plan.last)

    @cached_property
    def days(self) -> pd.DatetimeIndex:
        """Days of the sample."""
        return pd.date_range(self.plan.first.first_day, self.plan.last.last_day, unit="s")

    @cached_property
    def years(self) -> Floats:
        """Years since the reference day, one value per day."""
        reference = pd.Timestamp(self.settings.truth.reference_day)
        return np.asarray((self.days - reference).days, dtype=np.float64) / 365.25

    @cached_property
    def units(self) -> Counts:
        """Position of the administration, one value per pair."""
        return self.pairs["unit"].to_numpy(dtype=np.int64)

    @property
    def administrations(self) -> tuple[Administration, ...]:
        """Settings of the administrations, in the order of ``slugs``."""
        return tuple(self.settings.administrations[slug] for slug in self.slugs)

    def events(self, kind: str) -> tuple[Ereignis, ...]:
        """Events of one kind, invented ones included."""
        return tuple(each for each in self.plan.params.events(sample=True) if each.art == kind)

    def concerned(self, slugs: Iterable[str]) -> Flags:
        """Administrations an event names; all if it names none. One value per unit."""
        named = set(slugs)
        return np.array([not named or slug in named for slug in self.slugs])

    def between(self, first: date, last: date) -> Flags:
        """Days from first to last, both included. One value per day."""
        after = self.days >= pd.Timestamp(first)
        return np.asarray(after & (self.days <= pd.Timestamp(last)))

    def by_month(self, daily: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Sum the last axis, days, to months."""
        starts = np.flatnonzero(self.days.day == 1)
        sums: npt.NDArray[Number] = np.add.reduceat(daily, starts, axis=-1)
        return sums


def build_scene(plan: SamplePlan, settings: SampleSettings) -> Scene:
    """Lay out the grid of a plan."""
    slugs = tuple(sorted(plan.params.verwaltungen))
    return Scene(plan, settings, slugs, _pairs(plan, settings, slugs))


def _pairs(plan: SamplePlan, settings: SampleSettings, slugs: tuple[str, ...]) -> pd.DataFrame:
    duties = plan.params.zustaendigkeit
    duties = duties.loc[duties["zustaendig"] == "ja", ["verwaltung", "leistung_id"]]
    offered = [
        not (only := settings.services[leistung].only) or slug in only
        if leistung in settings.services
        else False
        for slug, leistung in duties.itertuples(index=False)
    ]
    pairs = duties.loc[offered].sort_values(["verwaltung", "leistung_id"], ignore_index=True)
    starts = _ewa_starts(plan)
    online = [_online_from(settings, starts, *each) for each in pairs.itertuples(index=False)]
    return pairs.assign(
        unit=pairs["verwaltung"].map(slugs.index),
        online_from=pd.Series(online, dtype="datetime64[s]"),
    )


def _ewa_starts(plan: SamplePlan) -> dict[str, date]:
    events = [each for each in plan.params.events(sample=True) if each.art == "ewa"]
    return {slug: each.first_day for each in events for slug in each.verwaltungen}


def _online_from(
    settings: SampleSettings, ewa_starts: dict[str, date], slug: str, leistung_id: str
) -> date | None:
    administration = settings.administrations[slug]
    wave = settings.services[leistung_id].wave
    if wave == "never" or leistung_id in administration.not_online:
        return None
    if wave == "ewa":
        return ewa_starts.get(slug)
    return settings.waves[wave] + timedelta(days=administration.delay_days)
