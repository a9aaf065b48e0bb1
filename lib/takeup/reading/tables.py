"""Tables of a page: caption, heading of the column and of the row name the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from lxml.html import HtmlElement

from takeup.reading.context import Context, licensed, stated
from takeup.reading.declared import declared
from takeup.reading.document import Document
from takeup.reading.figures import Figure, figures, has_digit
from takeup.reading.sentences import read_text, single
from takeup.reading.statements import Place, Reading
from takeup.reading.templates import fill, first_fill, followed
from takeup.reading.vocabulary import NOTHING, Meaning, plain
from takeup.render.texts import text

_WITH_BASE: Final = "report.services.with_base"
_SMALL_BASE: Final = "report.services.small_base"
_INTERVAL: Final = "report.services.interval"
# Headings that hold a name, and the placeholder it fills.
_NAMING: Final = (
    ("report.signs.provisional", "month"),
    (_WITH_BASE, "service"),
    ("standards.collected", "name"),
)
# Cells that hold a value and words, and cells that hold both counts of a rate.
_VALUES: Final = ("standards.everywhere", "standards.without")
_BOTH: Final = "lookup.both"
# Cells that hold a usual range: what each placeholder is.
_USUAL: Final = {"value": "value", "low": "usual_low", "high": "usual_high"}
_RANGES: Final = {
    "report.variation.beside.noticeable": _USUAL,
    "report.variation.beside.usual": _USUAL,
    "charts.interval_range": {"low": "expected_low", "high": "expected_high"},
}


@dataclass(frozen=True)
class Grid:
    """A table as text: caption, column headings, rows with their heading first."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grid_of(table: HtmlElement) -> Grid:
    """Texts of an HTML table; signs without the words that screen readers say."""
    caption = table.find("caption")
    return Grid(
        caption="" if caption is None else plain(caption.text_content()),
        columns=tuple(plain(each.text_content()) for each in table.xpath("./thead/tr[1]/*")),
        rows=tuple(
            tuple(shown_words(cell) for cell in row) for row in table.xpath("./tbody/tr")
        ),
    )


def shown_words(cell: HtmlElement) -> str:
    """Words of an element as they are seen, without those said to screen readers only."""
    if len(cell) == 0:
        return plain(cell.text or "")
    return plain("".join(cell.xpath(".//text()[not(ancestor::*[@class='hidden'])]")))


@cache
def _headings() -> dict[str, Meaning]:
    """Declared headings → what they mean."""
    found = declared()["headings"].items()
    return {plain(text(key)): Meaning(**meaning) for key, meaning in found}


def heading(context: Context, words: str) -> Meaning:
    """What a column or row heading names, without signs and without the base behind it."""
    words = plain(words)
    if words in _headings():
        return _headings()[words]
    for key, slot in _NAMING:
        filled = fill(key, words)
        if filled:
            return context.vocabulary.exactly(filled[slot])
    return context.vocabulary.exactly(words)


def licence_of(grid: Grid) -> str:
    """Licence of a table whose numbers are no cells; empty for a table of cells."""
    keys = [each.template.key for each in followed(grid.caption)]
    return next((str(declared()["tables"][key]) for key in keys if _is_other(key)), "")


def _is_other(key: str) -> bool:
    return key in declared()["tables"]


def read_table(context: Context, document: Document, table: HtmlElement) -> Reading:
    """Read all cells and headings of a table; its caption is a text like others."""
    grid = grid_of(table)
    place = document.place(table, plain(f"table {grid.caption}"))
    reading = read_grid(context, grid, place)
    # What only a screen reader says is read too.
    for spoken in table.xpath("./thead//*[@class='hidden'] | ./tbody//*[@class='hidden']"):
        reading += read_text(context, spoken.text_content(), place)
    return reading


def read_grid(context: Context, grid: Grid, place: Place) -> Reading:
    """Read a table that is given as text.

    Parameters
    ----------
    context
        The page or download.
    grid
        Caption, headings and rows.
    place
        Where the table stands.
    """
    reading = Reading()
    caption = context.vocabulary.within(grid.caption)
    columns = [heading(context, each) for each in grid.columns]
    for column, meaning in zip(grid.columns, columns, strict=True):
        if meaning == NOTHING:
            reading += read_text(context, column, place)
    for row in grid.rows:
        reading += _row(context, (grid, caption, columns), row, place)
    return reading


