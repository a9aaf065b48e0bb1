"""The thirty problems, first part: encodings, delimiters, headers, totals, footers, quotes.

The numbers are the prefixes of the problems' sample files; every file is written here.
"""

import pytest

HEADER = "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet"
ROW = "03.09.2024;99102013104000;Hund anmelden;5;1;3;2"
NEXT = "04.09.2024;99102013104000;Hund anmelden;7;0;4;3"
TWO = {"name": "Leistung", "count:integer!": "Anträge"}
NAME = "antraege_2024-09.csv"


def lines(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def test_01_a_cp1252_file_is_read_and_its_encoding_named(read_as) -> None:
    shape = read_as("Amt;Anträge\nBüsum \u2013 Süd;5\n".encode("cp1252"), TWO | {"name": "Amt"})

    assert (shape.rows, shape.encoding) == ([["Büsum \u2013 Süd", 5]], "cp1252")


def test_01b_a_byte_that_fits_no_encoding_is_named_with_its_line(take_in, places) -> None:
    content = lines(ROW, NEXT).encode("cp1252").replace(b"04.09", b"04.\x8d9")

    assert places(take_in({NAME: content})) == [("", 3, "", "0x8D", "encoding")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_02_the_delimiter_is_found_by_the_required_columns(take_in, delimiter: str) -> None:
    staged = take_in({NAME: lines(ROW, NEXT).replace(";", delimiter)})

    assert staged.frames["antraege"]["started"].tolist() == [5, 7]
    assert staged.findings.empty


def test_02_missing_columns_are_named_together_with_the_columns_seen(take_in, places) -> None:
    staged = take_in({NAME: "Datum;Leistung;Begonnen\n03.09.2024;Hund;5\n"})

    needed = "LeiKa-Schlüssel, davon fortgesetzt, Abgeschlossen, Abgesendet"
    assert places(staged) == [("", 1, needed, "", "missing_columns")]
    assert staged.findings["detail"].tolist() == ["Datum, Leistung, Begonnen"]


def test_03_a_decimal_comma_is_read_by_the_senders_format(read_as) -> None:
    content = 'Monat,Quote\n2024-09,"12,5"\n2024-10,"0,5"\n2024-11,12.5\n'

    shape = read_as(content, {"month": "Monat", "share:number!": "Quote"}, tausender=".")

    assert shape.rows == [["2024-09", 12.5], ["2024-10", 0.5]]
    assert shape.findings == [("", 4, "Quote", "12.5", "not_a_number")]


def test_02b_semicolon_and_decimal_comma_together_are_no_trouble(read_as) -> None:
    columns = {"month": "Monat", "count:integer!": "Anträge", "share:number!": "Quote"}

    shape = read_as("Monat;Anträge;Quote\n2024-09;12;5,40\n", columns)

    assert shape.rows == [["2024-09", 12, 5.4]]


def test_04_a_thousands_dot_is_no_fraction_in_a_count_column(read_as) -> None:
    content = "Leistung;Anträge\na;1.234\nb;12.050\nc;987\nd;1.23\ne;1.2345\nf;.500\n"

    shape = read_as(content, TWO, tausender=".")

    assert shape.rows == [["a", 1234], ["b", 12050], ["c", 987]]
    assert shape.findings == [
        ("", 5, "Anträge", "1.23", "not_an_integer"),
        ("", 6, "Anträge", "1.2345", "not_an_integer"),
        ("", 7, "Anträge", ".500", "not_an_integer"),
    ]


@pytest.mark.parametrize("declared", [" ", "'"])
def test_04_an_undeclared_thousands_dot_is_a_finding_with_its_cell(
    read_as, declared: str
) -> None:
    shape = read_as("Leistung;Anträge\na;1.234\nb;7\nc;1.000\n", TWO, tausender=declared)

    # 1.000 would even pass for the whole number 1.
    assert shape.rows == [["b", 7]]
    assert shape.findings == [
        ("", 2, "Anträge", "1.234", "not_an_integer"),
        ("", 4, "Anträge", "1.000", "not_an_integer"),
    ]


def test_04_with_a_decimal_dot_a_fraction_in_a_count_column_is_refused(read_as) -> None:
    shape = read_as("Leistung;Anträge\na;1.234\nb;1,234\n", TWO, dezimal=".", tausender=",")

    assert shape.rows == [["b", 1234]]
    assert shape.findings == [("", 2, "Anträge", "1.234", "not_an_integer")]


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", " "])
def test_04b_no_break_blanks_group_thousands(read_as, blank: str) -> None:
    content = f"Leistung;Anträge\na;1{blank}234\nb;12{blank}050{blank}001\nc;1{blank}2\n"

    shape = read_as(content, TWO)

    assert shape.rows == [["a", 1234], ["b", 12_050_001]]
    assert [rule for *_, rule in shape.findings] == ["not_an_integer"]


def test_05_a_preamble_is_passed_over_and_its_period_kept(take_in) -> None:
    above = ["Portalstatistik", "Verwaltung: Stadt Heide", "Zeitraum: 01.09.2024 - 30.09.2024"]
    staged = take_in({"antraege_export.csv": "\n".join([*above, "", lines(ROW)])})

    assert staged.frames["antraege"]["row"].tolist() == [6]
    assert staged.findings.empty


def test_05b_a_preamble_padded_with_delimiters_is_no_header(take_in, places) -> None:
    above = ["Portalstatistik;;;;;;", "Zeitraum:;01.08.2024 - 31.08.2024;;;;;", ";;;;;;"]
    staged = take_in({NAME: "\n".join([*above, lines(ROW)])})

    assert staged.frames["antraege"]["row"].tolist() == [5]
    # The preamble is held against the month in the name, and the rows against the preamble.
    assert places(staged) == [
        ("", 2, "", "01.08.2024 - 31.08.2024", "period_mismatch"),
        ("", 5, "Datum", "2024-09-03", "outside_period"),
    ]


def test_06_a_total_is_left_out_and_held_against_its_parts(take_in, places) -> None:
    staged = take_in({NAME: lines(ROW, NEXT, "Summe;;;12;1;7;6")})

    assert staged.frames["antraege"]["started"].tolist() == [5, 7]
    assert staged.exclusions[["rule", "rows"]].to_numpy().tolist() == [["total", 1]]
    assert places(staged) == [("", 4, "Abgesendet", "6", "total_mismatch")]


def test_06b_subtotals_of_a_pivot_table_are_left_out_and_checked(read_as) -> None:
    content = """Amt;Leistung;Anträge
Büsum;Hundesteuer;12
;Gewerbe;7
Büsum Ergebnis;;19
Marne;Hundesteuer;3
;Gewerbe;2
Marne Ergebnis;;6
Gesamtergebnis;;24
"""
    totals = {"spalten": ["amt", "name"], "woerter": ["Ergebnis", "Gesamtergebnis"]}

    shape = read_as(content, {"amt": "Amt"} | TWO, summen=totals)

    assert [count for *_, count in shape.rows] == [12, 7, 3, 2]
    assert shape.excluded == {"total": 3}
    assert shape.findings == [("", 7, "Anträge", "6", "total_mismatch")]


def test_06c_a_wrong_grand_total_above_right_subtotals_is_found(read_as) -> None:
    content = "Leistung;Anträge\na;1\nErgebnis;1\nb;2\nErgebnis;2\nGesamtergebnis;4\n"
    totals = {"spalten": ["name"], "woerter": ["Ergebnis", "Gesamtergebnis"]}

    shape = read_as(content, TWO, summen=totals)

    assert [count for _, count in shape.rows] == [1, 2]
    assert shape.rules == ["total_mismatch"]


def test_06d_a_total_that_stands_before_its_parts_is_checked_too(read_as) -> None:
    content = "Leistung;Anträge\nInsgesamt;3\na;1\nb;2\n"
    totals = {"spalten": ["name"], "woerter": ["Insgesamt"]}

    shape = read_as(content, TWO, summen=totals)

    assert shape.rows == [["a", 1], ["b", 2]]
    assert shape.findings == []


def test_06e_a_name_that_only_contains_a_word_of_totals_is_data(read_as) -> None:
    content = "Leistung;Anträge\nGesamtschule anmelden;3\nSummenbescheid;4\nSumme:;7\n"
    totals = {"spalten": ["name"], "woerter": ["Summe", "Gesamt"]}

    shape = read_as(content, TWO, summen=totals)

    assert [name for name, _ in shape.rows] == ["Gesamtschule anmelden", "Summenbescheid"]
    assert shape.excluded == {"total": 1}


def test_07_a_footer_ends_the_rows_and_is_accounted_for(take_in) -> None:
    staged = take_in(
        {NAME: lines(ROW, "__________", '"© Portal, 2024.', 'Alle Rechte."', "Stand: heute")}
    )

    assert len(staged.frames["antraege"]) == 1
    assert staged.exclusions[["rule", "rows"]].to_numpy().tolist() == [["footer", 4]]


def test_07_rows_that_stand_below_a_footer_are_reported(take_in, places) -> None:
    staged = take_in({NAME: lines(ROW, "Stand: 01.10.2024", NEXT)})

    assert places(staged) == [("", 4, "", "04.09.2024", "rows_after_footer")]


REGIONAL = """GENESIS-Tabelle: 12411-01-01-4;;;;
Bevölkerung nach Geschlecht - Stichtag 31.12. -;;;;
regionale Tiefe: Kreise und krfr. Städte;;;;
Bevölkerungsstand;;;;
Stand: 31.12.2023;;;;
;;31.12.2023;31.12.2023;31.12.2023
;;Insgesamt;männlich;weiblich
DG;Deutschland;83.456.045;41.200.000;42.256.045
01;  Schleswig-Holstein;2.965.691;-;.
01051;      Dithmarschen, Landkreis;135.252;...;x
01056;      Pinneberg, Landkreis;/;1;2
__________
"1) ab dem Berichtsjahr 2011: nach dem Zensus 2011;
   zweite Zeile der Anmerkung";;;;
(C)opyright Statistische Ämter des Bundes und der Länder, 2024;;;;
Stand: 02.10.2024 / 15:51:18;;;;
"""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_07_a_table_of_the_regional_statistics_is_read_by_a_mapping(
    read_as, encoding: str
) -> None:
    columns = {
        "all:integer?": "31.12.2023 / Insgesamt",
        "men:integer?": "31.12.2023 / männlich",
        "women:integer?": "31.12.2023 / weiblich",
    }
    words = {"null": ["-"], "unbekannt": [".", "..."], "geheim": ["/"], "entfaellt": ["x"]}

    shape = read_as(
        REGIONAL.encode(encoding),
        columns,
        kopfzeilen=2,
        tausender=".",
        woerter=words,
        fuss=["__________"],
    )

    assert shape.numbers == [8, 9, 10, 11]
    assert shape.rows == [
        [83_456_045, "value", 41_200_000, "value", 42_256_045, "value"],
        [2_965_691, "value", 0, "value", None, "unknown"],
        [135_252, "value", None, "unknown", None, "not_applicable"],
        [None, "suppressed", 1, "value", 2, "value"],
    ]
    assert shape.excluded == {"footer": 4}
    assert shape.findings == []


def test_07_blanks_before_a_name_are_hierarchy_and_no_other_name(read_as) -> None:
    shape = read_as("Leistung;Anträge\n      Dithmarschen, Landkreis;5\n", TWO)

    assert shape.rows == [["Dithmarschen, Landkreis", 5]]


def test_08_a_byte_order_mark_is_removed(take_in) -> None:
    staged = take_in({NAME: lines(ROW).encode("utf-8-sig")})

    assert staged.frames["antraege"]["started"].tolist() == [5]
    assert staged.findings.empty


def test_08b_a_double_mark_is_removed_and_noted(take_in, places) -> None:
    staged = take_in({NAME: b"\xef\xbb\xbf" + lines(ROW).encode("utf-8-sig")})

    assert staged.frames["antraege"]["started"].tolist() == [5]
    assert places(staged) == [("", None, "", "", "extra_bom")]


def test_08c_a_mark_in_the_middle_tells_that_files_were_joined(take_in, places) -> None:
    first, second = lines(ROW).encode("utf-8-sig"), lines(NEXT).encode("utf-8-sig")

    staged = take_in({NAME: first + second})

    assert staged.frames["antraege"][["row", "started"]].to_numpy().tolist() == [[2, 5], [4, 7]]
    assert staged.exclusions["rule"].tolist() == ["repeated_header"]
    assert places(staged) == [
        ("", None, "", "", "extra_bom"),
        ("", 3, "", "Datum", "repeated_header"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_09_utf16_is_told_by_its_mark(take_in, encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"

    staged = take_in({NAME: (mark + lines(ROW)).encode(encoding)})

    assert staged.frames["antraege"]["started"].tolist() == [5]


def test_09_utf16_without_a_mark_is_a_finding_and_not_read_as_something_else(
    take_in, places
) -> None:
    staged = take_in({NAME: lines(ROW).encode("utf-16-le")})

    assert [rule for *_, rule in places(staged)] == ["nul_characters"]
    assert staged.frames["antraege"].empty


def test_10_mojibake_is_named_with_the_text_it_was(read_as) -> None:
    content = "Leistung;Anträge\nBÃ¼sum;1\nStraÃŸe;2\nEider â€“ Nord;3\nMarne;4\n"

    shape = read_as(content, TWO)

    assert shape.rows == [["Marne", 4]]
    assert shape.findings == [
        ("", 2, "Leistung", "BÃ¼sum", "mojibake"),
        ("", 3, "Leistung", "StraÃŸe", "mojibake"),
        ("", 4, "Leistung", "Eider â€“ Nord", "mojibake"),
    ]


def test_10_mojibake_in_the_header_is_named_and_not_only_missing(take_in, places) -> None:
    text = lines(ROW)
    broken = text.encode().decode("cp1252").encode()

    found = places(take_in({NAME: broken}))

    assert found[0] == ("", 1, "", "LeiKa-SchlÃ¼ssel", "mojibake")
    assert found[1][-1] == "missing_columns"


def test_12_mixed_line_ends_are_read_and_counted(take_in) -> None:
    staged = take_in({NAME: f"{HEADER}\r\n{ROW}\n{NEXT}\r"})

    assert staged.frames["antraege"]["row"].tolist() == [2, 3]
    assert staged.findings["rule"].tolist() == ["mixed_line_ends"]
    assert staged.findings["detail"].tolist() == ["1 CRLF, 1 LF, 1 CR"]


def test_12_old_mac_line_ends_alone_are_line_ends(take_in) -> None:
    staged = take_in({NAME: lines(ROW, NEXT).replace("\n", "\r")})

    assert staged.frames["antraege"]["row"].tolist() == [2, 3]
    assert staged.findings.empty


def test_19_a_column_name_used_twice_is_refused_with_both_positions(take_in, places) -> None:
    text = lines(ROW).replace("Abgesendet", "Begonnen;Abgesendet")

    staged = take_in({NAME: text})

    assert places(staged) == [("", 1, "Begonnen", "", "duplicate_column")]
    assert staged.findings["detail"].tolist() == ["4, 7"]


def test_19_two_names_for_one_field_are_as_doubtful(take_in, places) -> None:
    text = lines(ROW).replace("Abgesendet", "Abgesendet;Abgesandt")

    assert [rule for *_, rule in places(take_in({NAME: text}))] == ["duplicate_column"]


def test_20_blanks_and_letters_of_two_parts_in_a_header_do_not_matter(take_in) -> None:
    header = HEADER.replace("LeiKa-Schlüssel", " LeiKa-Schlu\u0308ssel\u00a0")
    header = header.replace("davon fortgesetzt", "davon\u00a0 fortgesetzt ").upper()

    staged = take_in({NAME: f"{header}\n{ROW}\n"})

    assert staged.frames["antraege"]["resumed"].tolist() == [1]
    assert staged.findings.empty


def test_21_a_row_with_one_field_more_is_set_aside_with_its_text(take_in, places) -> None:
    staged = take_in({NAME: lines(ROW, NEXT.replace("Hund anmelden", "Hund; anmelden"))})

    raw = "04.09.2024 | 99102013104000 | Hund |  anmelden | 7 | 0 | 4 | 3"
    assert places(staged) == [("", 3, "", raw, "too_many_cells")]
    assert staged.balance.loc[0, ["accepted", "quarantined"]].tolist() == [1, 1]


def test_21c_one_field_more_in_all_rows_shifts_nothing_in_silence(take_in, places) -> None:
    rows = [row.replace("9910", "2024-36;9910") for row in (ROW, NEXT)]

    staged = take_in({NAME: lines(*rows)})

    assert staged.frames["antraege"].empty
    assert [found[1] for found in places(staged)] == [2, 3]
    assert set(staged.findings["rule"]) == {"too_many_cells"}
    assert staged.findings["detail"].tolist() == ["8/7", "8/7"]


def test_21d_an_empty_field_at_the_end_of_all_rows_is_no_fault(take_in) -> None:
    staged = take_in({NAME: lines(ROW + ";", NEXT + ";;")})

    assert staged.frames["antraege"]["started"].tolist() == [5, 7]
    assert staged.findings.empty


def test_22_a_short_row_is_not_filled_up(take_in, places) -> None:
    staged = take_in({NAME: lines("03.09.2024;99102013104000;Hund;5", NEXT)})

    raw = "03.09.2024 | 99102013104000 | Hund | 5"
    assert places(staged) == [("", 2, "", raw, "too_few_cells")]


def test_23_an_open_quote_costs_its_own_row_only(take_in, places) -> None:
    broken = ROW.replace("Hund anmelden", '"Hund anmelden')
    later = NEXT.replace("Hund anmelden", '"Hund ""an""melden"')

    staged = take_in({NAME: lines(broken, NEXT.replace("04.", "05."), later)})

    assert [found[1:] for found in places(staged)] == [
        (2, "", broken, "broken_quote"),
    ]
    assert staged.frames["antraege"]["row"].tolist() == [3, 4]


def test_23_two_open_quotes_do_not_swallow_the_rows_between(take_in) -> None:
    broken = ROW.replace("Hund", '"Hund')
    between = [f"{day:02}.09.2024{NEXT[10:]}" for day in range(4, 20)]

    staged = take_in({NAME: lines(broken, *between, broken.replace("03.", "30."))})

    assert len(staged.frames["antraege"]) == 16
    assert staged.findings["rule"].tolist() == ["broken_quote"] * 2


def test_27_an_html_page_named_csv_is_refused_by_its_first_line(take_in, places) -> None:
    page = "<!DOCTYPE html>\n<html><body><table><tr><td>Anmeldung</td></tr></table></html>\n"

    assert places(take_in({NAME: page})) == [("", 1, "", "<!DOCTYPE html>", "markup")]


def test_27b_no_data_available_is_no_empty_table(take_in, places) -> None:
    assert places(take_in({NAME: "No data available"})) == [
        ("", 1, "", "No data available", "no_data")
    ]


def test_27c_an_error_text_is_told_with_its_words(take_in, places) -> None:
    text = "Error: You can&#039;t access this resource as it requires &#039;view&#039;"

    assert places(take_in({NAME: text})) == [("", 1, "", text, "error_answer")]


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_27d_a_file_without_content_is_empty_whatever_marks_it_has(
    take_in, places, content: bytes
) -> None:
    assert [rule for *_, rule in places(take_in({NAME: content}))] == ["empty_file"]


def test_28_a_transfer_that_breaks_off_in_a_row_costs_that_row(take_in, places) -> None:
    staged = take_in({NAME: lines(ROW, NEXT)[:-6]})

    raw = "04.09.2024 | 99102013104000 | Hund anmelden | 7 | "
    assert places(staged) == [("", 3, "", raw, "truncated")]
    assert len(staged.frames["antraege"]) == 1


def test_28_a_transfer_that_breaks_off_in_a_number_is_not_the_number(take_in, places) -> None:
    # 1.234 cut off after the first two digits would be 1 or 12.
    whole = lines(ROW, NEXT[:-1] + "1.234")

    staged = take_in({NAME: whole[: whole.rindex(".234")]})

    assert "unfinished" in [rule for *_, rule in places(staged)]


def test_28_a_transfer_that_breaks_off_after_the_header_is_told(take_in, places) -> None:
    staged = take_in({NAME: lines()})

    assert [rule for *_, rule in places(staged)] == ["no_rows"]


def test_all_faults_of_a_file_and_of_all_files_are_told_at_once(take_in, places) -> None:
    staged = take_in(
        {
            NAME: lines(
                ROW + ";x", NEXT.replace("9910", "9,9E+13 "), "kurz", "Summe;;;1;1;1;1"
            ),
            "konten_2024-09.csv": "Monat;Aktive Konten\nSep 24;1,5\n13/2024;7\n",
            "faelle_2024-09.xlsx": b"PK\x03\x04",
        }
    )

    assert sorted(staged.findings["rule"]) == [
        "broken_archive", "digits_lost", "not_a_month", "not_an_integer", "too_few_cells",
        "too_many_cells", *["total_mismatch"] * 4,
    ]  # fmt: skip
