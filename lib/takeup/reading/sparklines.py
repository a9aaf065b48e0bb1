"""The small line of a tile: from pixels back to the course of its measure."""

from __future__ import annotations

import math
from typing import Final

from takeup.reading.canvas import drawn
from takeup.reading.context import Context, stated
from takeup.reading.marks import Drawing
from takeup.reading.published import SHOWN
from takeup.reading.statements import Finding, Place, Reading
from takeup.render.charts.sparkline import MARGIN

_NEAR: Final = 0.3


def read_sparkline(context: Context, label: str, drawing: Drawing, place: Place) -> Reading:
    """Read every corner and dot as the number of its month.

    The line has no axis: it is read against the highest number that is published of its
    measure. A mark in a month that shows no number is found whatever the scale.
    """
    about = context.vocabulary.exactly(label)
    points = [at for stroke in drawing.strokes for at in stroke.points]
    points += [mark.at for mark in drawing.marks]
    if not about.measure:
        return Reading(findings=tuple(Finding("mark", f"{at}", place) for at in points))
    cell = context.cell(about)
    cells = [cell._replace(month=month) for month in context.months]
    rows = [context.reference.row(cell) for cell in cells]
    shown = [row.value for row in rows if row.status in SHOWN and not math.isnan(row.value)]
    per_pixel = max(shown, default=0.0) / (drawing.height - 2 * MARGIN)
    step = (drawing.width - 2 * MARGIN) / max(len(cells) - 1, 1)
    reading = Reading()
    for x, y in points:
        at = round((x - MARGIN) / step)
        if not 0 <= at < len(cells) or abs(MARGIN + at * step - x) > _NEAR:
            reading += Reading(findings=(Finding("mark", f"{(x, y)}", place),))
            continue
        value = (drawing.height - MARGIN - y) * per_pixel
        reading += stated(cells[at], "value", drawn(value, per_pixel), place)
    return reading
