"""Time series by month: one to four lines, named where they end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from takeup.errors import ContractError
from takeup.render import numbers, theme
from takeup.render.blocks import Figure
from takeup.render.charts import courses as course
from takeup.render.charts import events as event_marks
from takeup.render.charts import scales
from takeup.render.charts.common import Event, Keys, Point, Words, figure_block
from takeup.render.charts.courses import Courses
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout

MOST_LINES: Final = len(theme.SERIES)
_AXIS_HEIGHT: Final = 2 * LINE_PX + 8
_NAME_WIDTH: Final = 132.0
_SWATCH: Final = 28.0


@dataclass(frozen=True)
class _Chart:
    found: Courses
    style: str
    events: Sequence[Event]
    unit: str


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout, computed before anything is drawn."""

    unit: tuple[str, ...]
    legend: list[tuple[float, int, str]]
    ticks: tuple[float, ...]
    tick_texts: list[str]
    ends: list[tuple[str, ...]]
    marks: list[event_marks.Mark]
    box: Box


def line_chart(
    frame: pd.DataFrame, keys: Keys, style: str, words: Words, events: Sequence[Event] = ()
) -> Figure:
    """Lines over months; a missing month is a gap, a partial one an open mark.

    Parameters
    ----------
    frame
        One row per month and key: ``month, <keys.column>, value, status`` as published.
    keys
        Series in their order, at most ``MOST_LINES``.
    style
        Number style of ``render.numbers``; the axis starts at zero.
    words
        What the figure says.
    events
        Marked by a line and a label if their month is shown.

    Raises
    ------
    ContractError
        If there is nothing to draw, a key is ambiguous, or there are too many series.
    """
    if len(keys.names) > MOST_LINES:
        raise ContractError("chart_too_many", most=MOST_LINES, found=len(keys.names))
    found = course.courses(frame, keys, style)
    table = course.course_table(found, words)
    shown = event_marks.visible(events, found.months)
    table = dataclasses.replace(table, notes=_event_notes(shown))
    chart = _Chart(found, style, shown, words.unit)
    return figure_block(words, table, partial(_draw, chart))


def _event_notes(events: Sequence[Event]) -> tuple[str, ...]:
    return tuple(
        text("charts.event", month=numbers.month_long(event.month), label=event.label)
        for event in events
    )


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    ticks = scales.ticks_from_zero(course.highest(chart.found), chart.style)
    tick_texts = scales.tick_texts(ticks, chart.style)
    ends = [_end(name, points[-1], chart, layout) for name, points in _series(chart)]
    left = max(theme.text_width(label) for label in tick_texts) + 10
    right = max(theme.text_width(line, bold=True) for end in ends for line in end) + 14
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    legend = _legend(chart, layout)
    header = LINE_PX * (len(unit) + (legend[-1][1] + 1 if legend else 0)) + 14
    height = 190.0 if layout.narrow else 250.0
    box = Box(left, header, layout.width - left - right, height)
    marks = event_marks.place_marks(chart.events, chart.found.months, box, layout)
    below = dataclasses.replace(box, top=header + event_marks.rows_of(marks) * LINE_PX)
    return _Plan(unit, legend, ticks, tick_texts, ends, marks, below)


def _series(chart: _Chart) -> list[tuple[str, tuple[Point, ...]]]:
    return list(chart.found.series.items())


def _end(name: str, last: Point, chart: _Chart, layout: Layout) -> tuple[str, ...]:
    """Label at the end of a line: its value, on wide screens under its name."""
    if layout.narrow or len(chart.found.series) == 1:
        return (last.shown,)
    return (*theme.wrap(name, _NAME_WIDTH, 2, bold=True), last.shown)


def _legend(chart: _Chart, layout: Layout) -> list[tuple[float, int, str]]:
    """Left edge, row and name of each entry; a phone has no room to name lines at their end."""
    if not layout.narrow or len(chart.found.series) == 1:
        return []
    entries: list[tuple[float, int, str]] = []
    left, row = 0.0, 0
    for name in chart.found.series:
        words = theme.wrap(name, layout.width - _SWATCH - 4, 1, bold=True)[0]
        width = _SWATCH + theme.text_width(words, bold=True)
        if left and left + width > layout.width:
            left, row = 0.0, row + 1
        entries.append((left, row, words))
        left += width + 16
    return entries


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    has_partial = course.has_partial(chart.found)
    key = event_marks.key_lines(chart.events, layout)
    note = plan.box.bottom + _AXIS_HEIGHT
    key_top = note + (LINE_PX + 4 if has_partial else 0)
    canvas = Canvas(layout, key_top + len(key) * LINE_PX + (4 if key else 0))
    _draw_header(canvas, plan)
    event_marks.draw_marks(canvas, plan.marks, plan.box)
    _draw_panel(canvas, chart, plan)
    _draw_ends(canvas, chart, plan)
    if has_partial:
        course.draw_partial_note(canvas, note + LINE_PX / 2)
    event_marks.draw_key(canvas, key, key_top)
    return canvas


def _draw_header(canvas: Canvas, plan: _Plan) -> None:
    for line, words in enumerate(plan.unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    for number, (left, row, words) in enumerate(plan.legend):
        base = 17 + (len(plan.unit) + row) * LINE_PX
        canvas.stroke(
            [(left, base - MIDDLE_PX), (left + _SWATCH - 6, base - MIDDLE_PX)],
            color=theme.SERIES[number],
            linewidth=2.2,
            linestyle=course.STROKES[number],
        )
        style = {"color": theme.SERIES_TEXT[number], "weight": "bold"}
        canvas.write((left + _SWATCH, base), words, **style)


def _draw_panel(canvas: Canvas, chart: _Chart, plan: _Plan) -> None:
    panel = course.panel_for(chart.found, plan.box, plan.ticks)
    scales.draw_value_axis(canvas, panel, plan.ticks, plan.tick_texts)
    scales.draw_month_axis(canvas, panel, chart.found.months)
    for number, (_, points) in enumerate(_series(chart)):
        course.draw_course(canvas, panel, points, number)
        if len(chart.found.series) == 1:
            course.draw_signs(canvas, panel, points)


def _draw_ends(canvas: Canvas, chart: _Chart, plan: _Plan) -> None:
    panel = course.panel_for(chart.found, plan.box, plan.ticks)
    wanted = [panel.y(_end_value(points)) for _, points in _series(chart)]
    centres = scales.spread(
        wanted, [len(end) * LINE_PX + 4 for end in plan.ends], plan.box.bottom
    )
    for number, (lines, centre) in enumerate(zip(plan.ends, centres, strict=True)):
        first = centre - (len(lines) - 1) * LINE_PX / 2 + MIDDLE_PX
        for row, words in enumerate(lines):
            is_name = row < len(lines) - 1 or len(lines) == 1
            canvas.write(
                (plan.box.right + 10, first + row * LINE_PX),
                words,
                color=theme.SERIES_TEXT[number],
                weight="bold" if is_name else "normal",
            )


def _end_value(points: Sequence[Point]) -> float:
    """Value at which the line was last seen; 0 if never."""
    return next((p.value for p in reversed(points) if p.is_drawn), 0.0)
