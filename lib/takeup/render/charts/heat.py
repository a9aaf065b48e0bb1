"""Heat map of shares: the number stands in every cell, the colour only repeats it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap, to_hex

from takeup.errors import ContractError
from takeup.render import numbers, theme
from takeup.render.blocks import Figure
from takeup.render.charts.cells import draw_names, plan_cells
from takeup.render.charts.common import (
    UNKNOWN,
    Keys,
    Point,
    Words,
    data_table,
    figure_block,
    point,
)
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Canvas, Layout

# Light to middle blue, from the lowest to the highest share shown: offers that are all much
# alike would else look the same. Ink stays readable (7:1) on all of it.
_SCALE: Final = LinearSegmentedColormap.from_list("share", ["#f3f4f7", "#9db3ea"])


@dataclass(frozen=True)
class _Chart:
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    points: tuple[tuple[Point, ...], ...]
    unit: str


def heat_map(frame: pd.DataFrame, rows: Keys, columns: Keys, words: Words) -> Figure:
    """Cells with a share each; what has none shows the sign that says why.

    Parameters
    ----------
    frame
        One row per cell: ``<rows.column>, <columns.column>, value`` (share, 0-1), ``status``;
        a cell without a row is unknown.
    rows, columns
        Names in their order.
    words
        What the figure says.

    Raises
    ------
    ContractError
        If a cell has two values.
    """
    cells = frame.set_index([rows.column, columns.column])
    if cells.index.has_duplicates:
        raise ContractError("chart_ambiguous", column=rows.column)
    known = {
        key: point(value, str(status), "percent")
        for key, value, status in zip(cells.index, cells["value"], cells["status"], strict=True)
    }
    points = tuple(
        tuple(known.get((row, column), UNKNOWN) for column in columns.names)
        for row in rows.names
    )
    chart = _Chart(
        tuple(rows.names.values()), tuple(columns.names.values()), points, words.unit
    )
    told = tuple(
        (name, *(each.shown for each in line))
        for name, line in zip(chart.rows, points, strict=True)
    )
    table = data_table((text("charts.category"), *chart.columns), told, words)
    return figure_block(words, table, partial(_draw, chart))


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    cells = plan_cells(chart.rows, chart.columns, LINE_PX * len(unit) + 10, layout)
    canvas = Canvas(layout, cells.box.bottom + 4)
    for line, words in enumerate(unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    draw_names(canvas, cells)
    drawn = [each.value for points in chart.points for each in points if each.is_drawn]
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    for row, points in enumerate(chart.points):
        for column, each in enumerate(points):
            box = cells.cell(row, column)
            if each.is_drawn:
                place = (each.value - low) / (high - low) if high > low else 1.0
                colour = to_hex(_SCALE(place))
                canvas.fill(box, facecolor=colour, edgecolor="none")
            middle = (box.left + box.width / 2, box.top + box.height / 2 + MIDDLE_PX)
            canvas.write(middle, _label(each), ha="center")
    return canvas


def _label(each: Point) -> str:
    """Whole percent without its sign: a cell of a phone is 30 pixels wide."""
    return numbers.integer(each.value * 100) if each.is_drawn else each.shown
