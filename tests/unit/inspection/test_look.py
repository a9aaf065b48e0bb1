"""What an analyst sees of a file: recognised, mapped, found, counted."""

from pathlib import Path

import pytest

from takeup.errors import UsageError
from takeup.inspection import Place, inspect_path
from takeup.params import Params

from .conftest import Look, counts, rules, workbook

ANTRAEGE = """Nutzungsstatistik
Verwaltung: Amt Büsum-Wesselburen
Zeitraum: 01.09.2024 - 30.09.2024

Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet
01.09.2024;99050012104000;Gewerbe anmelden;5;1;3;2
02.09.2024;99050012104000;Gewerbe anmelden;1.234;1;k.A.;2
Summe;;;1.239;2;3;4
Stand: 02.10.2024;;;;;;
"""


def test_a_file_is_read_by_the_mapping_of_its_name(look: Look) -> None:
    seen = look(ANTRAEGE.encode("cp1252"), "antraege_2024-09.csv")

    assert (seen.mapping, seen.how, seen.source, seen.proposed) == (
        "antraege", "name", "antraege", False,
    )  # fmt: skip
    assert (seen.encoding, seen.delimiter, seen.header_row) == ("cp1252", ";", 5)
    assert (seen.verwaltung, seen.month) == ("amt-buesum-wesselburen", "2024-09")
    assert [text for _, text in seen.preamble][1] == "Verwaltung: Amt Büsum-Wesselburen"
    assert rules(seen) == ["required"]
    assert counts(seen) == (4, 1, 1, 2)
    assert seen.balance.excluded_by_rule == (("footer", 1), ("total", 1))


def test_a_column_shows_position_header_kind_example_and_field(look: Look) -> None:
    seen = look(ANTRAEGE, "antraege_2024-09.csv")

    shown = [(e.position, e.header, e.kind, e.example, e.field, e.use) for e in seen.columns]
    assert shown[:4] == [
        (1, "Datum", "date", "01.09.2024", "date", "field"),
        (2, "LeiKa-Schlüssel", "leika", "99050012104000", "leistung_id", "field"),
        (3, "Leistung", "service", "Gewerbe anmelden", "leistung_name", "beside"),
        (4, "Begonnen", "integer", "5", "started", "field"),
    ]


def test_a_file_with_another_name_is_read_by_its_columns_and_told_so(look: Look) -> None:
    seen = look(ANTRAEGE, "september.csv")

    assert (seen.mapping, seen.how) == ("antraege", "columns")
    assert "pattern_does_not_fit" in rules(seen)


def test_a_known_table_written_in_another_way_is_read_by_its_draft(look: Look) -> None:
    seen = look(
        ANTRAEGE.replace("01.09.2024;", "2024-09-01;").replace("02.09.2024;", "2024-09-02;")
    )

    assert (seen.how, seen.source, counts(seen)) == ("draft", "antraege", (4, 1, 1, 2))


def test_a_mapping_that_is_asked_for_says_what_is_missing(look: Look) -> None:
    seen = look(ANTRAEGE, "september.csv", quelle="konten")

    assert seen.refused
    assert (seen.mapping, seen.how) == ("konten", "asked")
    assert rules(seen) == ["missing_columns"]
    assert counts(seen) == (0, 0, 0, 0)


def test_an_unknown_file_is_read_by_its_draft(look: Look) -> None:
    seen = look("Amt;Gebühren;Quote\nBüsum;1.200;12,5\nHeide;980;8,0\nSumme;2.180;\n")

    assert (seen.how, seen.mapping, seen.proposed) == ("draft", "", True)
    assert [(e.rule, e.row, e.raw) for e in seen.findings if e.severity == "error"] == [
        ("unknown_administration_row", 2, "Büsum")
    ]
    assert counts(seen) == (3, 1, 1, 1)
    assert [each.kind for each in seen.columns][1:] == ["integer", "number"]


