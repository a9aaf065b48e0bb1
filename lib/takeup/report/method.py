"""Methode: what each figure means, and how to follow one back to its delivery."""

from __future__ import annotations

from typing import Final

from takeup.render import numbers
from takeup.render.blocks import Note, Table, Text
from takeup.render.texts import text
from takeup.report.data import PageData

_DEFINED: Final = (
    "visits",
    "active_accounts",
    "started",
    "submitted",
    "digital_takeup",
    "completion_rate",
    "reach",
    "submissions_per_1000",
    "satisfaction",
    "ewa_share",
    "cost_per_transaction",
)


def definitions(data: PageData) -> Table:
    """Definition and reading help of every measure on the page, from the sidecars."""
    rows = [data.sidecars[each] for each in _DEFINED]
    names = ("measure", "definition", "reading")
    return Table(
        caption=text("report.method.caption"),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple((each.name, each.definition, each.reading) for each in rows),
        align=("left",) * len(names),
        notes=(_population_note(data),),
        source=text("report.method.source"),
    )


def _population_note(data: PageData) -> str:
    population = data.cell("population")
    key = "population" if population.has_value else "population_unknown"
    return text(f"report.method.{key}", value=population.shown)


def trace(data: PageData) -> Text:
    """How to follow the month's submissions by hand to the rows of the delivery."""
    rows = data.own("balance", source="antraege", folder_month=str(data.month))
    recent = rows.loc[rows["accepted"] > 0, "file"].unique()
    submitted = data.cell("submitted")
    told = {
        "month": numbers.month_long(str(data.month)),
        "value": submitted.shown,
        "sum": data.show("submitted", submitted.value, "ok") if submitted.has_value else "",
        "file": recent[0] if len(recent) else text("report.method.no_file"),
        "reason": submitted.said,
    }
    steps = (
        "step_files" if len(recent) > 1 else "step_file",
        "step_rows",
        "step_sum",
        "step_published" if submitted.has_value else "step_withheld",
    )
    return Text(
        lead=text("report.method.trace", **told),
        points=tuple(text(f"report.method.{step}", **told) for step in steps),
    )


def protection(data: PageData) -> Note:
    """What was hidden and why, with the number of figures concerned, here and everywhere."""
    month = data.own("measures", month=str(data.month))
    hidden = int((month["status"] == "suppressed").sum())
    rules = data.params.settings.geheimhaltung
    everywhere = data.rows("suppression", month=str(data.month)).iloc[0]
    body = text(
        f"report.method.protection_{rules.profil}",
        hidden=numbers.integer(hidden),
        total=numbers.integer(len(month)),
        least=numbers.integer(rules.mindestzahl),
        small=numbers.integer(everywhere["primary"]),
        beside=numbers.integer(everywhere["secondary"]),
        counts=numbers.integer(everywhere["counts"]),
    )
    return Note("info", text(f"report.method.protection_title_{rules.profil}"), body)
