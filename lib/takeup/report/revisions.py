"""Revidierte Zahlen: what later deliveries changed, newest month first."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table
from takeup.render.plain import sort_key
from takeup.render.texts import text
from takeup.report.data import PageData

# Rows a page shows; all stand in daten/revisions.csv.
_SHOWN: Final = 25


def table(data: PageData) -> Block:
    """Before and now of every figure that changed, and the delivery that changed it."""
    rows = data.own("revisions")
    if rows.empty:
        return Note(
            "success", text("report.revisions.none_title"), text("report.revisions.none")
        )
    order = [*data.sidecars]
    ranked = rows.assign(
        rank=rows["measure"].map(order.index),
        place=[sort_key(data.short_name(slug)) for slug in rows["verwaltung"]],
    )
    ranked = ranked.sort_values(["month", "place", "rank"], ascending=[False, True, True])
    names = ("month", *(["verwaltung"] if data.verwaltung == ALL else []), "measure")
    more = len(ranked) - _SHOWN
    return Table(
        caption=text("report.revisions.caption", count=numbers.integer(len(ranked))),
        columns=tuple(
            text(f"report.columns.{name}") for name in (*names, "before", "now", "delivered")
        ),
        rows=tuple(_row(data, row) for row in ranked.head(_SHOWN).itertuples()),
        align=(*["left"] * len(names), "right", "right", "left"),
        notes=(text("report.revisions.note"), *_more_note(more)),
        source=text("report.revisions.source"),
    )


def _more_note(more: int) -> tuple[str, ...]:
    return (text("report.revisions.more", count=numbers.integer(more)),) if more > 0 else ()


def _row(data: PageData, row: Any) -> tuple[str, ...]:
    place = (data.short_name(row.verwaltung),) if data.verwaltung == ALL else ()
    return (
        numbers.month_long(row.month),
        *place,
        data.sidecars[row.measure].name,
        _figure(data, row.measure, row.before, _without(row)),
        _figure(data, row.measure, row.now, "unknown"),
        _delivered(row),
    )


def revised_figure(data: PageData, measure: str, verwaltung: str) -> str:
    """What later deliveries changed of a figure of the report month, in words."""
    where = {"measure": measure, "verwaltung": verwaltung, "month": str(data.month)}
    rows = data.rows("revisions", **where)
    if rows.empty:
        return text("lookup.not_revised")
    row = next(rows.itertuples())
    return text(
        "lookup.was_revised",
        before=_figure(data, measure, row.before, _without(row)),
        now=_figure(data, measure, row.now, "unknown"),
        delivered=_delivered(row),
    )


def _without(row: Any) -> str:
    return "unknown" if row.status == "added" else "hidden"


def _delivered(row: Any) -> str:
    """Months of the deliveries that changed a figure."""
    months = [] if pd.isna(row.delivered) else str(row.delivered).split()
    named = ", ".join(numbers.month_long(each) for each in months)
    return named or text("report.revisions.no_delivery")


def _figure(data: PageData, measure: str, value: Any, without: str) -> str:
    if pd.isna(value):
        return text(f"report.revisions.{without}")
    return data.show(measure, value, "ok")
