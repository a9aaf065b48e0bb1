"""The form of a file without a mapping: encoding, delimiter, sheet, header, lines around."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat
from typing import Final, Literal, TypeVar

from takeup.formats import Formats
from takeup.inspection.heading import KNOWN_COUNTS, Header, find_header, known_count, names_at
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.headers import SEARCHED_LINES
from takeup.intake.lines import DELIMITERS, split_line
from takeup.intake.names import header_key, tidy
from takeup.intake.sniff import MAX_CELL_CHARACTERS, MAX_COLUMNS, Kind, decode
from takeup.intake.workbook import hidden_sheets, read_workbook

# Cells are looked at in so many rows at the top and at the end; findings come from all rows.
SAMPLED_ROWS: Final = 20_000
_SAMPLED_END: Final = 200
# What is tried, in this order, where neither UTF-8 nor cp1252 fits.
_FORCED: Final = ("utf-16", "cp850", "mac-roman", "iso-8859-15")
_ANY_SHEET: Final = Formats(",", " ")

Row = tuple[int, list[str]]
T = TypeVar("T")


@dataclass(frozen=True)
class Form:
    """What is seen of a file before anything is known about its meaning.

    ``rows`` are rows below the header with their number as in Excel, at most about 20 000;
    ``above`` the lines above it. ``forced`` is the encoding if it had to be tried out,
    ``twins`` are sheets with the same header.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    header_row: int = 0
    depth: Literal[1, 2] = 1
    above: tuple[tuple[int, str], ...] = ()
    rows: tuple[Row, ...] = ()
    encoding: str = ""
    forced: str = ""
    delimiter: str = ""
    line_ends: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeaderPlace:
    """Where a mapping found the header; ``sheet`` is a pattern as in a mapping."""

    header_row: int
    depth: Literal[1, 2]
    delimiter: str
    sheet: str
    encoding: str | None


def form_of(
    content: bytes, kind: Kind, known: frozenset[str], place: HeaderPlace | None = None
) -> Form:
    """Look at a file.

    Parameters
    ----------
    content
        The file within the limits.
    kind
        What its first bytes say it is.
    known
        Header words of all sources, in their compared form: they tell a header from data.
    place
        Where the header is, if a mapping found it.

    Raises
    ------
    FileRefusedError
        If it is no text in any encoding, or no readable workbook.
    """
    if kind == "json":
        return Form(kind, encoding=decode(content).encoding, line_ends=line_ends(content))
    if kind == "xlsx":
        return _form_of_workbook(content, known, place)
    return _form_of_text(content, known, place)


def line_ends(content: bytes) -> tuple[str, ...]:
    """Kinds of line end in a file, the most frequent first."""
    plain = content.replace(b"\0", b"")
    both = plain.count(b"\r\n")
    counts = {
        "CRLF": both,
        "LF": plain.count(b"\n") - both,
        "CR": plain.count(b"\r") - both,
    }
    return tuple(sorted((k for k in counts if counts[k] > 0), key=lambda k: -counts[k]))


def forced_encoding(content: bytes) -> str:
    """Encoding to force where the usual ones do not fit, or the empty text.

    Raises
    ------
    FileRefusedError
        If none fits.
    """
    try:
        decode(content)
    except FileRefusedError as refusal:
        named = [each.detail for each in refusal.findings if each.rule == "encoding_doubtful"]
        for encoding in dict.fromkeys((*named, *_FORCED)):
            if _is_plausible(content, encoding):
                return encoding
        raise
    return ""


def _is_plausible(content: bytes, encoding: str) -> bool:
    try:
        text = decode(content, encoding).text
    except FileRefusedError:
        return False
    strange = sum(not (each.isprintable() or each in "\n\t") for each in text[:10_000])
    latin = sum(each < "\u0250" for each in text[:10_000])
    return not strange and latin > len(text[:10_000]) * 0.9


