"""The thirty problems, third part: what Excel files hide, show twice or never computed.

The numbers are the prefixes of the problems' sample files; every file is written here.
"""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HUND, WOHNSITZ = "99102013104000", "99115005104000"
NAME = "faelle_2024-09.xlsx"
TOP = [
    ["LeiKa-Schlüssel", "Leistung", "Eingang digital", None, "Eingang nicht digital", None,
     None, "davon eWA-fähig", "Gesamt"],
    [None, None, "Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail"],
]  # fmt: skip
DOG = [HUND, "Hund", 1, 0, 2, 3, 4, None, 10]
HOME = [WOHNSITZ, "Wohnsitz", 5, 1, 20, 3, 1, 12, 30]


def fill(sheet: Worksheet, *rows: list[object]) -> None:
    for row in rows:
        sheet.append(row)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_40_a_title_and_headers_merged_over_columns_are_read(take_in, workbook) -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:I1", "C3:D3", "E3:G3", "A3:A4", "B3:B4", "H3:H4", "I3:I4"):
            sheet.merge_cells(cells)

    content = workbook(["Fallzahlen"], ["Stadt Heide"], *TOP, DOG, HOME, change=merge)

    staged = take_in({NAME: content})

    frame = staged.frames["faelle"]
    assert frame[["row", "online", "post", "total"]].to_numpy().tolist() == [
        [5, 1, 3, 10], [6, 5, 3, 30],
    ]  # fmt: skip
    assert staged.findings.empty


def test_40_a_label_merged_over_rows_holds_for_each_and_a_number_counts_once(
    read_as, workbook
) -> None:
    content = workbook(
        ["Amt", "Leistung", "Anträge"],
        ["Büsum", "a", 5],
        [None, "b", None],
        [None, "c", 1],
        change=lambda sheet: [sheet.merge_cells(each) for each in ("A2:A4", "C2:C3")],
    )
    columns = {"amt": "Amt", "name": "Leistung", "count:integer": "Anträge"}

    shape = read_as(content, columns, format="xlsx")

    assert shape.rows == [["Büsum", "a", 5], ["Büsum", "b", None], ["Büsum", "c", 1]]


def test_41_a_real_date_is_a_date_and_a_bare_day_number_a_finding(read_as, workbook) -> None:
    content = workbook(
        ["Datum", "A"], [date(2024, 9, 3), 1], [45538, 2], ["04.09.2024", 3], ["2024-09-05", 4]
    )
    columns = {"day:date!": "Datum", "count:integer!": "A"}

    shape = read_as(content, columns, format="xlsx")

    assert shape.rows == [["2024-09-03", 1], ["2024-09-04", 3]]
    assert shape.findings == [
        ("Daten", 3, "Datum", "45538", "not_a_date"),
        ("Daten", 5, "Datum", "2024-09-05", "not_a_date"),
    ]
    declared = read_as(content, columns, format="xlsx", datum="excel-1900")
    assert declared.rows[:2] == [["2024-09-03", 1], ["2024-09-03", 2]]


def test_41_a_time_of_day_is_not_cut_off_in_silence(read_as, workbook) -> None:
    content = workbook(["Datum"], [datetime(2024, 9, 3, 2, 30)])  # noqa: DTZ001  as Excel has it

    shape = read_as(content, {"day:date!": "Datum"}, format="xlsx")

    assert shape.findings == [("Daten", 2, "Datum", "2024-09-03 02:30:00", "not_a_date")]


def test_42_a_formula_that_was_never_computed_is_named_with_its_cell(
    take_in, workbook, places
) -> None:
    content = workbook(*TOP, DOG, [*HOME[:8], "=SUM(C4:G4)"])

    staged = take_in({NAME: content})

    assert places(staged) == [("Daten", 4, "Gesamt", "", "formula_without_value")]
    assert staged.balance.loc[0, ["accepted", "quarantined"]].tolist() == [1, 1]


