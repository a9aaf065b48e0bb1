"""Goal against path: use and uniformity up to now, and up to the project's end."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from takeup.periods import Month
from takeup.render import numbers
from takeup.render.blocks import Figure, Table, Text
from takeup.render.charts import Words, goal_chart
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.status_lights import goal_reason
from takeup.uniformity import load_components

_SOURCES: Final = {"use": "antraege", "uniformity": "katalog"}


def _rows(data: PageData, goal: str) -> pd.DataFrame:
    return data.rows("forecast", goal=goal)


def _final(data: PageData, goal: str) -> Any:
    """Row of the project's end; None if it is not in view."""
    rows = _rows(data, goal)
    found = rows[rows["month"] == str(data.params.projekt.last_month)]
    return next(found.itertuples(index=False), None)


def _is_over(data: PageData) -> bool:
    return data.month >= data.params.projekt.last_month


def summary(data: PageData) -> Text:
    """Where the project will stand at its end, how sure that is, and what the paths are."""
    day = numbers.date(data.params.projekt.ende)
    lead = text(f"goal.{'lead_over' if _is_over(data) else 'lead'}", day=day)
    points = [goal_reason(data, goal) for goal in _SOURCES]
    use = _final(data, "use")
    if use is not None and not pd.isna(use.judged) and use.judged > 0:
        told = {name: numbers.integer(getattr(use, name)) for name in ("inside", "judged")}
        points.insert(1, text("goal.hindsight", **told))
    return Text(lead, (*points, _basis(data)))


def _basis(data: PageData) -> str:
    """Who decided the target paths."""
    decided = data.params.ziele.beschlossen_am
    said = text("goal.decided", day=numbers.date(decided)) if decided else text("goal.assumed")
    if data.sample and data.params.ziele.nutzung.muster:
        said = f"{said} {text('goal.path_of_sample')}"
    return said


def use(data: PageData) -> Figure:
    """Submitted cases by month against the path, with the forecast."""
    return _chart(data, "use")


def uniformity(data: PageData) -> Figure:
    """Ticked components that are reached against the path, with the forecast."""
    return _chart(data, "uniformity")


def _chart(data: PageData, goal: str) -> Figure:
    rows = _rows(data, goal)
    first = str(Month.of(data.params.projekt.start))
    # Before the project there was no goal; what came before stays away where there is more.
    since = rows[rows["month"] >= first]
    shown = since if (since["kind"] == "reached").any() else rows
    return goal_chart(shown, text(f"goal.{goal}.reached"), "integer", _words(data, goal, shown))


def _words(data: PageData, goal: str, rows: pd.DataFrame) -> Words:
    key, final = "title_none", _final(data, goal)
    over = "_over" if _is_over(data) else ""
    told = {
        "first": numbers.month_long(str(rows["month"].min())),
        "now": numbers.month_long(str(data.month)),
        "month": numbers.month_long(str(data.params.projekt.last_month)),
        "count": numbers.integer(len(data.params.einheitlich.gilt_als_einheitlich)),
    }
    if final is not None and not pd.isna(final.value):
        key = f"title{over}" if pd.notna(final.target) else f"title{over}_without"
        told["forecast"] = _said(final)
        told["target"] = "" if pd.isna(final.target) else numbers.integer(final.target)
    elif over:
        key = "title_over_without"
    return Words(
        title=text(f"goal.{goal}.{key}", **told),
        subtitle=text(f"goal.{goal}.subtitle{over}", **told),
        unit=text(f"goal.{goal}.unit"),
        source=data.delivered_source(_SOURCES[goal]),
        alt=text(f"goal.{goal}.alt", **told),
        reading=text(f"goal.{goal}.reading{over}"),
    )


def _said(final: Any) -> str:
    """Value of the project's end; as a lower bound if figures are lacking."""
    value = numbers.integer(final.value)
    return text("report.partial.count", value=value) if final.status == "partial" else value


def components(data: PageData) -> Table:
    """Ticked components one by one: what is certain now, the forecast, what is wanted."""
    names = ["name", "now", "wanted"]
    if not _is_over(data):
        names[2:2] = ["forecast", "interval"]
    agreed = data.params.einheitlich.gilt_als_einheitlich
    return Table(
        caption=text(f"goal.components.{'caption_over' if _is_over(data) else 'caption'}"),
        columns=tuple(text(f"goal.components.{name}") for name in names),
        rows=tuple(_component(data, name, len(names)) for name in agreed),
        align=("left", *["right"] * (len(names) - 1)),
        notes=(text("goal.components.note"),),
        source=data.delivered_source("katalog"),
    )


def _component(data: PageData, name: str, width: int) -> tuple[str, ...]:
    meaning = load_components()[name].name
    label = text("report.uniform.component", component=name, name=meaning)
    rows = _rows(data, name).set_index("month")
    wanted = numbers.percent(data.params.einheitlich.gilt_als_einheitlich[name], 0)  # type: ignore[index]
    cells = [label, _share(rows, str(data.month), "value"), wanted]
    last = str(data.params.projekt.last_month)
    if width > len(cells):
        ends = [_share(rows, last, end) for end in ("low", "high")]
        interval = text("charts.interval_range", low=ends[0], high=ends[1])
        has_interval = last in rows.index and ends[0] != numbers.SIGNS["unknown"]
        cells[2:2] = [_share(rows, last, "value"), interval if has_interval else ends[0]]
    return tuple(cells)


def _share(rows: pd.DataFrame, month: str, column: str) -> str:
    value = rows[column].get(month)
    status = "unknown" if value is None or pd.isna(value) else "ok"
    return numbers.cell(value, status, "percent")
