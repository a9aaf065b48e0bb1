"""Completeness at a glance: a mark per administration and month or source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from takeup.errors import ContractError
from takeup.render import theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts.cells import Cells, draw_names, plan_cells
from takeup.render.charts.common import Keys, Words, data_table, figure_block, legend_places
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Canvas, Layout

# States in the order of the legend; each has a colour and a shape of its own.
STATES: Final = ("complete", "incomplete", "missing", "not_expected")
_MARK_PX: Final = 11.0
_TINTS: Final = {"complete": "#e4e9f6", "incomplete": "#fbeed8", "missing": "#f6e0de"}
_MARKS: Final[dict[str, dict[str, Any]]] = {
    "complete": {"marker": "o", "color": theme.PRIMARY},
    "incomplete": {
        "marker": "o",
        "fillstyle": "left",
        "color": theme.SERIES_TEXT[1],
        "markerfacecoloralt": theme.WHITE,
    },
    "missing": {"marker": "x", "color": theme.SERIES_TEXT[3], "markeredgewidth": 2.5},
    "not_expected": {"marker": "_", "color": theme.COMPARISON, "markeredgewidth": 1.5},
}


@dataclass(frozen=True)
class _Chart:
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, ...], ...]
    unit: str


def completeness_grid(frame: pd.DataFrame, rows: Keys, columns: Keys, words: Words) -> Figure:
    """Grid of delivery states; what the frame does not name was not expected.

    Parameters
    ----------
    frame
        One row per cell: ``<rows.column>, <columns.column>, state``, state one of ``STATES``;
        a ``note`` beside it says why, in the table.
    rows, columns
        Rows (administrations) and columns (months or sources) in their order.
    words
        What the figure says.

    Raises
    ------
    ContractError
        If a cell has two states or an unknown one.
    """
    states = _states(frame, rows, columns)
    noted = frame[frame["note"] != ""] if "note" in frame else frame[:0]
    places = noted[[rows.column, columns.column]].itertuples(index=False, name=None)
    notes = dict(zip(places, noted.get("note", ()), strict=True))
    told = tuple(
        tuple(_told(state, str(notes.get((row, column), ""))) for column, state in cells)
        for row, cells in zip(
            rows.names, (zip(columns.names, each, strict=True) for each in states), strict=True
        )
    )
    chart = _Chart(
        tuple(rows.names.values()), tuple(columns.names.values()), states, told, words.unit
    )
    return figure_block(words, _table(chart, words), partial(_draw, chart))


def _states(frame: pd.DataFrame, rows: Keys, columns: Keys) -> tuple[tuple[str, ...], ...]:
    cells = frame.set_index([rows.column, columns.column])["state"]
    if cells.index.has_duplicates:
        raise ContractError("chart_ambiguous", column=rows.column)
    unknown = sorted(set(cells) - set(STATES))
    if unknown:
        raise ContractError("status_unknown", status=unknown[0])
    known = cells.to_dict()
    return tuple(
        tuple(str(known.get((row, column), "not_expected")) for column in columns.names)
        for row in rows.names
    )


def _table(chart: _Chart, words: Words) -> Table:
    rows = tuple((name, *told) for name, told in zip(chart.rows, chart.told, strict=True))
    return data_table((text("charts.category"), *chart.columns), rows, words)


def _told(state: str, note: str) -> str:
    shown = text(f"charts.{state}")
    return text("charts.with_note", state=shown, note=note) if note else shown


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout."""

    unit: tuple[str, ...]
    legend: tuple[tuple[float, float, str], ...]
    cells: Cells


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    legend = _legend(layout, LINE_PX * len(unit) + 10)
    cells = plan_cells(chart.rows, chart.columns, legend[-1][1] + 12, layout)
    return _Plan(unit, legend, cells)


def _legend(layout: Layout, top: float) -> tuple[tuple[float, float, str], ...]:
    words = {state: text(f"charts.{state}") for state in STATES}
    return legend_places(words, layout.width, top)


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    canvas = Canvas(layout, plan.cells.box.bottom + 4)
    for line, words in enumerate(plan.unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    for left, base, state in plan.legend:
        canvas.stroke([(left + 7, base - MIDDLE_PX)], **_mark(state))
        canvas.write((left + 20, base), text(f"charts.{state}"), color=theme.MUTED)
    draw_names(canvas, plan.cells)
    _draw_cells(canvas, chart, plan.cells)
    return canvas


def _mark(state: str) -> dict[str, Any]:
    return {"markersize": _MARK_PX, "linestyle": "none", **_MARKS[state]}


def _draw_cells(canvas: Canvas, chart: _Chart, cells: Cells) -> None:
    for state in STATES:
        places = [
            cells.cell(row, column)
            for row, states in enumerate(chart.states)
            for column, found in enumerate(states)
            if found == state
        ]
        if state in _TINTS:
            for box in places:
                canvas.fill(box, facecolor=_TINTS[state], edgecolor="none")
        if places:
            centres = [(box.left + box.width / 2, box.top + box.height / 2) for box in places]
            canvas.stroke(centres, **_mark(state))
