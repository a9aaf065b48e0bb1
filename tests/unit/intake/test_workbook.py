"""Workbooks: what a sheet shows and what only its markup tells."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from takeup.formats import Formats
from takeup.intake.findings import FileRefusedError
from takeup.intake.rows import Table
from takeup.intake.sniff import kind_of
from takeup.intake.tables import read_table
from takeup.intake.workbook import cell_text, read_workbook
from takeup.mapping import Quelle

FORMATS = Formats()


def workbook(*rows: list[object], change: Callable[[Worksheet], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Daten"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(content: bytes, quelle: Quelle) -> Table:
    return read_table(content, kind_of(content), quelle)


def edited(content: bytes, part: str, pattern: str, text: str) -> bytes:
    """Workbook with a part of its markup replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            markup = source.read(name)
            if name == part:
                markup = re.sub(pattern.encode(), text.encode(), markup)
            copy.writestr(name, markup)
    return target.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("x", "x"), (12, "12"), (12.0, "12"), (1.5, "1,5"), (0.1 + 0.2, "0,3"),
        (99115005104000.0, "99115005104000"), (True, "ja"), (False, "nein"),
        (datetime.fromisoformat("2024-09-01"), "01.09.2024"),
        (datetime.fromisoformat("2024-09-01 02:30"), "2024-09-01 02:30:00"),
    ],
)  # fmt: skip
def test_a_cell_becomes_the_text_its_sender_would_write(value: object, text: str) -> None:
    formats = Formats(true=("ja",), false=("nein",))

    assert cell_text(value, formats) == text


def test_a_sheet_is_read_with_row_numbers_as_in_excel(quelle: Quelle) -> None:
    content = workbook(
        ["Titel"], [], ["Leistung", "Anträge"], ["Hundesteuer", 12], ["Gewerbe", 7]
    )

    table = read(content, quelle)

    assert table.columns == {"leistung": ["Hundesteuer", "Gewerbe"], "count": ["12", "7"]}
    assert table.numbers == [4, 5]
    assert table.sheet == "Daten"


def test_a_workbook_named_csv_is_read_as_what_it_is(quelle: Quelle) -> None:
    table = read(workbook(["Leistung", "Anträge"], ["Hundesteuer", 12]), quelle)

    assert [each.rule for each in table.findings] == ["other_format"]
    assert table.columns["count"] == ["12"]


def xlsx(spec: dict[str, object]) -> Quelle:
    return Quelle.model_validate(spec | {"format": "xlsx"})


def test_a_cover_sheet_is_passed_over(spec: dict[str, object]) -> None:
    book = Workbook()
    book.worksheets[0]["B3"] = "Fallzahlen"
    data = book.create_sheet("Zahlen")
    data.append(["Leistung", "Anträge"])
    data.append(["Hundesteuer", 12])

    table = read(saved(book), xlsx(spec))

    assert (table.sheet, table.columns["count"], table.findings) == ("Zahlen", ["12"], [])


def two_sheets(state: str) -> bytes:
    book = Workbook()
    for sheet, count in ((book.worksheets[0], 1), (book.create_sheet("Zweites"), 2)):
        sheet.append(["Leistung", "Anträge"])
        sheet.append(["Hundesteuer", count])
    book["Zweites"].sheet_state = state
    return saved(book)


def test_a_hidden_sheet_is_not_read_but_noted(spec: dict[str, object]) -> None:
    table = read(two_sheets("hidden"), xlsx(spec))

    assert table.columns["count"] == ["1"]
    assert [(each.rule, each.sheet) for each in table.findings] == [("hidden_sheet", "Zweites")]


def test_a_second_sheet_with_the_same_columns_is_reported(spec: dict[str, object]) -> None:
    table = read(two_sheets("visible"), xlsx(spec))

    assert table.columns["count"] == ["1"]
    assert [(each.rule, each.sheet) for each in table.findings] == [
        ("further_sheet", "Zweites")
    ]


def test_the_sheet_a_mapping_names_is_read_even_if_hidden(spec: dict[str, object]) -> None:
    table = read(two_sheets("hidden"), xlsx(spec | {"blatt": "zwei*"}))

    assert table.columns["count"] == ["2"]


def test_a_sheet_that_is_missing_is_named_with_those_there(spec: dict[str, object]) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(two_sheets("visible"), xlsx(spec | {"blatt": "Drittes"}))

    finding = refusal.value.findings[0]
    assert (finding.rule, finding.raw, finding.detail) == (
        "no_such_sheet", "Sheet, Zweites", "Drittes",
    )  # fmt: skip


def test_a_label_merged_over_rows_holds_for_each_of_them(spec: dict[str, object]) -> None:
    content = workbook(
        ["Amt", "Leistung", "Anträge"],
        ["Büsum", "Hundesteuer", 5],
        [None, "Gewerbe", 1],
        ["Heide", "Hundesteuer", 2],
        change=lambda sheet: sheet.merge_cells("A2:A3"),
    )

    assert read(content, xlsx(spec)).columns["amt"] == ["Büsum", "Büsum", "Heide"]


