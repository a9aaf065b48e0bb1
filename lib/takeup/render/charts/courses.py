"""Values by month: read from a frame, told as a table, drawn as a line with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from takeup.periods import Month
from takeup.render import numbers, theme
from takeup.render.blocks import Table
from takeup.render.charts.common import UNKNOWN, Keys, Point, Words, data_table, point, select
from takeup.render.texts import text
from takeup.render.theme import Box, Canvas, Panel

# Lines differ in dashes too: colour alone would be lost in a black-and-white print.
STROKES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1.2, 1.4)), (0, (5, 1.6, 1.2, 1.6)))
_MARK_PX: Final = 6.5


@dataclass(frozen=True)
class Courses:
    """Values by month for each series name; months without gaps, points beside them."""

    months: tuple[str, ...]
    series: Mapping[str, tuple[Point, ...]]


def courses(frame: pd.DataFrame, keys: Keys, style: str) -> Courses:
    """Courses of a frame with one row per month and key (``month, value, status``).

    A month between the first and the last that has no row is unknown.

    Raises
    ------
    ContractError
        If nothing is left to draw, or a key has two values for one month.
    """
    chosen = select(frame, keys, ["month"])
    months = _months(chosen["month"])
    found = {
        (key, month): point(value, status, style)
        for key, month, value, status in zip(
            chosen[keys.column],
            chosen["month"],
            chosen["value"],
            chosen["status"],
            strict=True,
        )
    }
    series = {
        name: tuple(found.get((key, month), UNKNOWN) for month in months)
        for key, name in keys.names.items()
    }
    return Courses(months, series)


def _months(column: pd.Series[str]) -> tuple[str, ...]:
    span = Month.range(Month.parse(column.min()), Month.parse(column.max()))
    return tuple(str(month) for month in span)


def course_table(found: Courses, words: Words) -> Table:
    """Build the data table of courses: a row per month, a column per series."""
    rows = tuple(
        (numbers.month_long(month), *(points[at].shown for points in found.series.values()))
        for at, month in enumerate(found.months)
    )
    return data_table((text("charts.month"), *found.series), rows, words)


def has_partial(found: Courses) -> bool:
    """Whether any month of any series is partial."""
    return any(p.status == "partial" for points in found.series.values() for p in points)


def highest(found: Courses) -> float:
    """Highest value to draw; 0 if there is none."""
    drawn = [p.value for points in found.series.values() for p in points if p.is_drawn]
    return max(drawn, default=0.0)


def panel_for(found: Courses, box: Box, ticks: Sequence[float]) -> Panel:
    """Panel over all months and from the lowest to the highest tick."""
    return Panel(box, (0, max(len(found.months) - 1, 1)), (ticks[0], ticks[-1]))


def draw_course(canvas: Canvas, panel: Panel, points: Sequence[Point], number: int) -> None:
    """Line of a series with gaps; partial months open, the last and lone points filled."""
    colour = theme.SERIES[number]
    places = [panel.at(at, p.value) for at, p in enumerate(points)]
    canvas.stroke(places, color=colour, linewidth=2.2, linestyle=STROKES[number])
    opened = [at for at, p in enumerate(points) if p.status == "partial"]
    for marked, face in ((_filled(points), colour), (opened, theme.WHITE)):
        if marked:
            draw_marks(canvas, [places[at] for at in marked], colour, face)


def draw_marks(
    canvas: Canvas, places: Sequence[tuple[float, float]], colour: str, face: str
) -> None:
    """Round marks at places, open ones with a white face."""
    canvas.stroke(
        places,
        color=colour,
        linestyle="none",
        marker="o",
        markersize=_MARK_PX,
        markerfacecolor=face,
    )


def _filled(points: Sequence[Point]) -> list[int]:
    """Places of the last point and of points without a neighbour, partial ones apart."""
    drawn = {at for at, p in enumerate(points) if p.is_drawn}
    lone = {at for at in drawn if not {at - 1, at + 1} & drawn}
    return [
        at
        for at in sorted(lone | {max(drawn, default=-1)})
        if at in drawn and points[at].status != "partial"
    ]


def draw_signs(canvas: Canvas, panel: Panel, points: Sequence[Point]) -> None:
    """Signs of hidden numbers on the base line, where the line has its gap.

    Months in a row with the same sign share one where two would lie on each other.
    """
    ends: dict[str, float] = {}
    for at, p in enumerate(points):
        x, half = panel.x(at), theme.text_width(p.shown, bold=True) / 2
        if p.is_drawn or (p.shown in ends and x - half < ends[p.shown]):
            continue
        ends[p.shown] = x + half
        place = (x, panel.box.bottom - 5)
        canvas.write(place, p.shown, ha="center", color=theme.MUTED, weight="bold")


def draw_partial_note(canvas: Canvas, middle: float) -> None:
    """Key to the open mark, centred on a height."""
    draw_marks(canvas, [(8, middle)], theme.MUTED, theme.WHITE)
    place = (20, middle + theme.MIDDLE_PX)
    canvas.write(place, text("charts.partial"), color=theme.MUTED)
