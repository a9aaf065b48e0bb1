"""The days of a month as strips: a bar where counting went on, a mark on every other day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final

import pandas as pd

from takeup.errors import ContractError
from takeup.render import theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts.common import Keys, Words, figure_block, legend_places
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout

# States in the order of the legend. Bars run on; marks stand on single days.
STATES: Final = (
    "there",
    "zero",
    "incomplete",
    "wrong_time_zone",
    "outage",
    "silent",
    "not_archived",
    "missing",
)
_BARS: Final[dict[str, tuple[float, str]]] = {
    "there": (9.0, theme.PRIMARY),
    "zero": (3.0, theme.COMPARISON),
}
_MARKS: Final[dict[str, dict[str, Any]]] = {
    "incomplete": {
        "marker": "o",
        "fillstyle": "bottom",
        "color": theme.SERIES_TEXT[1],
        "markerfacecoloralt": theme.WHITE,
    },
    "wrong_time_zone": {
        "marker": "o",
        "color": theme.PRIMARY,
        "markerfacecolor": theme.WHITE,
        "markeredgewidth": 1.5,
    },
    "outage": {"marker": "s", "color": theme.SERIES_TEXT[1]},
    "not_archived": {
        "marker": "^",
        "color": theme.SERIES_TEXT[3],
        "markerfacecolor": theme.WHITE,
        "markeredgewidth": 1.5,
    },
    "missing": {"marker": "x", "color": theme.SERIES_TEXT[3], "markeredgewidth": 1.8},
}
# A question mark says best that nobody knows.
_SIGNS: Final = {"silent": "?"}
# Marks fill their day up to this size; on a phone a month leaves them a third less.
_MARK_PX: Final = 9.0
_MARK_GAP: Final = 2.5
_LABEL_WIDTH: Final = 200.0
_ROW_PX: Final = 22.0
_WEEK: Final = 7
# Above the first strip: the days of the month and the gap below them.
_HEAD_PX: Final = LINE_PX + 4


@dataclass(frozen=True)
class _Chart:
    """Labels of the rows, and the state of each day of the month in each of them."""

    labels: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    unit: str


@dataclass(frozen=True)
class _Run:
    """Days of one state; ``first`` counts from 0, ``end`` is the day after the last."""

    state: str
    first: int
    end: int


def day_strips(frame: pd.DataFrame, rows: Keys, words: Words) -> Figure:
    """Strips of the days of one month.

    Parameters
    ----------
    frame
        One row per strip and day, complete: ``<rows.column>``, ``date``, ``state`` (one of
        ``STATES``).
    rows
        Strips in their order.
    words
        What the figure says.

    Raises
    ------
    ContractError
        If a day has two states or an unknown one, or is lacking in a strip.
    """
    chosen = frame[frame[rows.column].isin(list(rows.names))]
    if chosen.empty:
        raise ContractError("chart_empty", column=rows.column)
    if chosen.duplicated([rows.column, "date"]).any():
        raise ContractError("chart_ambiguous", column=rows.column)
    unknown = sorted(set(chosen["state"]) - set(STATES))
    if unknown:
        raise ContractError("status_unknown", status=unknown[0])
    strips = chosen.sort_values("date").groupby(rows.column)["state"].agg(tuple)
    states = tuple(strips.get(name, ()) for name in rows.names)
    if len({len(strip) for strip in states}) != 1:
        raise ContractError("chart_ambiguous", column="date")
    chart = _Chart(tuple(rows.names.values()), states, words.unit)
    return figure_block(words, _table(chart, words), partial(_draw, chart))


def _runs(states: tuple[str, ...]) -> Iterator[_Run]:
    first = 0
    for state, days in groupby(states):
        end = first + len(list(days))
        yield _Run(state, first, end)
        first = end


def _table(chart: _Chart, words: Words) -> Table:
    """Runs of days of one state, strip by strip: a row for each day would hide the gaps."""
    rows = tuple(
        (label, _span(run), text(f"charts.days.{run.state}"))
        for label, states in zip(chart.labels, chart.states, strict=True)
        for run in _runs(states)
    )
    return Table(
        caption=words.subtitle,
        columns=(text("charts.category"), text("charts.days.days"), text("charts.days.state")),
        rows=rows,
        align=("left", "left", "left"),
        notes=(),
        source=words.source,
    )


def _span(run: _Run) -> str:
    key = "one" if run.end - run.first == 1 else "span"
    return text(f"charts.days.{key}", first=str(run.first + 1), last=str(run.end))


@dataclass(frozen=True)
class _Plan:
    """Where everything stands in one layout."""

    unit: tuple[str, ...]
    legend: tuple[tuple[float, float, str], ...]
    labels: tuple[tuple[str, ...], ...]
    pitch: float
    box: Box


def _plan(chart: _Chart, layout: Layout) -> _Plan:
    unit = theme.wrap(chart.unit, layout.width - 4, 2)
    legend = _legend(chart, layout, LINE_PX * len(unit) + 10)
    room = layout.width - 2 if layout.narrow else _LABEL_WIDTH
    labels = tuple(theme.wrap(label, room, 2) for label in chart.labels)
    lines = max(len(label) for label in labels)
    widest = max(theme.text_width(line) for label in labels for line in label)
    left = 0.0 if layout.narrow else widest + 12
    pitch = _ROW_PX + lines * LINE_PX if layout.narrow else max(_ROW_PX, lines * LINE_PX + 4)
    top = legend[-1][1] + 10 + _HEAD_PX
    return _Plan(
        unit, legend, labels, pitch, Box(left, top, layout.width - left, pitch * len(labels))
    )


def _legend(chart: _Chart, layout: Layout, top: float) -> tuple[tuple[float, float, str], ...]:
    """Entries of the states that are to be seen."""
    seen = {state for states in chart.states for state in states}
    words: dict[str, str] = {
        state: text(f"charts.days.{state}") for state in STATES if state in seen
    }
    return legend_places(words, layout.width, top)


def _draw(chart: _Chart, layout: Layout) -> Canvas:
    plan = _plan(chart, layout)
    canvas = Canvas(layout, plan.box.bottom + 4)
    for line, words in enumerate(plan.unit):
        canvas.write((0, 13 + line * LINE_PX), words, color=theme.MUTED)
    for left, base, state in plan.legend:
        _draw_days(canvas, state, Box(left, base - MIDDLE_PX - 8, 14, 16), 1)
        canvas.write((left + 20, base), text(f"charts.days.{state}"), color=theme.MUTED)
    days = len(chart.states[0])
    step = plan.box.width / days
    for day in range(0, days, _WEEK):
        place = (plan.box.left + (day + 0.5) * step - MIDDLE_PX, plan.box.top - 8)
        canvas.write(place, f"{day + 1}.", color=theme.MUTED)
    for row, states in enumerate(chart.states):
        _draw_strip(canvas, plan, row, states)
    return canvas


def _draw_strip(canvas: Canvas, plan: _Plan, row: int, states: tuple[str, ...]) -> None:
    lines, top = plan.labels[row], plan.box.top + row * plan.pitch
    beside = plan.box.left > 0
    middle = top + (plan.pitch / 2 if beside else plan.pitch - _ROW_PX / 2)
    first = middle - (len(lines) - 1) * LINE_PX / 2 + MIDDLE_PX if beside else top + LINE_PX - 4
    for line, words in enumerate(lines):
        place = (plan.box.left - 10 if beside else 0.0, first + line * LINE_PX)
        canvas.write(place, words, ha="right" if beside else "left")
    step = plan.box.width / len(states)
    for run in _runs(states):
        days = run.end - run.first
        left = plan.box.left + run.first * step
        _draw_days(canvas, run.state, Box(left, middle - 8, step * days, 16), days)


def _draw_days(canvas: Canvas, state: str, box: Box, days: int) -> None:
    """Bar through a box, or a mark on each of its days."""
    middle = box.top + box.height / 2
    if state in _BARS:
        height, colour = _BARS[state]
        bar = Box(box.left + 0.5, middle - height / 2, box.width - 1, height)
        canvas.fill(bar, facecolor=colour, edgecolor="none")
        return
    centres = [(box.left + (day + 0.5) * box.width / days, middle) for day in range(days)]
    if state in _SIGNS:
        for x, y in centres:
            style = {"ha": "center", "weight": "bold", "color": theme.SERIES_TEXT[3]}
            canvas.write((x, y + MIDDLE_PX), _SIGNS[state], **style)
        return
    size = min(_MARK_PX, box.width / days - _MARK_GAP)
    canvas.stroke(centres, markersize=size, linestyle="none", **_MARKS[state])
