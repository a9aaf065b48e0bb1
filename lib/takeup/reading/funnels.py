"""Funnels: dots back to rates and bases of administrations, curves to the usual range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from takeup.reading.canvas import PIXEL, Canvas, drawn, read_labels
from takeup.reading.context import stated
from takeup.reading.figures import Figure
from takeup.reading.marks import Label, Mark, Point, Stroke
from takeup.reading.panels import Panel, find_panels
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.render import theme

_NEAR: Final = 0.3
_KEY_XS: Final = (0.0, 18.0)
_KEY_X: Final = 9.0
_RATE: Final = 1
# Between two corners a curve bends, and its corners stand for whole numbers of cases.
_BEND: Final = 0.005


def read_funnel(canvas: Canvas) -> Reading:
    """Read every dot as rate and base of one administration, every curve as a limit.

    The scales come from the numbers on both axes. A dot that is no published rate over its
    published base is a finding. A curve must pass the end of the usual range (or the level the
    expected value) of the page's administration at its base.
    """
    panels, sizes = find_panels(canvas), _sizes(canvas)
    if len(panels) != 1 or sizes is None:
        return canvas.strange(f"{len(panels)}")
    panel = panels[0]
    (origin, per_pixel), ticks = sizes
    reading = Reading(licensed=("axis",) * (len(panel.ticks) + len(ticks)))
    for mark in canvas.drawing.marks:
        is_key = mark.at[0] == _KEY_X and mark.at[1] > panel.zero
        base = drawn((mark.at[0] - origin) * per_pixel, per_pixel)
        reading += Reading() if is_key else _dot(canvas, panel, mark, base)
    for stroke in canvas.drawing.strokes:
        reading += _line(canvas, panel, stroke, (origin, per_pixel))
    read = {*panel.ticks, *ticks}
    return reading + read_labels(canvas, [e for e in canvas.drawing.labels if e not in read])


def _sizes(canvas: Canvas) -> tuple[tuple[float, float], list[Label]] | None:
    """Place of zero and cases per pixel, by the lowest row of numbers in the middle."""
    ticks = [e for e in canvas.drawing.labels if e.anchor == "middle" and single(e.text)]
    known = sorted((e.at[0], number.value) for e in ticks if (number := single(e.text)))
    if len(known) < len(("first", "last")) or len({e.at[1] for e in ticks}) != 1:
        return None
    (left, low), (right, high) = known[0], known[-1]
    per_pixel = (high - low) / (right - left)
    even = all(abs(low + (x - left) * per_pixel - value) <= per_pixel for x, value in known)
    return ((left - low / per_pixel, per_pixel), ticks) if even else None


def _dot(canvas: Canvas, panel: Panel, mark: Mark, base: Figure) -> Reading:
    rate = drawn(panel.value(mark.at[1]), panel.per_pixel)
    reference = canvas.context.reference
    for row in range(len(canvas.grid.rows)):
        cell = canvas.context.cell(canvas.about(row, _RATE))
        known = reference.row(cell)
        # Comparisons with what is hidden (NaN) never hold.
        is_rate = abs(known.value - rate.value) <= rate.slack
        if is_rate and abs(known.denominator - base.value) <= base.slack:
            place = canvas.at(row, _RATE)
            said = stated(cell, "value", rate, place)
            return said + stated(cell, "denominator", base, place)
    return canvas.strange(f"{rate.text} / {base.text}")


def _line(canvas: Canvas, panel: Panel, stroke: Stroke, scale: tuple[float, float]) -> Reading:
    ends = (panel.left, panel.right)
    is_axis = stroke.is_level and stroke.stroke in {theme.BORDER, theme.GRID}
    is_key = stroke.xs == _KEY_XS and stroke.ys[0] > panel.zero
    if is_key or (is_axis and stroke.xs == ends):
        return Reading()
    cell = canvas.context.cell(replace(canvas.about(0, _RATE), verwaltung=""))
    base = canvas.context.reference.row(cell).denominator
    at = _height(stroke.points, scale[0] + base / scale[1])
    if at is None or not all(panel.holds(*point) for point in stroke.points):
        return canvas.strange(f"{stroke.centre}")
    slack = panel.per_pixel * PIXEL + _BEND
    said = panel.value(at)
    known = canvas.context.reference.range_of(cell)
    if any(abs(each - said) <= slack for each in known):
        return Reading(licensed=("drawn",))
    return canvas.strange(f"{said:.3g}")


def _height(points: Sequence[Point], x: float) -> float | None:
    """Height of a line at a place; None if it does not reach it."""
    for (left, first), (right, second) in pairwise(points):
        if left - _NEAR <= x <= right + _NEAR and right > left:
            return first + (second - first) * (x - left) / (right - left)
    return None
