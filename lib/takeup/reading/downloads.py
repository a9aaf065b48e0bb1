"""Files beside the pages: the published tables as they lie there, other CSV, workbooks."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from takeup.disclosure.linked import Flags
from takeup.publication import TABLES, Published, as_written, read_published
from takeup.reading.context import Context, stated, unlicensed
from takeup.reading.declared import declared
from takeup.reading.figures import exact
from takeup.reading.published import Reference
from takeup.reading.sentences import read_text
from takeup.reading.statements import Cell, Finding, Place, Reading
from takeup.reading.tables import heading, is_legend
from takeup.reading.vocabulary import NOTHING, Meaning
from takeup.regions import ALL

Value: TypeAlias = str | float | None
_KEYS: Final = ("month", "verwaltung", "leistung_id", "measure")
_FOLDER: Final = "daten"
# A number in a file is read back to within the last digit.
_WRITTEN: Final = 1e-12


def read_downloads(context: Context, folder: Path) -> Reading:
    """Read every CSV file and workbook of a month; a number in one is a statement.

    Parameters
    ----------
    context
        The month, seen from all administrations.
    folder
        The month's folder; its tables lie in ``daten``.
    """
    reading = Reading(findings=tuple(changed_tables(context.reference, folder)))
    own = {folder / _FOLDER / f"{table}.csv" for table in TABLES}
    for path in sorted(folder.rglob("*.csv")):
        if path not in own:
            reading += _csv(context, path, path.relative_to(folder).as_posix())
    for path in sorted(folder.rglob("*.xlsx")):
        reading += _workbook(context, path, path.relative_to(folder).as_posix())
    return reading


def changed_tables(reference: Reference, folder: Path) -> Iterator[Finding]:
    """Cells of the tables on disk that are not as published."""
    files = read_published(folder / _FOLDER)
    for table in TABLES:
        yield from _changed(reference, table, files)


def _changed(reference: Reference, table: str, files: Published) -> Iterator[Finding]:
    found, meant = files.tables[table], as_written(reference.published, table)
    page = f"{_FOLDER}/{table}.csv"
    if len(found) != len(meant):
        yield Finding("contradiction", str(len(found)), Place(page, ""))
        return
    for name in meant.columns:
        for at in meant.index[~_same(found[name], meant[name])]:
            row = meant.loc[at]
            cell = _cell(reference, row)
            hidden = cell is not None and math.isnan(reference.row(cell).value)
            reason = "not_hidden" if hidden else "contradiction"
            yield Finding(reason, str(found[name][at]), Place(page, f"{at + 2} / {name}"), cell)


def _same(found: pd.Series, meant: pd.Series) -> Flags:
    """Tell the values that are the same; an empty text is written as nothing."""
    if pd.api.types.is_float_dtype(meant):
        here, there = (each.astype("float64").to_numpy() for each in (found, meant))
        close: Flags = np.isclose(here, there, rtol=_WRITTEN, atol=0, equal_nan=True)
        return close
    same = (found == meant).fillna(False).astype(bool)
    empty = found.isna() & (meant.isna() | (meant == "").fillna(False).astype(bool))
    return (same | empty).to_numpy(dtype=bool)


def _cell(reference: Reference, row: pd.Series) -> Cell | None:
    """Cell of a row of a table; None if the table has no cells."""
    known = {name: str(row[name]) for name in _KEYS if name in row}
    if "measure" not in known or "verwaltung" not in known:
        return None
    return Cell(**{"month": reference.month, "leistung_id": ALL, **known})


def _csv(context: Context, path: Path, name: str) -> Reading:
    """Read any other CSV: one heading line, comma or semicolon."""
    text = path.read_text(encoding="utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    return read_rows(context, rows, name) if rows else Reading()


def _workbook(context: Context, path: Path, name: str) -> Reading:
    """Read every sheet of a workbook, hidden ones included: values, formulas and comments."""
    book = load_workbook(path)
    reading = Reading()
    for sheet in book.worksheets:
        rows = [[_value(cell.value) for cell in row] for row in sheet.iter_rows()]
        reading += read_rows(context, rows, f"{name} ({sheet.title})") if rows else Reading()
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.comment:
                place = Place(f"{name} ({sheet.title})", cell.coordinate)
                reading += read_text(context, cell.comment.text, place)
        reading += _around(context, sheet, Place(f"{name} ({sheet.title})", "header"))
    for words in (book.properties.title, book.properties.subject, book.properties.keywords):
        reading += read_text(context, words or "", Place(name, "properties"))
    return reading


def _around(context: Context, sheet: Worksheet, place: Place) -> Reading:
    """Read what is printed above and below a sheet; codes begin with "&"."""
    reading = Reading()
    for line in (sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter):
        parts = (line.left, line.center, line.right) if line else ()
        for part in parts:
            reading += read_text(context, part.text or "", place)
    return reading


def _value(value: object) -> Value:
    if isinstance(value, bool) or value is None:
        return None
    return float(value) if isinstance(value, int | float) else str(value)


def read_rows(context: Context, rows: Sequence[Sequence[Value]], name: str) -> Reading:
    """Read rows below one line of headings; names in a row say what its numbers are about.

    Parameters
    ----------
    context
        The month.
    rows
        Headings first; numbers as numbers or as the text of one.
    name
        The file, for the place of a finding.
    """
    heads = ["" if each is None else str(each) for each in rows[0]]
    columns = [_column(context, each) for each in heads]
    reading = Reading()
    for head, about in zip(heads, columns, strict=True):
        if about == NOTHING:
            reading += read_text(context, head, Place(name, head))
    for line, row in enumerate(rows[1:], start=2):
        if is_legend(row):
            continue
        named = NOTHING
        for value in row:
            if isinstance(value, str):
                named = named.or_else(context.vocabulary.exactly(value))
        for head, about, value in zip(heads, columns, row, strict=False):
            place = Place(name, f"{line} / {head}")
            reading += _number(context, about.or_else(named), (value, about), place)
    return reading


def _column(context: Context, head: str) -> Meaning:
    meaning = declared()["columns"].get(head)
    return Meaning(**meaning) if meaning else heading(context, head)


def _number(
    context: Context, about: Meaning, found: tuple[Value, Meaning], place: Place
) -> Reading:
    """Read one value: a number in a column of cells, or a text like any other."""
    value, column = found
    number = _as_number(value, column)
    if number is None:
        is_name = value is None or context.vocabulary.exactly(str(value)) != NOTHING
        return Reading() if is_name else read_text(context, str(value), place)
    figure = exact(number, str(value))
    if not about.measure:
        return unlicensed([figure], place)
    return stated(context.cell(about), column.quantity or "value", figure, place)


def _as_number(value: Value, column: Meaning) -> float | None:
    """Number of a value; texts count as numbers in columns of cells only."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float):
        return value
    try:
        return float(value) if column != NOTHING else None
    except ValueError:
        return None
