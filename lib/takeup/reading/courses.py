"""Lines over months, in one panel or many: from pixels back to numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from takeup.reading.bands import has_band, is_band, read_band
from takeup.reading.canvas import PIXEL, Canvas, drawn, read_labels
from takeup.reading.figures import figures
from takeup.reading.marks import Label, Mark, Point, Stroke
from takeup.reading.panels import Panel, find_panels
from takeup.reading.sentences import single
from takeup.reading.statements import Reading
from takeup.render import theme

_NEAR: Final = 0.3
_SHORT_TICK: Final = 4.0
_SWATCH: Final = 22.0
_KEY_X: Final = 8.0
_EVENT_KEY_X: Final = 2.0
# From the edge of a panel to the number at the end of its line.
_BESIDE: Final = 10.0
# Room above a panel in which its own labels stand.
_ABOVE: Final = 40.0


def read_courses(canvas: Canvas) -> Reading:
    """Read every corner and dot of the lines as the number of its month.

    The scale comes from the numbers on the axis; the month from the place between the edges,
    which are the first and the last row of the table; the column from the panel or the colour.
    """
    panels = find_panels(canvas)
    reading, used = Reading(), {each for panel in panels for each in panel.ticks}
    for stroke in canvas.drawing.strokes:
        reading += _line(canvas, panels, stroke)
    for mark in canvas.drawing.marks:
        reading += _dot(canvas, panels, mark)
    rest = []
    for label in canvas.drawing.labels:
        said = None if label in used else _ending(canvas, panels, label)
        if said is not None:
            reading += said
        elif label not in used and not _is_calendar(canvas, panels, label):
            rest.append(label)
    return reading + Reading(licensed=("axis",) * len(used)) + read_labels(canvas, rest)


def _column(panels: Sequence[Panel], panel: Panel, colour: str, colours: Sequence[str]) -> int:
    """Column of the table: by the panel, or by the colour where all lines share one."""
    if len(panels) > 1:
        return panels.index(panel) + 1
    return colours.index(colour) + 1 if colour in colours else 0


def _point(canvas: Canvas, panel: Panel, at: Point, column: int) -> Reading:
    """Read one corner or dot."""
    last = max(len(canvas.grid.rows) - 1, 1)
    step = (panel.right - panel.left) / last
    row = round((at[0] - panel.left) / step)
    is_month = abs(panel.left + row * step - at[0]) <= PIXEL + _NEAR
    if not is_month or not 0 < column < len(canvas.grid.columns):
        return canvas.strange(f"{panel.value(at[1]):.3g}")
    return canvas.says(row, column, drawn(panel.value(at[1]), panel.per_pixel))


def _line(canvas: Canvas, panels: Sequence[Panel], stroke: Stroke) -> Reading:
    if _is_frame(panels, stroke):
        return Reading()
    if is_band(canvas, stroke):
        return read_band(canvas, panels, stroke)
    found = [panel for panel in panels if all(panel.holds(*at) for at in stroke.points)]
    if not found or stroke.fill not in {"none", ""}:
        return canvas.strange(f"{stroke.centre}")
    column = _column(panels, found[0], stroke.stroke, theme.SERIES)
    reading = Reading()
    for at in stroke.points:
        reading += _point(canvas, found[0], at, column)
    return reading


def _is_frame(panels: Sequence[Panel], stroke: Stroke) -> bool:
    """Whether a line is one of the scale, of an event, of a year, or of the legend."""
    (left, right), (top, bottom) = stroke.xs, stroke.ys
    if stroke.is_level and stroke.stroke in {theme.BORDER, theme.GRID}:
        return any((left, right) == (panel.left, panel.right) for panel in panels)
    if stroke.is_upright and stroke.dashed and stroke.stroke == theme.MUTED:
        return any(bottom == panel.zero for panel in panels)
    if stroke.is_upright and stroke.stroke == theme.BORDER:
        is_short = abs(bottom - top - _SHORT_TICK) < _NEAR
        return is_short and any(bottom == panel.zero for panel in panels)
    is_swatch = stroke.is_level and abs(right - left - _SWATCH) < _NEAR
    return is_swatch and stroke.stroke in theme.SERIES and all(top < p.top for p in panels)


def _dot(canvas: Canvas, panels: Sequence[Panel], mark: Mark) -> Reading:
    x, y = mark.at
    is_key = x == _KEY_X and all(y > panel.zero for panel in panels)
    if is_key and mark.stroke in {theme.MUTED, *_diamond(canvas)}:
        return Reading()
    found = [panel for panel in panels if panel.holds(x, y)]
    if not found:
        return canvas.strange(f"{mark.at}")
    is_diamond = mark.stroke in _diamond(canvas)
    column = 1 if is_diamond else _column(panels, found[0], mark.stroke, theme.SERIES)
    return _point(canvas, found[0], mark.at, column)


def _diamond(canvas: Canvas) -> tuple[str, ...]:
    """Colour of the marks around noticeable months, where there is a usual range."""
    return (theme.INK,) if has_band(canvas) else ()


def _ending(canvas: Canvas, panels: Sequence[Panel], label: Label) -> Reading | None:
    """Number at the end of a line: that of the last month."""
    number = single(label.text)
    if number is None or label.fill not in theme.SERIES_TEXT:
        return None
    x, y = label.at
    if len(panels) > 1:
        found = [
            p
            for p in panels
            if p.right < x <= p.right + _BESIDE and p.top - _ABOVE < y <= p.zero
        ]
        found = sorted(found, key=lambda panel: abs(panel.zero - y))
    else:
        found = [panel for panel in panels if x > panel.right]
    if not found:
        return None
    column = _column(panels, found[0], label.fill, theme.SERIES_TEXT)
    if not 0 < column < len(canvas.grid.columns):
        return None
    return canvas.says(len(canvas.grid.rows) - 1, column, number)


def _is_calendar(canvas: Canvas, panels: Sequence[Panel], label: Label) -> bool:
    """Whether a label is a year of the axis, or the number of an event."""
    if label.fill != theme.MUTED:
        return False
    x, y = label.at
    below = label.anchor == "middle" and any(y > panel.zero for panel in panels)
    if below and any(row[0].endswith(f" {label.text}") for row in canvas.grid.rows):
        return True
    keys = sum(each.bold and each.at[0] == _EVENT_KEY_X for each in canvas.drawing.labels)
    number = figures(label.text)
    is_key = len(number) == 1 and 0 < number[0].value <= keys
    return is_key and (x == _EVENT_KEY_X or all(y < panel.top for panel in panels))
