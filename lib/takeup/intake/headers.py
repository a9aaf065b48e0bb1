"""The header of a table, found by the names a mapping requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.names import header_key, is_mojibake, repaired, tidy
from takeup.mapping import Quelle

# A preamble is short; what has no header in so many lines has none.
SEARCHED_LINES: Final = 100
_SHOWN_NAMES: Final = 12
JOINT: Final = " / "


@dataclass(frozen=True)
class Header:
    """Where the header stands and which field each column holds.

    ``columns`` maps fields of the contract and of ``beiwerk`` to positions, ``names`` are
    the header texts by position; ``first_row`` is the position of the first data row.
    """

    position: int
    first_row: int
    names: tuple[str, ...]
    columns: dict[str, int]
    sub_names: tuple[str, ...]


def locate(cells: list[list[str]], quelle: Quelle) -> Header | None:
    """First row that holds every required column, or None.

    A header of two lines begins one line later if it then names more columns: a blank line
    above the names would pass for their groups.
    """
    found = candidates(cells, quelle)
    for header in found:
        if all(field in header.columns for field in quelle.pflicht):
            later = next(found, None) if quelle.kopfzeilen > 1 else None
            names_more = later is not None and len(later.columns) > len(header.columns)
            return later if names_more else header
    return None


def require(cells: list[list[str]], quelle: Quelle, sheet: str) -> Header:
    """First row that holds every required column.

    Raises
    ------
    FileRefusedError
        If there is none; it names what is missing in the row that fits best.
    """
    header = locate(cells, quelle)
    if header is None:
        raise missing(cells, quelle, sheet)
    return header


def candidates(cells: list[list[str]], quelle: Quelle) -> Iterator[Header]:
    """Every row of the beginning, read as if it were the header."""
    known = {
        header_key(name): field
        for field, names in (quelle.beiwerk | quelle.spalten).items()
        for name in names
    }
    depth = quelle.kopfzeilen
    last = min(len(cells) - depth + 1, SEARCHED_LINES)
    return (_header(cells[at : at + depth], at, known) for at in range(last))


def _header(lines: list[list[str]], position: int, known: dict[str, str]) -> Header:
    names = [tidy(cell) for cell in lines[0]]
    below = [tidy(cell) for cell in lines[1]] if len(lines) > 1 else []
    if below:
        names = _joined(names, below)
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        if field := known.get(name.casefold()):
            columns.setdefault(field, at)
    return Header(position, position + len(lines), tuple(names), columns, tuple(below))


def _joined(groups: list[str], names: list[str]) -> list[str]:
    """Names over two lines: a group counts for the columns to its right until the next."""
    width = max(len(groups), len(names))
    groups = groups + [""] * (width - len(groups))
    names = names + [""] * (width - len(names))
    joined, group = [], ""
    for above, below in zip(groups, names, strict=True):
        group = above or group
        if not below or above == below:
            joined.append(above)
            group = ""
        else:
            joined.append(f"{group}{JOINT}{below}" if group else below)
    return joined


def check(header: Header, quelle: Quelle, row: int, sheet: str) -> list[Finding]:
    """Report columns the mapping does not know.

    Raises
    ------
    FileRefusedError
        If a field stands in two columns: both positions are named.
    """
    fields = _fields(header, quelle)
    twice = [field for field, count in Counter(fields.values()).items() if count > 1]
    refused = [_duplicate(field, fields, header, (sheet, row)) for field in twice]
    if refused:
        raise FileRefusedError(*refused)
    return [
        Finding("unknown_column", sheet, row, name)
        for at, name in enumerate(header.names)
        if name and at not in fields
    ]


def _fields(header: Header, quelle: Quelle) -> dict[int, str]:
    """Position → field, for all columns with a known name."""
    known = {
        header_key(name): field
        for field, names in (quelle.beiwerk | quelle.spalten).items()
        for name in names
    }
    keys = enumerate(name.casefold() for name in header.names)
    return {at: known[key] for at, key in keys if key in known}


def _duplicate(
    field: str, fields: dict[int, str], header: Header, place: tuple[str, int]
) -> Finding:
    positions = [at for at, each in fields.items() if each == field]
    detail = ", ".join(str(at + 1) for at in positions)
    sheet, row = place
    return Finding("duplicate_column", sheet, row, header.names[positions[0]], detail=detail)


def missing(cells: list[list[str]], quelle: Quelle, sheet: str) -> FileRefusedError:
    """Why no row is the header: names what is missing in the row that fits best."""
    rows = [each for each in candidates(cells, quelle) if any(each.names)]
    best = max(rows, key=lambda each: (len(each.columns), -each.position), default=None)
    seen = [] if best is None else [name for name in best.names if name]
    row = None if best is None else best.position + 1
    wrong = [name for name in seen if is_mojibake(name)]
    findings = [
        Finding("mojibake", sheet, row, raw=each, detail=repaired(each)) for each in wrong
    ]
    lacking = [
        quelle.spalten[field][0] if field in quelle.spalten else quelle.beiwerk[field][0]
        for field in quelle.pflicht
        if best is None or field not in best.columns
    ]
    findings.append(
        Finding(
            "missing_columns",
            sheet,
            row,
            column=", ".join(lacking),
            detail=", ".join(list(filter(_is_name, seen))[:_SHOWN_NAMES]),
        )
    )
    return FileRefusedError(*findings)


def _is_name(cell: str) -> bool:
    """Tell a name from a count: what fits best may be a row of data, and findings are shown."""
    return sum(map(str.isalpha, cell)) > 1
