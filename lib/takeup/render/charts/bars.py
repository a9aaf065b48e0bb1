"""Horizontal bars by category, with their values and, if wanted, a mark to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from takeup.render import theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts.common import (
    UNKNOWN,
    Keys,
    Point,
    Words,
    data_table,
    figure_block,
    point,
    select,
)
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout, Panel

_BAR_PX: Final = 16.0
_LABEL_WIDTH: Final = 230.0
_MARK_SWATCH: Final = 10.0
_PALE: Final = "#c5cfec"


@dataclass(frozen=True)
class _Bar:
    name: str
    now: Point
    compared: Point | None


@dataclass(frozen=True)
class _Chart:
    bars: tuple[_Bar, ...]
    unit: str
    mark: str
    style: str

    @property
    def has_partial(self) -> bool:
        return any(bar.now.status == "partial" for bar in self.bars)

    @property
    def highest(self) -> float:
        if self.style == "percent":
            return 1.0  # a share is read against the whole
        points = [p for bar in self.bars for p in (bar.now, bar.compared) if p is not None]
        return max((p.value for p in points if p.is_drawn), default=0.0)


def bar_chart(
    frame: pd.DataFrame, keys: Keys, style: str, words: Words, mark: str = ""
) -> Figure:
    """Bars from zero in the order of the keys; a hidden number is a sign, never a bar.

    Parameters
    ----------
    frame
        One row per key: ``<keys.column>, value, status``; with ``mark`` also ``compared`` and
        ``compared_status``.
    keys
        Categories in their order; one without a row is unknown.
    style
        Number style of ``render.numbers``.
    words
        What the figure says.
    mark
        Name of the value to compare with, for example the month a year before; none if empty.

    Raises
    ------
    ContractError
        If there is nothing to draw, a key is ambiguous, or a value is negative.
    """
    rows = select(frame, keys, []).set_index(keys.column)
    bars = tuple(
        _Bar(
            name,
            _point(rows, key, ("value", "status"), style),
            _point(rows, key, ("compared", "compared_status"), style) if mark else None,
        )
        for key, name in keys.names.items()
    )
    chart = _Chart(bars, words.unit, mark, style)
    return figure_block(words, _table(chart, words), partial(_draw, chart))


def _point(rows: pd.DataFrame, key: str, columns: tuple[str, str], style: str) -> Point:
    if key not in rows.index:
        return UNKNOWN
    value, status = columns
    return point(rows.loc[key, value], str(rows.loc[key, status]), style)


def _table(chart: _Chart, words: Words) -> Table:
    columns = (text("charts.category"), words.unit, *([chart.mark] if chart.mark else []))
    rows = tuple(
        (bar.name, bar.now.shown, *([bar.compared.shown] if bar.compared else []))
        for bar in chart.bars
    )
    return data_table(columns, rows, words)


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout; pitch is the height of a row."""

    unit: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    pitch: float
    box: Box
    label_right: float
    value_right: float
    note: float


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    value_width = max(theme.text_width(bar.now.shown, bold=True) for bar in chart.bars)
    label_width = layout.width - value_width - 16 if layout.narrow else _LABEL_WIDTH
    labels = tuple(theme.wrap(bar.name, label_width, 2) for bar in chart.bars)
    lines = max(len(label) for label in labels)
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    top = LINE_PX * (len(unit) + (1 if chart.mark else 0)) + 14
    if layout.narrow:
        pitch, left = _BAR_PX + lines * LINE_PX + 12, 1.0
        label_right, value_right = label_width, layout.width - 1
    else:
        pitch = max(_BAR_PX, lines * LINE_PX) + 10
        label_right = max(theme.text_width(line) for label in labels for line in label)
        value_right = label_right + 14 + value_width
        left = value_right + 10
    box = Box(left, top, layout.width - left - 3, pitch * len(chart.bars))
    note = LINE_PX + 6.0 if chart.has_partial else 0.0
    return _Plan(unit, labels, pitch, box, label_right, value_right, note)


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    canvas = Canvas(layout, plan.box.bottom + plan.note + 4)
    _draw_header(canvas, chart, plan)
    panel = Panel(plan.box, (0.0, chart.highest or 1.0), (plan.box.height, 0.0))
    for row, bar in enumerate(chart.bars):
        middle = _middle(plan, row, layout)
        _draw_bar(canvas, panel, bar, middle)
        # On a phone the labels stand between the bars: the base line must not cross them.
        half = _BAR_PX / 2 + 3 if layout.narrow else plan.pitch / 2
        _draw_upright(canvas, (panel.x(0), panel.y(middle)), half, (theme.BORDER, 1))
        _draw_words(canvas, plan, (row, middle), bar.now, layout)
    if chart.has_partial:
        _draw_partial_note(canvas, plan)
    return canvas


