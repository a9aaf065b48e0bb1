"""Datenqualität: what arrived, what was found in it, and where every row went."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Figure, Note, Table
from takeup.render.charts import Keys, Words, completeness_grid
from takeup.render.texts import text
from takeup.report import days
from takeup.report.data import PageData
from takeup.report.few import few, reading
from takeup.report.wording import enumerate_words

# Findings a page lists one by one; the rest is counted and stands in daten/findings.csv.
_SHOWN_FINDINGS: Final = 25
_GRID_MONTHS: Final = 12
_SEVERITIES: Final = ("error", "warning", "note")


def _month_rows(data: PageData) -> pd.DataFrame:
    """Completeness of the report month."""
    return data.own("completeness", month=str(data.month))


def point(data: PageData) -> str:
    """Sentences for Das Wichtigste: whether everything is there, and what nobody explains."""
    rows = _month_rows(data)
    lacking = rows[rows["state"] != "complete"]
    if lacking.empty:
        return text("report.deliveries.all_there")
    if data.verwaltung != ALL:
        items = _items(data, lacking)
    else:
        items = "; ".join(_senders(data, lacking))
    said = text("report.deliveries.lacking", items=items)
    return f"{said} {days.questions(data)}".strip()


def _senders(data: PageData, lacking: pd.DataFrame) -> list[str]:
    """What is missing from whom; administrations that lack the same are named together."""
    alike: dict[str, list[str]] = {}
    for slug in data.alphabetical:
        rows = lacking[lacking["verwaltung"] == slug]
        if len(rows):
            alike.setdefault(_items(data, rows), []).append(data.short_name(slug))
    return [
        text("report.deliveries.of_all", items=items)
        if len(names) == len(data.alphabetical)
        else text("report.deliveries.of", names=enumerate_words(names), items=items)
        for items, names in alike.items()
    ]


def _items(data: PageData, lacking: pd.DataFrame) -> str:
    """Sources of one administration that are missing or incomplete, in words."""
    if (lacking["state"] == "missing").sum() == len(data.params.settings.pflichtquellen):
        return text("report.deliveries.nothing")
    ordered = lacking.sort_values("source")
    return enumerate_words(
        [
            text(
                "report.deliveries.item",
                source=text(f"report.sources.{row.source}"),
                state=_reasons(str(row.state), row.reason),
            )
            for row in ordered.itertuples()
        ]
    )


def _reasons(state: str, reason: Any) -> str:
    """Why a delivery is incomplete, or only that it is."""
    is_named = state != "missing" and not pd.isna(reason) and reason
    named = str(reason).split(",") if is_named else []
    words = [text(f"report.deliveries.reasons.{each}") for each in named]
    return enumerate_words(words) or text(f"report.deliveries.{state}")


def grid(data: PageData) -> Figure:
    """Deliveries as a grid: sources by month here, administrations by source for all nine."""
    return _grid_of_all(data) if data.verwaltung == ALL else _grid_of_one(data)


def _grid_of_one(data: PageData) -> Figure:
    rows = _as_grid(data.own("completeness", month=tuple(data.months[-_GRID_MONTHS:])))
    sources = data.params.settings.pflichtquellen
    names = Keys("source", {each: text(f"report.sources.{each}") for each in sources})
    months = Keys(
        "month", {each: numbers.month_short(each) for each in data.months[-_GRID_MONTHS:]}
    )
    return completeness_grid(rows, names, months, _grid_words(data, rows, "grid"))


def _grid_of_all(data: PageData) -> Figure:
    rows = _as_grid(_month_rows(data))
    sources = data.params.settings.pflichtquellen
    there = (rows["state"] == "complete").groupby(rows["verwaltung"]).sum()
    shown = few(data.alphabetical, there)
    names = Keys("verwaltung", {each: data.short_name(each) for each in shown})
    columns = Keys("source", {each: text(f"report.sources.{each}") for each in sources})
    words = _grid_words(data, rows, "grid_all")
    further = text("report.deliveries.grid_all.few")
    told = replace(words, reading=reading(words.reading, further, data.alphabetical))
    return completeness_grid(rows[rows["verwaltung"].isin(shown)], names, columns, told)


def _as_grid(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the grid wants them: incomplete ones with their reasons."""
    pairs = zip(rows["state"], rows["reason"], strict=True)
    notes = [_reasons(state, why) if state == "partial" else "" for state, why in pairs]
    return rows.assign(state=rows["state"].replace("partial", "incomplete"), note=notes)


