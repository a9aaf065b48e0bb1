"""Files of deliveries that the figures of the report month rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Fold, Table
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.deliveries import receipt_day
from takeup.report.few import are_many

# Delivered by one administration for all.
_COMMON: Final = "bevoelkerung"
# Without a file of the month the last one before it still holds.
_STANDING: Final = ("katalog", _COMMON)


def counted_files(data: PageData) -> pd.DataFrame:
    """Files with accepted rows about the month, or in force then.

    Returns
    -------
    DataFrame
        One row per file: ``verwaltung``, ``source``, ``file``, ``received``.
    """
    parts = (data.own("balance"), data.rows("balance", source=_COMMON))
    rows = pd.concat(parts).drop_duplicates("file")
    rows = rows[rows["source"].notna() & (rows["accepted"] > 0)]
    rows = rows[rows["verwaltung"].isin(list(data.params.verwaltungen))]
    first, last = str(data.month.first_day), str(data.month.last_day)
    about = (rows["period_first"] <= last) & (rows["period_last"] >= first)
    chosen = rows[about.fillna(False).astype(bool)]
    standing = rows[rows["source"].isin(_STANDING) & (rows["folder_month"] <= str(data.month))]
    newest = standing.sort_values("folder_month").groupby(["source", "verwaltung"]).tail(1)
    files = pd.concat([chosen, newest]).drop_duplicates("file")
    return files.sort_values("file", ignore_index=True)


def files_fold(data: PageData, files: pd.DataFrame) -> Fold:
    """Files by administration and source; of many administrations only how many there are."""
    summed = are_many(set(files["verwaltung"]))
    table = _by_source(data, files) if summed else _by_place(data, files)
    return Fold(text("lookup.files_title"), numbers.integer(len(files)), (), (table,))


def _by_place(data: PageData, files: pd.DataFrame) -> Table:
    """Every file, with the day the last one of an administration and source came."""
    groups = files.groupby(["verwaltung", "source"])
    joined = groups.agg(file=("file", ", ".join), received=("received", "max")).reset_index()
    rows = [
        (
            data.short_name(str(row.verwaltung)),
            text(f"report.sources.{row.source}"),
            str(row.file),
            receipt_day(row.received),
        )
        for row in joined.itertuples()
    ]
    return _table(data, "files_caption", ("verwaltung", "source", "files", "received"), rows)


def by_source(files: pd.DataFrame) -> pd.DataFrame:
    """Count files and administrations of each source; with the day the last one came."""
    return files.groupby("source").agg(
        verwaltungen=("verwaltung", "nunique"),
        files=("file", "size"),
        received=("received", "max"),
    )


def _by_source(data: PageData, files: pd.DataFrame) -> Table:
    rows = [_source_row(row) for row in by_source(files).itertuples()]
    names = ("source", "verwaltungen", "files", "received")
    table = _table(data, "files_counted", names, rows)
    align = ("left", "right", "right", "left")
    return replace(table, align=align, notes=(text("lookup.files_few"),))


def _source_row(row: Any) -> tuple[str, ...]:
    counts = (numbers.integer(each) for each in (row.verwaltungen, row.files))
    return (text(f"report.sources.{row.Index}"), *counts, receipt_day(row.received))


def _table(
    data: PageData, caption: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Table:
    return Table(
        caption=text(f"lookup.{caption}", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(rows),
        align=("left",) * len(names),
        notes=(),
        source="",
    )
