"""Downloads: the published tables as they lie there, other tables, workbooks."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from takeup.publication import write_published
from takeup.reading import Cell
from takeup.reading.audit import audit_pages
from takeup.regions import ALL

from .conftest import DOG, GAP, MONTH, NUMBERED, NUMBERED_ID

HIDDEN = Cell(MONTH, "stadt-heide", NUMBERED_ID, "submitted")


@pytest.fixture
def folder(month, tmp_path) -> Path:
    """Folder of the month with its published tables."""
    (tmp_path / "daten").mkdir()
    write_published(tmp_path / "daten", month.mailing.published)
    return tmp_path


def findings(month, folder):
    return [
        (each.reason, each.cell) for each in audit_pages(month.mailing, {}, folder).findings
    ]


def test_tables_as_they_were_written_give_no_finding(month, folder):
    assert findings(month, folder) == []


def test_a_hidden_count_in_the_file_of_measures_is_found(month, folder):
    path = folder / "daten" / "measures.csv"
    text = path.read_text(encoding="utf-8")
    row = ",".join([MONTH, "stadt-heide", NUMBERED_ID, "submitted"])
    assert f"{row},,,,suppressed" in text
    path.write_text(text.replace(f"{row},,,,", f"{row},2,,2,"), encoding="utf-8")
    assert findings(month, folder) == [("not_hidden", HIDDEN)] * 2


def test_a_change_in_another_published_table_is_a_contradiction(month, folder):
    path = folder / "daten" / "completeness.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("complete", "missing", 1), encoding="utf-8")
    assert findings(month, folder) == [("contradiction", None)]


def test_rows_added_to_a_published_table_are_a_contradiction(month, folder):
    path = folder / "daten" / "scope.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + f"stadt-heide,{DOG},not_online\n", encoding="utf-8"
    )
    assert findings(month, folder) == [("contradiction", None)]


def test_an_export_for_the_statistics_office_is_read_by_its_keys(month, folder):
    ars = "010510044044"
    shown = month.truth(MONTH, "stadt-heide", DOG, "submitted")
    rows = ["monat;leika;ars;anzahl", f"{MONTH};{DOG};{ars};{shown}"]
    path = folder / f"zsk-{MONTH}.csv"
    path.write_text("\n".join([*rows, f"{MONTH};{NUMBERED_ID};{ars};"]), encoding="utf-8")
    assert findings(month, folder) == []
    path.write_text("\n".join([*rows, f"{MONTH};{NUMBERED_ID};{ars};2"]), encoding="utf-8")
    assert ("not_hidden", HIDDEN) in findings(month, folder)


def workbook(folder: Path, *rows: list[object], note: str = "") -> None:
    """Write a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if note:
        book.worksheets[0]["A1"].comment = Comment(note, "")
    book.save(folder / f"kennzahlen-{MONTH}.xlsx")


def test_a_workbook_of_shown_numbers_gives_no_finding(month, folder):
    total = month.truth(MONTH, "stadt-heide", ALL, "submitted")
    workbook(
        folder,
        ["Verwaltung", "Kennzahl", "Wert", "Zähler", "Nenner"],
        ["Stadt Heide", "Abgesendete Vorgänge", total, None, None],
        ["Stadt Heide", "Abschlussquote", 56 / 109, 56, 109],
    )
    assert findings(month, folder) == []


@pytest.mark.parametrize(
    ("header", "row", "cell"),
    [
        (
            ["Verwaltung", "Leistung", "Abgesendete Vorgänge"],
            ["Stadt Heide", NUMBERED, 2],
            HIDDEN,
        ),
        (
            ["Verwaltung", "Kennzahl", "Mär 24"],
            ["Heide", "Abgesendete Vorgänge", 40],
            Cell(*GAP),
        ),
        (
            ["Leistung", "Verwaltung", "Kennzahl", "Zähler"],
            [NUMBERED, "Stadt Heide", "Abschlussquote", 3],
            Cell(MONTH, "stadt-heide", NUMBERED_ID, "completion_rate"),
        ),
    ],
    ids=["measures as columns", "months as columns", "counts of a rate"],
)
def test_a_hidden_number_in_a_workbook_is_found(month, folder, header, row, cell):
    workbook(folder, header, row)
    assert ("not_hidden", cell) in findings(month, folder)


def test_a_number_in_a_column_of_no_meaning_or_in_a_note_is_found(month, folder):
    workbook(folder, ["Verwaltung", "Notiz"], ["Stadt Heide", 2])
    assert findings(month, folder) == [("unlicensed", None)]
    workbook(folder, ["Verwaltung"], ["Stadt Heide"], note="davon 2")
    assert findings(month, folder) == [("unlicensed", None)]
    workbook(folder, ["Verwaltung", "Notiz"], ["Stadt Heide", "=1+1"])
    assert findings(month, folder) == [("unlicensed", None)] * 2