def _middle(plan: _Plan, row: int, layout: Layout) -> float:
    """Centre of a bar in pixels from the top of the panel."""
    if layout.narrow:
        return (row + 1) * plan.pitch - _BAR_PX / 2 - 4
    return (row + 0.5) * plan.pitch


def _draw_header(canvas: Canvas, chart: _Chart, plan: _Plan) -> None:
    for line, words in enumerate(plan.unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    if not chart.mark:
        return
    base = 15 + len(plan.unit) * LINE_PX
    canvas.stroke([(3, base - 12), (3, base + 2)], color=theme.INK, linewidth=2.5)
    words = theme.wrap(chart.mark, canvas.width - 2 * _MARK_SWATCH, 1)[0]
    canvas.write((_MARK_SWATCH, base), words, color=theme.MUTED)


def _draw_bar(canvas: Canvas, panel: Panel, bar: _Bar, middle: float) -> None:
    y = panel.y(middle)
    if bar.now.is_drawn:
        is_partial = bar.now.status == "partial"
        width = panel.x(bar.now.value) - panel.box.left
        canvas.fill(
            Box(panel.box.left, y - _BAR_PX / 2, width, _BAR_PX),
            facecolor=_PALE if is_partial else theme.PRIMARY,
            edgecolor=theme.PRIMARY if is_partial else "none",
        )
    if bar.compared is not None and bar.compared.is_drawn:
        place = (panel.x(bar.compared.value), y)
        # White beneath keeps the mark visible on the bar.
        _draw_upright(canvas, place, _BAR_PX / 2 + 3, (theme.WHITE, 5))
        _draw_upright(canvas, place, _BAR_PX / 2 + 3, (theme.INK, 2.5))


def _draw_upright(
    canvas: Canvas, place: tuple[float, float], half: float, pen: tuple[str, float]
) -> None:
    """Upright stroke around a place; pen is colour and width."""
    x, y = place
    colour, width = pen
    ends = [(x, y - half), (x, y + half)]
    canvas.stroke(ends, color=colour, linewidth=width, solid_capstyle="butt")


def _draw_words(
    canvas: Canvas, plan: _Plan, place: tuple[int, float], now: Point, layout: Layout
) -> None:
    """Label and value of a bar: beside it, on a phone above it."""
    row, middle = place
    lines = plan.labels[row]
    centre = plan.box.top + middle
    value_base = centre + MIDDLE_PX
    if layout.narrow:
        value_base = centre - _BAR_PX / 2 - 7
        x, last, ha = 0.0, value_base, "left"
    else:
        x, ha = plan.label_right, "right"
        last = value_base + (len(lines) - 1) * LINE_PX / 2
    for line, words in enumerate(reversed(lines)):
        canvas.write((x, last - line * LINE_PX), words, ha=ha)
    canvas.write((plan.value_right, value_base), now.shown, ha="right", weight="bold")


def _draw_partial_note(canvas: Canvas, plan: _Plan) -> None:
    base = plan.box.bottom + LINE_PX
    canvas.stroke(
        [(7, base - MIDDLE_PX)],
        color=theme.PRIMARY,
        marker="s",
        markerfacecolor=_PALE,
        markersize=10,
        linestyle="none",
    )
    canvas.write((20, base), text("charts.partial_bar"), color=theme.MUTED)
