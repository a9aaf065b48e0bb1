"""CSV text to rows of cells, safe line by line: no quote swallows a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from takeup.intake.sniff import MAX_COLUMNS

DELIMITERS: Final = (";", "\t", ",", "|")


@dataclass(frozen=True)
class Block:
    """Rows that need no closer look: one column per header cell, and the rows' numbers."""

    columns: tuple[pd.Categorical, ...]
    numbers: np.ndarray


@dataclass
class Grid:
    """Rows of cells as they stand in one sheet, before a header is known.

    ``numbers`` are rows as Excel counts them. ``broken`` maps the position of a row that
    cannot be split (``cells`` then holds its text in one cell) to the rule it breaks.
    ``formulas`` holds the cells (row number, column position) whose formula has no value;
    ``unfinished`` tells text that does not end with a line end, ``last`` its last row.
    ``block`` holds the plain rows of a large file, which are then not among ``cells``.
    """

    sheet: str = ""
    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    broken: dict[int, str] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()
    unfinished: bool = False
    last: int = 0
    block: Block | None = None
    hides_rows: bool = False


def head(text: str, lines: int) -> str:
    """First lines of a text with their line ends; all of it if it has no more."""
    position = 0
    for _ in range(lines):
        position = text.find("\n", position) + 1
        if not position:
            return text
    return text[:position]


def split(text: str, delimiter: str, width: int) -> Grid:
    """Split CSV text.

    A line is split into one cell more than there may be columns, and not further.

    Parameters
    ----------
    text
        Text with line feeds only.
    delimiter
        One character.
    width
        Cells in the header; a quoted cell with line breaks must lead to as many.
    """
    unfinished = not text.endswith("\n")
    lines = text.split("\n") if unfinished else text[:-1].split("\n")
    if '"' not in text:
        cells = [line.split(delimiter, MAX_COLUMNS) for line in lines]
        numbers = list(range(1, len(cells) + 1))
        return Grid(numbers=numbers, cells=cells, unfinished=unfinished, last=len(cells))
    grid = Grid(unfinished=unfinished)
    for row in _records(lines, delimiter, width):
        cells_of_row = cells_of(row, delimiter)
        if cells_of_row is None:
            grid.broken[len(grid.cells)] = "broken_quote"
        grid.cells.append([row] if cells_of_row is None else cells_of_row)
    grid.last = len(grid.cells)
    grid.numbers = list(range(1, grid.last + 1))
    return grid


def split_line(line: str, delimiter: str) -> list[str]:
    """Cells of one line; an unbalanced line is split as if quotes meant nothing."""
    return cells_of(line, delimiter) or line.split(delimiter, MAX_COLUMNS)


def cells_of(record: str, delimiter: str) -> list[str] | None:
    """Cells of one record, or None if its quotes do not close."""
    if '"' not in record:
        return record.split(delimiter, MAX_COLUMNS)
    if record.count('"') % 2:
        return None
    if sum(part.count(delimiter) for part in record.split('"')[::2]) > MAX_COLUMNS:
        return record.split(delimiter, MAX_COLUMNS)
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None


def _records(lines: list[str], delimiter: str, width: int) -> Iterator[str]:
    """Join lines that one quoted cell spans; an opened quote never reaches over full rows."""
    position = 0
    while position < len(lines):
        end = position + 1
        if lines[position].count('"') % 2:
            closing = _closing(lines, position)
            record = "\n".join(lines[position : closing + 1])
            if closing and _is_one_row(record, delimiter, width):
                end = closing + 1
        yield "\n".join(lines[position:end])
        position = end


def _closing(lines: list[str], opening: int) -> int:
    """Position of the line that closes the quote, or 0."""
    for position in range(opening + 1, len(lines)):
        if lines[position].count('"') % 2:
            return position
    return 0


def _is_one_row(record: str, delimiter: str, width: int) -> bool:
    """Tell a row whose cells hold line breaks from rows that an open quote swallowed."""
    cells = cells_of(record, delimiter)
    if cells is None or len(cells) != width:
        return False
    inner = [line for cell in cells for line in cell.split("\n")[1:-1]]
    return width == 1 or all(line.count(delimiter) != width - 1 for line in inner)
