"""Usual ranges behind a course: their edges back to the numbers of the table beneath."""

from __future__ import annotations

from collections.abc import Sequence

from takeup.reading.canvas import Canvas, drawn
from takeup.reading.marks import Stroke
from takeup.reading.panels import Panel
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.reading.templates import fill
from takeup.render.charts.band import BAND, EDGE
from takeup.render.texts import text


def has_band(canvas: Canvas) -> bool:
    """Whether the table beneath has a column of usual ranges."""
    return _column(canvas) is not None


def _column(canvas: Canvas) -> int | None:
    """Column that holds the ranges; None if there is none."""
    names = (text("charts.band.expected"), text("charts.interval"))
    found = [at for at, name in enumerate(canvas.grid.columns) if name in names]
    return found[0] if found else None


def is_band(canvas: Canvas, stroke: Stroke) -> bool:
    """Whether a shape is drawn as a range or as the edge of one."""
    return has_band(canvas) and (stroke.fill == BAND or stroke.stroke == EDGE)


def read_band(canvas: Canvas, panels: Sequence[Panel], stroke: Stroke) -> Reading:
    """Read upper and lower edge as the ends of the range of its month.

    The table has the ends too, where they are statements; the drawing must say the same.
    """
    x = stroke.centre[0]
    found = [panel for panel in panels if all(panel.holds(x, y) for y in stroke.ys)]
    if not found:
        is_key = all(stroke.ys[0] > panel.zero for panel in panels) and stroke.xs[0] == 0
        return Reading() if is_key else canvas.strange(f"{stroke.centre}")
    panel = found[0]
    step = (panel.right - panel.left) / max(len(canvas.grid.rows) - 1, 1)
    # The first and the last range are cut in half by the edge of the panel.
    row = round((x - panel.left) / step)
    reading = Reading()
    for y in sorted(set(stroke.ys)):
        reading += _end(canvas, panel, row, y)
    return reading


def _end(canvas: Canvas, panel: Panel, row: int, y: float) -> Reading:
    ends = fill("charts.interval_range", canvas.grid.rows[row][_column(canvas) or 0]) or {}
    number = drawn(panel.value(y), panel.per_pixel)
    for words in ends.values():
        shown = single(words)
        if shown and abs(shown.value - number.value) <= shown.slack + number.slack:
            return Reading(licensed=("drawn",))
    return canvas.strange(number.text)
