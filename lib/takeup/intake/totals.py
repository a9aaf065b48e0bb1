"""Totals rows: recognised, left out, and held against the rows they sum up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np

from takeup.columns import Column
from takeup.formats import Formats
from takeup.intake.findings import Finding
from takeup.intake.names import header_key
from takeup.mapping import Quelle

# Kinds of blanks that group thousands in German exports.
_BLANKS: Final = "\u00a0\u202f\u2009"


@dataclass(frozen=True)
class Marker:
    """Recognises totals rows by a word in one of some columns."""

    positions: tuple[int, ...]
    words: frozenset[str]
    labels: frozenset[str]

    @classmethod
    def of(cls, quelle: Quelle, columns: dict[str, int]) -> Marker:
        """Marker by the mapping's rule, for the columns the file has."""
        if quelle.summen is None:
            return cls((), frozenset(), frozenset())
        positions = [columns[each] for each in quelle.summen.spalten if each in columns]
        words = frozenset(map(header_key, quelle.summen.woerter))
        return cls(tuple(positions), words, frozenset(quelle.summen.spalten))

    def matches(self, row: list[str]) -> bool:
        """Tell whether the row is a total or, as in pivot tables, a subtotal.

        A subtotal leaves one of the label columns blank; a row with all of them is about
        something whose name ends in such a word.
        """
        cells = [row[at] for at in self.positions if at < len(row)]
        if any(_key(cell) in self.words for cell in cells):
            return True
        complete = len(cells) > 1 and all(map(str.strip, cells))
        return not complete and any(map(self.is_word, cells))

    def is_word(self, cell: str) -> bool:
        """Tell whether a cell may say that its row is a total."""
        if not cell or cell[-1].isdigit():
            return False
        key = _key(cell)
        return key in self.words or key.rpartition(" ")[2] in self.words


def _key(cell: str) -> str:
    return header_key(cell).rstrip(" :")


def amount(cell: str, formats: Formats) -> int | None:
    """Whole number in a cell; 0 for a word that adds nothing; None if it holds no number."""
    text = cell.strip()
    if any(text in formats.words.get(kind, ()) for kind in ("zero", "not_applicable")):
        return 0
    if not _whole_number(formats.thousands).fullmatch(text):
        return None
    return int("".join(char for char in text if char.isdigit() or char == "-"))


@cache
def _whole_number(thousands: str) -> re.Pattern[str]:
    """Digits, plain or in groups of three behind one and the same mark."""
    marks = "|".join(map(re.escape, (thousands, *_BLANKS)))
    return re.compile(
        rf"-?(?:\d{{1,18}}|\d{{1,3}}(?P<mark>{marks})\d{{3}}(?:(?P=mark)\d{{3}}){{0,4}})",
        re.ASCII,
    )


@dataclass(frozen=True)
class Total:
    """One totals row: its row in Excel and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Parts:
    """The rows that are not totals: columns and header texts by field, and rows in Excel."""

    columns: Mapping[str, Column]
    names: Mapping[str, str]
    numbers: Sequence[int] | np.ndarray


def check(
    totals: list[Total], positions: Mapping[str, int], parts: Parts, formats: Formats
) -> list[Finding]:
    """Totals that are not the sum of the parts above them, since any total before or all.

    A total above all parts is held against those down to the next total, or all.

    Parameters
    ----------
    totals
        Totals rows in order.
    positions
        Field → position in the row.
    parts
        The rows that are not totals, in order.
    formats
        How numbers are written.

    Notes
    -----
    A column in which one part holds no number (unknown, suppressed) cannot be checked.
    """
    found = []
    ends = np.searchsorted(parts.numbers, [each.number for each in totals]).tolist()
    for name, at in positions.items() if totals else ():
        cells = [each.cells[at] if at < len(each.cells) else "" for each in totals]
        sums = _Sums.of(parts.columns[name], formats)
        for which in _wrong(sums, [amount(cell, formats) for cell in cells], ends):
            expected = sums.between(*_own_parts(which, ends, sums.parts))
            place = (totals[which].number, parts.names[name], cells[which], str(expected))
            found.append(Finding("total_mismatch", "", *place))
    return sorted(found, key=lambda each: each.row or 0)


def _wrong(sums: _Sums, stated: list[int | None], ends: list[int]) -> list[int]:
    """Positions of the totals that equal no sum of parts."""
    above = sums.fit(stated, ends)
    if ends[0]:
        return [at for at, fits in enumerate(above) if fits is False]
    mirrored = [sums.parts - end for end in reversed(ends)]
    below = sums.mirrored().fit(stated[::-1], mirrored)[::-1]
    pairs = enumerate(zip(above, below, strict=True))
    return [at for at, (up, down) in pairs if not up and down is False]


def _own_parts(which: int, ends: list[int], parts: int) -> tuple[int, int]:
    """First part and end of the parts that a total seems to sum up."""
    end = ends[which]
    if ends[0] == 0 and end < parts:
        later = bisect_right(ends, end)
        return end, ends[later] if later < len(ends) else parts
    since = ends[which - 1] if which else 0
    return since if since < end else 0, end


@dataclass(frozen=True)
class _Sums:
    """Running sums of one column, and how many of its cells so far hold no number."""

    running: list[int]
    unknown: list[int]

    @classmethod
    def of(cls, column: Column, formats: Formats) -> _Sums:
        known = {text: amount(text, formats) for text in set(column)}
        amounts = [known[text] for text in column]
        running = accumulate((each or 0 for each in amounts), initial=0)
        unknown = accumulate((each is None for each in amounts), initial=0)
        return cls(list(running), list(unknown))

    @property
    def parts(self) -> int:
        """Number of parts."""
        return len(self.running) - 1

    def mirrored(self) -> _Sums:
        """Sums of the same parts from the last one upwards."""
        running, unknown = (
            [each[-1] - value for value in reversed(each)]
            for each in (self.running, self.unknown)
        )
        return _Sums(running, unknown)

    def fit(self, stated: list[int | None], ends: list[int]) -> list[bool | None]:
        """Tell which totals equal the sum since any total before; None if that is unknown."""
        fits: list[bool | None] = []
        before = {0}
        for total, end in zip(stated, ends, strict=True):
            known = total is not None and self.between(0, end) is not None
            fits.append(self.running[end] - (total or 0) in before if known else None)
            before.add(self.running[end])
        return fits

    def between(self, first: int, end: int) -> int | None:
        """Sum of some parts; None if one of them holds no number."""
        if self.unknown[end] > self.unknown[first]:
            return None
        return self.running[end] - self.running[first]
