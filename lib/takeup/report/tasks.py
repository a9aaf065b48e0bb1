"""Aufgaben: texts of the portal that somebody should check or complete."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words

_ORDER: Final = ("incomplete", "outdated", "unchecked")


def tasks(data: PageData) -> Block:
    """To-do list of one administration: service, what to do, why."""
    rows = data.own("tasks")
    if rows.empty:
        return Note("success", text("report.tasks.none_title"), text("report.tasks.none"))
    rank = {name: place for place, name in enumerate(_ORDER)}
    by_service = rows.assign(
        rank=rows["task"].map(rank), service=rows["leistung_id"].map(data.service)
    )
    ordered = by_service.sort_values(["rank", "service"])
    names = ("service", "task", "detail")
    return Table(
        caption=text("report.tasks.caption", count=numbers.integer(len(rows))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(
            (str(row.service), text(f"report.tasks.{row.task}"), _detail(row))
            for row in ordered.itertuples()
        ),
        align=("left",) * len(names),
        notes=(),
        source=data.delivered_source("katalog"),
    )


def _detail(row: Any) -> str:
    """What is missing, or when the text was last checked."""
    if row.task == "outdated":
        return text("report.tasks.last_check", day=numbers.date(date.fromisoformat(row.detail)))
    if row.task == "unchecked":
        return text("report.tasks.never")
    parts = [text(f"report.tasks.parts.{part}") for part in row.detail.split(",")]
    return text("report.tasks.missing", parts=enumerate_words(parts))