def test_merged_ranges_that_overlap_are_taken_once(spec: dict[str, object]) -> None:
    content = workbook(["Amt", "Leistung", "Anträge"], ["Büsum", "a", 5], [None, "b", 1])
    ranges = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A2:A1048576"/></mergeCells>'
    part = "xl/worksheets/sheet1.xml"
    overlapping = edited(content, part, "</sheetData>", f"</sheetData>{ranges}")

    assert read(overlapping, xlsx(spec)).columns["amt"] == ["Büsum", "Büsum"]


@pytest.mark.parametrize(
    ("row", "rule"),
    [(["a", *range(2_100)], "too_many_columns"), (["x" * 32_767 * 3, 1], "cell_too_large")],
)
def test_a_sheet_over_the_limits_is_refused(
    spec: dict[str, object], row: list[object], rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Excel writes no cell beyond 32 767 characters: a lower limit shows the rule.
    monkeypatch.setattr("takeup.intake.workbook.MAX_CELL_CHARACTERS", 32_000)

    with pytest.raises(FileRefusedError) as refusal:
        read(workbook(["Leistung", "Anträge"], row), xlsx(spec))

    assert refusal.value.findings[0].rule == rule


def test_columns_missing_in_every_sheet_are_named_for_the_fullest(
    spec: dict[str, object],
) -> None:
    book = Workbook()
    book.create_sheet("Zahlen").append(["Leistung", "Anzahl"])

    with pytest.raises(FileRefusedError) as refusal:
        read(saved(book), xlsx(spec))

    finding = refusal.value.findings[0]
    assert (finding.rule, finding.sheet, finding.column) == (
        "missing_columns", "Zahlen", "Anträge",
    )  # fmt: skip


def test_a_number_merged_over_rows_counts_once(spec: dict[str, object]) -> None:
    content = workbook(
        ["Leistung", "Anträge"],
        ["Hundesteuer", 5],
        ["Gewerbe", None],
        change=lambda sheet: sheet.merge_cells("B2:B3"),
    )

    assert read(content, xlsx(spec)).columns["count"] == ["5", ""]


def test_a_formula_without_a_value_is_a_finding_with_its_cell(spec: dict[str, object]) -> None:
    content = workbook(
        ["Leistung", "Anträge"], ["x", "=1+2"], ["y", 4], ["Summe", "=SUM(B2:B3)"]
    )

    table = read(content, xlsx(spec))

    assert table.columns["leistung"] == ["y"]
    assert [(each.rule, each.row, each.column) for each in table.findings] == [
        ("formula_without_value", 2, "Anträge")
    ]
    assert table.excluded == {"total": 1}


def test_a_formula_with_a_value_is_a_number(spec: dict[str, object]) -> None:
    content = workbook(["Leistung", "Anträge"], ["x", "=1+2"])
    cached = edited(content, "xl/worksheets/sheet1.xml", r"<v ?/>|<v></v>", "<v>3</v>")

    assert read(cached, xlsx(spec)).columns["count"] == ["3"]


def test_hidden_rows_are_counted_and_noted(spec: dict[str, object]) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    content = workbook(["Leistung", "Anträge"], ["a", 1], ["b", 2], change=hide)

    table = read(content, xlsx(spec))

    assert table.columns["count"] == ["1", "2"]
    assert [each.rule for each in table.findings] == ["hidden_rows"]


def test_rows_below_the_last_filled_cell_are_no_rows(spec: dict[str, object]) -> None:
    def format_far_below(sheet: Worksheet) -> None:
        sheet.cell(500, 1).number_format = "0"

    content = workbook(["Leistung", "Anträge"], ["a", 1], change=format_far_below)

    table = read(content, xlsx(spec))

    assert table.columns["count"] == ["1"]
    assert table.rows_in == 1


def test_dates_count_from_the_epoch_the_workbook_declares(spec: dict[str, object]) -> None:
    book = Workbook()
    book.epoch = datetime.fromisoformat("1904-01-01")
    book.worksheets[0].append(["Leistung", "Anträge"])
    book.worksheets[0].append([datetime.fromisoformat("2026-09-01"), 1])

    assert read(saved(book), xlsx(spec)).columns["leistung"] == ["01.09.2026"]


def test_a_row_far_below_ends_the_reading_in_bounded_time(spec: dict[str, object]) -> None:
    content = workbook(["Leistung", "Anträge"], ["a", 1])
    far = edited(content, "xl/worksheets/sheet1.xml", r'<row r="2"', '<row r="99999999"')

    with pytest.raises(FileRefusedError) as refusal:
        read(far, xlsx(spec))

    assert refusal.value.findings[0].rule == "too_many_rows"


@pytest.mark.parametrize(
    ("part", "pattern"),
    [("xl/workbook.xml", "<sheets>"), ("xl/worksheets/sheet1.xml", "</row>")],
)
def test_broken_markup_is_a_finding_and_no_crash(part: str, pattern: str) -> None:
    broken = edited(workbook(["Leistung", "Anträge"]), part, pattern, "")

    with pytest.raises(FileRefusedError) as refusal:
        read_workbook(broken, FORMATS, None)

    assert refusal.value.findings[0].rule == "broken_workbook"


def test_an_entity_bomb_is_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>'
    )
    broken = edited(workbook(["a"]), "xl/workbook.xml", r"(?s).*", bomb)

    with pytest.raises(FileRefusedError):
        read_workbook(broken, FORMATS, None)
