"""What the office's workbook holds, sheet by sheet: protected figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.plain import sort_key
from takeup.render.texts import text
from takeup.report.data import PageData

# Figures of a service that an office works with, in the order of a case's way.
_OF_SERVICES: Final = (
    "started",
    "submitted",
    "completion_rate",
    "cases_digital",
    "cases_total",
    "digital_takeup",
    "answers",
    "satisfaction",
)


@dataclass(frozen=True)
class Figure:
    """A number of the table of measures, or the sign that says why there is none."""

    value: float | None
    status: str
    style: str


Value = str | Figure


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, a header for each column, rows.

    ``key_columns`` stay in sight when the sheet is scrolled.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    key_columns: int


class _Row(NamedTuple):
    """One row of the table of measures, with its place in the order of the sheets."""

    place: int
    rank: int
    month: str
    verwaltung: str
    leistung_id: str
    measure: str
    numerator: float | None
    denominator: float | None
    value: float | None
    status: str
    data_maturity: str


def sheets(data: PageData) -> tuple[Sheet, ...]:
    """All sheets in the order of the workbook."""
    return (_guide(data), _month(data), _services(data), _history(data), _method(data))


def _sheet(name: str, rows: list[tuple[Value, ...]], key_columns: int) -> Sheet:
    """Sheet whose columns all have a word of their own."""
    title, header = text(f"files.sheets.{name}"), _header(name)
    return Sheet(title, header, tuple(rows), key_columns)


def _header(name: str) -> tuple[str, ...]:
    return tuple(text(f"files.headers.{name}").split("|"))


def _figure(data: PageData, row: _Row) -> Figure:
    return Figure(row.value, row.status, data.style(row.measure))


def _guide(data: PageData) -> Sheet:
    """What this is, of when, and how to read it."""
    settings, run = data.params.settings, data.published.run
    told = {
        "month": numbers.month_long(str(data.month)),
        "stand": numbers.date(date.fromisoformat(run["stand"])),
        "version": run["commit"] or text("pages.no_commit"),
        "publisher": settings.herausgeber,
        "contact": settings.kontakt,
        "licence": settings.lizenz_titel,
        "least": numbers.integer(settings.geheimhaltung.mindestzahl),
    }
    lines = ["sample"] if data.sample else []
    lines += ["subject", "known", "sheets", "protection", "totals", "rates", "machines"]
    lines += ["publisher", "contact", "licence", "version"]
    rows: list[tuple[Value, ...]] = [
        (text(f"files.guide.{line}.name"), text(f"files.guide.{line}.text", **told))
        for line in lines
    ]
    signs = [(sign, text(f"signs.{status}")) for status, sign in numbers.SIGNS.items()]
    brackets = (text("files.brackets"), text("signs.partial"))
    return _sheet("guide", [*rows, *signs, brackets], 1)


def _of_month(data: PageData) -> pd.DataFrame:
    rows = data.rows("measures")
    return rows[rows["month"] == str(data.month)]


def _totals_only(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows over all services; of a measure of one service alone, that one's."""
    is_total = rows["leistung_id"] == ALL
    return rows[is_total | ~rows["measure"].isin(rows.loc[is_total, "measure"])]


def _ordered(data: PageData, rows: pd.DataFrame) -> list[_Row]:
    """Administrations by the alphabet, all together last; measures as in the dictionary."""
    places = {slug: place for place, slug in enumerate([*data.alphabetical, ALL])}
    order = {name: place for place, name in enumerate(data.sidecars)}
    ranked = rows.assign(place=rows["verwaltung"].map(places), rank=rows["measure"].map(order))
    plain = ranked[list(_Row._fields)].astype("object")
    # Whole columns at once: rows of a frame are slow, and there are thousands.
    columns = [column.where(column.notna(), None).tolist() for _, column in plain.items()]
    return sorted(map(_Row._make, zip(*columns, strict=True)), key=lambda row: row[:5])


def _month(data: PageData) -> Sheet:
    """One row per administration and measure."""
    rows = _ordered(data, _totals_only(_of_month(data)))
    return _sheet("month", [_month_row(data, row) for row in rows], 2)


def _month_row(data: PageData, row: _Row) -> tuple[Value, ...]:
    sidecar = data.sidecars[row.measure]
    is_rate = sidecar.kind == "rate"
    sides = [row.numerator, row.denominator] if is_rate else [None, None]
    return (
        data.name(row.verwaltung),
        sidecar.name,
        _figure(data, row),
        sidecar.unit,
        *("" if side is None else Figure(side, "ok", "plain") for side in sides),
        text(f"files.states.{row.status}"),
        text(f"report.sources.{sidecar.sources[0]}"),
        text(f"files.maturity.{row.data_maturity}"),
    )


def _services(data: PageData) -> Sheet:
    """One row per administration and Leistung, the main figures side by side."""
    rows = _of_month(data)
    rows = rows[rows["measure"].isin(_OF_SERVICES) & (rows["leistung_id"] != ALL)]
    ordered = sorted(
        _ordered(data, rows),
        key=lambda row: (row.place, sort_key(data.service(row.leistung_id)), row.leistung_id),
    )
    lines = []
    for (slug, leistung), cells in groupby(
        ordered, lambda row: (row.verwaltung, row.leistung_id)
    ):
        found = {row.measure: _figure(data, row) for row in cells}
        names = (data.name(slug), data.service(leistung), leistung)
        lines.append((*names, *_filled(found, _OF_SERVICES)))
    header = (*_header("services"), *(data.sidecars[name].name for name in _OF_SERVICES))
    return Sheet(text("files.sheets.services"), header, tuple(lines), 2)


def _filled(found: Mapping[str, Figure], names: tuple[str, ...]) -> list[Value]:
    """Figures in order; where the table has no cell, the figure makes no sense."""
    nothing = Figure(None, "not_applicable", "integer")
    return [found.get(name, nothing) for name in names]


def _history(data: PageData) -> Sheet:
    """One row per administration and measure, one column per month."""
    rows = data.rows("measures")
    rows = _totals_only(rows[rows["month"].isin(data.months)])
    months = tuple(data.months)
    lines = []
    for (slug, measure), cells in groupby(
        _ordered(data, rows), lambda row: (row.verwaltung, row.measure)
    ):
        found = {row.month: _figure(data, row) for row in cells}
        sidecar = data.sidecars[measure]
        lines.append((data.name(slug), sidecar.name, sidecar.unit, *_filled(found, months)))
    header = (*_header("history"), *(numbers.month_short(month) for month in months))
    return Sheet(text("files.sheets.history"), header, tuple(lines), 3)


def _method(data: PageData) -> Sheet:
    """Definitions from the sidecars."""
    names = {name: each.name for name, each in data.sidecars.items()}
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.unit,
            each.definition,
            each.reading,
            names.get(each.numerator or "", ""),
            names.get(each.denominator or "", ""),
            " ".join(each.caveats),
            ", ".join(text(f"report.sources.{source}") for source in each.sources),
        )
        for each in data.sidecars.values()
    ]
    return _sheet("method", rows, 1)