def _grid_words(data: PageData, rows: pd.DataFrame, key: str) -> Words:
    lacking = int((rows["state"] != "complete").sum())
    told = {
        "name": data.name(data.verwaltung),
        "month": numbers.month_long(str(data.month)),
        "count": numbers.integer(len(rows)),
        "lacking": numbers.integer(lacking),
        "there": numbers.integer(len(rows) - lacking),
    }
    title = "title" if lacking else "title_complete"
    return Words(
        title=text(f"report.deliveries.{key}.{title}", **told),
        subtitle=text(f"report.deliveries.{key}.subtitle", **told),
        unit=text(f"report.deliveries.{key}.unit"),
        source=data.delivered_source(*data.params.settings.pflichtquellen),
        alt=text(f"report.deliveries.{key}.alt", **told),
        reading=text(f"report.deliveries.{key}.reading"),
    )


def findings(data: PageData) -> Block:
    """What stood out in the deliveries of the month, gravest first, with the remedy."""
    rows = data.own("findings", folder_month=str(data.month))
    if rows.empty:
        return Note("success", text("report.findings.none_title"), text("report.findings.none"))
    rank = {name: place for place, name in enumerate(_SEVERITIES)}
    ordered = rows.assign(rank=rows["severity"].map(rank)).sort_values(["rank", "number"])
    shown = ordered.head(_SHOWN_FINDINGS)
    names = ("severity", "place", "finding", "remedy")
    return Table(
        caption=text("report.findings.caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(_finding_row(row) for row in shown.itertuples()),
        align=("left",) * len(names),
        notes=_more_note(len(ordered) - len(shown)),
        source=text("report.findings.source"),
    )


def _more_note(more: int) -> tuple[str, ...]:
    return (text("report.findings.more", count=numbers.integer(more)),) if more > 0 else ()


def _finding_row(row: Any) -> tuple[str, ...]:
    severity = text(f"report.severities.{row.severity}")
    return severity, _place(row), row.text, row.remedy


def _place(row: Any) -> str:
    """File and sheet of a finding; its text names row and column."""
    if pd.isna(row.sheet):
        return str(row.file)
    return text("report.findings.sheet", file=str(row.file), sheet=str(row.sheet))


def balance(data: PageData) -> Table:
    """Where the rows of the month's deliveries went, per source; the sums must meet."""
    rows = data.own("balance", folder_month=str(data.month))
    rows = rows.assign(source=rows["source"].fillna("none"))
    counts = ["rows_in", "accepted", "quarantined", "excluded"]
    sums = rows.groupby("source")[counts].sum()
    files = rows.groupby("source").size()
    received = rows.groupby("source")["received"].max()
    names = ("source", "files", "received", *counts)
    return Table(
        caption=text("report.balance.caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(
            (
                text(f"report.sources.{source}"),
                numbers.integer(int(files[source])),
                receipt_day(received[source]),
                *[numbers.integer(int(sums.loc[source, name])) for name in counts],
            )
            for source in sums.index
        ),
        align=("left", *["right"] * (len(names) - 1)),
        notes=(text("report.balance.note"), *_exclusion_notes(data, rows)),
        source=text("report.balance.source"),
    )


def receipt_day(received: Any) -> str:
    """Day of a receipt; files that nobody may open have none."""
    if pd.isna(received):
        return text("report.balance.no_receipt")
    return numbers.date(received.date())


def _exclusion_notes(data: PageData, balance_rows: pd.DataFrame) -> tuple[str, ...]:
    """Why rows were left out, rule by rule."""
    own = data.rows("exclusions", file=tuple(balance_rows["file"]))
    sums = own.groupby("rule")["rows"].sum()
    return tuple(
        text(
            "report.balance.excluded",
            rule=text(f"report.rules.{rule}"),
            count=numbers.integer(int(count)),
        )
        for rule, count in sums.items()
    )
