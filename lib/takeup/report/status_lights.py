"""Ampeln: which light each aspect has, why, by which rule, and what it was before."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from takeup.outlook import ASPECTS, LIGHTS, NONE, OVERALL, RULES, SEPARATOR, WHOLE
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.status_project import decisions_open
from takeup.report.wording import enumerate_words

_NOW, _FROZEN, _PREVIOUS = "now", "frozen", "previous"
# Criteria in days; all others are shares.
_DAYS: Final = frozenset({"delay", "undated"})
_GOALS: Final = ("use", "uniformity")
# So many reasons stand in the summary.
_NAMED: Final = 3


def rows_of(data: PageData, edition: str) -> pd.DataFrame:
    """Status of an edition: now, frozen or previous; empty if there is none."""
    rows = data.rows("project_status")
    return rows[rows["edition"] == edition]


def _valid(data: PageData) -> pd.DataFrame:
    """The frozen status, which is the one that counts, or that of now."""
    frozen = rows_of(data, _FROZEN)
    return rows_of(data, _NOW) if frozen.empty else frozen


def _light(rows: pd.DataFrame, aspect: str) -> str:
    found = rows[(rows["aspect"] == aspect) & (rows["criterion"] == WHOLE)]["light"]
    return str(found.iloc[0]) if len(found) else NONE


def judgement(data: PageData) -> Text:
    """One sentence on the whole project, the reasons of it, and the next decision."""
    rows = _valid(data)
    light = _light(rows, OVERALL)
    month = numbers.month_long(str(data.month))
    if light == NONE:
        return Text(text("status.judgement.none", month=month), key=True)
    worst = [each for each in ASPECTS if each != OVERALL and _light(rows, each) == light]
    aspects = [text(f"status.aspects.{each}") for each in worst]
    names = enumerate_words([text("status.judgement.area", name=each) for each in aspects])
    key = "green" if light == LIGHTS[0] else "one" if len(worst) == 1 else "many"
    told = {"month": month, "light": text(f"status.words.{light}"), "names": names}
    lead = text(f"status.judgement.{key}", **told)
    decisive = rows[(rows["criterion"] != WHOLE) & (rows["light"] == light)]
    points = [_reason(data, row) for row in _ordered(decisive)[:_NAMED]]
    return Text(lead, (*(points if light != LIGHTS[0] else ()), *_next(data)), key=True)


def _next(data: PageData) -> tuple[str, ...]:
    """The first open decision."""
    found = decisions_open(data)[:1]
    return tuple(
        text("status.judgement.decision", what=what, who=who, until=until)
        for what, who, until, _ in found
    )


def _ordered(rows: pd.DataFrame) -> list[Any]:
    """Rows in the order of the aspects and of the criteria within them."""
    place = {name: at for at, name in enumerate(ASPECTS)}
    rank = {name: at for at, name in enumerate(RULES)}
    return sorted(
        rows.itertuples(index=False), key=lambda row: (place[row.aspect], rank[row.criterion])
    )


def _reason(data: PageData, row: Any) -> str:
    """Say why a criterion has its light."""
    projekt = data.params.projekt
    names = [] if pd.isna(row.detail) or not row.detail else row.detail.split(SEPARATOR)
    if row.criterion == "on_time":
        names = [data.short_name(each) for each in data.alphabetical if each in names]
    told = {
        "name": "".join(names[:1]),
        "names": enumerate_words(names),
        "day": numbers.date(projekt.deadline(data.month)),
        "month": numbers.month_long(str(projekt.last_month)),
        "count": numbers.integer(len(data.params.einheitlich.gilt_als_einheitlich)),
    }
    for name in ("forecast", "low", "high", "target"):
        value = getattr(row, name)
        told[name] = "" if pd.isna(value) else numbers.integer(value)
    if not pd.isna(row.value):
        told["value"], told["days"] = numbers.percent(row.value), numbers.integer(row.value)
    return text(f"status.reasons.{row.criterion}.{row.reason}", **told)


def goal_reason(data: PageData, goal: str) -> str:
    """Where a goal will stand, or stood, at the project's end, by the data of now."""
    rows = rows_of(data, _NOW)
    (row,) = rows[rows["criterion"] == goal].itertuples(index=False)
    return _reason(data, row)


def table(data: PageData) -> Table:
    """Light, trend and reason of every aspect.

    Two columns only: on a phone the reason must stand beside the light.
    """
    rows, previous = _valid(data), rows_of(data, _PREVIOUS)
    no_trend = (text("status.table.no_trend"),) if previous.empty else ()
    return Table(
        caption=text("status.table.caption", month=numbers.month_long(str(data.month))),
        columns=(text("status.table.aspect"), text("status.table.reason")),
        rows=tuple(
            (text(f"status.aspects.{aspect}"), _aspect(data, rows, aspect))
            for aspect in ASPECTS
        ),
        align=("left", "left"),
        notes=(text("status.table.note"), *no_trend),
        source=text("status.source_rules"),
    )


