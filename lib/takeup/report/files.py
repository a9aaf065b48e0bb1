"""Files of deliveries that the figures of the report month rest on."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Fold, Table
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.deliveries import receipt_day

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
    """Files by administration and source, with the day the last one came."""
    groups = files.groupby(["verwaltung", "source"])
    joined = groups.agg(file=("file", ", ".join), received=("received", "max")).reset_index()
    names = ("verwaltung", "source", "files", "received")
    rows = tuple(
        (
            data.short_name(str(row.verwaltung)),
            text(f"report.sources.{row.source}"),
            str(row.file),
            receipt_day(row.received),
        )
        for row in joined.itertuples()
    )
    table = Table(
        caption=text("lookup.files_caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=rows,
        align=("left",) * len(names),
        notes=(),
        source="",
    )
    return Fold(text("lookup.files_title"), numbers.integer(len(files)), (), (table,))