def test_43_a_cover_is_passed_over_and_a_hidden_sheet_named(take_in, places) -> None:
    book = Workbook()
    fill(book.worksheets[0], ["Deckblatt"], ["Gesamt", 40], ["LeiKa-Schlüssel"])
    fill(book.create_sheet("Zahlen"), *TOP, DOG)
    fill(book.create_sheet("Alt"), *TOP, HOME)
    book["Alt"].sheet_state = "veryHidden"

    staged = take_in({NAME: saved(book)})

    assert staged.frames["faelle"][["sheet", "row", "total"]].to_numpy().tolist() == [
        ["Zahlen", 3, 10]
    ]
    assert places(staged) == [("Alt", None, "", "", "hidden_sheet")]


def test_43_a_workbook_whose_sheets_are_all_hidden_is_a_finding(take_in, edited) -> None:
    book = Workbook()
    fill(book.worksheets[0], *TOP, DOG)
    hidden = edited(
        saved(book),
        {"xl/workbook.xml": lambda xml: xml.replace(b'state="visible"', b'state="hidden"')},
    )

    staged = take_in({NAME: hidden})

    assert staged.frames["faelle"].empty
    assert staged.findings["rule"].tolist() == ["no_such_sheet"]


def test_43_two_sheets_with_the_columns_are_not_added_up_in_silence(take_in, places) -> None:
    book = Workbook()
    fill(book.worksheets[0], *TOP, DOG)
    fill(book.create_sheet("Zweites"), *TOP, HOME)

    staged = take_in({NAME: saved(book)})

    assert len(staged.frames["faelle"]) == 1
    assert places(staged) == [("Zweites", None, "", "", "further_sheet")]


def test_44_numbers_as_text_are_read_by_the_senders_format(take_in, workbook) -> None:
    texts = [HUND, "Hund", "1.234", "0", "1\u00a0000", "1.000", " 4 ", "'-", "3.238"]

    staged = take_in({NAME: workbook(*TOP, texts)})

    channels = ["online", "assisted", "counter", "post", "phone", "eligible", "total"]
    assert staged.frames["faelle"].loc[0, channels].tolist() == [
        1234, 0, 1000, 1000, 4, 0, 3238,
    ]  # fmt: skip
    assert staged.findings.empty


def test_44_a_fraction_in_a_count_cell_is_a_finding_with_its_cell(
    take_in, workbook, places
) -> None:
    # 1.234 typed in an English Excel is the number one and a bit.
    staged = take_in({NAME: workbook(*TOP, [*DOG[:8], 1.234])})

    assert places(staged) == [("Daten", 3, "Gesamt", "1,234", "not_an_integer")]


def test_45_hidden_and_filtered_rows_count_and_are_noted(take_in, workbook, places) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:I4"
        sheet.auto_filter.add_filter_column(0, [HUND])
        sheet.row_dimensions[4].hidden = True

    staged = take_in({NAME: workbook(*TOP, DOG, HOME, change=hide)})

    assert staged.frames["faelle"]["total"].tolist() == [10, 30]
    assert places(staged) == [("Daten", None, "", "", "hidden_rows")]


def test_46_percentages_as_text_are_read_in_the_declared_unit_only(read_as, workbook) -> None:
    content = workbook(["Quote"], ["35,9 %"], ["35,9\u00a0%"], ["35,9"], ["0,359"])

    shape = read_as(
        content, {"share:number!": "Quote"}, format="xlsx", einheiten={"share": "prozenttext"}
    )

    assert [share for [share] in shape.rows] == pytest.approx([0.359, 0.359])
    assert shape.findings == [
        ("Daten", 4, "Quote", "35,9", "not_a_share"),
        ("Daten", 5, "Quote", "0,359", "not_a_share"),
    ]


def test_47_a_workbook_named_csv_is_read_as_what_it_is(take_in, workbook, places) -> None:
    header = ["Monat", "Aktive Konten", "Registrierte Konten"]

    staged = take_in({"konten_2024-09.csv": workbook(header, ["09.2024", 120, 1300])})

    assert staged.frames["konten"]["active_accounts"].tolist() == [120]
    assert places(staged) == [("", None, "", "xlsx", "other_format")]


