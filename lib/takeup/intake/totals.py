"""Totals rows: recognised, left out, and held against the rows they sum up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from takeup.contract import Formats
from takeup.intake.findings import Finding
from takeup.intake.names import header_key
from takeup.mapping import Quelle

_BLANKS: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009 "))


@dataclass(frozen=True)
class Marker:
    """Recognises totals rows by a word in one of some columns."""

    positions: tuple[int, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, quelle: Quelle, columns: dict[str, int]) -> Marker:
        """Marker by the mapping's rule, for the columns the file has."""
        if quelle.summen is None:
            return cls((), frozenset())
        positions = [columns[each] for each in quelle.summen.spalten if each in columns]
        return cls(tuple(positions), frozenset(map(header_key, quelle.summen.woerter)))

    def matches(self, row: list[str]) -> bool:
        """Tell whether the row is a total or, as in pivot tables, a subtotal."""
        return any(self._is_word(row[at]) for at in self.positions if at < len(row))

    def _is_word(self, cell: str) -> bool:
        if not cell or cell[-1].isdigit():
            return False
        key = header_key(cell).rstrip(" :")
        return key in self.words or key.rpartition(" ")[2] in self.words


def amount(cell: str, formats: Formats) -> int | None:
    """Whole number in a cell; 0 for a word that adds nothing; None if it holds no number."""
    text = cell.strip()
    if any(text in formats.words.get(kind, ()) for kind in ("zero", "not_applicable")):
        return 0
    bare = text.translate(_BLANKS).replace(formats.thousands.strip() or " ", "")
    return int(bare) if re.fullmatch(r"-?[0-9]{1,18}", bare) else None


@dataclass(frozen=True)
class Total:
    """One totals row: its row in Excel, its cells, and how many parts stand above it."""

    number: int
    cells: list[str]
    parts_above: int


def check(
    totals: list[Total], parts: list[list[str]], names: dict[int, str], formats: Formats
) -> list[Finding]:
    """Totals that equal neither all parts above nor those since the total before.

    Parameters
    ----------
    totals
        Totals rows in order.
    parts
        The rows that are not totals, in order.
    names
        Position → header of the columns that hold counts.
    formats
        How numbers are written.

    Notes
    -----
    A column in which one part holds no number (unknown, suppressed) cannot be checked.
    """
    found = []
    for at, name in names.items() if totals else ():
        sums = _Sums.of(parts, at, formats)
        since = 0
        for total in totals:
            cell = total.cells[at] if at < len(total.cells) else ""
            stated = amount(cell, formats)
            above = sums.between(0, total.parts_above)
            if None not in (stated, above) and stated not in (
                above,
                sums.between(since, total.parts_above),
            ):
                place = (total.number, name, cell, str(above))
                found.append(Finding("total_mismatch", "", *place))
            since = total.parts_above
    return sorted(found, key=lambda each: each.row or 0)


@dataclass(frozen=True)
class _Sums:
    """Running sums of one column, and how many of its cells so far hold no number."""

    running: list[int]
    unknown: list[int]

    @classmethod
    def of(cls, parts: list[list[str]], at: int, formats: Formats) -> _Sums:
        amounts = [amount(row[at], formats) for row in parts]
        running = accumulate((each or 0 for each in amounts), initial=0)
        unknown = accumulate((each is None for each in amounts), initial=0)
        return cls(list(running), list(unknown))

    def between(self, first: int, end: int) -> int | None:
        """Sum of some parts; None if one of them holds no number."""
        if self.unknown[end] > self.unknown[first]:
            return None
        return self.running[end] - self.running[first]
