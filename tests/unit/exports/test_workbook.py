"""The workbook: nothing runs, nothing secret, the same bytes, and readable."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from takeup.exports import workbook
from takeup.exports.sheets import Figure, Sheet, sheets

from .conftest import EWA, HUND, figure, hidden

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+49 481",
    "-3",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=1+1",
    "#N/A",
    "x" * 40_000,
    "a\x00b\x07c\x1b[31m",
    "zwei\nZeilen",
    "<b>&amp;</b>",
    "\u202efdp.exe",
]


def read(content: bytes):
    return load_workbook(io.BytesIO(content))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_runs_or_breaks_the_file(month, words):
    page = Sheet("Blatt", (words, "Wert"), ((words, Figure(1, "ok", "integer")),), 1)
    content = workbook.to_bytes([page], month())
    cells = [cell for row in read(content)["Blatt"].iter_rows() for cell in row]
    texts = [cell for cell in cells if cell.data_type == "s"]
    assert len(texts) == 3
    assert all(cell.quotePrefix for cell in texts)
    assert "<f>" not in parts(content)["xl/worksheets/sheet1.xml"]
    assert "\n" not in texts[0].value
    assert len(texts[0].value) <= 32_767


def test_a_hostile_name_of_an_administration_is_only_a_text(month):
    name = '=HYPERLINK("http://x.invalid";"Heide")'
    data = month(names={"stadt-heide": name}, measures=[figure(), figure(leistung_id="alle")])
    book = read(workbook.to_bytes(sheets(data), data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert name in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_a_hidden_count_is_a_sign_and_its_number_nowhere(month):
    totals = [hidden(leistung_id="alle")]
    data = month(measures=[hidden(), *totals, figure("cases_total", 4711)])
    content = workbook.to_bytes(sheets(data), data)
    book = read(content)
    (row,) = book["Leistungen"].iter_rows(min_row=2, values_only=True)
    assert row[:5] == ("Stadt Heide", "Hund anmelden (Hundesteuer)", HUND, "x", "·")
    row, _ = book["Kennzahlen des Monats"].iter_rows(min_row=2, values_only=True)
    assert row[:4] == ("Stadt Heide", "Abgesendete Vorgänge", "·", "Vorgänge")
    assert row[6] == "geheim gehalten"


def test_numbers_are_numbers_with_a_form_of_their_own(month):
    rows = [
        figure(value=1234, leistung_id="alle"),
        figure("started", 5, leistung_id="alle", status="partial"),
        figure("completion_rate", 0.342, numerator=13, denominator=38, leistung_id="alle"),
        figure("reach", 70.5, leistung_id="alle"),
        figure("ewa_eligible", 8, leistung_id=EWA),
    ]
    data = month(measures=rows)
    page = read(workbook.to_bytes(sheets(data), data))["Kennzahlen des Monats"]
    found = {row[1].value: row for row in page.iter_rows(min_row=2)}
    forms = {name: (row[2].value, row[2].number_format) for name, row in found.items()}
    assert forms == {
        "Abgesendete Vorgänge": (1234, "#,##0"),
        "Begonnene Vorgänge": (5, "\\(#,##0\\)"),
        "Abschlussquote": (0.342, "0.0 %"),
        "Reichweite": (70.5, "#,##0.0"),
        "eWA-fähige Wohnsitzanmeldungen": (8, "#,##0"),
    }
    assert [cell.value for cell in found["Abschlussquote"][4:6]] == [13, 38]
    assert found["Begonnene Vorgänge"][6].value == "unvollständig"
    assert found["Begonnene Vorgänge"][8].value == "vorläufig"


def test_every_sheet_has_a_header_that_stays_prints_and_filters(month):
    data = month(measures=[figure(), figure(leistung_id="alle")])
    book = read(workbook.to_bytes(sheets(data), data))
    assert book.sheetnames == [
        "Lies mich",
        "Kennzahlen des Monats",
        "Leistungen",
        "Verlauf",
        "Methode",
    ]
    for page in book:
        (table,) = page.tables.values()
        assert table.ref == page.dimensions
        assert table.autoFilter.ref == page.dimensions
        assert not page.merged_cells.ranges
        assert re.fullmatch(r"[B-D]2", page.freeze_panes)
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        header = [cell.value for cell in page[1]]
        assert len(set(header)) == len(header)
        assert None not in header


def test_an_empty_month_makes_sheets_without_rows(month):
    data = month()
    book = read(workbook.to_bytes(sheets(data), data))
    assert book["Leistungen"].max_row == 1
    assert book["Methode"].max_row > 20


def test_sample_data_are_called_so_on_every_printed_page(month):
    for sample in (True, False):
        data = month(sample=sample, measures=[figure(leistung_id="alle")])
        book = read(workbook.to_bytes(sheets(data), data))
        labels = {("Musterdaten" in page.oddHeader.left.text) for page in book}
        assert labels == {sample}
        assert (book["Lies mich"]["A2"].value == "Musterdaten") is sample


def test_the_same_month_gives_the_same_bytes_without_a_clock(month):
    data = month(measures=[figure(leistung_id="alle")])
    first, second = (workbook.to_bytes(sheets(data), data) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dates = re.findall(r"\d{4}-\d\d-\d\dT", parts(first)["docProps/core.xml"])
    assert set(dates) == {"2024-10-15T"}


def test_the_method_sheet_says_what_the_sidecar_says(month):
    data = month()
    page = read(workbook.to_bytes(sheets(data), data))["Methode"]
    rows = {row[0]: row for row in page.iter_rows(min_row=2, values_only=True)}
    sidecar = data.sidecars["digital_takeup"]
    told = rows["Digitale Nutzungsquote"]
    assert told[2] == sidecar.definition
    assert told[4:6] == ("Digitale Fälle", "Fälle auf allen Wegen")
