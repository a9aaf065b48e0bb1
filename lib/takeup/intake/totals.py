"""Totals rows: recognised, left out, and held against the rows they sum up."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    findings: list[Finding] = []
    since = 0
    for total in totals:
        above = parts[: total.parts_above]
        for at, name in names.items():
            cell = total.cells[at] if at < len(total.cells) else ""
            stated = amount(cell, formats)
            expected = None if stated is None else _sum(above, at, formats)
            if expected in (None, stated) or stated == _sum(above[since:], at, formats):
                continue
            detail = str(expected)
            findings.append(Finding("total_mismatch", "", total.number, name, cell, detail))
        since = total.parts_above
    return findings


def _sum(parts: list[list[str]], at: int, formats: Formats) -> int | None:
    amounts = [amount(row[at], formats) for row in parts]
    known = [each for each in amounts if each is not None]
    return sum(known) if len(known) == len(amounts) else None
