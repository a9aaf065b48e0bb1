"""Which days and months were delivered, as far as the deliveries tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from takeup.intake.readings import Reading
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.doubts import doubts
from takeup.sources.settle import Settled
from takeup.sources.source import Source
from takeup.sources.succession import later_versions

_COLUMNS = {
    "source": "str",
    "verwaltung": "str",
    "month": "str",
    "days_expected": "Int64",
    "days_present": "Int64",
}
_DAYS = {"source": "str", "verwaltung": "str", "date": "datetime64[s]"}
# Administration and month → days that were delivered.
_Days = dict[tuple[str, str], set[date]]


class Coverage(NamedTuple):
    """What was delivered up to a month.

    Attributes
    ----------
    months
        One row per source, administration and month that was delivered: ``days_expected``,
        ``days_present``. Sources without days have 1 expected and 1 present.
    days
        One row per source, administration and delivered day (``date``); daily sources only.
    doubts
        What the intake knows to be incomplete (:func:`takeup.sources.doubts.doubts`).
    first
        As ``months``, by what was known first: only folders up to a month tell of it, and
        versions that were overwritten since tell as well.
    """

    months: pd.DataFrame
    days: pd.DataFrame
    doubts: pd.DataFrame
    first: pd.DataFrame


def coverage(settled: Sequence[Settled], params: Params, month: Month) -> Coverage:
    """Days expected and present, now and at first.

    Parameters
    ----------
    settled
        Accepted rows and account of each source.
    params
        Services and mappings.
    month
        Last month that counts.
    """
    months, days = _covered(settled, month, first=False)
    at_first = [replace(each, frame=each.first) for each in settled]
    first, _ = _covered(at_first, month, first=True)
    return Coverage(months, days, doubts(settled, params, month), first)


def _covered(
    settled: Sequence[Settled], month: Month, *, first: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Delivered months and days."""
    rows, days = [], []
    for each in settled:
        source, is_daily = each.source.name, each.source.daily
        for (verwaltung, name), present in sorted(_days(each, first=first).items()):
            if name <= str(month):
                expected = Month.parse(name).days if is_daily else 1
                count = len(present) if is_daily else 1
                rows.append((source, verwaltung, name, expected, count))
                days += [(source, verwaltung, day) for day in sorted(present) if is_daily]
    return (
        pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS),
        pd.DataFrame(days, columns=list(_DAYS)).astype(_DAYS),
    )


def _days(settled: Settled, *, first: bool) -> _Days:
    if not settled.account.readings:
        return {}
    places = _places(settled, settled.frame)
    owners = (
        places[["verwaltung", "month"]].drop_duplicates().itertuples(index=False, name=None)
    )
    days: _Days = {owner: set() for owner in owners}
    if settled.source.every_day is not None:
        listed = _places(settled, settled.source.every_day(settled.frame))
        for verwaltung, month, day in listed[["verwaltung", "month", "day"]].itertuples(
            index=False, name=None
        ):
            days[verwaltung, month].add(day.date())
        return days
    named = places.groupby("file")["verwaltung"].unique()
    later = later_versions(settled.account.readings)
    for position, reading in enumerate(settled.account.readings):
        if later[position] if first else reading.delivery.past:
            continue
        # A file known first tells of no month before its folder's.
        since = reading.delivery.folder_month if first else ""
        told = _told_by_file(reading, settled.source, since)
        # A collective delivery speaks for those whom its rows name.
        for verwaltung in named.get(position, [reading.delivery.verwaltung]):
            for month, span in told.items():
                days.setdefault((verwaltung, month), set()).update(span)
    return days


def _told_by_file(reading: Reading, source: Source, since: str) -> dict[str, list[date]]:
    """Days a file speaks of, by month; a file about months only if it holds no rows."""
    if reading.table is None or reading.rejected or reading.period is None:
        return {}
    if not source.daily and reading.table.rows_in:
        return {}
    first, last = reading.period
    told = {}
    for month in Month.range(Month.of(first), Month.of(last)):
        if str(month) >= since:
            span = pd.date_range(max(first, month.first_day), min(last, month.last_day))
            told[str(month)] = [day.date() for day in span]
    return told


def _places(settled: Settled, frame: pd.DataFrame) -> pd.DataFrame:
    """Distinct positions of a file, administrations and days (or months' first) of rows."""
    account = settled.account
    times = pd.to_datetime(frame[settled.source.time], format="%Y-%m")
    files = account.files if len(frame) == len(account.files) else account.files[frame.index]
    if "verwaltung" in frame.columns:
        owners = frame["verwaltung"]
    else:
        owner_of = [each.delivery.verwaltung for each in account.readings]
        owners = account.told_by_file(owner_of)[frame.index]
    rows = pd.DataFrame({"file": files, "verwaltung": owners, "day": times}).drop_duplicates()
    return rows.assign(month=rows["day"].dt.strftime("%Y-%m").astype("str"))
