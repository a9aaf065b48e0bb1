"""Tables and answers as bytes: CSV as a portal exports it, XLSX, Matomo's JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from takeup.sample.settings import Style

Cell = str | int | None

# Entries of a ZIP file carry a time; this is the earliest one the format knows.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class CsvTable:
    """A delivery as text: lines above, header, rows, lines below."""

    above: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()


def csv_bytes(table: CsvTable, style: Style) -> bytes:
    """Write a table in the sender's encoding and line ends."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\n")
    writer.writerows([table.header, *table.rows])
    body = lines.getvalue().rstrip("\n").split("\n")
    text = style.newline.join([*table.above, *body, *table.below, ""])
    form = unicodedata.normalize("NFD", text) if style.decomposed else text
    return form.encode(style.encoding)


@dataclass(frozen=True)
class Sheet:
    """A worksheet with a title, lines below it, and a header over two lines.

    ``groups`` maps the position of a column (from 0) to the title over it and the number of
    columns it spans; every other column's header is merged over both lines.
    """

    name: str
    lines: tuple[str, ...]
    header: tuple[str, ...]
    groups: Mapping[int, tuple[str, int]]
    rows: tuple[tuple[Cell, ...], ...]
    below: tuple[str, ...]
    cover: str = ""


def xlsx_bytes(sheet: Sheet, created: date) -> bytes:
    """Write a workbook; the same sheet and day give the same bytes."""
    book = Workbook()
    page = book.worksheets[0]
    if sheet.cover:
        page.title = sheet.cover
        for number, line in enumerate(sheet.lines, start=3):
            page.cell(number, 2, line)
        page = book.create_sheet()
    page.title = sheet.name
    _fill(page, sheet)
    raw = io.BytesIO()
    book.save(raw)
    return _without_clock(raw.getvalue(), created)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    width = len(sheet.header)
    for number, line in enumerate(sheet.lines, start=1):
        page.cell(number, 1, line)
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    page.cell(1, 1).font = Font(bold=True, size=14)
    top = len(sheet.lines) + 2
    _fill_header(page, sheet, top)
    for number, row in enumerate(sheet.rows, start=top + 2):
        for column, value in enumerate(row, start=1):
            if value is not None:
                page.cell(number, column, value)
    last = top + 2 + len(sheet.rows)
    for number, line in enumerate(sheet.below, start=last + 1):
        page.cell(number, 1, line)
    for column, chars in enumerate([18, 46, *[14] * (width - 2)], start=1):
        page.column_dimensions[get_column_letter(column)].width = chars


def _fill_header(page: Worksheet, sheet: Sheet, top: int) -> None:
    grouped: set[int] = set()
    for first, (title, span) in sheet.groups.items():
        grouped |= set(range(first, first + span))
        page.cell(top, first + 1, title).alignment = Alignment(horizontal="center")
        page.merge_cells(
            start_row=top, end_row=top, start_column=first + 1, end_column=first + span
        )
    for position, text in enumerate(sheet.header):
        row = top + 1 if position in grouped else top
        page.cell(row, position + 1, text).font = Font(bold=True)
        if position not in grouped:
            column = position + 1
            page.merge_cells(
                start_row=top, end_row=top + 1, start_column=column, end_column=column
            )


def _without_clock(archive: bytes, created: date) -> bytes:
    """Replace every time in a workbook by one fixed day."""
    stamp = rb"\g<1>" + f"{created:%Y-%m-%d}T07:30:00Z".encode() + rb"\g<3>"
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(stamp, content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, content)
    return target.getvalue()


def matomo_bytes(answer: Mapping[str, object] | Sequence[object]) -> bytes:
    """Write an answer as Matomo's PHP does: ASCII, no blanks, escaped slashes."""
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode("ascii")
