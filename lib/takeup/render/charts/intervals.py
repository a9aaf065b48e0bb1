"""Estimates with their intervals: where zero lies and which side means what, in words."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from takeup.errors import ContractError
from takeup.render import numbers, theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts import scales
from takeup.render.charts.common import DRAWN, Words, data_table, figure_block
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, Box, Canvas, Layout, Panel

_LABEL_WIDTH: Final = 200.0
_AXIS_HEIGHT: Final = LINE_PX + 10
# PRIMARY, lightened: the point stays in front.
_INTERVAL: Final = "#a5b4dd"
# Keeps the grid from running through words.
_PAPER: Final = {"facecolor": theme.WHITE, "edgecolor": "none", "pad": 1.0}


@dataclass(frozen=True)
class _Estimate:
    label: str
    status: str
    estimate: float
    low: float
    high: float
    shown: str
    interval: str

    @property
    def is_drawn(self) -> bool:
        return self.status in DRAWN


@dataclass(frozen=True)
class _Chart:
    estimates: tuple[_Estimate, ...]
    style: str
    unit: str
    directions: tuple[str, str]


def interval_chart(
    frame: pd.DataFrame, style: str, words: Words, directions: tuple[str, str]
) -> Figure:
    """Estimates as points on their intervals, with a line at zero.

    Parameters
    ----------
    frame
        One row per estimate in the order to draw: ``label, estimate, low, high, status``.
    style
        Number style of ``render.numbers``, usually a signed one.
    words
        What the figure says.
    directions
        What the side left of zero means and what the side right of it, in plain words.

    Raises
    ------
    ContractError
        If there is no estimate to draw.
    """
    if frame.empty:
        raise ContractError("chart_empty", column="label")
    estimates = tuple(_estimate(row, style) for row in frame.to_dict("records"))
    chart = _Chart(estimates, style, words.unit, directions)
    return figure_block(words, _table(chart, words), partial(_draw, chart))


def _estimate(row: dict[Hashable, Any], style: str) -> _Estimate:
    status = str(row["status"])
    shown = numbers.cell(row["estimate"], status, style)
    values = {
        name: float(row[name]) if status in DRAWN else 0.0
        for name in ("estimate", "low", "high")
    }
    ends = {name: numbers.cell(row[name], status, style) for name in ("low", "high")}
    interval = text("charts.interval_range", **ends) if status in DRAWN else shown
    return _Estimate(
        label=str(row["label"]), status=status, shown=shown, interval=interval, **values
    )


def _table(chart: _Chart, words: Words) -> Table:
    columns = (text("charts.category"), text("charts.estimate"), text("charts.interval"))
    rows = tuple((e.label, e.shown, e.interval) for e in chart.estimates)
    return data_table(columns, rows, words)


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout; pitch is the height of a row."""

    unit: tuple[str, ...]
    directions: tuple[tuple[str, ...], tuple[str, ...]]
    labels: tuple[tuple[str, ...], ...]
    ticks: tuple[float, ...]
    pitch: float
    box: Box

    def x(self, value: float) -> float:
        """Pixels from the left edge of a value."""
        ends = (self.ticks[0], self.ticks[-1])
        return Panel(self.box, ends, (0.0, 1.0)).x(value)

    def y(self, row: int) -> float:
        """Height of a row's interval in pixels from the upper edge."""
        return self.box.top + (row + 1) * self.pitch - 14


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    label_width = layout.width - 2 if layout.narrow else _LABEL_WIDTH
    labels = tuple(theme.wrap(e.label, label_width, 2, bold=True) for e in chart.estimates)
    drawn = [e for e in chart.estimates if e.is_drawn]
    ticks = scales.ticks_between(
        min((e.low for e in drawn), default=0.0),
        max((e.high for e in drawn), default=1.0),
        chart.style,
    )
    left = 26.0 if layout.narrow else _widest(labels) + 24
    width = layout.width - left - 26
    left_words, right_words = (
        theme.wrap(words, layout.width / 2 - 24, 2) for words in chart.directions
    )
    direction_lines = max(len(left_words), len(right_words))
    top = LINE_PX * (len(unit) + direction_lines) + 16
    lines = max(len(label) for label in labels)
    pitch = (lines + 2) * LINE_PX + 14 if layout.narrow else max(lines, 2) * LINE_PX + 18
    box = Box(left, top, width, pitch * len(labels))
    return _Plan(unit, (left_words, right_words), labels, ticks, pitch, box)


