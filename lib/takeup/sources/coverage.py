"""Which days and months were delivered, as far as the deliveries tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from takeup.intake.readings import Reading
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.doubts import doubts
from takeup.sources.settle import Settled
from takeup.sources.source import Source

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
    """

    months: pd.DataFrame
    days: pd.DataFrame
    doubts: pd.DataFrame


def coverage(settled: Sequence[Settled], params: Params, month: Month) -> Coverage:
    """Days expected and present.

    Parameters
    ----------
    settled
        Accepted rows and account of each source.
    params
        Services and mappings.
    month
        Last month that counts.
    """
    rows, days = [], []
    for each in settled:
        source, is_daily = each.source.name, each.source.daily
        for (verwaltung, name), present in sorted(_days(each).items()):
            if name <= str(month):
                expected = Month.parse(name).days if is_daily else 1
                count = len(present) if is_daily else 1
                rows.append((source, verwaltung, name, expected, count))
                days += [(source, verwaltung, day) for day in sorted(present) if is_daily]
    return Coverage(
        pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS),
        pd.DataFrame(days, columns=list(_DAYS)).astype(_DAYS),
        doubts(settled, params, month),
    )


def _days(settled: Settled) -> _Days:
    days: _Days = {}
    for verwaltung, day in _row_days(settled):
        days.setdefault((verwaltung, str(Month.of(day))), set())
    if settled.source.every_day is not None:
        for verwaltung, day in _row_days(settled, settled.source):
            days[verwaltung, str(Month.of(day))].add(day)
        return days
    named = _named(settled.frame)
    for reading in settled.account.readings:
        owners = named.get(reading.delivery.file, [reading.delivery.verwaltung])
        for verwaltung in owners:
            _add_file(days, reading, settled.source, verwaltung)
    return days


def _named(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Administrations of each file's rows: it speaks for those it names."""
    if "verwaltung" not in frame.columns:
        return {}
    pairs = frame[["file", "verwaltung"]].drop_duplicates()
    named: dict[str, list[str]] = {}
    for file, verwaltung in pairs.itertuples(index=False, name=None):
        named.setdefault(file, []).append(verwaltung)
    return named


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


def _add_file(days: _Days, reading: Reading, source: Source, verwaltung: str) -> None:
    """Count the days a file speaks of; a file about months only if it holds no rows."""
    if reading.table is None or reading.rejected or reading.period is None:
        return
    if not source.daily and reading.table.rows_in:
        return
    first, last = reading.period
    for month in Month.range(Month.of(first), Month.of(last)):
        start, end = max(first, month.first_day), min(last, month.last_day)
        span = pd.date_range(start, end)
        found = days.setdefault((verwaltung, str(month)), set())
        found.update(day.date() for day in span)
