"""Horizontal bars: from their length back to numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from takeup.reading.canvas import Canvas, drawn, read_labels
from takeup.reading.marks import Label, Stroke
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.render import theme

_NEAR: Final = 0.3
# From the centre of a bar to the baseline of its number, beside it and above it.
_OFFSETS: Final = (theme.MIDDLE_PX, -15.0)
_RIGHT_MARGIN: Final = 3.0
_KEY_X: Final = 7.0
_VALUE: Final = 1
_COMPARED: Final = 2


def _labels(canvas: Canvas) -> list[Label]:
    """Numbers and signs of the bars, from the first row to the last."""
    return [each for each in canvas.drawing.labels if each.bold and each.anchor == "end"]


def read_bars(canvas: Canvas) -> Reading:
    """Read every bar, mark and number as the value of its row.

    The scale is that of percent over the whole width; other bars are read against the
    longest, whose number is known from the table.
    """
    labels = _labels(canvas)
    if len(labels) != len(canvas.grid.rows):
        return canvas.strange(f"{len(labels)} <> {len(canvas.grid.rows)}")
    reading = Reading()
    for row, label in enumerate(labels):
        number = single(label.text)
        if number:
            reading += canvas.says(row, _VALUE, number)
    for stroke in canvas.drawing.strokes:
        reading += _shape(canvas, labels, stroke)
    for mark in canvas.drawing.marks:
        lowest = max(label.at[1] for label in labels)
        is_key = mark.at[0] == _KEY_X and mark.at[1] > lowest
        reading += Reading() if is_key else canvas.strange(f"{mark.at}")
    numbers = [each for each in labels if single(each.text)]
    return reading + read_labels(
        canvas, [each for each in canvas.drawing.labels if each not in numbers]
    )


def _base(canvas: Canvas) -> float:
    """Left edge of all bars: the upright base line."""
    lines = [s for s in canvas.drawing.strokes if s.is_upright and s.stroke == theme.BORDER]
    return min((line.xs[0] for line in lines), default=0.0)


def _per_pixel(canvas: Canvas, base: float) -> float:
    shown = [single(cell) for row in canvas.grid.rows for cell in row[1:]]
    known = [each for each in shown if each]
    if any(each.unit == "%" for each in known):
        return 1.0 / (canvas.drawing.width - _RIGHT_MARGIN - base)
    drawn_right = [s for s in canvas.drawing.strokes if s.xs[0] >= base]
    ends = [s.xs[1] for s in drawn_right if not _is_base(s, base)]
    longest = max(ends, default=base) - base
    return max((each.value for each in known), default=0.0) / longest if longest else 0.0


def _is_base(stroke: Stroke, base: float) -> bool:
    return stroke.is_upright and stroke.stroke == theme.BORDER and stroke.xs[0] == base


def _row(labels: Sequence[Label], middle: float) -> int | None:
    for row, label in enumerate(labels):
        if any(abs(label.at[1] - offset - middle) < _NEAR for offset in _OFFSETS):
            return row
    return None


def _shape(canvas: Canvas, labels: Sequence[Label], stroke: Stroke) -> Reading:
    base = _base(canvas)
    first = min((label.at[1] for label in labels), default=0.0)
    is_key = stroke.is_upright and stroke.stroke == theme.INK and stroke.ys[1] < first
    if _is_base(stroke, base) or is_key:
        return Reading()
    row = _row(labels, stroke.centre[1])
    # A bar is an area, even one of no length; what it is compared with is a line.
    column = _COMPARED if stroke.fill == "none" else _VALUE
    if row is None or column >= len(canvas.grid.columns):
        return canvas.strange(f"{stroke.centre}")
    scale = _per_pixel(canvas, base)
    return canvas.says(row, column, drawn((stroke.xs[1] - base) * scale, scale))
