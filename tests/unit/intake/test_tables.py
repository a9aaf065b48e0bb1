"""The table of one CSV file, line by line; workbooks have their own test file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeup.intake.findings import FileRefusedError
from takeup.intake.rows import Table
from takeup.intake.sniff import kind_of
from takeup.intake.tables import read_table
from takeup.mapping import Quelle


def rules(table: Table) -> list[str]:
    return [each.rule for each in table.findings]


def test_a_plain_table_is_read_with_its_row_numbers(read) -> None:
    table = read("Leistung;Anträge\nHundesteuer;12\nGewerbe;7\n")

    assert table.columns == {"leistung": ["Hundesteuer", "Gewerbe"], "count": ["12", "7"]}
    assert table.numbers == [2, 3]
    assert table.findings == []
    assert table.rows_in == 2


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_recognised(read, delimiter: str, encoding: str) -> None:
    table = read(f"Leistung{delimiter}Anträge\nMüllgebühr{delimiter}12\n", encoding)

    assert table.columns == {"leistung": ["Müllgebühr"], "count": ["12"]}
    assert (table.delimiter, table.encoding) == (delimiter, encoding)


def test_the_wrong_delimiter_is_refused_with_the_columns_seen(read) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read("Leistung:Anträge\nHundesteuer:12\n")

    finding = refusal.value.findings[0]
    assert finding.rule == "missing_columns"
    assert finding.detail == "Leistung:Anträge"


def test_a_decimal_comma_beside_comma_delimiters_stays_in_its_cell(read) -> None:
    table = read('Leistung,Anträge\nHundesteuer,"1,5"\n')

    assert table.columns["count"] == ["1,5"]


@pytest.mark.parametrize("padding", ["", ";", ";;;"])
def test_a_preamble_is_kept_as_metadata_padded_or_not(read, padding: str) -> None:
    table = read(
        f"Bürgerportal{padding}\nVerwaltung: Stadt Heide{padding}\n{padding}\n"
        f"Leistung;Anträge\nHundesteuer;12\n"
    )

    assert table.preamble.verwaltung == (2, "Stadt Heide")
    assert table.numbers == [5]


def test_a_preamble_with_a_quoted_note_over_two_lines_shifts_nothing(read) -> None:
    table = read('"Notiz\nüber zwei Zeilen"\nLeistung;Anträge\nHundesteuer;12\n')

    assert table.columns["count"] == ["12"]


def test_a_total_is_excluded_and_checked(read) -> None:
    table = read("Leistung;Anträge\nHundesteuer;12\nGewerbe;7\nSumme;20\n")

    assert table.columns["count"] == ["12", "7"]
    assert table.excluded == {"total": 1}
    assert rules(table) == ["total_mismatch"]
    assert table.findings[0].detail == "19"


def test_blank_rows_and_the_footer_are_excluded_and_counted(read) -> None:
    table = read(
        "Leistung;Anträge\nHundesteuer;12\n;\n\n"
        '__________\n"© Amt\nAlle Rechte"\nStand: heute\n'
    )

    assert table.columns["count"] == ["12"]
    assert table.excluded["blank"] == 2
    assert table.rows_in == 1 + table.excluded.total()
    assert rules(table) == []


def test_rows_after_the_footer_are_reported(read) -> None:
    table = read("Leistung;Anträge\nHundesteuer;12\nStand: heute;\nGewerbe;7\n")

    assert table.columns["count"] == ["12"]
    assert [(each.rule, each.row) for each in table.findings] == [("rows_after_footer", 4)]


def test_a_repeated_header_is_excluded_and_reported(read) -> None:
    table = read("Leistung;Anträge\nHundesteuer;12\n\ufeffLeistung;Anträge\nGewerbe;7\n")

    assert table.columns["leistung"] == ["Hundesteuer", "Gewerbe"]
    assert table.excluded == {"repeated_header": 1}
    assert "repeated_header" in rules(table)


def test_rows_with_too_many_or_too_few_cells_go_to_quarantine(read) -> None:
    table = read("Leistung;Anträge\na;1\nb;2;3\nc\nd;4\n")

    assert table.columns["leistung"] == ["a", "d"]
    assert [(each.number, each.rule) for each in table.refused] == [
        (3, "too_many_cells"),
        (4, "too_few_cells"),
    ]
    assert [(each.rule, each.row, each.detail) for each in table.findings] == [
        ("too_many_cells", 3, "3/2"),
        ("too_few_cells", 4, "1/2"),
    ]
    assert json.loads(table.refused[0].content) == {"Leistung": "b", "Anträge": "2", "3": "3"}


def test_empty_cells_beyond_the_header_are_padding(read) -> None:
    table = read("Leistung;Anträge\na;1;;\n")

    assert table.columns["count"] == ["1"]


def test_a_last_line_cut_off_is_named_as_such(read) -> None:
    table = read("Leistung;Anträge\na;1\nHundest")

    assert [(each.rule, each.row) for each in table.findings] == [("truncated", 3)]


def test_a_complete_last_line_needs_no_line_end(read) -> None:
    assert read("Leistung;Anträge\na;1").columns["count"] == ["1"]


def test_a_broken_quote_names_its_line_and_spares_the_others(read) -> None:
    table = read('Leistung;Anträge\na;1\n"b;2\nc;3\n')

    assert table.columns["leistung"] == ["a", "c"]
    assert [(each.rule, each.row) for each in table.findings] == [("broken_quote", 3)]


def test_mojibake_goes_to_quarantine_with_a_repair(read) -> None:
    table = read("Leistung;Anträge\nMÃ¼llgebÃ¼hr;1\nHundesteuer;2\n")

    assert table.columns["leistung"] == ["Hundesteuer"]
    finding = table.findings[0]
    assert (finding.rule, finding.column) == ("mojibake", "Leistung")
    assert (finding.raw, finding.detail) == ("MÃ¼llgebÃ¼hr", "Müllgebühr")


def test_the_apostrophe_before_a_formula_is_removed(read) -> None:
    table = read("Leistung;Anträge\n'=cmd|calc;'-5\n")

    assert table.columns == {"leistung": ["=cmd|calc"], "count": ["-5"]}


def test_a_duplicate_column_refuses_the_file(read) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read("Leistung;Anträge;Anträge\nHundesteuer;1;2\n")

    assert refusal.value.findings[0].rule == "duplicate_column"


def test_a_giant_cell_goes_to_quarantine(read) -> None:
    table = read(f"Leistung;Anträge\n{'x' * 70_000};1\nb;2\n")

    assert table.columns["leistung"] == ["b"]
    assert [each.rule for each in table.findings] == ["cell_too_large"]
    assert len(table.refused[0].content) <= 64 << 10


def test_a_giant_quoted_cell_is_no_crash(read) -> None:
    table = read(f'Leistung;Anträge\n"{"x" * 200_000}";1\nb;2\n')

    assert table.columns["leistung"] == ["b"]
    assert table.rows_in == 2


def test_too_many_columns_refuse_the_file(read) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read("Leistung;Anträge" + ";x" * 200_000 + "\na;1\n")

    assert refusal.value.findings[0].rule == "too_many_columns"


def test_too_many_rows_refuse_the_file(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("takeup.intake.tables.MAX_ROWS", 2)

    with pytest.raises(FileRefusedError) as refusal:
        read("Leistung;Anträge\na;1\nb;2\n")

    assert refusal.value.findings[0].rule == "too_many_rows"


ROW = st.lists(
    st.sampled_from(["a", "1", "", 'b"', '"b"c', '"b"', "Summe", "Stand:", "Leistung", "Ã¼"])
)


@given(st.lists(ROW.map(";".join), max_size=12), st.sampled_from(["", "\n"]))
def test_every_row_after_the_header_is_accounted_for(lines: list[str], end: str) -> None:
    text = "\n".join(["Leistung;Anträge", *lines]) + end
    spec = {
        "quelle": "antraege", "dateien": "*", "format": "csv", "pflicht": ["name", "count"],
        "spalten": {"name": ["Leistung"], "count": ["Anträge"]}, "fuss": ["Stand:"],
        "summen": {"spalten": ["name"], "woerter": ["Summe"]},
    }  # fmt: skip
    content = text.encode()

    table = read_table(content, kind_of(content), Quelle.model_validate(spec))

    rows = text.split("\n")[1:]
    physical = len(rows) - (1 if text.endswith("\n") else 0)
    assert table.rows_in == physical
    assert len(table.columns["name"]) == len(table.numbers)


def test_a_table_lying_on_its_side_shows_no_count_in_its_finding(read) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read("Anträge;3\nAbbrüche;4\nAmt;2\n")

    (finding,) = refusal.value.findings
    assert (finding.rule, finding.column) == ("missing_columns", "Leistung")
    assert finding.detail == "Anträge"


def test_labels_are_no_numbers_to_be_summed(quelle) -> None:
    """A date or a key above a subtotal is not a part of it."""
    dated = quelle.model_copy(
        update={
            "spalten": quelle.spalten | {"date": ("Datum",)},
            "summen": quelle.summen.model_copy(update={"spalten": ("date", "leistung")}),
        }
    )
    text = "Datum;Leistung;Anträge\n01.09.2024;a;1\n01.09.2024;b;2\n01.09.2024 Ergebnis;;3\n"

    table = read_table(text.encode(), "text", dated)

    assert (table.findings, table.excluded["total"]) == ([], 1)


def test_cells_under_equal_headers_are_both_kept_in_quarantine(read) -> None:
    table = read("Leistung;Anträge;X;X;\nBÃ¼sum;1;aa;bb;cc\n")

    assert json.loads(table.refused[0].content) == {
        "Leistung": "BÃ¼sum", "Anträge": "1", "X 3": "aa", "X 4": "bb", "5": "cc",
    }  # fmt: skip
