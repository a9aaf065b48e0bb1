"""A course by month with the range in which each month was to be expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from takeup.render import numbers, theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts import courses as course
from takeup.render.charts import scales
from takeup.render.charts.common import Keys, Point, Words, data_table, figure_block
from takeup.render.charts.courses import Courses
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout, Panel

_AXIS_HEIGHT: Final = 2 * LINE_PX + 8
# PRIMARY, lightened: line and marks stay in front, and 3:1 apart from it.
BAND: Final = "#dfe4f4"
EDGE: Final = "#a5b4dd"
_DIAMOND_PX: Final = 9.0
_NOTICEABLE: Final = "noticeable"


@dataclass(frozen=True)
class _Expected:
    """Range of one month in data units, as printed, and the verdict on it."""

    low: float
    high: float
    shown: str
    verdict: str


@dataclass(frozen=True)
class _Chart:
    found: Courses
    points: tuple[Point, ...]
    expected: tuple[_Expected | None, ...]
    style: str
    unit: str

    @property
    def noticeable(self) -> list[int]:
        """Places of the months outside of their range."""
        return [at for at, e in enumerate(self.expected) if e and e.verdict == _NOTICEABLE]


def band_chart(frame: pd.DataFrame, style: str, words: Words) -> Figure:
    """Line over months in front of the expected range of each month.

    Months outside of it carry a diamond and a word; a month without a range has none drawn.

    Parameters
    ----------
    frame
        One row per month: ``month, series, value, status, low, high, verdict``; low and high
        are missing where there is no verdict. ``series`` is the name of the line.
    style
        Number style of ``render.numbers``; the axis starts at zero.
    words
        What the figure says.

    Raises
    ------
    ContractError
        If there is nothing to draw, or a month stands twice.
    """
    name = str(frame["series"].iloc[0])
    found = course.courses(frame, Keys("series", {name: name}), style)
    rows = frame.set_index("month").reindex(list(found.months))
    expected = tuple(
        _expected(low, high, str(verdict), style)
        for low, high, verdict in zip(rows["low"], rows["high"], rows["verdict"], strict=True)
    )
    chart = _Chart(found, found.series[name], expected, style, words.unit)
    return figure_block(words, _table(chart, name, words), partial(_draw, chart))


def _expected(low: float, high: float, verdict: str, style: str) -> _Expected | None:
    if pd.isna(low):
        return None
    ends = {
        "low": numbers.cell(low, "ok", style),
        "high": numbers.cell(high, "ok", style),
    }
    return _Expected(float(low), float(high), text("charts.interval_range", **ends), verdict)


def _table(chart: _Chart, name: str, words: Words) -> Table:
    columns = (
        text("charts.month"),
        name,
        text("charts.band.expected"),
        text("charts.band.verdict"),
    )
    rows = tuple(
        (
            numbers.month_long(month),
            point.shown,
            expected.shown if expected else numbers.SIGNS["unknown"],
            text(f"charts.band.{expected.verdict if expected else 'none'}"),
        )
        for month, point, expected in zip(
            chart.found.months, chart.points, chart.expected, strict=True
        )
    )
    return data_table(columns, rows, words)


def _highest(chart: _Chart) -> float:
    return max([course.highest(chart.found), *(e.high for e in chart.expected if e)])


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    ticks = scales.ticks_from_zero(_highest(chart), chart.style)
    labels = scales.tick_texts(ticks, chart.style)
    left = max(theme.text_width(label) for label in labels) + 10
    right = theme.text_width(chart.points[-1].shown, bold=True) + 14
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    top = LINE_PX * (len(unit) + 1) + 14
    height = 190.0 if layout.narrow else 250.0
    box = Box(left, top, layout.width - left - right, height)
    key = _key_lines(chart, layout)
    canvas = Canvas(layout, box.bottom + _AXIS_HEIGHT + len(key) * (LINE_PX + 4) + 4)
    for line, words in enumerate(unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    panel = course.panel_for(chart.found, box, ticks)
    ranges = {at: (e.low, e.high) for at, e in enumerate(chart.expected) if e}
    draw_ranges(canvas, panel, ranges, len(chart.found.months))
    scales.draw_value_axis(canvas, panel, ticks, labels)
    scales.draw_month_axis(canvas, panel, chart.found.months)
    course.draw_course(canvas, panel, chart.points, 0)
    course.draw_signs(canvas, panel, chart.points)
    _draw_noticeable(canvas, chart, panel)
    _draw_last(canvas, chart, panel)
    for line, kind in enumerate(key):
        _draw_key(canvas, kind, box.bottom + _AXIS_HEIGHT + line * (LINE_PX + 4) + LINE_PX / 2)
    return canvas


def draw_ranges(
    canvas: Canvas, panel: Panel, ranges: Mapping[int, tuple[float, float]], months: int
) -> None:
    """Ranges by place of their month, as bars, so that no range is drawn between months."""
    pitch = panel.box.width / max(months - 1, 1)
    for at, (lowest, highest) in ranges.items():
        left = max(panel.x(at) - pitch / 2, panel.box.left)
        right = min(panel.x(at) + pitch / 2, panel.box.right)
        high, low = panel.y(highest), panel.y(lowest)
        canvas.fill(
            Box(left, high, right - left, low - high),
            facecolor=BAND,
            edgecolor="none",
            zorder=-1,
        )
        for y in (high, low):
            canvas.stroke([(left, y), (right, y)], color=EDGE, linewidth=1.2, zorder=0)


def draw_range_key(canvas: Canvas, words: str, middle: float) -> None:
    """Key to the ranges, centred on a height."""
    canvas.fill(Box(0, middle - 6, 16, 12), facecolor=BAND, edgecolor=EDGE)
    canvas.write((22, middle + MIDDLE_PX), words, color=theme.MUTED)


def _draw_noticeable(canvas: Canvas, chart: _Chart, panel: Panel) -> None:
    """Diamonds outside of the ranges; the word once above each run of them."""
    places = [panel.at(at, chart.points[at].value) for at in chart.noticeable]
    if places:
        draw_diamonds(canvas, places)
    for at in _run_tops(chart):
        words = text("charts.band.noticeable")
        half = theme.text_width(words, bold=True) / 2
        x = min(max(panel.x(at), panel.box.left + half), canvas.width - half - 2)
        y = panel.y(chart.points[at].value) - 9
        canvas.write((x, y), words, ha="center", weight="bold", color=theme.INK)


def _run_tops(chart: _Chart) -> list[int]:
    """Highest month of each run of noticeable months."""
    runs: list[list[int]] = []
    for at in chart.noticeable:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [max(run, key=lambda at: chart.points[at].value) for run in runs]


def draw_diamonds(canvas: Canvas, places: Sequence[tuple[float, float]]) -> None:
    """Marks of what is noticeable: a shape of their own, dark in any print."""
    canvas.stroke(
        places,
        color=theme.INK,
        linestyle="none",
        marker="D",
        markersize=_DIAMOND_PX,
        markerfacecolor=theme.SERIES[1],
    )


def _draw_last(canvas: Canvas, chart: _Chart, panel: Panel) -> None:
    last = chart.points[-1]
    y = panel.y(last.value if last.is_drawn else 0.0) + MIDDLE_PX
    canvas.write((panel.box.right + 10, y), last.shown, color=theme.PRIMARY, weight="bold")


def _key_lines(chart: _Chart, layout: Layout) -> tuple[str, ...]:
    """Which marks need an explanation."""
    present = {
        "expected_key": True,
        "noticeable_key": bool(chart.noticeable),
        "partial": course.has_partial(chart.found),
    }
    return tuple(key for key, holds in present.items() if holds)


def _draw_key(canvas: Canvas, kind: str, middle: float) -> None:
    if kind == "partial":
        course.draw_partial_note(canvas, middle)
        return
    if kind == "expected_key":
        draw_range_key(canvas, text("charts.band.expected_key"), middle)
        return
    draw_diamonds(canvas, [(8, middle)])
    canvas.write((22, middle + MIDDLE_PX), text(f"charts.band.{kind}"), color=theme.MUTED)