def _aspect(data: PageData, rows: pd.DataFrame, aspect: str) -> str:
    own = rows[(rows["aspect"] == aspect) & (rows["criterion"] != WHOLE)]
    said = [_reason(data, row) for row in _ordered(own)] or [text("status.reasons.overall")]
    light = _light(rows, aspect)
    told = {"light": text(f"status.lights.{light}"), "reason": " ".join(said)}
    previous = rows_of(data, _PREVIOUS)
    if previous.empty:
        return text("status.table.cell", **told)
    return text("status.table.cell_trend", trend=_trend(previous, aspect, light), **told)


def _trend(previous: pd.DataFrame, aspect: str, light: str) -> str:
    """How a light moved since the last frozen status."""
    before = _light(previous, aspect)
    month = numbers.month_long(str(previous["month"].iloc[0]))
    if NONE in (light, before):
        return text("status.trend.unknown", month=month)
    moved = LIGHTS.index(light) - LIGHTS.index(before)
    key = "worse" if moved > 0 else "better" if moved < 0 else "same"
    return text(f"status.trend.{key}", month=month)


def rules(data: PageData) -> Table:
    """The written rules: from where on each criterion is green, yellow or red."""
    names = ("criterion", "green", "yellow", "red")
    return Table(
        caption=text("status.rules.caption"),
        columns=tuple(text(f"status.rules.{name}") for name in names),
        rows=tuple(_rule_row(data, criterion) for criterion in RULES),
        align=("left",) * len(names),
        notes=(text("status.rules.note"),),
        source=text("status.source"),
    )


def _rule_row(data: PageData, criterion: str) -> tuple[str, ...]:
    limits = getattr(data.params.projekt.ampeln, RULES[criterion])
    bound, rest = ("at_least", "below") if limits.more_is_better else ("at_most", "above")
    return (
        text(f"status.rules.{criterion}"),
        *[
            text(f"status.rules.{bound}", value=_limit(criterion, each))
            for each in (limits.gruen, limits.gelb)
        ],
        text(f"status.rules.{rest}"),
    )


def _limit(criterion: str, value: float) -> str:
    """Threshold as printed: days, or percent with decimals only where there are any."""
    if criterion in _DAYS:
        return numbers.integer(value)
    return numbers.percent(value, 0 if round(value, 2) == value else 1)


def then_and_now(data: PageData) -> Block:
    """What was frozen beside what the data say now, where they differ."""
    month = numbers.month_long(str(data.month))
    day = numbers.date(data.params.projekt.deadline(data.month))
    frozen, now = rows_of(data, _FROZEN), rows_of(data, _NOW)
    if data.published.run.get("as_known"):
        stand = numbers.date(date.fromisoformat(data.published.run["stand"]))
        return Note(
            "info", text("status.then.stand_title"), text("status.then.stand", day=stand)
        )
    if frozen.empty:
        said = text("status.then.open", month=month, day=day)
        return Note("info", text("status.then.open_title"), said)
    rows = [*_lights_beside(frozen, now), *_forecasts_beside(frozen, now)]
    if not rows:
        said = text("status.then.same", month=month, day=day)
        return Note("info", text("status.then.same_title"), said)
    return Table(
        caption=text("status.then.caption", month=month),
        columns=tuple(text(f"status.then.{name}") for name in ("what", "then", "now")),
        rows=tuple(rows),
        align=("left",) * 3,
        notes=(text("status.then.note"),),
        source=text("status.source_rules"),
    )


def _lights_beside(frozen: pd.DataFrame, now: pd.DataFrame) -> list[tuple[str, ...]]:
    pairs = {aspect: (_light(frozen, aspect), _light(now, aspect)) for aspect in ASPECTS}
    return [
        (text(f"status.aspects.{aspect}"), *[text(f"status.lights.{each}") for each in pair])
        for aspect, pair in pairs.items()
        if pair[0] != pair[1]
    ]


def _forecasts_beside(frozen: pd.DataFrame, now: pd.DataFrame) -> list[tuple[str, ...]]:
    found = []
    for goal in _GOALS:
        pair = [
            numbers.cell(each, "unknown" if pd.isna(each) else "ok", "integer")
            for rows in (frozen, now)
            for each in rows.loc[rows["criterion"] == goal, "forecast"]
        ]
        if len(set(pair)) > 1:
            found.append((text(f"status.then.{goal}"), *pair))
    return found
