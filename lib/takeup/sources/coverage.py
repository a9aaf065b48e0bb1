"""Which days and months were delivered, as far as the deliveries tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from takeup.intake.readings import Reading
from takeup.periods import Month
from takeup.sources.settle import Settled
from takeup.sources.source import Source

_COLUMNS = {
    "source": "str",
    "verwaltung": "str",
    "month": "str",
    "days_expected": "Int64",
    "days_present": "Int64",
}
# Administration and month → days that were delivered.
_Days = dict[tuple[str, str], set[date]]


class Covered(NamedTuple):
    """Coverage (:func:`coverage`) by what counts now, and by what was known first."""

    now: pd.DataFrame
    first: pd.DataFrame


def covered(settled: Sequence[Settled], month: Month) -> Covered:
    """Days expected and present, now and at first; arguments as in :func:`coverage`."""
    first = [replace(each, frame=each.first) for each in settled]
    return Covered(coverage(settled, month), coverage(first, month, first=True))


def coverage(settled: Sequence[Settled], month: Month, *, first: bool = False) -> pd.DataFrame:
    """Days expected and present.

    Parameters
    ----------
    settled
        Accepted rows and account of each source.
    month
        Last month that counts.
    first
        Whether only folders up to a month tell of it, and versions that were overwritten
        since tell as well.

    Returns
    -------
    DataFrame
        One row per source, administration and month that was delivered. Sources without
        days have 1 expected and 1 present.
    """
    rows = []
    for each in settled:
        days = _days(each, first=first)
        for (verwaltung, name), present in sorted(days.items()):
            if name <= str(month):
                expected = Month.parse(name).days if each.source.daily else 1
                count = len(present) if each.source.daily else 1
                rows.append((each.source.name, verwaltung, name, expected, count))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _days(settled: Settled, *, first: bool) -> _Days:
    days: _Days = {}
    for verwaltung, day in _row_days(settled):
        days.setdefault((verwaltung, str(Month.of(day))), set())
    if settled.source.every_day is not None:
        for verwaltung, day in _row_days(settled, settled.source):
            days[verwaltung, str(Month.of(day))].add(day)
        return days
    for reading in settled.account.readings:
        if first or not reading.delivery.past:
            _add_file(days, reading, settled.source, late=not first)
    return days


def _row_days(settled: Settled, source: Source | None = None) -> list[tuple[str, date]]:
    """Administration and day (or first day of the month) of the accepted rows."""
    frame = settled.frame
    if source is not None and source.every_day is not None:
        frame = source.every_day(frame)
    times = pd.to_datetime(frame[settled.source.time], format="%Y-%m")
    if "verwaltung" in frame.columns:
        owners = frame["verwaltung"]
    else:
        owners = settled.account.told_by_file(
            [each.delivery.verwaltung for each in settled.account.readings]
        ).loc[frame.index]
    pairs = pd.DataFrame({"verwaltung": owners, "day": times}).drop_duplicates()
    return [(verwaltung, day.date()) for verwaltung, day in pairs.itertuples(index=False)]


def _add_file(days: _Days, reading: Reading, source: Source, *, late: bool) -> None:
    """Count the days a file speaks of; a file about months only if it holds no rows."""
    if reading.table is None or reading.rejected or reading.period is None:
        return
    if not source.daily and reading.table.rows_in:
        return
    first, last = reading.period
    for month in Month.range(Month.of(first), Month.of(last)):
        if not late and str(month) < reading.delivery.folder_month:
            continue
        start, end = max(first, month.first_day), min(last, month.last_day)
        span = pd.date_range(start, end)
        found = days.setdefault((reading.delivery.verwaltung, str(month)), set())
        found.update(day.date() for day in span)