def _widest(labels: tuple[tuple[str, ...], ...]) -> float:
    return max(theme.text_width(line, bold=True) for label in labels for line in label)


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    canvas = Canvas(layout, plan.box.bottom + _AXIS_HEIGHT)
    for line, words in enumerate(plan.unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    _draw_directions(canvas, plan, layout)
    _draw_scale(canvas, chart, plan)
    for row, estimate in enumerate(chart.estimates):
        _draw_estimate(canvas, plan, row, estimate)
        _draw_label(canvas, plan, row, layout)
        _draw_value(canvas, plan, row, estimate)
    return canvas


def _draw_directions(canvas: Canvas, plan: _Plan, layout: Layout) -> None:
    """What left and right of zero mean, at both ends of the drawing."""
    first = 15 + len(plan.unit) * LINE_PX
    for words, x, ha in (
        (plan.directions[0], 0.0 if layout.narrow else plan.box.left, "left"),
        (plan.directions[1], layout.width - 2, "right"),
    ):
        for line, part in enumerate(words):
            place = (x, first + line * LINE_PX)
            canvas.write(place, part, ha=ha, color=theme.INK, style="italic")


def _draw_scale(canvas: Canvas, chart: _Chart, plan: _Plan) -> None:
    for tick, label in zip(plan.ticks, scales.tick_texts(plan.ticks, chart.style), strict=True):
        x = plan.x(tick)
        is_zero = tick == 0
        canvas.stroke(
            [(x, plan.box.top), (x, plan.box.bottom)],
            color=theme.INK if is_zero else theme.GRID,
            linewidth=1.4 if is_zero else 1,
            zorder=-1,
        )
        canvas.write((x, plan.box.bottom + LINE_PX), label, ha="center", color=theme.MUTED)


def _draw_estimate(canvas: Canvas, plan: _Plan, row: int, estimate: _Estimate) -> None:
    if not estimate.is_drawn:
        return
    y = plan.y(row)
    ends = [(plan.x(estimate.low), y), (plan.x(estimate.high), y)]
    canvas.stroke(ends, color=_INTERVAL, linewidth=5)
    place = [(plan.x(estimate.estimate), y)]
    canvas.stroke(place, color=theme.PRIMARY, marker="o", markersize=9)


def _draw_label(canvas: Canvas, plan: _Plan, row: int, layout: Layout) -> None:
    lines = plan.labels[row]
    top = plan.box.top + row * plan.pitch
    first = (
        top + LINE_PX if layout.narrow else top + plan.pitch - 10 - (len(lines) - 1) * LINE_PX
    )
    for line, words in enumerate(lines):
        canvas.write((0, first + line * LINE_PX), words, weight="bold", bbox=_PAPER)


def _draw_value(canvas: Canvas, plan: _Plan, row: int, estimate: _Estimate) -> None:
    """Value above its point, moved inwards where it would leave the drawing."""
    half = theme.text_width(estimate.shown, bold=True) / 2
    # A sign instead of a number stands beside the zero line: it is not an effect of zero.
    x = plan.x(estimate.estimate) if estimate.is_drawn else plan.x(0.0) + half + 6
    x = min(max(x, half + 2), canvas.width - half - 2)
    style = {"ha": "center", "weight": "bold", "bbox": _PAPER}
    canvas.write((x, plan.y(row) - 9), estimate.shown, **style)