def test_47_text_named_xlsx_is_read_as_what_it_is(take_in) -> None:
    text = ";".join(str(cell or "") for cell in TOP[0]) + "\n"
    text += ";".join([*(str(cell or "") for cell in TOP[1]), "", ""]) + "\n"
    text += f"{HUND};Hund;1;0;2;3;4;;10\n"

    staged = take_in({NAME: text})

    assert staged.frames["faelle"]["total"].tolist() == [10]
    assert staged.findings["rule"].tolist() == ["other_format"]


def test_48_html_named_as_a_workbook_is_refused_with_its_first_line(take_in, places) -> None:
    staged = take_in({NAME: "<table>\n<tr><td>LeiKa-Schlüssel</td></tr></table>"})

    assert places(staged) == [("", 1, "", "<table>", "markup")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', "markup"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"\x1f\x8b\x08\0", "archive"),
        (b"PK\x05\x06" + b"\0" * 18, "archive"),
    ],
)
def test_48_other_kinds_of_file_are_named_for_what_they_are(
    take_in, content: bytes, rule: str
) -> None:
    assert take_in({NAME: content}).findings["rule"].tolist() == [rule]


def test_49_formats_below_and_beside_the_data_are_no_rows(take_in, workbook) -> None:
    def format_far_away(sheet: Worksheet) -> None:
        sheet.cell(499, 1).number_format = "0.00"
        sheet.cell(3, 60).number_format = "0.00"

    staged = take_in({NAME: workbook(*TOP, DOG, change=format_far_away)})

    assert staged.balance.loc[0, ["rows_in", "accepted"]].tolist() == [1, 1]
    assert staged.findings.empty


def test_49_a_sheet_that_lies_about_its_size_is_read_whole(take_in, workbook, edited) -> None:
    small = edited(
        workbook(*TOP, DOG, HOME),
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'ref="A1:I4"', b'ref="A1"')},
    )

    assert len(take_in({NAME: small}).frames["faelle"]) == 2


@pytest.mark.parametrize("epoch", [datetime(1899, 12, 30), datetime(1904, 1, 1)])  # noqa: DTZ001
def test_50_dates_count_from_the_epoch_the_workbook_declares(read_as, epoch: datetime) -> None:
    book = Workbook()
    book.epoch = epoch
    fill(book.worksheets[0], ["Datum"], [date(2024, 9, 3)])

    shape = read_as(saved(book), {"day:date!": "Datum"}, format="xlsx")

    assert shape.rows == [["2024-09-03"]]


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#NV", "#REF!", "#BEZUG!", "#WERT!"])
def test_51_an_error_cell_is_a_finding_with_its_text(
    take_in, workbook, places, error: str
) -> None:
    staged = take_in({NAME: workbook(*TOP, [*DOG[:8], error], HOME)})

    assert places(staged) == [("Daten", 3, "Gesamt", error, "not_an_integer")]
    assert staged.frames["faelle"]["row"].tolist() == [4]


def test_51_an_error_cell_in_a_total_cannot_hide_it(take_in, workbook) -> None:
    total = ["Summe", None, 1, 0, 2, 3, 4, "#DIV/0!", 11]

    staged = take_in({NAME: workbook(*TOP, DOG, total)})

    assert staged.exclusions["rule"].tolist() == ["total"]
    assert staged.findings[["rule", "column", "raw"]].to_numpy().tolist() == [
        ["total_mismatch", "Gesamt", "11"]
    ]


def test_blank_rows_and_columns_around_a_table_do_not_shift_its_rows(take_in, workbook) -> None:
    shifted: Callable[[list[object]], list[object]] = lambda row: [None, None, *row]  # noqa: E731

    staged = take_in(
        {NAME: workbook([], [], *map(shifted, TOP), [], shifted(DOG), [], shifted(HOME))}
    )

    frame = staged.frames["faelle"]
    assert frame[["row", "total"]].to_numpy().tolist() == [[6, 10], [8, 30]]
    assert staged.exclusions[["rule", "rows"]].to_numpy().tolist() == [["blank", 2]]
    assert staged.findings.empty


def test_a_cell_far_to_the_right_of_a_row_is_not_dropped_in_silence(take_in, workbook) -> None:
    staged = take_in({NAME: workbook(*TOP, [*DOG, None, "siehe Anmerkung"])})

    assert staged.findings["rule"].tolist() == ["too_many_cells"]
    assert staged.frames["faelle"].empty
