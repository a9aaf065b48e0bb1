"""Rows after the header: data, refused, or excluded by a rule; none without an account."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from takeup.columns import Column, joined, recoded
from takeup.intake import totals
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.headers import Header
from takeup.intake.lines import Grid
from takeup.intake.names import header_key, is_mojibake, repaired
from takeup.intake.preamble import Preamble
from takeup.intake.sniff import MAX_CELL_CHARACTERS
from takeup.mapping import Quelle

# A file with more rows that cannot be split is wrong as a whole; so many help nobody.
MAX_REFUSED: Final = 10_000

# Excel and Matomo put an apostrophe before what could be a formula.
_GUARDED: Final = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True)
class RefusedRow:
    """A row that goes to quarantine: its row in Excel, the rule, its cells as JSON.

    ``rows`` tells of how many it is the first, where nothing of them may be kept.
    """

    sheet: str
    number: int
    rule: str
    content: str
    rows: int = 1


@dataclass
class Table:
    """Data rows of one file as text, by field, and the account of all other rows.

    ``columns`` holds one column per field of the mapping that the file has; ``numbers`` and
    ``headers`` say where a cell stands and what its column is called in the file;
    ``header_row`` is the first row of the header, as in Excel.
    A row is every line after the header: data, refused or excluded by a rule.
    Where rows were counted instead of kept, ``weights`` says how many a data row stands for,
    and ``span`` the first and last moment of them (micros since 1970).
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    numbers: Sequence[int] | np.ndarray = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    excluded: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    preamble: Preamble = field(default_factory=Preamble)
    weights: np.ndarray | None = None
    span: tuple[int, int] | None = None

    @property
    def rows_in(self) -> int:
        """All rows after the header."""
        data = len(self.numbers) if self.weights is None else int(self.weights.sum())
        return data + sum(each.rows for each in self.refused) + self.excluded.total()

    def column(self, name: str) -> Column:
        """Column of a field; blank in every row if the file does not have it."""
        return self.columns[name] if name in self.columns else [""] * len(self.numbers)


def starts_footer(row: list[str], quelle: Quelle) -> bool:
    """Tell a row whose first filled cell begins with a footer mark of the mapping."""
    first = next((cell for cell in row if cell.strip()), "")
    return bool(quelle.fuss) and first.lstrip().startswith(quelle.fuss)