def _form_of_text(content: bytes, known: frozenset[str], place: HeaderPlace | None) -> Form:
    forced = "" if place else forced_encoding(content)
    decoded = decode(content, (place.encoding if place else forced) or None)
    lines = decoded.text.removesuffix("\n").split("\n")
    _require_small(lines)
    delimiter = place.delimiter if place else _delimiter(lines, known)
    numbered = list(enumerate(lines, start=1))
    rows = [(number, split_line(line, delimiter)) for number, line in _sampled(numbered)]
    form = Form("text", encoding=decoded.encoding, forced=forced, delimiter=delimiter)
    form = replace(form, line_ends=line_ends(content))
    return _with_header(form, rows, _header(rows, known, place))


def _require_small(lines: list[str]) -> None:
    """Refuse a file whose first lines hold a cell too large under every delimiter."""
    for number, line in enumerate(lines[: 2 * SEARCHED_LINES], start=1):
        if len(line) > MAX_CELL_CHARACTERS and all(
            map(_holds_large_cell, repeat(line), DELIMITERS)
        ):
            raise FileRefusedError(Finding("cell_too_large", row=number))


def _holds_large_cell(line: str, delimiter: str) -> bool:
    """Tell a line that holds a cell too large, under a delimiter."""
    # What stands beyond the last column that may be is not one cell.
    cells = line.split(delimiter, MAX_COLUMNS)[:MAX_COLUMNS]
    return max(map(len, cells)) > MAX_CELL_CHARACTERS


def _delimiter(lines: list[str], known: frozenset[str]) -> str:
    """Delimiter under which header and rows fit together best."""
    head = lines[: 2 * SEARCHED_LINES]

    def fit(delimiter: str) -> float:
        cells = [split_line(line, delimiter) for line in head]
        header = find_header(cells, known)
        width = len(header.names)
        below = [row for row in cells[header.position + header.depth :] if any(row)]
        if width < 2:  # noqa: PLR2004  one column needs no delimiter
            return 0.5
        likeness = [min(len(row), width) / max(len(row), width) for row in below]
        even = sum(likeness) / len(below) if below else 1
        return width * even + KNOWN_COUNTS * known_count(header.names, known)

    return max(DELIMITERS, key=fit)


def _form_of_workbook(content: bytes, known: frozenset[str], place: HeaderPlace | None) -> Form:
    grids = read_workbook(content, _ANY_SHEET, place.sheet if place else None)
    sheets = {grid.sheet: list(zip(grid.numbers, grid.cells, strict=True)) for grid in grids}
    found = {name: _header(_sampled(rows), known, place) for name, rows in sheets.items()}
    chosen = max(found, key=lambda name: (found[name].score, len(sheets[name])))
    twins = tuple(name for name in found if _same(found[name], found[chosen]))
    hidden = hidden_sheets(content)
    form = Form("xlsx", sheet=chosen, sheets=tuple(sheets), hidden=hidden, twins=twins)
    return _with_header(form, _sampled(sheets[chosen]), found[chosen])


def _same(one: Header, other: Header) -> bool:
    return list(map(header_key, one.names)) == list(map(header_key, other.names))


def _sampled(rows: list[T]) -> list[T]:
    if len(rows) <= SAMPLED_ROWS:
        return rows
    return [*rows[: SAMPLED_ROWS - _SAMPLED_END], *rows[-_SAMPLED_END:]]


def _with_header(form: Form, rows: list[Row], header: Header) -> Form:
    above = ((number, tidy(" ".join(cells))) for number, cells in rows[: header.position])
    return replace(
        form,
        names=header.names,
        header_row=rows[header.position][0] if rows else 0,
        depth=header.depth,
        above=tuple((number, text) for number, text in above if text),
        rows=tuple(rows[header.position + header.depth :]),
    )


def _header(rows: list[Row], known: frozenset[str], place: HeaderPlace | None) -> Header:
    cells = [row for _, row in rows]
    if place is None:
        return find_header(cells, known)
    position = next((at for at, row in enumerate(rows) if row[0] == place.header_row), 0)
    return Header(position, place.depth, names_at(cells, position, place.depth))
