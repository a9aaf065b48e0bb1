"""What a human should look at in a file although, or because, nothing forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from takeup.inspection.draft import Draft
from takeup.inspection.kinds import Column
from takeup.inspection.notes import Note
from takeup.intake.findings import Finding
from takeup.intake.names import name_key
from takeup.intake.rows import Table

# Doubt of a draft → rule of the finding about it.
_RULES: Final = {
    "dates_unclear": "ambiguous_date",
    "dates_mixed": "ambiguous_date",
    "numbers_contradict": "ambiguous_number",
    "thousands_unclear": "ambiguous_number",
    "thousands_assumed": "thousands_assumed",
    "word_unclear": "ambiguous_word",
    "unit_unclear": "mixed_units",
    "lone_line": "lone_line",
    "column_twice": "duplicate_column",
    "column_unnamed": "unnamed_column",
}
_OF_COLUMN: Final = frozenset({"mixed_units", "duplicate_column", "unnamed_column"})
# Kinds of columns that may tell rows apart.
_KEYS: Final = frozenset(
    {"date", "day_number", "month", "leika", "area_key", "administration", "service", "text"}
)
_KEY_DIGITS: Final = frozenset({4, 7, 11})
_SPELLINGS_SHOWN: Final = 6


def doubts(draft: Draft, table: Table) -> list[Finding]:
    """Doubts of a draft as findings, each with the first cell it is about."""
    cells = _Cells.of(table)
    found: dict[tuple[str, str], Finding] = {}
    for note in draft.notes:
        if rule := _RULES.get(note.code):
            found.setdefault((rule, note.raw or note.detail), _doubt(note, rule, table, cells))
    return list(found.values())


def _doubt(note: Note, rule: str, table: Table, cells: _Cells) -> Finding:
    if rule == "lone_line":
        return Finding(rule, table.sheet, int(note.detail), raw=note.raw)
    if rule in _OF_COLUMN:
        row = table.header_row or None
        detail = note.detail
        return Finding(rule, table.sheet, row, note.raw, raw=detail, detail=detail)
    row, column = cells.first(note.raw.partition(" / ")[0])
    return Finding(rule, table.sheet, row, column, note.raw, note.detail)


class _Cells:
    """Where a text stands first in a table."""

    def __init__(self, places: dict[str, tuple[int, str]]) -> None:
        self.places = places

    @classmethod
    def of(cls, table: Table) -> _Cells:
        """Collect the first place of every distinct text."""
        places: dict[str, tuple[int, str]] = {}
        for name, texts in table.columns.items():
            header = table.headers.get(name, name)
            for number, text in zip(table.numbers, texts, strict=True):
                places.setdefault(str(text).strip(), (int(number), header))
        return cls(places)

    def first(self, text: str) -> tuple[int | None, str]:
        """Row and column of a text, or None and empty if no data row holds it."""
        return self.places.get(text, (None, ""))


def unlike_spellings(
    table: Table, columns: tuple[Column, ...], names: dict[int, str]
) -> list[Finding]:
    """One name in several spellings: they would be groups of their own."""
    found = []
    for each in columns:
        name = names.get(each.position, "")
        if each.kind in ("text", "administration", "service") and name in table.columns:
            found += list(_spellings(table, name))
    return found


def _spellings(table: Table, name: str) -> Iterator[Finding]:
    seen: dict[str, dict[str, int]] = {}
    for number, text in zip(table.numbers, table.columns[name], strict=True):
        if key := name_key(str(text)):
            seen.setdefault(key, {}).setdefault(str(text), int(number))
    for spellings in seen.values():
        if len(spellings) > 1:
            shown = list(spellings)[:_SPELLINGS_SHOWN]
            row = list(spellings.values())[1]
            raw = ", ".join(repr(each)[1:-1] for each in shown)
            column = table.headers.get(name, name)
            yield Finding("name_variants", table.sheet, row, column, raw, str(len(spellings)))


def lost_zeros(
    table: Table, columns: tuple[Column, ...], names: dict[int, str]
) -> list[Finding]:
    """Regional keys one digit short: a number has no leading zero."""
    found = []
    for each in columns:
        name = names.get(each.position, "")
        if each.kind != "area_key" or name not in table.columns:
            continue
        for number, text in zip(table.numbers, table.columns[name], strict=True):
            bare = str(text).strip()
            if len(bare) in _KEY_DIGITS and bare.isdigit():
                place = (int(number), table.headers.get(name, name), bare)
                found.append(Finding("zero_lost", table.sheet, *place, f"0{bare}"))
    return found


def repeated_keys(
    table: Table, columns: tuple[Column, ...], names: dict[int, str]
) -> list[Finding]:
    """Rows that are about the same thing; only where most rows are not."""
    keys = [
        names[each.position]
        for each in columns
        if each.kind in _KEYS and names.get(each.position) in table.columns
    ]
    if not keys:
        return []
    rows = pd.DataFrame({key: list(map(str, table.columns[key])) for key in keys})
    again = rows.duplicated()
    if not again.any() or again.mean() > 0.5:  # noqa: PLR2004  most rows are no exception
        return []
    first = int(again.to_numpy().argmax())
    raw = " ".join(rows.iloc[first])
    place = (int(table.numbers[first]), ", ".join(table.headers.get(e, e) for e in keys))
    return [Finding("repeated_key", table.sheet, *place, raw, str(int(again.sum())))]
