"""Estimates with intervals: points and bars back to the numbers of the table beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from takeup.reading.canvas import Canvas, drawn, read_labels
from takeup.reading.figures import Figure
from takeup.reading.marks import Label, Stroke
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.reading.templates import fill
from takeup.render import theme

_ESTIMATE: Final = 1
_INTERVAL: Final = 2
_RANGE: Final = "charts.interval_range"
_NEAR: Final = 0.3


@dataclass(frozen=True)
class _Scale:
    """Place of zero, data units per pixel, and the numbers on the axis."""

    origin: float
    per_pixel: float
    ticks: tuple[Label, ...]

    def number(self, x: float) -> Figure:
        """Return the number at a place."""
        return drawn((x - self.origin) * self.per_pixel, self.per_pixel)


def read_intervals(canvas: Canvas) -> Reading:
    """Read every point as the estimate of its row, both ends of every bar as its interval.

    The scale comes from the numbers on the axis. Rows are told by their order; a point, an
    end or a number that is not the one in the table is a finding, as is any other line.
    """
    scale = _scale(canvas)
    if scale is None:
        return canvas.strange("axis")
    rows = [row for row, cells in enumerate(canvas.grid.rows) if single(cells[_ESTIMATE])]
    heights = sorted({mark.at[1] for mark in canvas.drawing.marks})
    if len(canvas.drawing.marks) != len(rows) or len(heights) != len(rows):
        return canvas.strange(f"{len(canvas.drawing.marks)} <> {len(rows)}")
    at_height = dict(zip(heights, rows, strict=True))
    reading = Reading(licensed=("axis",) * len(scale.ticks))
    for mark in canvas.drawing.marks:
        number = scale.number(mark.at[0])
        reading += canvas.says(at_height[mark.at[1]], _ESTIMATE, number)
    for stroke in canvas.drawing.strokes:
        reading += _line(canvas, scale, stroke, at_height)
    return reading + _labels(canvas, scale, rows)


def _scale(canvas: Canvas) -> _Scale | None:
    """Scale from the lowest line of muted numbers, if they stand at even distances."""
    numbers = [each for each in canvas.drawing.labels if each.anchor == "middle"]
    ticks = [each for each in numbers if each.fill == theme.MUTED and single(each.text)]
    known = sorted((each.at[0], said.value) for each in ticks if (said := single(each.text)))
    if len(known) < len(("first", "last")) or len({each.at[1] for each in ticks}) != 1:
        return None
    (left, low), (right, high) = known[0], known[-1]
    per_pixel = (high - low) / (right - left)
    even = all(abs(low + (x - left) * per_pixel - value) <= per_pixel for x, value in known)
    return _Scale(left - low / per_pixel, per_pixel, tuple(ticks)) if even else None


def _line(
    canvas: Canvas, scale: _Scale, stroke: Stroke, at_height: dict[float, int]
) -> Reading:
    # Paper behind words, and the path that carries the sign of a point already read.
    is_paper = stroke.fill == theme.WHITE and not stroke.stroke
    if is_paper or stroke.points in {(mark.at,) for mark in canvas.drawing.marks}:
        return Reading()
    if stroke.is_upright:
        is_tick = any(abs(stroke.xs[0] - tick.at[0]) < _NEAR for tick in scale.ticks)
        return Reading() if is_tick else canvas.strange(f"{stroke.centre}")
    row = next((at_height[y] for y in at_height if abs(y - stroke.ys[0]) < _NEAR), None)
    ends = fill(_RANGE, canvas.grid.rows[row][_INTERVAL]) if row is not None else None
    said = [single(ends[name]) for name in ("low", "high")] if ends else []
    if not stroke.is_level or not said:
        return canvas.strange(f"{stroke.centre}")
    pairs = zip(sorted(stroke.xs), said, strict=True)
    if all(_same(scale.number(x), each) for x, each in pairs):
        return Reading(licensed=("drawn",))
    return canvas.strange(f"{stroke.xs}")


def _same(drawn_: Figure, said: Figure | None) -> bool:
    """Whether a place is that of a printed number, as exact as both are."""
    return said is not None and abs(drawn_.value - said.value) <= drawn_.slack + said.slack


def _labels(canvas: Canvas, scale: _Scale, rows: list[int]) -> Reading:
    """Bold numbers are the estimates from the first row to the last; all else is a name."""
    values = [
        each
        for each in canvas.drawing.labels
        if each.bold and each.anchor == "middle" and single(each.text)
    ]
    if len(values) != len(rows):
        return canvas.strange(f"{len(values)} <> {len(rows)}")
    reading = Reading()
    ordered = sorted(values, key=lambda label: label.at[1])
    for row, label in zip(rows, ordered, strict=True):
        number = single(label.text)
        if number:
            reading += canvas.says(row, _ESTIMATE, number)
    read = {*scale.ticks, *values}
    return reading + read_labels(canvas, [e for e in canvas.drawing.labels if e not in read])
