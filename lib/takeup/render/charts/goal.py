"""What was reached by month, the target path, and the forecast with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from takeup.render import numbers, theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts import courses as course
from takeup.render.charts import scales
from takeup.render.charts.band import draw_range_key, draw_ranges
from takeup.render.charts.common import (
    Keys,
    Point,
    Words,
    data_table,
    figure_block,
    legend_places,
)
from takeup.render.charts.courses import Courses
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout, Panel

_AXIS_HEIGHT: Final = 2 * LINE_PX + 8
_SWATCH: Final = 22.0


@dataclass(frozen=True)
class _Chart:
    found: Courses
    ranges: Mapping[int, tuple[float, float]]
    style: str
    unit: str


def goal_chart(frame: pd.DataFrame, reached: str, style: str, words: Words) -> Figure:
    """Lines of what was reached, of the target and of the forecast, with its interval behind.

    Parameters
    ----------
    frame
        One row per month: ``month, kind`` (reached or forecast), ``value, low, high, target,
        status``; low and high only where it is a forecast.
    reached
        Name of the line of what was reached.
    style
        Number style of ``render.numbers``; the axis starts at zero.
    words
        What the figure says.

    Raises
    ------
    ContractError
        If there is nothing to draw, or a month stands twice.
    """
    names = {
        "reached": reached,
        "target": text("charts.goal.target"),
        "forecast": text("charts.goal.forecast"),
    }
    lines = [frame.assign(series=frame["kind"])]
    wanted = frame[frame["target"].notna()]
    if len(wanted):
        path = wanted.assign(series="target", value=wanted["target"], status="ok")
        lines.append(path)
    found = course.courses(pd.concat(lines), Keys("series", names), style)
    places = {month: at for at, month in enumerate(found.months)}
    ends = frame[frame["low"].notna()]
    ranges = {
        places[month]: (float(low), float(high))
        for month, low, high in zip(ends["month"], ends["low"], ends["high"], strict=True)
    }
    chart = _Chart(found, ranges, style, words.unit)
    return figure_block(words, _table(chart, words), partial(_draw, chart))


def _table(chart: _Chart, words: Words) -> Table:
    columns = (text("charts.month"), *chart.found.series, text("charts.interval"))
    months = chart.found.months
    # Without a forecast its two columns would hold nothing.
    width = len(columns) if chart.ranges else len(columns) - 2
    rows = tuple(
        (numbers.month_long(months[at]), *_cells(chart, at))[:width]
        for at in range(len(months))
    )
    return data_table(columns[:width], rows, words)


def _cells(chart: _Chart, at: int) -> tuple[str, ...]:
    """Numbers of a month; a forecast makes no sense where the number is known."""
    reached, target, forecast = (points[at] for points in chart.found.series.values())
    absent = numbers.SIGNS["not_applicable"]
    if at not in chart.ranges:
        return reached.shown, target.shown, absent, absent
    shown = [numbers.STYLES[chart.style](end) for end in chart.ranges[at]]
    interval = text("charts.interval_range", low=shown[0], high=shown[1])
    return reached.shown, target.shown, forecast.shown, interval


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    highest = max([course.highest(chart.found), *(high for _, high in chart.ranges.values())])
    ticks = scales.ticks_from_zero(highest, chart.style)
    labels = scales.tick_texts(ticks, chart.style)
    ends = _ends(chart)
    left = max(theme.text_width(label) for label in labels) + 10
    widths = [theme.text_width(end.shown, bold=True) for end in ends.values()]
    right = max(widths, default=0.0) + 14
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    drawn = {name: name for name, points in _drawn(chart)}
    legend = legend_places(drawn, layout.width, LINE_PX * len(unit) + 4)
    top = max((base for _, base, _ in legend), default=LINE_PX * len(unit)) + 14
    box = Box(left, top, layout.width - left - right, 190.0 if layout.narrow else 250.0)
    below = box.bottom + _AXIS_HEIGHT
    has_partial = course.has_partial(chart.found)
    lines = bool(chart.ranges) + has_partial
    canvas = Canvas(layout, below + lines * (LINE_PX + 4) + 4)
    for line, words in enumerate(unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    _draw_legend(canvas, chart, legend)
    panel = course.panel_for(chart.found, box, ticks)
    draw_ranges(canvas, panel, chart.ranges, len(chart.found.months))
    scales.draw_value_axis(canvas, panel, ticks, labels)
    scales.draw_month_axis(canvas, panel, chart.found.months)
    for name, points in _drawn(chart):
        course.draw_course(canvas, panel, points, _number(chart, name))
    _draw_ends(canvas, panel, ends)
    if chart.ranges:
        draw_range_key(canvas, text("charts.goal.range_key"), below + LINE_PX / 2)
    if has_partial:
        course.draw_partial_note(canvas, below + (lines - 1) * (LINE_PX + 4) + LINE_PX / 2)
    return canvas


def _drawn(chart: _Chart) -> list[tuple[str, tuple[Point, ...]]]:
    """Lines with anything to draw."""
    series = chart.found.series.items()
    return [(name, points) for name, points in series if any(p.is_drawn for p in points)]


def _number(chart: _Chart, name: str) -> int:
    return list(chart.found.series).index(name)


def _ends(chart: _Chart) -> dict[int, Point]:
    """Lines that reach the last month, by their number, with their last point."""
    return {
        _number(chart, name): points[-1]
        for name, points in _drawn(chart)
        if points[-1].is_drawn
    }


def _draw_legend(
    canvas: Canvas, chart: _Chart, legend: tuple[tuple[float, float, str], ...]
) -> None:
    for left, base, name in legend:
        number = _number(chart, name)
        canvas.stroke(
            [(left, base - MIDDLE_PX), (left + _SWATCH, base - MIDDLE_PX)],
            color=theme.SERIES[number],
            linewidth=2.2,
            linestyle=course.STROKES[number],
        )
        style = {"color": theme.SERIES_TEXT[number], "weight": "bold"}
        canvas.write((left + _SWATCH + 6, base), name, **style)


def _draw_ends(canvas: Canvas, panel: Panel, ends: Mapping[int, Point]) -> None:
    """Numbers of the last month beside the lines that reach it."""
    wanted = [panel.y(each.value) for each in ends.values()]
    centres = scales.spread(wanted, [LINE_PX + 4] * len(wanted), panel.box.bottom)
    for (number, point), centre in zip(ends.items(), centres, strict=True):
        canvas.write(
            (panel.box.right + 10, centre + MIDDLE_PX),
            point.shown,
            color=theme.SERIES_TEXT[number],
            weight="bold",
        )
