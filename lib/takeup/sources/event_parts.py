"""Event logs beside each other and beside tables: nothing may be counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd

from takeup.columns import Column
from takeup.intake.findings import Finding
from takeup.intake.readings import Reading
from takeup.intake.rows import Table
from takeup.params import Params
from takeup.sources.ereignisse import COUNTS, INTO, without
from takeup.sources.verwaltungen import Register

_KEY: Final = ["verwaltung", "date", "leistung_id"]


def settle_logs(readings: Sequence[Reading], params: Params, register: Register) -> None:
    """Leave out of event logs what a table tells as well, and join the parts of a log.

    Parameters
    ----------
    readings
        All files, identified; tables and findings of the logs are changed.
    params
        The mappings.
    register
        The administrations.

    Notes
    -----
    A table is the portal's own statement of a day: of the day's events, none counts beside it.
    Logs of which one begins after the other has ended are parts of one log (a rotated file ends
    at midnight UTC, in the middle of our night): what they tell of the same day is added up.
    """
    placed = [each for each in readings if each.source == INTO.name and _counts(each)]
    logs = [each for each in placed if params.quellen[each.mapping].is_log]
    if not logs:
        return
    told = _told_by_tables([each for each in placed if each not in logs], register)
    for reading in logs:
        _give_way(reading, told)
    _add_up(logs)


def _counts(reading: Reading) -> bool:
    return reading.table is not None and not reading.rejected and not reading.delivery.past


def _told_by_tables(
    tables: Sequence[Reading], register: Register
) -> dict[tuple[str, str], str]:
    """Administration and day → file of a table that speaks of it."""
    told: dict[tuple[str, str], str] = {}
    for reading in tables:
        if reading.table is None or reading.period is None:
            continue
        names = set(_texts(reading.table.columns.get("verwaltung", [])))
        owners = {register.slug(name) for name in names} or {reading.delivery.verwaltung}
        for day in pd.date_range(*reading.period).strftime("%Y-%m-%d"):
            told |= {(owner, day): reading.delivery.file for owner in owners}
    return told


def _texts(column: Column) -> list[str]:
    return list(column.categories) if isinstance(column, pd.Categorical) else column


def _rows(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Key of each daily row of a log."""
    table = reading.table or Table()
    folders = [reading.delivery.verwaltung] * len(table.numbers)
    owners = table.columns.get("verwaltung", folders)
    return zip(owners, table.column("date"), table.column("leistung_id"), strict=True)


def _give_way(reading: Reading, told: dict[tuple[str, str], str]) -> None:
    if reading.table is None:
        return
    tables = [told.get((owner, day), "") for owner, day, _ in _rows(reading)]
    events = without(reading.table, np.array(tables, dtype=object) != "", "event_in_table")
    if events:
        other = min(filter(None, tables))
        reading.findings.append(Finding("log_beside_table", raw=other, detail=str(events)))


def _add_up(logs: Sequence[Reading]) -> None:
    """Add the rows of an earlier part to those of the last one that tells the same key."""
    parts = [each for each in logs if each.table is not None and each.table.span is not None]
    parts.sort(key=lambda each: (each.delivery.folder_month, _span(each)))
    for at, part in enumerate(parts):
        for later in parts[at + 1 :]:
            if _are_apart(part, later):
                _hand_over(part, later)


def _span(reading: Reading) -> tuple[int, int]:
    span = reading.table.span if reading.table else None
    return span or (0, 0)


def _are_apart(one: Reading, other: Reading) -> bool:
    """Whether one log ends before the other begins."""
    first, second = sorted((_span(one), _span(other)))
    return first[1] < second[0]


def _hand_over(part: Reading, later: Reading) -> None:
    if part.table is None or later.table is None:
        return
    places = {key: at for at, key in enumerate(_rows(later))}
    targets = np.array([places.get(key, -1) for key in _rows(part)], dtype="int64")
    shared = targets >= 0
    if not shared.any():
        return
    for name in COUNTS:
        counts = np.asarray(later.table.columns[name], dtype="int64")
        counts[targets[shared]] += np.asarray(part.table.columns[name], dtype="int64")[shared]
        later.table.columns[name] = counts.astype("str").tolist()
    without(part.table, shared, "event_added")
