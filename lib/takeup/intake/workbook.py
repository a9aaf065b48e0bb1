"""XLSX to rows of cells: merged cells filled, states of sheets and formulas respected."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from typing import Any, Final

import openpyxl
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from takeup.formats import DAY_NUMBERS, Formats
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.lines import Grid
from takeup.intake.names import header_key
from takeup.intake.sniff import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS

_MERGED: Final = re.compile(rb'<mergeCell\s+ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_HIDDEN_ROW: Final = re.compile(rb'<row\s[^<>]*\bhidden="(?:1|true)"')
# A formula whose value Excel never computed: no <v>, or an empty one. Blanks are matched in one
# place only: in two, a megabyte of them would take hours.
_NO_VALUE: Final = re.compile(
    rb'<c\s+r="([A-Z]+[0-9]+)"[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:(?:<v\s*/>|<v></v>)\s*)?</c>'
)
# Fewer digits than a key has.
_AMOUNT: Final = re.compile(r"-?[0-9.,]{0,9}")
_MAX_SHEET_ROWS: Final = 1_048_576
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class _Markup:
    """What the reader of values does not tell about a sheet."""

    merged: tuple[tuple[int, int, int, int], ...]
    formulas: frozenset[tuple[int, int]]
    hides_rows: bool


def read_workbook(content: bytes, formats: Formats, sheet: str | None) -> list[Grid]:
    """Rows of the visible sheets, or of the one asked for, in the workbook's order.

    Parameters
    ----------
    content
        The file; its size and zip ratio have been checked.
    formats
        How numbers and dates are to be written as text.
    sheet
        Pattern of the name of the sheet to read; all visible ones if None.

    Raises
    ------
    FileRefusedError
        If it is no readable workbook, is too large, or has no such sheet.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions, which hold no data.
            warnings.simplefilter("ignore")
            return _grids(content, formats, sheet)
    except FileRefusedError:
        raise
    # Readers of hostile markup raise whatever their parts raise: the file fails, not the run.
    except Exception as error:
        raise FileRefusedError(Finding("broken_workbook", raw=type(error).__name__)) from error


def hidden_sheets(content: bytes) -> tuple[str, ...]:
    """Names of the sheets that a reader of the workbook does not see."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
    return tuple(
        each.get("name", "")
        for each in root.iter("{*}sheet")
        if each.get("state", "visible") != "visible"
    )


def _parser() -> etree.XMLParser:
    # Office never needs entities; a file from outside may abuse them.
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _grids(content: bytes, formats: Formats, wanted: str | None) -> list[Grid]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [each for each in book.worksheets if _is_wanted(each, wanted)]
    if not sheets:
        names = ", ".join(book.sheetnames)
        raise FileRefusedError(Finding("no_such_sheet", raw=names, detail=wanted or ""))
    parts = _sheet_parts(content)
    if len(set(parts.values())) < len(parts):
        # Many names for one large sheet are no work of Excel.
        raise FileRefusedError(Finding("broken_workbook", raw="sheets"))
    grids: list[Grid] = []
    for each in sheets:
        grids.append(_grid(each, _markup(content, parts[each.title]), formats))
        if sum(grid.last for grid in grids) > MAX_ROWS:
            raise FileRefusedError(Finding("too_many_rows", each.title))
    return grids


def _is_wanted(sheet: Any, wanted: str | None) -> bool:
    if wanted is None:
        return bool(sheet.sheet_state == "visible")
    return fnmatchcase(header_key(sheet.title), header_key(wanted))


def _sheet_parts(content: bytes) -> dict[str, str]:
    """Name of a sheet → its part in the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
    targets = {str(link.get("Id")): str(link.get("Target")) for link in links}
    return {
        str(each.get("name")): _part(targets[str(each.get(_RELATION))])
        for each in book.iter("{*}sheet")
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _markup(content: bytes, part: str) -> _Markup:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(part)
    merged = [range_boundaries(ref.decode()) for ref in _MERGED.findall(xml)]
    formulas = [coordinate_to_tuple(ref.decode()) for ref in _NO_VALUE.findall(xml)]
    return _Markup(
        tuple(tuple(map(int, each)) for each in merged),  # type: ignore[arg-type, misc]
        frozenset((row, column - 1) for row, column in formulas),
        _HIDDEN_ROW.search(xml) is not None,
    )


def _grid(sheet: Any, markup: _Markup, formats: Formats) -> Grid:
    cells: list[list[str]] = []
    # What a sheet says about its size is often wrong (phantom rows and columns).
    sheet.reset_dimensions()
    for values in sheet.iter_rows(values_only=True):
        cells.append([cell_text(value, formats) for value in values])
        _require_small(cells[-1], sheet.title, len(cells))
    rows = len(cells)
    # Formats reach further down than data: what is empty below the last cell is no row.
    while cells and not any(cells[-1]):
        cells.pop()
    _fill_merged(cells, markup.merged)
    numbers = list(range(1, len(cells) + 1))
    grid = Grid(sheet.title, numbers, cells, formulas=markup.formulas, last=rows)
    grid.hides_rows = markup.hides_rows
    return grid


def _require_small(row: list[str], sheet: str, number: int) -> None:
    # The reader fills gaps between rows, whatever number the next row claims to have.
    if number > _MAX_SHEET_ROWS:
        raise FileRefusedError(Finding("too_many_rows", sheet))
    if len(row) > MAX_COLUMNS:
        raise FileRefusedError(Finding("too_many_columns", sheet, number, raw=str(len(row))))
    if any(len(cell) > MAX_CELL_CHARACTERS for cell in row):
        raise FileRefusedError(Finding("cell_too_large", sheet, number))


def _fill_merged(cells: list[list[str]], merged: tuple[tuple[int, int, int, int], ...]) -> None:
    """Repeat the label of cells merged downwards in one column: it holds for every row.

    A number is not repeated: it would count twice.
    """
    filled: dict[int, int] = {}
    for left, top, right, bottom in sorted(merged):
        if left != right or top > len(cells) or left > len(cells[top - 1]):
            continue
        # Ranges that overlap are no work of Excel; a million of them would take hours.
        if top <= filled.get(left, 0):
            continue
        filled[left] = bottom
        label = cells[top - 1][left - 1]
        if _AMOUNT.fullmatch(label):
            continue
        for row in cells[top:bottom]:
            row.extend([""] * (left - len(row)))
            row[left - 1] = row[left - 1] or label


def cell_text(value: object, formats: Formats) -> str:
    """Text of a cell as the sender would write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return formats.true[0] if value else formats.false[0]
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", formats.decimal) if value % 1 else f"{value:.0f}"
    return _date_text(value, formats)


def _date_text(value: object, formats: Formats) -> str:
    form = "%Y-%m-%d" if formats.date in DAY_NUMBERS else formats.date
    if isinstance(value, datetime):
        return value.strftime(form) if value.time() == time() else value.isoformat(" ")
    return value.strftime(form) if isinstance(value, date) else str(value)
