"""Words of German exports: ``words.yml`` as typed lists, and how words are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from takeup.facts import read_facts
from takeup.intake.names import header_key

_SUPPRESSED = re.compile(r"<\s?\d+|\(\d+\)")
_COMPARED_CHARACTERS = 200
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Words:
    """What ``words.yml`` holds; the words for missing values by their compared form."""

    missing: dict[str, str]
    unsure: frozenset[str]
    totals: tuple[str, ...]
    footer: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]
    dates: frozenset[str]
    leika: frozenset[str]
    area_keys: frozenset[str]
    shares: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    fixed: dict[str, dict[str, str]]
    synonyms: dict[str, dict[str, tuple[str, ...]]]

    def kind_of_missing(self, text: str) -> str:
        """Kind of missing value a cell stands for, or the empty text."""
        if _SUPPRESSED.fullmatch(text):
            return "geheim"
        return self.missing.get(header_key(text), "")

    def is_unsure(self, text: str) -> bool:
        """Tell words by which senders mean different things."""
        return header_key(text) in self.unsure

    def total_word(self, cell: str) -> str:
        """Word for which a cell marks a totals row, or the empty text."""
        key = header_key(cell).rstrip(" :")
        last = key.rpartition(" ")[2]
        return next((each for each in self.totals if header_key(each) in (key, last)), "")

    def footer_mark(self, cell: str) -> str:
        """Mark with which a cell starts the lines below a table, or the empty text."""
        text = cell.lstrip()
        return next((each for each in self.footer if text.startswith(each)), "")


@cache
def words() -> Words:
    """Words by which a file without a mapping is understood."""
    read: dict[str, Any] = read_facts("takeup.inspection", "words.yml")
    return Words(
        missing={header_key(word): kind for word, kind in read["fehlend"].items()},
        unsure=frozenset(map(header_key, read["unsicher"])),
        totals=tuple(read["summen"]),
        footer=tuple(read["fuss"]),
        labels={kind: tuple(each) for kind, each in read["vorspann"].items()},
        dates=frozenset(read["datum"]),
        leika=frozenset(read["leika"]),
        area_keys=frozenset(read["gebietsschluessel"]),
        shares=frozenset(read["anteil"]),
        yes=frozenset(read["ja"]),
        no=frozenset(read["nein"]),
        fixed=read["fest"],
        synonyms={
            source: {field: tuple(each) for field, each in fields.items()}
            for source, fields in read["synonyme"].items()
        },
    )


@lru_cache(maxsize=10_000)
def tokens(text: str) -> tuple[str, ...]:
    """Words of a header in their compared form: "LeiKa-Schlüssel" is leika, schluessel.

    No name of a column needs more than its first characters to be told.
    """
    short = header_key(text[:_COMPARED_CHARACTERS])
    return tuple(re.findall(r"\w+", short.translate(_UMLAUTS)))


def folded(text: str) -> str:
    """Letters and digits of a header in their compared form."""
    return "".join(tokens(text))
