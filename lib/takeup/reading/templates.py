"""Our sentence patterns read backwards: which pattern a text follows, and what fills it."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from takeup.reading.declared import declared
from takeup.render.texts import keys, pattern

# A pattern with fewer letters of its own would fit almost any text, unless it is declared.
_LEAST_LETTERS: Final = 12
# The space that no line breaks at.
_FIXED: Final = "\u00a0"
# A full stop behind one of these ends no sentence: names have them.
_ABBREVIATIONS: Final = ("St", "Nr", "Abs", "Dr")
_NO_NAME: Final = "".join(rf"(?<!\b{each}{{end}})" for each in _ABBREVIATIONS)
_SENTENCE_ENDS: Final = rf"{_NO_NAME.format(end='[.]')}(?=$| (?![a-z\d(]))"
# Phrases that only ever fill a sentence.
_PHRASES: Final = ("report.change.", "report.partial.", "report.variation.short.", "numbers.")


@dataclass(frozen=True)
class Template:
    """A pattern of ``render/texts.yml`` as an expression.

    ``slots`` names its placeholders in their order; ``letters`` counts its own.
    """

    key: str
    expression: re.Pattern[str]
    slots: tuple[str, ...]
    letters: int
    chunk: str


@dataclass(frozen=True)
class Filled:
    """A part of a text that follows a pattern: where, and the spans of what fills it."""

    template: Template
    start: int
    end: int
    spans: tuple[tuple[str, int, int], ...]


@cache
def template(key: str) -> Template:
    """Pattern of a key, as an expression for a whole sentence or several in a row.

    A placeholder at either end reaches to the neighbouring sentence or the end of the text.
    """
    parsed = list(string.Formatter().parse(pattern(key)))
    literals = [literal for literal, _, _, _ in parsed]
    slots = tuple(name for _, name, _, _ in parsed if name is not None)
    body = "".join(
        _escaped(literal) + ("(.+?)" if name is not None else "")
        for literal, name, _, _ in parsed
    )
    opens = rf"(?:^|(?<=[.:;?] ){_NO_NAME.format(end='[.] ')})" if not literals[0] else ""
    ends_in_slot = parsed[-1][1] is not None
    closes = rf"(?=$|{_NO_NAME.format(end='')}\. )" if ends_in_slot else _SENTENCE_ENDS
    return Template(
        key=key,
        expression=re.compile(opens + body + closes),
        slots=slots,
        letters=sum(sign.isalpha() for literal in literals for sign in literal),
        chunk=max((part for each in literals for part in each.split(_FIXED)), key=len),
    )


def _escaped(literal: str) -> str:
    """Fixed words of a pattern; a page's words may have lost their fixed spaces."""
    return re.escape(literal).replace(_FIXED, f"[ {_FIXED}]")


@cache
def _all() -> tuple[Template, ...]:
    """Patterns that can be recognised, the most telling first."""
    whole = [template(key) for key in keys() if not key.startswith(_PHRASES)]
    known = set(declared()["sentences"])
    found = [each for each in whole if each.key in known or each.letters >= _LEAST_LETTERS]
    return tuple(sorted(found, key=lambda each: (-each.letters, each.key)))


def _matches(each: Template, words: str) -> list[Filled]:
    if each.chunk not in words:
        return []
    return [
        Filled(
            each,
            match.start(),
            match.end(),
            tuple((slot, *match.span(at)) for at, slot in enumerate(each.slots, start=1)),
        )
        for match in each.expression.finditer(words)
    ]


@cache
def followed(words: str) -> tuple[Filled, ...]:
    """Parts of a text that follow our patterns; where two overlap, the more telling one."""
    chosen: list[Filled] = []
    for each in _all():
        for found in _matches(each, words):
            if all(found.end <= other.start or other.end <= found.start for other in chosen):
                chosen.append(found)
    return tuple(sorted(chosen, key=lambda found: found.start))


def fill(key: str, words: str) -> dict[str, str] | None:
    """What fills a pattern if the whole text follows it."""
    wanted = template(key)
    match = wanted.expression.fullmatch(words)
    return None if match is None else dict(zip(wanted.slots, match.groups(), strict=True))


def first_fill(keys_: Sequence[str], words: str) -> tuple[str, dict[str, str]] | None:
    """Key and filling of the first pattern that the whole text follows."""
    for key in keys_:
        filled = fill(key, words)
        if filled is not None:
            return key, filled
    return None
