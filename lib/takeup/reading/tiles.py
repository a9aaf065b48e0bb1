"""Key figures: a label, its number, its change; and the cards of the index."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from takeup.periods import Month
from takeup.reading.context import Context, stated, unlicensed
from takeup.reading.document import Document
from takeup.reading.figures import figures
from takeup.reading.sentences import read_text, single
from takeup.reading.statements import Place, Reading, Statement
from takeup.reading.vocabulary import Meaning, plain
from takeup.render.texts import text

_BACK: Final = {"previous": 1, "year": 12}


def read_tile(context: Context, document: Document, tile: HtmlElement) -> Reading:
    """Read label, value and changes of one tile; its drawing is read apart."""
    label = _words(tile, "label")
    about = context.vocabulary.exactly(label)
    place = document.place(tile, f"tile {label}")
    reading = _value(context, about, _words(tile, "value"), place)
    for name in ("change", "remark"):
        reading += _change(context, about, _words(tile, name), place)
    return reading


def read_card(context: Context, document: Document, card: HtmlElement) -> Reading:
    """Read a card of an index: whose it is, its number and what that is."""
    titles = " ".join(each.text_content() for each in card.iter("h3"))
    whose = context.vocabulary.exactly(titles)
    about = whose.or_else(context.vocabulary.exactly(_words(card, "figure-label")))
    place = document.place(card, f"card {plain(titles)}")
    return _value(context, about, _words(card, "figure-value"), place)


def _words(tile: HtmlElement, name: str) -> str:
    found = tile.xpath(f"./p[@class='{name}']")
    return " ".join(plain(each.text_content()) for each in found)


def _value(context: Context, about: Meaning, words: str, place: Place) -> Reading:
    figure = single(words)
    if figure is None or not about.measure:
        return read_text(context, words, place)
    return stated(context.cell(about), "value", figure, place)


def _change(context: Context, about: Meaning, words: str, place: Place) -> Reading:
    """Read a short change such as "+28 % zum Vorjahresmonat"."""
    for against, steps in _BACK.items():
        size = words.removesuffix(plain(text(f"report.against.{against}"))).rstrip()
        figure = single(size) if size != words else None
        if figure and about.measure:
            cell = context.cell(about)
            before = str(Month.parse(cell.month).shift(-steps))
            signed = replace(figure, signed=True)
            return Reading(statements=(Statement(cell, "change", signed, place, before),))
    return unlicensed(figures(context.vocabulary.erased(words)), place)
