"""Drawings of a page: the numbers that marks stand for, and the numbers written beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.html import HtmlElement

from takeup.reading.bars import read_bars
from takeup.reading.canvas import Canvas, read_labels
from takeup.reading.context import Context
from takeup.reading.courses import read_courses
from takeup.reading.declared import declared
from takeup.reading.document import Document
from takeup.reading.funnels import read_funnel
from takeup.reading.heat import read_heat_map
from takeup.reading.intervals import read_intervals
from takeup.reading.marks import Label, drawing_of
from takeup.reading.sentences import single
from takeup.reading.sparklines import read_sparkline
from takeup.reading.statements import Finding, Reading
from takeup.reading.tables import Grid, grid_of
from takeup.reading.templates import followed
from takeup.reading.vocabulary import plain
from takeup.render import theme
from takeup.render.texts import text

_READERS: Final = {
    "heat_map": read_heat_map,
    "funnel": read_funnel,
    "intervals": read_intervals,
}
# Rows of a grid of states, columns of it, and the lines and entries of its legend.
_LEGEND: Final = 8
_DAYS: Final = 31


def read_drawing(context: Context, document: Document, svg: HtmlElement) -> Reading:
    """Read a drawing: in a tile a course of its measure, in a figure what its table holds.

    A mark says a number by its place. Its scale is recovered from the axis, or from the bars
    themselves; which row and column it belongs to, from its place and colour. It becomes a
    statement about that cell, as exact as the drawing is. Any shape that is neither a mark
    nor a known part of a chart is a finding.
    """
    title = " ".join(each.text_content() for each in svg.xpath("./title"))
    place = document.place(svg, plain(f"svg {title}"))
    tiles = svg.xpath("ancestor::li[contains(concat(' ', @class, ' '), ' tile ')][1]")
    drawing = drawing_of(svg)
    reading = Reading(findings=tuple(Finding("mark", each, place) for each in drawing.strange))
    if tiles:
        label = " ".join(each.text_content() for each in tiles[0].xpath("./p[@class='label']"))
        return reading + read_sparkline(context, plain(label), drawing, place)
    tables = svg.xpath("ancestor::figure[1]//table")
    grid = grid_of(tables[0]) if tables else Grid("", (), ())
    return reading + _figure(Canvas(context, drawing, grid, place))


def _figure(canvas: Canvas) -> Reading:
    columns = canvas.grid.columns
    if columns[:1] == (text("charts.month"),):
        return read_courses(canvas)
    reader = _reader(canvas)
    if reader:
        return reader(canvas)
    has_number = any(single(cell) for row in canvas.grid.rows for cell in row[1:])
    if not has_number:
        return _states(canvas)
    if columns[:1] == (text("charts.category"),) and text("charts.interval") not in columns:
        return read_bars(canvas)
    return _other(canvas)


def _reader(canvas: Canvas) -> Callable[[Canvas], Reading] | None:
    """Reader of a declared kind of chart, by the caption of its table."""
    keys = [each.template.key for each in followed(canvas.grid.caption)]
    kinds = [declared()["charts"][key] for key in keys if key in declared()["charts"]]
    return _READERS[kinds[0]] if kinds else None


def _states(canvas: Canvas) -> Reading:
    """Grid of states: marks stand in as many lines and columns as the table, no more."""
    rows, columns = len(canvas.grid.rows), max(len(canvas.grid.columns), _DAYS)
    centres = [each.at for each in canvas.drawing.marks]
    places = {round(y) for _, y in centres}, {round(x) for x, _ in centres}
    found = [
        Finding("mark", f"{len(each)} > {most}", canvas.place)
        for each, most in zip(places, (rows + _LEGEND, columns + _LEGEND), strict=True)
        if len(each) > most
    ]
    rest = [each for each in canvas.drawing.labels if not _is_day(each)]
    return Reading(findings=tuple(found)) + read_labels(canvas, rest)


def _is_day(label: Label) -> bool:
    """Whether a label is a day of the axis, such as "15."."""
    day = label.text.removesuffix(".")
    is_day = day != label.text and day.isascii() and day.isdigit() and 0 < int(day) <= _DAYS
    return is_day and label.fill == theme.MUTED


def _other(canvas: Canvas) -> Reading:
    """Drawing of a kind nobody has taught the reader: no more marks than numbers."""
    numbers = sum(single(cell) is not None for row in canvas.grid.rows for cell in row[1:])
    marks = len(canvas.drawing.marks)
    found = (Finding("mark", f"{marks} > {numbers}", canvas.place),) if marks > numbers else ()
    return Reading(findings=found) + read_labels(canvas, canvas.drawing.labels)
