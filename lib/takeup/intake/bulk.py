"""Large CSV text: plain rows as columns at once, the odd ones left for the reader of rows.

A row is plain if it has as many cells as the header and nothing about it needs a closer look.
What becomes of a row is the same as row by row (:mod:`takeup.intake.rows`); only faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.columns import Codes
from takeup.intake import totals
from takeup.intake.headers import Header
from takeup.intake.lines import Block, Grid, cells_of, head, split_line
from takeup.intake.names import header_key, is_mojibake
from takeup.intake.rows import starts_footer
from takeup.intake.sniff import MAX_CELL_CHARACTERS, Decoded
from takeup.mapping import Quelle

# Below this size, starting the parser costs more than it saves.
FROM_CHARACTERS: Final = 1 << 20
# A file with so many odd rows is read row by row.
_MOST_ODD: Final = 50_000
_QUOTE, _LINE_FEED = b'"'[0], b"\n"[0]

Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class _Parsed:
    """Columns of the rows with the right number of cells, and the lines of the others."""

    columns: tuple[pd.Categorical, ...]
    numbers: Codes
    odd: dict[int, str]


def read_bulk(decoded: Decoded, delimiter: str, header: Header, quelle: Quelle) -> Grid | None:
    """Read large text whose lines are rows.

    Parameters
    ----------
    decoded
        Text with line feeds only.
    delimiter
        One character.
    header
        Where the header stands and what it holds.
    quelle
        The mapping: it says which rows need a closer look.

    Returns
    -------
    Grid or None
        Rows up to the header and odd ones as cells, all others as a block; None if the text
        is small or has to be read row by row (a quote that spans lines, many odd rows).
    """
    text = decoded.text
    if len(text) < FROM_CHARACTERS:
        return None
    above = head(text, header.first_row)
    # The bytes that were read need not be made again.
    whole = decoded.utf8 or text.encode("utf-8")
    body = memoryview(whole)[len(above.encode("utf-8")) :]
    quoted = '"' in text
    if '"' in above or (quoted and not _well_quoted(body, delimiter)):
        return None
    parsed = _parse(body, delimiter, len(header.names), quoted=quoted)
    if parsed is None:
        return None
    judge = _Judge(header, quelle)
    lines = [split_line(line, delimiter) for line in above.split("\n")[:-1]]
    grid = _grid(lines, parsed, judge, delimiter)
    if grid is not None:
        grid.unfinished = not text.endswith("\n")
    return grid


def _well_quoted(body: memoryview | bytes, delimiter: str) -> bool:
    """Tell text in which every quoted cell begins and ends where a cell does, in one line."""
    characters = np.frombuffer(body, dtype="uint8")
    quotes = np.flatnonzero(characters == _QUOTE)
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    borders = [ord(delimiter), _LINE_FEED]
    starts = np.isin(characters[opening - 1], borders) | (opening == 0)
    ends = np.isin(characters[np.minimum(closing + 1, len(characters) - 1)], borders)
    ends |= closing == len(characters) - 1
    # Two quotes side by side stand for one inside a cell.
    doubled = opening[1:] == closing[:-1] + 1
    starts[1:] |= doubled
    ends[:-1] |= doubled
    lines = np.flatnonzero(characters == _LINE_FEED)
    same_line = np.searchsorted(lines, opening) == np.searchsorted(lines, closing)
    return bool(starts.all() and ends.all() and same_line.all())


def _parse(body: memoryview, delimiter: str, width: int, *, quoted: bool) -> _Parsed | None:
    parsed = _read_csv(body, delimiter, width, quoted=quoted, threads=True)
    # Threads do not tell the number of an odd row.
    if parsed is not None and parsed.odd:
        return _read_csv(body, delimiter, width, quoted=quoted, threads=False)
    return parsed


def _read_csv(
    body: memoryview, delimiter: str, width: int, *, quoted: bool, threads: bool
) -> _Parsed | None:
    # Small deliveries, the usual ones, never need it.
    import pyarrow as pa
    from pyarrow import csv

    odd: list[tuple[int, str]] = []

    def keep(row: Any) -> str:
        odd.append((row.number or 0, row.text))
        return "skip" if len(odd) <= _MOST_ODD else "error"

    names = [str(at) for at in range(width)]
    text = pa.dictionary(pa.int32(), pa.string())
    dialect = csv.ParseOptions(
        delimiter=delimiter,
        quote_char='"' if quoted else False,
        ignore_empty_lines=False,
        invalid_row_handler=keep,
    )
    types = csv.ConvertOptions(
        column_types=dict.fromkeys(names, text), strings_can_be_null=False
    )
    size = csv.ReadOptions(column_names=names, use_threads=threads, block_size=1 << 22)
    try:
        table = csv.read_csv(pa.BufferReader(pa.py_buffer(body)), size, dialect, types)
    except pa.ArrowInvalid:
        return None
    numbers = np.arange(1, table.num_rows + len(odd) + 1)
    plain = np.delete(numbers, np.array([at for at, _ in odd], dtype="int64") - 1)
    chunked = table.unify_dictionaries().columns
    return _Parsed(
        tuple(_categorical(each.combine_chunks()) for each in chunked), plain, dict(odd)
    )


def _categorical(column: Any) -> pd.Categorical:
    texts = pd.Index(column.dictionary.to_pylist(), dtype="str")
    return pd.Categorical.from_codes(column.indices.to_numpy(), categories=texts)


@dataclass(frozen=True)
class _Judge:
    """Says which rows need a closer look, by the distinct texts of their columns."""

    header: Header
    quelle: Quelle

    def odd(self, columns: tuple[pd.Categorical, ...]) -> Flags:
        """Flag the rows that are blank, totals, repeated headers or not fit to be read."""
        blank = reduce(np.logical_and, [_where(each, _is_blank) for each in columns])
        marker = totals.Marker.of(self.quelle, self.header.columns)
        flags = [blank, self._repeats_header(columns)]
        flags += [_where(columns[at], marker.is_word) for at in marker.positions]
        flags += [_where(each, _is_unfit) for each in columns]
        return reduce(np.logical_or, flags)

    def footer(self, columns: tuple[pd.Categorical, ...]) -> Flags:
        """Flag the rows whose first filled cell begins a footer."""
        flags, blank = (np.full(len(columns[0]), fill) for fill in (False, True))
        for column in columns:
            flags |= blank & _where(column, self._marks_footer)
            blank &= _where(column, _is_blank)
            if not blank.any():
                break
        return flags

    def _marks_footer(self, cell: str) -> bool:
        return starts_footer([cell], self.quelle)

    def _repeats_header(self, columns: tuple[pd.Categorical, ...]) -> Flags:
        # The reader of rows compares them all; the column with the fewest texts is enough.
        at = min(self.header.columns.values(), key=lambda each: len(columns[each].categories))
        name = header_key(self.header.names[at])
        return _where(columns[at], lambda cell: header_key(cell) == name)


def _is_unfit(cell: str) -> bool:
    return is_mojibake(cell) or len(cell) > MAX_CELL_CHARACTERS


def _is_blank(cell: str) -> bool:
    return not cell.strip()


def _where(column: pd.Categorical, holds: Callable[[str], bool]) -> Flags:
    """Rows whose text has a property."""
    flags = np.array([holds(text) for text in column.categories.tolist()], dtype=bool)
    return flags[column.codes] if flags.any() else np.zeros(len(column), dtype=bool)


def _grid(
    above: list[list[str]], parsed: _Parsed, judge: _Judge, delimiter: str
) -> Grid | None:
    """Sort plain rows from odd ones, which keep their numbers."""
    cells = {number: cells_of(line, delimiter) for number, line in parsed.odd.items()}
    odd = judge.odd(parsed.columns) | (parsed.numbers >= _first_footer(parsed, judge, cells))
    if odd.sum() + len(parsed.odd) > _MOST_ODD:
        return None
    rows = zip(parsed.numbers[odd].tolist(), _rows(parsed.columns, odd), strict=True)
    found = {at: row or [parsed.odd[at]] for at, row in cells.items()} | dict(rows)
    order, first = sorted(found), len(above)
    broken = [place for place, at in enumerate(order, first) if cells.get(at, []) is None]
    return Grid(
        numbers=[*range(1, first + 1), *(first + at for at in order)],
        cells=[*above, *(found[at] for at in order)],
        broken=dict.fromkeys(broken, "broken_quote"),
        last=first + len(parsed.numbers) + len(parsed.odd),
        block=_block(parsed, ~odd, first),
    )


def _first_footer(parsed: _Parsed, judge: _Judge, cells: dict[int, list[str] | None]) -> int:
    """Row from which on nothing is data: the reader of rows says what stands there."""
    footers = parsed.numbers[judge.footer(parsed.columns)].tolist()
    footers += [at for at, row in cells.items() if row and starts_footer(row, judge.quelle)]
    return min(footers, default=len(parsed.numbers) + len(parsed.odd) + 1)


def _block(parsed: _Parsed, plain: Flags, first: int) -> Block:
    if plain.all():
        return Block(parsed.columns, first + parsed.numbers)
    columns = tuple(column[plain] for column in parsed.columns)
    return Block(columns, first + parsed.numbers[plain])


def _rows(columns: tuple[pd.Categorical, ...], chosen: Flags) -> Iterable[list[str]]:
    """Cells of some rows."""
    picked = [column[chosen].tolist() for column in columns]
    return (list(row) for row in zip(*picked, strict=True))