def test_a_sum_that_is_wrong_is_found_in_an_unknown_file(look: Look) -> None:
    seen = look("Posten;Anzahl\nA;12\nB;7\nSumme;20\n")

    found = seen.findings[0]
    assert (found.rule, found.row, found.column, found.raw) == (
        "total_mismatch", 4, "Anzahl", "20",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "row", "raw"),
    [
        ("Tag;Zahl\n03/04/2024;1\n05/06/2024;2\n", "ambiguous_date", 2, "03/04/2024"),
        ("Ort;Zahl\nA;1.234\nB;987\n", "ambiguous_number", 2, "1.234"),
        ("Ort;Zahl\nA;1.234\nB;2.345\n", "thousands_assumed", 2, "1.234"),
        ("Ort;Zahl\nA;1,5\nB;2.5\n", "ambiguous_number", 2, "1,5 / 2.5"),
        ("Ort;Zahl\nA;5\nB;-\n", "ambiguous_word", 3, "-"),
        ("Ort;Quote\nA;0,359\nB;35,9\n", "mixed_units", 1, "0,359"),
        ("Ort;Zahl;Zahl\nA;5;6\nB;7;8\n", "duplicate_column", 1, "2, 3"),
        ("Ort;;Zahl\nA;5;6\nB;7;8\n", "unnamed_column", 1, "2"),
        ("Ort;Zahl\nA;5\nB;7;8\n", "too_many_cells", 3, "B | 7 | 8"),
        ("Ort;Zahl;Mehr\nA;5;6\nB;7\n", "too_few_cells", 3, "B | 7"),
        ("Ort;Zahl\nBÃ¼sum;5\nHeide;7\n", "mojibake", 2, "BÃ¼sum"),
        ("Ort;Zahl\nBüsum;5\nBuesum;7\n", "name_variants", 3, "Büsum, Buesum"),
        ("AGS;Zahl\n1051013;5\n01051044;7\n", "zero_lost", 2, "1051013"),
        ("LeiKa;Zahl\n9,90001E+13;5\n", "digits_lost", 2, "9,90001E+13"),
        ("Ort;Zahl\nA;5\nB;7\nA;6\n", "repeated_key", 4, "A"),
        ("Ort;Zahl;Mehr\nA;5;6\nKontakt: Büro;;\n", "lone_line", 3, "Kontakt: Büro"),
    ],
)
def test_an_unknown_file_gets_its_findings(
    look: Look, text: str, rule: str, row: int, raw: str
) -> None:
    found = {each.rule: each for each in look(text).findings}

    assert (found[rule].row, found[rule].raw) == (row, raw)
    assert found[rule].text
    assert found[rule].remedy


def test_nothing_ambiguous_becomes_a_number(look: Look) -> None:
    seen = look("Ort;Zahl\nA;1.234\nB;987\n")

    assert counts(seen) == (2, 1, 1, 0)


def test_a_workbook_shows_its_sheets_and_the_header_over_two_lines(look: Look) -> None:
    rows: list[list[object]] = [
        ["Portal Nord September 2024"],
        [],
        ["Leistungsschlüssel", "Eingang", None],
        [None, "Online", "Schalter"],
        ["99050012104000", 5, 7],
    ]
    seen = look(workbook(rows, ("A1:C1", "A3:A4", "B3:C3")), "portal.xlsx")

    assert (seen.sheet, seen.sheets, seen.hidden_sheets) == (
        "Zahlen", ("Deckblatt", "Zahlen"), ("Notizen",),
    )  # fmt: skip
    assert (seen.header_row, seen.header_rows) == (3, 2)
    assert [(each.header, each.field) for each in seen.columns] == [
        ("Leistungsschlüssel", "leistung_id"),
        ("Eingang / Online", "online"),
        ("Eingang / Schalter", "counter"),
    ]
    assert (seen.month, counts(seen)) == ("2024-09", (1, 1, 0, 0))


def test_what_nobody_tells_does_not_disturb_the_rest(look: Look) -> None:
    text = "LeiKa-Schlüssel;Online;mit Hilfe;Schalter\n99050012104000;1;2;3\n"

    unknown = look(text, "zahlen.csv")
    told = look(text, "zahlen.csv", month="2024-09")

    assert (unknown.verwaltung, unknown.month) == ("", "")
    assert (rules(unknown), counts(unknown)) == (["month_unknown"], (1, 1, 0, 0))
    assert (told.month, rules(told)) == ("2024-09", ["month_from_folder"])


def test_rows_after_the_month_of_the_folder_are_excluded_as_in_the_report(look: Look) -> None:
    seen = look(ANTRAEGE, "antraege_2024-09.csv", month="2024-08")

    assert ("after_report_month", 1) in seen.balance.excluded_by_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x" * 70_000 + "\n" + "y" * 70_000, "cell_too_large"),
        (";".join(f"Spalte {number}" for number in range(15_000)) + "\n", "too_many_columns"),
        ("Ort;Zahl\nA;\0\n", "nul_characters"),
    ],
)
def test_a_file_beyond_the_limits_is_refused_with_the_limit(
    look: Look, text: str, rule: str
) -> None:
    seen = look(text)

    assert (seen.refused, rules(seen)) == (True, [rule])


def test_the_folders_of_a_path_tell_administration_and_month(
    tmp_path: Path, params: Params
) -> None:
    path = tmp_path / "2024-09/stadt-heide/antraege_2024-09.csv"
    path.parent.mkdir(parents=True)
    path.write_text(ANTRAEGE, "utf-8")

    seen = inspect_path(path, params, "", Place())

    assert (seen.verwaltung, seen.month) == ("stadt-heide", "2024-09")
    assert "other_administration" in rules(seen)
    assert counts(seen) == (4, 0, 2, 2)


def test_an_unknown_mapping_is_refused_with_the_nearest_name(params: Params) -> None:
    with pytest.raises(UsageError, match="antraege"):
        inspect_path(Path("x.csv"), params, "antrag", Place())
