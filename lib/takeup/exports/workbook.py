"""Sheets as XLSX: no cell that runs, no clock in the bytes, one header per column.

Texts are stored as texts whatever they begin with, and marked so (``quotePrefix``) that
editing one does not turn it into a formula either.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from takeup.exports.sheets import Sheet, Value
from takeup.render import numbers
from takeup.render.plain import clean
from takeup.render.texts import text
from takeup.report.data import PageData

# Excel shows these codes with the signs of the reader's language: 1.234 and 34,2 % in German.
_FORMATS: Final = {
    "integer": "#,##0",
    "percent": "0.0 %",
    "decimal": "#,##0.0",
    # Numerators are counts, but points come in quarters.
    "plain": "General",
    "other": "#,##0.00",
}
_LONGEST_TEXT: Final = 32_767  # of a cell, by the file format
_WIDTHS: Final = (10, 60)
_PAPER_A4: Final = "9"
_FIRST_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = "docProps/core.xml"
_HEADER_FILL: Final = PatternFill("solid", fgColor="FFE6EBF2")
_HEADER_LINE: Final = Border(bottom=Side("thin", color="FF5A6B82"))


def to_bytes(sheets: Sequence[Sheet], data: PageData) -> bytes:
    """Make the workbook.

    Parameters
    ----------
    sheets
        The sheets in their order.
    data
        The month, for title, day and the label of sample data.

    Returns
    -------
    bytes
        XLSX; the same sheets give the same bytes.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for style in _styles():
        book.add_named_style(style)
    for number, sheet in enumerate(sheets, start=1):
        _add(book.create_sheet(sheet.title), sheet, number)
        _set_page(book.worksheets[-1], data)
    book.properties = _properties(data)
    draft = io.BytesIO()
    book.save(draft)
    return _without_clock(draft, _properties(data))


def _styles() -> Iterator[NamedStyle]:
    """Kinds of cells: header, text, sign, and a number of each form, complete or not."""
    top = Alignment(wrap_text=True, vertical="top")
    right = Alignment(horizontal="right", vertical="top")
    header = NamedStyle("takeup header", Font(bold=True), _HEADER_FILL, _HEADER_LINE, top)
    yield from (header, NamedStyle("takeup text", alignment=top))
    yield NamedStyle("takeup sign", alignment=right)
    for style, code in _FORMATS.items():
        for status, form in (("ok", code), ("partial", f"\\({code}\\)")):
            yield NamedStyle(f"takeup {style} {status}", alignment=right, number_format=form)


def _add(page: Worksheet, sheet: Sheet, number: int) -> None:
    """Fill one sheet; its header is that of a table, for screen readers and for sorting."""
    page.append([_text(page, word, "header") for word in sheet.header])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    for column, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = f"{get_column_letter(sheet.key_columns + 1)}2"
    if sheet.rows:
        last = f"{get_column_letter(len(sheet.header))}{len(sheet.rows) + 1}"
        table = Table(displayName=f"Tabelle{number}", ref=f"A1:{last}")
        table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
        page.add_table(table)


def _cell(page: Worksheet, value: Value) -> Cell:
    if isinstance(value, str):
        return _text(page, value, "text")
    if value.value is None:
        return _text(page, numbers.SIGNS[value.status], "sign")
    cell = _new(page, value.value)
    style = value.style if value.style in _FORMATS else "other"
    cell.style = f"takeup {style} {value.status}"
    return cell


def _text(page: Worksheet, words: str, style: str) -> Cell:
    cell = _new(page, clean(words)[:_LONGEST_TEXT])
    # openpyxl takes what begins with "=" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    cell.style = f"takeup {style}"
    cell.quotePrefix = True
    return cell


def _new(page: Worksheet, value: str | float) -> Cell:
    """Cell that gets its place when its row is appended."""
    return Cell(page, row=1, column=1, value=value)


def _widths(sheet: Sheet) -> list[int]:
    """Width of each column in letters: its longest text, within bounds."""
    least, most = _WIDTHS
    columns = zip(sheet.header, *sheet.rows, strict=True)
    return [
        max(least, min(most, max(len(each) for each in column if isinstance(each, str)) + 2))
        for column in columns
    ]


def _set_page(page: Worksheet, data: PageData) -> None:
    """A4 across, as wide as the paper, header on every page."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    label = f"{text('frame.sample_word')} · " if data.sample else ""
    # In a header "&" begins a code; "&&" is the sign itself.
    subject = f"{label}{_title(data)}".replace("&", "&&")
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text, footer.right.text = subject, "&A", "&P / &N"
    page.HeaderFooter.oddHeader, page.HeaderFooter.oddFooter = header, footer


def _title(data: PageData) -> str:
    month = numbers.month_long(str(data.month))
    return clean(text("files.workbook.name", project=data.params.settings.projekt, month=month))


def _properties(data: PageData) -> DocumentProperties:
    """Title and author; the day is that of the data."""
    day = datetime.fromisoformat(data.published.run["stand"])
    return DocumentProperties(
        title=_title(data),
        creator=clean(data.params.settings.herausgeber),
        keywords=text("frame.sample_word") if data.sample else None,
        language="de-DE",
        created=day,
        modified=day,
    )


def _without_clock(draft: io.BytesIO, properties: DocumentProperties) -> bytes:
    """Pack the parts again: openpyxl writes the time into one of them, and zip into all."""
    result = io.BytesIO()
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = tostring(properties.to_tree()) if name == _PROPERTIES else old.read(name)
            info = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            new.writestr(info, part, zipfile.ZIP_DEFLATED, compresslevel=9)
    return result.getvalue()