def _row(
    context: Context,
    table: tuple[Grid, Meaning, list[Meaning]],
    row: tuple[str, ...],
    place: Place,
) -> Reading:
    if is_legend(row):
        return Reading()
    grid, caption, columns = table
    named = _row_meaning(context, row)
    where = replace(place, element=f"{place.element} / {row[0]}")
    reading = _row_heading(context, (row[0], caption), where)
    for column, words, meaning in zip(grid.columns[1:], row[1:], columns[1:], strict=False):
        if not has_digit(words):
            continue
        cell_place = replace(where, element=f"{where.element} / {column}")
        about = NOTHING if named == NOTHING else meaning.or_else(named).or_else(caption)
        reading += read_cell(context, about, words, (cell_place, licence_of(grid)))
    return reading


def is_legend(row: Sequence[object]) -> bool:
    """Whether a row explains a sign that is made of digits: nothing, and a part."""
    partial = (text("files.brackets"), text("signs.partial"))
    return tuple(row) in {("0", text("manual.signs.zero")), partial}


def _row_meaning(context: Context, row: tuple[str, ...]) -> Meaning:
    """What a row is about: its heading, and cells that are names themselves."""
    named = NOTHING
    for words in row:
        named = named.or_else(heading(context, words))
    return named


def _row_heading(context: Context, row: tuple[str, Meaning], place: Place) -> Reading:
    """Heading of a row, with the base of a rate behind it if the measure has one."""
    words, caption = row
    filled = fill(_WITH_BASE, plain(words))
    meaning = context.vocabulary.exactly(filled["service"]) if filled else NOTHING
    base = single(filled["base"]) if filled else None
    if meaning != NOTHING and base and caption.measure:
        return stated(context.cell(meaning.or_else(caption)), "denominator", base, place)
    if context.vocabulary.exactly(words) != NOTHING:
        return Reading()
    return read_text(context, words, place)


def read_cell(
    context: Context, about: Meaning, words: str, where: tuple[Place, str]
) -> Reading:
    """Read one cell of a table.

    Parameters
    ----------
    context
        The page.
    about
        What row, column and caption name; without a measure the numbers are no cells.
    words
        Text of the cell.
    where
        Its place, and the licence of its table if that is no table of cells.
    """
    place, licence = where
    found = figures(context.vocabulary.erased(words))
    if not found:
        return Reading()
    if licence and not about.quantity:
        return (
            read_text(context, words, place)
            if words in context.quoted
            else licensed(context, licence, found, place)
        )
    parts = _parts(words) if about.measure else {}
    if not parts:
        return read_text(context, words, place)
    cell = context.cell(about)
    reading = Reading()
    for quantity, figure in parts.items():
        reading += stated(cell, about.quantity or quantity, figure, place)
    return reading


def _parts(words: str) -> dict[str, Figure]:
    """Value of a cell, and the ends of the interval that may stand behind it."""
    both = fill(_BOTH, words)
    if both:
        sides = {"numerator": single(both["above"]), "denominator": single(both["below"])}
        return _complete(sides)
    ranged = _ranged(words)
    if ranged:
        return ranged
    said = first_fill(_VALUES, words)
    alone = single(said[1]["value"] if said else words)
    if alone:
        return {"value": alone}
    filled = fill(_SMALL_BASE, words)
    ends = fill(_INTERVAL, filled["interval"]) if filled else None
    if not filled or not ends:
        return {}
    read = {
        "value": single(filled["value"]),
        "low": single(f"{ends['low']} %"),
        "high": single(f"{ends['high']} %"),
    }
    return _complete(read)


def _ranged(words: str) -> dict[str, Figure]:
    """Ends of a usual range, and the value that may stand before it."""
    for pattern, names in _RANGES.items():
        filled = fill(pattern, words) or {}
        found = _complete({names[slot]: single(said) for slot, said in filled.items()})
        if found:
            return found
    return {}


def _complete(read: Mapping[str, Figure | None]) -> dict[str, Figure]:
    """All parts of a cell; nothing if one of them is no number."""
    found = {name: figure for name, figure in read.items() if figure}
    return found if len(found) == len(read) else {}
