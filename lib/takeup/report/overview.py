"""Das Wichtigste: one sentence, at most five points, the key figures."""

from __future__ import annotations

import math
from typing import Final

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Text, Tile, Tiles
from takeup.render.charts import sparkline
from takeup.render.texts import text
from takeup.report import campaigns, deliveries
from takeup.report.data import PageData
from takeup.report.variation import verdict_sentence
from takeup.report.wording import change_phrase, short_change

_TILES: Final = (
    "visits",
    "active_accounts",
    "submitted",
    "digital_takeup",
    "completion_rate",
    "satisfaction",
)


def summary(data: PageData) -> Text:
    """What a reader must know if this is all they read."""
    points = (
        _visits(data),
        _takeup(data),
        _completion(data),
        campaigns.point(data),
        deliveries.point(data),
    )
    return Text(lead=_lead(data), points=tuple(each for each in points if each), key=True)


def _lead(data: PageData) -> str:
    submitted = data.cell("submitted")
    key = "lead_kreis" if data.verwaltung == ALL else "lead"
    if not submitted.has_value:
        key = f"{key}_without"
    return text(
        f"report.summary.{key}",
        month=numbers.month_long(str(data.month)),
        name=data.name(data.verwaltung),
        value=submitted.said,
        change=change_phrase(data, "submitted", "year"),
        previous=change_phrase(data, "submitted", "previous"),
        verdict=verdict_sentence(data, "submitted"),
    )


def _visits(data: PageData) -> str:
    visits = data.cell("visits")
    key = "visits" if visits.has_value else "visits_without"
    return text(
        f"report.summary.{key}",
        value=visits.said,
        reach=data.cell("reach").said,
        verdict=verdict_sentence(data, "visits"),
        change=change_phrase(data, "visits", "year"),
    )


def _takeup(data: PageData) -> str:
    takeup = data.cell("digital_takeup")
    if not takeup.has_value:
        return text("report.summary.takeup_without", reason=takeup.said)
    return text(
        "report.summary.takeup",
        value=takeup.said,
        digital=numbers.integer(takeup.numerator or 0),
        total=numbers.integer(takeup.denominator or 0),
        change=change_phrase(data, "digital_takeup", "year"),
        verdict=verdict_sentence(data, "digital_takeup"),
    )


def _completion(data: PageData) -> str:
    rate = data.cell("completion_rate")
    if not rate.has_value:
        return ""
    return text(
        "report.summary.completion",
        value=rate.said,
        completed=numbers.integer(rate.numerator or 0),
        started=numbers.integer(rate.denominator or 0),
        verdict=verdict_sentence(data, "completion_rate"),
    )


def tiles(data: PageData) -> Tiles:
    """Key figures of the month, each with its year so far as a small line."""
    return Tiles(tuple(_tile(data, measure) for measure in _TILES))


def _tile(data: PageData, measure: str) -> Tile:
    course = data.series(measure)
    values = [
        math.nan if status not in {"ok", "partial"} else float(value)
        for value, status in zip(course["value"], course["status"], strict=True)
    ]
    cell = data.cell(measure)
    return Tile(
        label=data.sidecars[measure].name,
        value=cell.shown if cell.has_value else text("report.states.none"),
        change=short_change(data, measure, "year") if cell.has_value else cell.said,
        note=short_change(data, measure, "previous") if cell.has_value else "",
        sparkline_svg=sparkline(values, [each == "partial" for each in course["status"]]),
    )
