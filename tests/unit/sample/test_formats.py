"""Bytes of CSV, XLSX and JSON."""

import io
import unicodedata
import zipfile
from datetime import date

import openpyxl

from takeup.sample.formats import CsvTable, Sheet, csv_bytes, matomo_bytes, xlsx_bytes
from takeup.sample.settings import Style

TABLE = CsvTable(("Musterdaten", ""), ("Schlüssel", "Zahl"), (("ä;b", "1"),), ("Summe;1",))
SHEET = Sheet(
    name="Zahlen",
    lines=("Titel", "Musterdaten"),
    header=("Schlüssel", "Online", "mit Hilfe", "Gesamt"),
    groups={1: ("digital", 2)},
    rows=(("99", 1, None, "x"), ("Summe", 1, 0, 1)),
    below=("Quelle",),
)


def test_csv_has_the_senders_encoding_and_line_ends() -> None:
    assert csv_bytes(TABLE, Style()) == (
        'Musterdaten\r\n\r\nSchlüssel;Zahl\r\n"ä;b";1\r\nSumme;1\r\n'.encode("cp1252")
    )


def test_a_byte_order_mark_comes_first() -> None:
    assert csv_bytes(TABLE, Style(encoding="utf-8-sig")).startswith(b"\xef\xbb\xbfMuster")


def test_decomposed_text_has_separate_accents() -> None:
    text = csv_bytes(TABLE, Style(encoding="utf-8", decomposed=True)).decode()

    assert "Schlu\u0308ssel" in text
    assert not unicodedata.is_normalized("NFC", text)


def test_a_workbook_has_the_same_bytes_twice() -> None:
    assert xlsx_bytes(SHEET, date(2024, 10, 1)) == xlsx_bytes(SHEET, date(2024, 10, 1))


def test_a_workbook_knows_no_other_day_than_the_one_given() -> None:
    content = xlsx_bytes(SHEET, date(2024, 10, 1))
    book = openpyxl.load_workbook(io.BytesIO(content))
    archive = zipfile.ZipFile(io.BytesIO(content))

    assert (
        str(book.properties.created) == str(book.properties.modified) == "2024-10-01 07:30:00"
    )
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_header_stands_over_two_lines_with_merged_groups() -> None:
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEET, date(2024, 10, 1))))["Zahlen"]

    assert sorted(str(each) for each in page.merged_cells.ranges) == [
        "A1:D1",
        "A2:D2",
        "A4:A5",
        "B4:C4",
        "D4:D5",
    ]
    assert list(page.iter_rows(min_row=4, values_only=True)) == [
        ("Schlüssel", "digital", None, "Gesamt"),
        (None, "Online", "mit Hilfe", None),
        ("99", 1, None, "x"),
        ("Summe", 1, 0, 1),
        (None, None, None, None),
        ("Quelle", None, None, None),
    ]


def test_a_cover_sheet_comes_before_the_table() -> None:
    covered = Sheet(**{**vars(SHEET), "cover": "Deckblatt"})
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(covered, date(2024, 10, 1))))

    assert book.sheetnames == ["Deckblatt", "Zahlen"]
    assert book["Deckblatt"]["B4"].value == "Musterdaten"


def test_matomo_writes_ascii_with_escaped_slashes() -> None:
    assert matomo_bytes({"label": "Büsum/a", "rows": []}) == (
        b'{"label":"B\\u00fcsum\\/a","rows":[]}'
    )
