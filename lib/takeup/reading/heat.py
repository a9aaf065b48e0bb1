"""Heat maps: the number in every cell must be that of the table beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from takeup.reading.canvas import PIXEL, Canvas, read_labels
from takeup.reading.marks import Label, Point
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.render import theme

_HUNDREDTH: Final = 100


def read_heat_map(canvas: Canvas) -> Reading:
    """Read every number and every coloured area as the cell at its place.

    Numbers and signs stand in the middle of their cells, one in each: their places are the
    lines and columns. An area tells that there is a number; its shade is not read.
    """
    middle = [each for each in canvas.drawing.labels if each.anchor == "middle"]
    xs, ys = (sorted({each.at[axis] for each in middle}) for axis in (0, 1))
    size = (len(canvas.grid.rows), len(canvas.grid.columns) - 1)
    if (len(ys), len(xs)) != size or len(middle) != size[0] * size[1]:
        return canvas.strange(f"{len(ys)} x {len(xs)}")
    reading = Reading()
    for label in middle:
        reading += _number(canvas, (ys.index(label.at[1]), xs.index(label.at[0])), label)
    for stroke in canvas.drawing.strokes:
        reading += _area(canvas, (xs, ys), stroke.centre)
    for mark in canvas.drawing.marks:
        reading += canvas.strange(f"{mark.at}")
    rest = [each for each in canvas.drawing.labels if each not in middle]
    return reading + read_labels(canvas, rest)


def _number(canvas: Canvas, at: tuple[int, int], label: Label) -> Reading:
    row, column = at
    number = single(label.text)
    shown = canvas.grid.rows[row][column + 1]
    if number is None:
        return Reading() if label.text == shown else read_labels(canvas, [label])
    share = replace(
        number, value=number.value / _HUNDREDTH, slack=number.slack / _HUNDREDTH, unit="%"
    )
    return canvas.says(row, column + 1, share)


def _area(
    canvas: Canvas, lattice: tuple[Sequence[float], Sequence[float]], at: Point
) -> Reading:
    """Read an area: it may lie only where the table has a number."""
    (xs, ys), (x, y) = lattice, at
    near = [
        (row, column)
        for row, line in enumerate(ys)
        for column, place in enumerate(xs)
        if abs(place - x) <= PIXEL and abs(line - theme.MIDDLE_PX - y) <= PIXEL
    ]
    shows = [single(canvas.grid.rows[row][column + 1]) for row, column in near]
    return Reading() if any(shows) else canvas.strange(f"{at}")
