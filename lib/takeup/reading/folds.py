"""Entries to look up: a measure with its value, and facts about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from lxml.html import HtmlElement

from takeup.reading.context import Context, stated, unlicensed
from takeup.reading.document import Document
from takeup.reading.figures import figures, has_digit
from takeup.reading.sentences import read_text, single
from takeup.reading.statements import Place, Reading
from takeup.reading.tables import grid_of, shown_words
from takeup.reading.templates import fill
from takeup.reading.vocabulary import Meaning, plain
from takeup.render.texts import text

FOLD: Final = "div[@class='folds']/details"
Listed: TypeAlias = Mapping[str, int]
_PART: Final = "lookup.part"
_SIDES: Final = ("numerator", "denominator")
_BETWEEN: Final = "; "
# The entry of files names them, or counts them where there are many.
_LISTS: Final = ("lookup.files_caption", "lookup.files_counted")


def fold_title(element: HtmlElement) -> str:
    """Heading of the entry that an element stands in; empty outside of any."""
    found = element.xpath("ancestor-or-self::*[parent::div[@class='folds']][1]/summary")
    return plain(found[0].text or "") if found else ""


def read_folds(context: Context, document: Document) -> Iterator[Reading]:
    """Read heading, value and facts of every entry; their tables are read apart."""
    folds = document.root.xpath(f"//{FOLD}")
    listed = [_files(fold) for fold in folds]
    everywhere = sum(listed, Counter[str]())
    for fold, own in zip(folds, listed, strict=True):
        # The entry of files says how many it lists, all others how many of a source.
        yield _fold(context, document, fold, own or everywhere)


def _fold(context: Context, document: Document, fold: HtmlElement, listed: Listed) -> Reading:
    title = fold_title(fold)
    about = context.vocabulary.exactly(title)
    place = document.place(fold, f"details {title}")
    reading = read_text(context, title, place) if not about.measure else Reading()
    for value in fold.xpath("./summary/span[@class='value']"):
        reading += _value(context, (about, listed), shown_words(value), place)
    for term, said in zip(fold.xpath("./dl/dt"), fold.xpath("./dl/dd"), strict=True):
        words = (plain(term.text_content()), plain(said.text_content()))
        where = replace(place, element=f"{place.element} / {words[0]}")
        reading += _fact(context, (about, listed), words, where)
    return reading


def _value(
    context: Context, about: tuple[Meaning, Listed], words: str, place: Place
) -> Reading:
    """Number beside the heading: the measure's figure, or how many files an entry lists."""
    meaning, listed = about
    number = single(words)
    if number and meaning.measure:
        return stated(context.cell(meaning), "value", number, place)
    if number and number.value == sum(listed.values()):
        return Reading(licensed=("listed",))
    return read_text(context, words, place)


def _fact(
    context: Context, about: tuple[Meaning, Listed], words: tuple[str, str], place: Place
) -> Reading:
    """Read one fact: a part of a rate, the files of a source, or a text of ours."""
    meaning, listed = about
    term, said = words
    if not has_digit(said):
        return Reading()
    sides = {text(f"lookup.facts.{side}"): side for side in _SIDES}
    filled = fill(_PART, said) if term in sides else None
    number = single(filled["value"]) if filled else None
    if number and meaning.measure:
        return stated(context.cell(meaning), sides[term], number, place)
    if term == text("lookup.facts.source"):
        return _sources(context, listed, said, place)
    example = context.reference.sidecars.get(meaning.measure)
    if term == text("manual.facts.example") and example and said == plain(example.example.text):
        return Reading(licensed=("example",) * len(figures(said)))
    return read_text(context, said, place)


def _sources(context: Context, listed: Listed, said: str, place: Place) -> Reading:
    """Read how many files a source has: as many as the entry of files lists."""
    reading = Reading()
    for each in said.split(_BETWEEN):
        filled = fill("lookup.files", each)
        number = single(filled["count"]) if filled else None
        if filled and number and number.value == listed.get(filled["name"]):
            reading += Reading(licensed=("listed",))
        elif each not in context.quoted and not _is_file(context, each):
            reading += unlicensed(figures(context.vocabulary.erased(each)), place)
    return reading


def _is_file(context: Context, words: str) -> bool:
    filled = fill("lookup.one_file", words)
    return filled is not None and filled["file"] in context.quoted


def _files(fold: HtmlElement) -> Counter[str]:
    """Source → number of files that the entry lists or counts; empty if it is another one."""
    listed = Counter[str]()
    for table in fold.iter("table"):
        grid = grid_of(table)
        if all(fill(caption, grid.caption) is None for caption in _LISTS):
            continue
        source, files = (
            grid.columns.index(text(f"report.columns.{name}")) for name in ("source", "files")
        )
        for row in grid.rows:
            count = single(row[files])
            listed[row[source]] += int(count.value) if count else len(row[files].split(", "))
    return listed
