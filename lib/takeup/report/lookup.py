"""Nachschlagen: for every figure its definition, parts, state, maturity, revision, source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Fold, Folds, Table
from takeup.render.texts import text
from takeup.report.data import Cell, PageData
from takeup.report.few import are_many, few
from takeup.report.files import counted_files, files_fold
from takeup.report.revisions import revised_figure
from takeup.report.standards import benchmark

# Measures that a page shows by service, and by administration.
BY_SERVICE: Final = (
    "started",
    "submitted",
    "digital_takeup",
    "completion_rate",
)
BY_PLACE: Final = (
    "visits",
    "submitted",
    "submissions_per_1000",
    "digital_takeup",
    "completion_rate",
    "satisfaction",
    "ewa_share",
    "cases_total",
    "cost_per_transaction",
)


def lookup(data: PageData) -> Folds:
    """One entry per measure of the report month, and one for the files behind them."""
    files = counted_files(data)
    named = {str(source): list(own) for source, own in files.groupby("source")["file"]}
    entries = [_entry(data, measure, named) for measure in data.sidecars]
    return Folds((files_fold(data, files), *entries), on_paper=False)


def home(data: PageData, measure: str, verwaltung: str = "") -> str:
    """Where a measure has its figure: at all services, or at the only one it is about."""
    own = verwaltung or data.verwaltung
    keys = set(data.month_rows(measure, own)["leistung_id"])
    return ALL if ALL in keys or len(keys) != 1 else str(keys.pop())


def _entry(data: PageData, measure: str, files: Mapping[str, list[str]]) -> Fold:
    sidecar = data.sidecars[measure]
    cell = data.cell(measure, leistung=home(data, measure))
    facts = {
        "definition": sidecar.definition,
        "state": state(cell),
        **_parts(data, measure, cell),
        "unit": sidecar.unit,
        "maturity": _maturity(data),
        "revised": revised_figure(data, measure, data.verwaltung),
        "source": _sources(data, measure, files),
        "benchmark": " ".join(benchmark(data, measure, each) for each in sidecar.benchmarks),
    }
    return Fold(
        title=sidecar.name,
        value=cell.shown,
        facts=tuple((text(f"lookup.facts.{key}"), said) for key, said in facts.items() if said),
        tables=_tables(data, measure),
    )


def state(cell: Cell) -> str:
    """State of a figure in words; a true zero has its own."""
    is_zero = cell.status == "ok" and cell.value == 0
    return text(f"lookup.states.{'zero' if is_zero else cell.status}")


def _parts(data: PageData, measure: str, cell: Cell) -> dict[str, str]:
    """Numerator and denominator of a rate with their names."""
    sidecar = data.sidecars[measure]
    if sidecar.kind == "count":
        return {}
    sides = {"numerator": sidecar.numerator, "denominator": sidecar.denominator}
    return {
        key: text("lookup.part", name=data.sidecars[count].name, value=shown)
        for (key, count), shown in zip(sides.items(), _counts(data, measure, cell), strict=True)
        if count
    }


def _counts(data: PageData, measure: str, cell: Cell) -> tuple[str, str]:
    """Both counts of a rate as printed."""
    sidecar = data.sidecars[measure]
    if cell.numerator is None or cell.denominator is None:
        return text("lookup.not_shown"), text("lookup.not_shown")
    above = data.show(sidecar.numerator or "", cell.numerator, "ok")
    return above, data.show(sidecar.denominator or "", cell.denominator, "ok")


def _maturity(data: PageData) -> str:
    is_provisional = str(data.month) in data.provisional
    return text(f"lookup.{'provisional' if is_provisional else 'final'}")


def _sources(data: PageData, measure: str, files: Mapping[str, list[str]]) -> str:
    """Sources of a measure, each with its file, or how many there are."""
    said = []
    for source in data.sidecars[measure].sources:
        own = files.get(source, [])
        name = text(f"report.sources.{source}")
        told = {"name": name, "count": numbers.integer(len(own))}
        if len(own) == 1:
            said.append(text("lookup.one_file", **told, file=own[0]))
        else:
            said.append(text(f"lookup.{'files' if len(own) else 'no_file'}", **told))
    return "; ".join(said)


def _tables(data: PageData, measure: str) -> tuple[Table, ...]:
    found = [
        _by_place(data, measure) if data.verwaltung == ALL and measure in BY_PLACE else None,
        _by_service(data, measure) if measure in _by_service_here(data) else None,
    ]
    return tuple(table for table in found if table is not None)


def _by_service_here(data: PageData) -> tuple[str, ...]:
    """Measures by service: costs of services stand on the page of an administration only."""
    return (*BY_SERVICE, *(() if data.verwaltung == ALL else ("cost_per_transaction",)))


def _by_service(data: PageData, measure: str) -> Table | None:
    """Figures of a measure by service, in the order of the alphabet."""
    rows = data.month_rows(measure, data.verwaltung)
    rows = rows[(rows["leistung_id"] != ALL) & (rows["status"] != "not_applicable")]
    if rows["status"].eq("unknown").all():
        return None
    keys = sorted(rows["leistung_id"], key=data.service)
    cells = {data.service(key): data.cell(measure, leistung=key) for key in keys}
    return _table(data, measure, "service", cells)


def _by_place(data: PageData, measure: str) -> Table:
    """Figures of a measure by administration, with what later deliveries changed."""
    cells = {
        slug: data.cell(measure, verwaltung=slug, leistung=home(data, measure, slug))
        for slug in data.alphabetical
    }
    shown = few(data.alphabetical, -pd.Series({s: _size(cells[s]) for s in cells}))
    named = {data.short_name(slug): cells[slug] for slug in shown}
    revised = {slug: revised_figure(data, measure, slug) for slug in shown}
    notes = [
        text("lookup.part", name=data.short_name(slug), value=said)
        for slug, said in revised.items()
        if said != text("lookup.not_revised")
    ]
    if are_many(cells):
        notes.append(text("lookup.few"))
    return replace(_table(data, measure, "verwaltung", named), notes=tuple(notes))


def _size(cell: Cell) -> float:
    """How much a figure weighs in that of the Kreis: what a rate is a share of, or a count."""
    weight = cell.value if cell.denominator is None else cell.denominator
    return math.nan if weight is None else weight


def _table(data: PageData, measure: str, first: str, cells: Mapping[str, Cell]) -> Table:
    is_rate = data.sidecars[measure].kind == "rate"
    figures = ("value", "parts") if is_rate else ("value",)
    return Table(
        caption=text(f"lookup.by_{first}", name=data.sidecars[measure].name),
        columns=(
            text(f"report.columns.{first}"),
            *[text(f"lookup.facts.{name}") for name in (*figures, "state")],
        ),
        rows=tuple(
            (label, cell.shown, *(_both(data, measure, cell) if is_rate else ()), state(cell))
            for label, cell in cells.items()
        ),
        align=("left", *["right"] * len(figures), "left"),
        notes=(),
        source="",
    )


def _both(data: PageData, measure: str, cell: Cell) -> tuple[str]:
    above, below = _counts(data, measure, cell)
    is_shown = cell.numerator is not None and cell.denominator is not None
    return (text("lookup.both", above=above, below=below) if is_shown else above,)
