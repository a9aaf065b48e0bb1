"""Kosten: what a case costs over all channels, and would cost at another take-up."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.measures.cost_target import cost_at_takeup
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.few import few, reading
from takeup.report.wording import enumerate_words

COSTS: Final = ("cost_eur", "cases_total", "cost_per_transaction")
_RATE: Final = "cost_per_transaction"


def table(data: PageData) -> Block:
    """Costs, cases and costs per case: by service here, by administration for all nine."""
    terms = data.own("costs")
    if terms.empty:
        return Note("info", text("costs.none_title"), text("costs.none"))
    is_all = data.verwaltung == ALL
    rows = _places(data) if is_all else _services(data, terms)
    return Table(
        caption=text("costs.caption", month=numbers.month_long(str(data.month))),
        columns=(
            text(f"report.columns.{'verwaltung' if is_all else 'service'}"),
            *[data.sidecars[each].short for each in COSTS],
        ),
        rows=rows,
        align=("left", *["right"] * len(COSTS)),
        notes=_notes(data, terms),
        source=data.delivered_source("kosten", "faelle"),
    )


def _row(data: PageData, label: str, *, leistung: str = ALL, verwaltung: str = "") -> Row:
    cells = [data.cell(each, leistung=leistung, verwaltung=verwaltung) for each in COSTS]
    return (label, *[each.shown for each in cells])


Row = tuple[str, ...]


def _places(data: PageData) -> tuple[Row, ...]:
    bases = {s: data.cell(_RATE, verwaltung=s).denominator for s in data.alphabetical}
    shown = few(data.alphabetical, -pd.Series(bases, dtype="Float64"))
    rows = [_row(data, data.short_name(slug), verwaltung=slug) for slug in shown]
    return (*rows, _row(data, data.short_name(ALL)))


def _services(data: PageData, terms: pd.DataFrame) -> tuple[Row, ...]:
    """Row of all services, then those with a cost of their own, most cases first."""
    rows = data.month_rows(_RATE, data.verwaltung)
    rows = rows[rows["leistung_id"].isin(terms["leistung_id"])]
    rows = rows[rows["leistung_id"] != ALL]
    ordered = rows.sort_values(["denominator", "leistung_id"], ascending=[False, True])
    services = [_row(data, data.service(key), leistung=key) for key in ordered["leistung_id"]]
    return (_row(data, text("costs.all_counted")), *services)


def _notes(data: PageData, terms: pd.DataFrame) -> tuple[str, ...]:
    notes = [*_terms(data, terms), _unmatched(data), _target(data)]
    if data.verwaltung == ALL:
        notes.append(reading(text("costs.no_rank"), text("costs.few"), data.alphabetical))
    return tuple(note for note in notes if note)


def _terms(data: PageData, terms: pd.DataFrame) -> list[str]:
    """Price year and extent of the costs, and whose amounts stand for several months."""
    known = terms.fillna({"includes": text("costs.not_told")})
    said = []
    for (year, includes), rows in known.groupby(["price_year", "includes"]):
        told = {"year": str(year), "includes": str(includes)}
        said.append(text("costs.terms", names=_names(data, rows), **told))
    for months, rows in known[known["months"] > 1].groupby("months"):
        said.append(text("costs.spread", names=_names(data, rows), months=str(months)))
    return said


def _names(data: PageData, rows: pd.DataFrame) -> str:
    named = set(rows["verwaltung"])
    return enumerate_words([data.short_name(s) for s in data.alphabetical if s in named])


def _unmatched(data: PageData) -> str:
    """Why there is no total although costs were delivered."""
    key = "unmatched_all" if data.verwaltung == ALL else "unmatched"
    return "" if data.cell(_RATE).status != "unknown" else text(f"costs.{key}")


def _target(data: PageData) -> str:
    """What a case would cost at the take-up that is wanted; empty where nobody wants one."""
    wanted = data.params.settings.kostenziel
    cost, takeup = data.cell(_RATE).value, data.cell("digital_takeup").value
    if wanted is None or wanted.muster != data.sample or cost is None or takeup is None:
        return ""
    if takeup >= wanted.nutzungsquote:
        return ""
    then = cost_at_takeup(cost, wanted.digital_eur, takeup, wanted.nutzungsquote)
    return text(
        "costs.target",
        wanted=numbers.percent(wanted.nutzungsquote, 0),
        takeup=numbers.percent(takeup),
        cost=numbers.euro(cost),
        digital=numbers.euro(wanted.digital_eur),
        then=numbers.euro(then),
    )