class Sorter:
    """Sorts the rows after the header: data, refused, excluded by rule."""

    def __init__(self, grid: Grid, header: Header, quelle: Quelle, table: Table) -> None:
        self.grid = grid
        self.header = header
        self.quelle = quelle
        self.table = table
        self.data: list[list[str]] = []
        self.numbers: list[int] = []
        self.totals: list[totals.Total] = []
        self.width = len(header.names)
        self.marker = totals.Marker.of(quelle, header.columns)
        self.names = [header_key(name) for name in header.names]

    def sort(self) -> None:
        """Give every row after the header its place."""
        cells = self.grid.cells
        for at in range(self.header.first_row, len(cells)):
            row = cells[at]
            if starts_footer(row, self.quelle):
                self._exclude_footer(at)
                break
            if at in self.grid.broken:
                self._refuse(at, row, self.grid.broken[at])
            elif not any(map(str.strip, row)):
                self.table.excluded["blank"] += 1
            elif self.marker.matches(row):
                self.totals.append(totals.Total(self.grid.numbers[at], row))
                self.table.excluded["total"] += 1
            else:
                self._take(at, row)

    def _exclude_footer(self, start: int) -> None:
        """Leave out the rest of the file; rows that look like data are reported."""
        rest = self.grid.cells[start:]
        self.table.excluded["footer"] += len(rest)
        needed = [self.header.columns[each] for each in self.quelle.pflicht]
        for number, row in zip(self.grid.numbers[start:], rest, strict=True):
            if len(row) == self.width and all(row[at].strip() for at in needed):
                self._find("rows_after_footer", number, row[0])
                return

    def _take(self, at: int, row: list[str]) -> None:
        """Accept a row of the right width; name what is wrong with another one."""
        if rule := self._width_rule(at, row):
            self._refuse(at, row, rule)
            return
        row = (row + [""] * (self.width - len(row)))[: self.width]
        if self._is_header(row):
            self.table.excluded["repeated_header"] += 1
            self._find("repeated_header", self.grid.numbers[at], row[0])
        elif rule := self._content_rule(at, row):
            self._refuse(at, row, rule)
        else:
            self.data.append([_unguarded(cell) for cell in row])
            self.numbers.append(self.grid.numbers[at])

    def _width_rule(self, at: int, row: list[str]) -> str:
        if len(row) > self.width and any(map(str.strip, row[self.width :])):
            return "too_many_cells"
        # A sheet's rows end with their last filled cell, a line of text has all of them.
        if len(row) < self.width and not self.grid.sheet:
            last = self.grid.numbers[at] == self.grid.last
            return "truncated" if last and self.grid.unfinished else "too_few_cells"
        return ""

    def _is_header(self, row: list[str]) -> bool:
        at = next(iter(self.header.columns.values()))
        if header_key(row[at]) != self.names[at]:
            return False
        return [header_key(cell) for cell in row] == self.names

    def _content_rule(self, at: int, row: list[str]) -> str:
        if any(map(is_mojibake, row)):
            return "mojibake"
        if any(len(cell) > MAX_CELL_CHARACTERS for cell in row):
            return "cell_too_large"
        number = self.grid.numbers[at]
        positions = self.header.columns.values() if self.grid.formulas else ()
        if any((number, position) in self.grid.formulas for position in positions):
            return "formula_without_value"
        return ""

    def _refuse(self, at: int, row: list[str], rule: str) -> None:
        number = self.grid.numbers[at]
        content = json.dumps(self._named(row), ensure_ascii=False)[:MAX_CELL_CHARACTERS]
        self.table.refused.append(RefusedRow(self.table.sheet, number, rule, content))
        column, raw = self._culprit(number, row, rule)
        detail = repaired(raw) if rule == "mojibake" else f"{len(row)}/{self.width}"
        self.table.findings.append(Finding(rule, self.table.sheet, number, column, raw, detail))
        if len(self.table.refused) > MAX_REFUSED:
            first = self.table.refused[0]
            place = (first.sheet, first.number)
            raise FileRefusedError(Finding("too_many_faults", *place, detail=first.rule))

    def _named(self, row: list[str]) -> dict[str, str]:
        """Cells by header; where that names none or several, by their number as well."""
        names = [*self.header.names, *[""] * (len(row) - self.width)]
        times = Counter(names)
        return {
            name if name and times[name] == 1 else f"{name} {at}".strip(): cell
            for at, (name, cell) in enumerate(zip(names, row, strict=False), start=1)
        }

    def _culprit(self, number: int, row: list[str], rule: str) -> tuple[str, str]:
        """Column and raw value a refused row is reported with."""
        for at, (name, cell) in enumerate(zip(self.header.names, row, strict=False)):
            if rule == "mojibake" and is_mojibake(cell):
                return name, cell
            if rule == "formula_without_value" and (number, at) in self.grid.formulas:
                return name, ""
            if rule == "cell_too_large" and len(cell) > MAX_CELL_CHARACTERS:
                return name, cell
        return "", " | ".join(row)

    def _find(self, rule: str, number: int, raw: str) -> None:
        self.table.findings.append(Finding(rule, self.table.sheet, number, raw=raw))

    def finish(self) -> None:
        """Fill the table's columns and report totals that do not equal their parts."""
        header, table = self.header, self.table
        table.headers = {name: header.names[at] for name, at in header.columns.items()}
        table.numbers, order = self._order()
        table.columns = {name: self._column(at, order) for name, at in header.columns.items()}
        counted = {
            name: at for name, at in header.columns.items() if name not in self.marker.labels
        }
        parts = totals.Parts(table.columns, table.headers, table.numbers)
        found = totals.check(self.totals, counted, parts, self.quelle.formats)
        table.findings += [each._replace(sheet=table.sheet) for each in found]
        self._check_end()

    def _check_end(self) -> None:
        """Report that there are no rows, or that the last one may be cut off in a number."""
        numbers = self.table.numbers
        if not len(numbers) and not self.table.refused:
            self._find("no_rows", self.grid.numbers[self.header.position], "")
        elif self.grid.unfinished and len(numbers) and numbers[-1] == self.grid.last:
            self._find("unfinished", self.grid.last, "")

    def _order(self) -> tuple[Sequence[int] | np.ndarray, np.ndarray | None]:
        """Numbers of all data rows, and how block and single rows are to be mixed."""
        block = self.grid.block
        if block is None:
            return self.numbers, None
        numbers = np.concatenate([block.numbers, np.array(self.numbers, dtype="int64")])
        order = np.argsort(numbers, kind="stable") if self.numbers else None
        return (numbers if order is None else numbers[order]), order

    def _column(self, at: int, order: np.ndarray | None) -> Column:
        single = [row[at] for row in self.data]
        block = self.grid.block
        if block is None:
            return single
        column = joined([_all_unguarded(block.columns[at]), single])
        return column if order is None else column[order]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARDED) else cell


def _all_unguarded(column: pd.Categorical) -> pd.Categorical:
    if not any(text.startswith(_GUARDED) for text in column.categories.tolist()):
        return column
    return recoded(column, _unguarded)
