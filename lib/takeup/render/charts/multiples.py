"""Small multiples: the same line for each administration, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from takeup.render import theme
from takeup.render.blocks import Figure
from takeup.render.charts import courses as course
from takeup.render.charts import scales
from takeup.render.charts.common import Keys, Point, Words, figure_block
from takeup.render.charts.courses import Courses
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, Box, Canvas, Layout, Panel

_PLOT_HEIGHT: Final = 84.0
_COLUMN_GAP: Final = 22.0
_ROW_GAP: Final = 14.0
_TITLE_GAP: Final = 18.0
# From the last point to its number.
_END_GAP: Final = 7.0
_YEAR_HEIGHT: Final = LINE_PX + 4


@dataclass(frozen=True)
class _Chart:
    found: Courses
    style: str
    unit: str
    shared: bool


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout; a box per panel, titles directly above it."""

    notes: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]
    left: float


def small_multiples(
    frame: pd.DataFrame, keys: Keys, style: str, words: Words, *, shared: bool
) -> Figure:
    """Panels of monthly lines, three beside each other on wide screens.

    Parameters
    ----------
    frame
        One row per month and key: ``month, <keys.column>, value, status`` as published.
    keys
        Panels in their order.
    style
        Number style of ``render.numbers``; every axis starts at zero.
    words
        What the figure says.
    shared
        Whether all panels have one scale; which it is, is said in the drawing.

    Raises
    ------
    ContractError
        If there is nothing to draw or a key is ambiguous.
    """
    found = course.courses(frame, keys, style)
    chart = _Chart(found, style, words.unit, shared)
    return figure_block(words, course.course_table(found, words), partial(_draw, chart))


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    names = list(chart.found.series)
    scale_note = text("charts.shared_scale" if chart.shared else "charts.free_scale")
    notes = (
        *theme.wrap(chart.unit, layout.width - 4, 2),
        *theme.wrap(scale_note, layout.width - 4, 3),
    )
    columns = _columns(names, layout)
    width = (layout.width - (columns - 1) * _COLUMN_GAP - 8) / columns
    titles = tuple(theme.wrap(name, width, 3, bold=True) for name in names)
    left = max(theme.text_width(label) for ticks in _ticks(chart) for label in ticks[1]) + 10
    ends = [points[-1].shown for points in chart.found.series.values() if points[-1].is_drawn]
    right = max((theme.text_width(end, bold=True) for end in ends), default=0.0) + _END_GAP
    tops = _tops(titles, columns, LINE_PX * len(notes) + 12)
    boxes = tuple(
        Box(
            left=(at % columns) * (width + _COLUMN_GAP) + left,
            top=tops[at // columns],
            width=width - left - right,
            height=_PLOT_HEIGHT,
        )
        for at in range(len(titles))
    )
    return _Plan(notes, titles, boxes, left)


def _tops(titles: tuple[tuple[str, ...], ...], columns: int, first: float) -> list[float]:
    """Upper edge of the plot areas, row by row: each row as high as its longest title."""
    tops, top = [], first
    for start in range(0, len(titles), columns):
        lines = max(len(title) for title in titles[start : start + columns])
        tops.append(top + lines * LINE_PX + _TITLE_GAP)
        top = tops[-1] + _PLOT_HEIGHT + _YEAR_HEIGHT + _ROW_GAP
    return tops


def _columns(names: list[str], layout: Layout) -> int:
    """Panels beside each other: on a phone two, unless a name would have to be cut."""
    if not layout.narrow:
        return 3
    room = (layout.width - _COLUMN_GAP) / 2
    words = [word for name in names for word in name.split()]
    return 2 if all(theme.text_width(word, bold=True) <= room for word in words) else 1


def _ticks(chart: _Chart) -> list[tuple[tuple[float, float], list[str]]]:
    """Zero and top of each panel's axis with their labels."""
    series = list(chart.found.series.values())
    tops = [max((p.value for p in points if p.is_drawn), default=0.0) for points in series]
    if chart.shared:
        tops = [max(tops)] * len(tops)
    ends = []
    for top in tops:
        ticks = scales.ticks_from_zero(top, chart.style)
        outer = (ticks[0], ticks[-1])
        ends.append((outer, scales.tick_texts(outer, chart.style)))
    return ends


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    note = LINE_PX + 2 if course.has_partial(chart.found) else 0
    height = plan.boxes[-1].bottom + _YEAR_HEIGHT + 6 + note
    canvas = Canvas(layout, height)
    for line, words in enumerate(plan.notes):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    for at, points in enumerate(chart.found.series.values()):
        _draw_panel(canvas, chart, plan, (at, points))
    if note:
        course.draw_partial_note(canvas, height - LINE_PX / 2)
    return canvas


def _draw_panel(
    canvas: Canvas, chart: _Chart, plan: _Plan, item: tuple[int, tuple[Point, ...]]
) -> None:
    at, points = item
    box = plan.boxes[at]
    ticks, labels = _ticks(chart)[at]
    for line, words in enumerate(reversed(plan.titles[at])):
        place = (box.left - plan.left, box.top - _TITLE_GAP - line * LINE_PX)
        canvas.write(place, words, weight="bold")
    panel = course.panel_for(chart.found, box, ticks)
    scales.draw_value_axis(canvas, panel, ticks, labels)
    scales.draw_year_axis(canvas, panel, chart.found.months)
    course.draw_course(canvas, panel, points, 0)
    course.draw_signs(canvas, panel, points)
    _draw_last_value(canvas, panel, points[-1])


def _draw_last_value(canvas: Canvas, panel: Panel, last: Point) -> None:
    """Value of the last month beside its point, where no line runs."""
    if last.is_drawn:
        place = (panel.box.right + _END_GAP, min(panel.y(last.value) + 4, panel.box.bottom))
        canvas.write(place, last.shown, color=theme.PRIMARY, weight="bold")
