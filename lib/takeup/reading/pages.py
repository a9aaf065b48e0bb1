"""A whole page: every text, attribute and drawing of it, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from takeup.reading.context import Context, unlicensed
from takeup.reading.document import (
    Document,
    attributes,
    foreign_code,
    read_document,
    texts,
)
from takeup.reading.drawings import read_drawing
from takeup.reading.examples import is_example, read_example
from takeup.reading.figures import figures, has_digit
from takeup.reading.folds import FOLD, fold_title, read_folds
from takeup.reading.sentences import read_text
from takeup.reading.statements import Reading
from takeup.reading.tables import grid_of, read_table
from takeup.reading.tiles import read_card, read_tile
from takeup.reading.vocabulary import plain

_TILE: Final = "li[contains(concat(' ', @class, ' '), ' tile ')]"
_CARD: Final = "li[contains(concat(' ', @class, ' '), ' card ')]"
# Read together with what they stand in; the drawing's own title and description are texts.
_WITHIN: Final = (
    "//table/thead//*|//table/tbody//*"
    f"|//{_TILE}/p[@class='label' or @class='value' or @class='change' or @class='remark']"
    f"|//{_CARD}/p[@class='figure-value' or @class='figure-label']"
    "|//svg//*[self::text or self::tspan]"
    f"|//{FOLD}/summary|//{FOLD}/summary//*|//{FOLD}/dl/*"
    # The sign for nothing, in the list of signs.
    "|//dl[@class='pairs signs']/dt[.='0']"
)


def read_page(context: Context, page: str, source: str) -> Reading:
    """Read a page as a recipient could, its source included.

    Parameters
    ----------
    context
        What the page may be about.
    page
        Its file name.
    source
        Its HTML.

    Returns
    -------
    Reading
        Every number token of the page as a statement, a licence or a finding; nothing of the
        source is left out but identifiers of a fixed form, the colours and widths of lines,
        and our own style and script, which must be ours to the letter.
    """
    document = read_document(page, source)
    reading = Reading()
    for each in (*_structures(context, document), *_words(context, document)):
        reading += each
    return reading


def _structures(context: Context, document: Document) -> Iterator[Reading]:
    """Tables, tiles, cards and drawings."""
    root = document.root
    for table in root.iter("table"):
        yield _table(context, document, table)
    yield from read_folds(context, document)
    for tile in root.xpath(f"//{_TILE}"):
        yield read_tile(context, document, tile)
    for card in root.xpath(f"//{_CARD}"):
        yield read_card(context, document, card)
    for drawing in root.iter("svg"):
        yield read_drawing(context, document, drawing)


def _table(context: Context, document: Document, table: HtmlElement) -> Reading:
    """Read a table: of an example against the sidecar of its entry, any other as it is."""
    if not is_example(plain(table.findtext("caption") or "")):
        return read_table(context, document, table)
    grid = grid_of(table)
    measure = context.vocabulary.exactly(fold_title(table)).measure
    return read_example(context, measure, grid, document.place(table, f"table {grid.caption}"))


def _words(context: Context, document: Document) -> Iterator[Reading]:
    """All other texts, attributes that may say something, and code that is not ours."""
    read: set[HtmlElement] = set(document.root.xpath(_WITHIN))
    for element, words in texts(document):
        if element not in read and has_digit(words):
            yield read_text(context, words, document.place(element))
    for element, name, value in attributes(document):
        yield read_text(context, value, document.place(element, f"{element.tag}[{name}]"))
    for element, content in foreign_code(document):
        yield unlicensed(figures(content), document.place(element))
