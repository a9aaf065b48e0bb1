"""The thirty problems, second part: keys, names, dates, words, numbers, corrections.

The numbers are the prefixes of the problems' sample files; every file is written here.
"""

import pytest

HEADER = "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet"
HUND = "99102013104000"
ROW = f"03.09.2024;{HUND};Hund anmelden;5;1;3;2"
NAME = "antraege_2024-09.csv"
KONTEN = "konten_2024-09.csv"
TWO = {"name": "Leistung", "count:integer!": "Anträge"}


def lines(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def konten(*rows: str) -> str:
    return "\n".join(["Monat;Aktive Konten;Registrierte Konten", *rows, ""])


@pytest.mark.parametrize(
    "name",
    [
        "Amt Büsum-Wesselburen", "Amt Bu\u0308sum-Wesselburen", "amt buesum-wesselburen",
        "AMT BÜSUM-WESSELBUREN ", "Büsum-Wesselburen, Amt", "Amt\u00a0Büsum\u2013Wesselburen",
        "Amt B\u00fcsum\u00ad-Wesselburen\u200b",
    ],
)  # fmt: skip
def test_11_every_spelling_of_an_umlaut_is_the_same_administration(take_in, name: str) -> None:
    path = f"2024-09/amt-buesum-wesselburen/{NAME}"

    staged = take_in({path: f"Verwaltung: {name}\n{lines(ROW)}"})

    assert staged.findings.empty
    assert staged.frames["antraege"]["verwaltung"].tolist() == ["amt-buesum-wesselburen"]


def test_11_an_unknown_name_is_no_new_group_and_the_nearest_is_named(take_in, places) -> None:
    text = (
        "Amt;Monat;Aktive Konten\nHeide, Stadt;09.2024;5\nStadt Haide;09.2024;7\n;09.2024;1\n"
    )
    columns = {
        "verwaltung": ["Amt"], "month": ["Monat"], "active_accounts": ["Aktive Konten"],
    }  # fmt: skip

    staged = take_in(
        {KONTEN: text}, mappings={"konten": {"spalten": columns, "sammellieferung": True}}
    )

    assert staged.frames["konten"]["verwaltung"].tolist() == ["stadt-heide"]
    assert places(staged) == [
        ("", 3, "Amt", "Stadt Haide", "unknown_administration_row"),
        ("", 4, "Amt", "", "required"),
    ]
    assert staged.findings["detail"].tolist()[0] == "Stadt Heide"


BEVOELKERUNG = "Stichtag: 31.12.2023\nSchlüssel;Name;Einwohner\n{};Heide, Stadt;21.867\n"


def test_13_a_key_keeps_its_leading_zero(take_in) -> None:
    staged = take_in({"bevoelkerung_2023.csv": BEVOELKERUNG.format("010510044")})

    assert staged.frames["bevoelkerung"]["ars"].tolist() == ["010510044"]
    assert staged.frames["bevoelkerung"]["population"].tolist() == [21_867]


@pytest.mark.parametrize("key", ["10510044", "1,0510044E+7", "0105100440", "01051004"])
def test_13_a_key_that_lost_its_zero_is_refused_and_not_mended(
    take_in, places, key: str
) -> None:
    staged = take_in({"bevoelkerung_2023.csv": BEVOELKERUNG.format(key)})

    assert staged.frames["bevoelkerung"].empty
    assert {found[:4] for found in places(staged)} == {("", 3, "Schlüssel", key)}
    assert staged.balance["quarantined"].tolist() == [1]


@pytest.mark.parametrize("key", ["9,91020E+13", "9.91020131E+13", "9,9102E13"])
def test_13b_a_scientific_key_is_lost_and_not_guessed(take_in, places, key: str) -> None:
    staged = take_in({NAME: lines(ROW.replace(HUND, key))})

    assert places(staged) == [("", 2, "LeiKa-Schlüssel", key, "digits_lost")]
    # The name in the row tells what it may be, for a person to decide.
    assert staged.findings["detail"].tolist() == [f"{HUND} Hund anmelden (Hundesteuer)"]
    assert staged.frames["antraege"].empty


def test_13b_a_scientific_key_of_a_workbook_cell_is_whole_again(take_in, workbook) -> None:
    # A number of 14 digits is exact in the file, however Excel shows it.
    digital = ["Eingang digital", None, "Eingang nicht digital", None, None]
    content = workbook(
        ["LeiKa-Schlüssel", "Leistung", *digital, "davon eWA-fähig", "Gesamt"],
        [None, None, "Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail"],
        [float(HUND), "Hund", 1, 0, 2, 3, 4, "x", 10],
    )

    staged = take_in({"faelle_2024-09.xlsx": content})

    assert staged.frames["faelle"]["leistung_id"].tolist() == [HUND]
    assert staged.findings.empty


def test_14b_days_up_to_12_are_never_taken_for_months(take_in) -> None:
    staged = take_in({NAME: lines(*(f"{day}.09.2024{ROW[10:]}" for day in ("01", "02", "12")))})

    days = staged.frames["antraege"]["date"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2024-09-01", "2024-09-02", "2024-09-12"]


@pytest.mark.parametrize(
    "day",
    [
        "09/03/2024", "03/09/2024", "2024-09-03", "03.09.24", "3. September 2024", "03-09-2024",
        "31.09.2024", "29.02.2023", "00.09.2024", "03.13.2024", "03.09.0024", "03.09.1924",
        "03.09.2124", "03.09.2024 00:00", "20240903", "",
    ],
)  # fmt: skip
def test_14b_a_date_in_another_form_is_a_finding_and_not_guessed(
    take_in, places, day: str
) -> None:
    staged = take_in({NAME: lines(ROW.replace("03.09.2024", day))})

    assert staged.frames["antraege"].empty
    rule = "not_a_date" if day else "required"
    assert [found for found in places(staged) if found[1]] == [("", 2, "Datum", day, rule)]


@pytest.mark.parametrize(
    "month",
    [
        "Sep 24", "Sept. 24", "September 2024", "09.2024", "9/2024", "2024-09", "01.09.2024",
        "SEP 2024", "Sep-24", "Sep\u00a024",
    ],
)  # fmt: skip
def test_15_german_month_names_are_months(take_in, month: str) -> None:
    staged = take_in({KONTEN: konten(f"{month};5;7")})

    assert staged.frames["konten"]["month"].tolist() == ["2024-09"]
    assert staged.findings.empty


@pytest.mark.parametrize(
    ("month", "meant"), [("Mrz 25", "2025-03"), ("März 2025", "2025-03"), ("Mai 25", "2025-05"),
     ("Okt 24", "2024-10"), ("Dez. 2024", "2024-12"), ("Ma\u0308rz 25", "2025-03")]
)  # fmt: skip
def test_15_a_month_other_than_the_files_is_kept_as_itself_and_reported(
    take_in, month: str, meant: str
) -> None:
    staged = take_in({KONTEN.replace("09", "08"): konten(f"{month};5;7")}, month="2025-12")

    assert staged.frames["konten"]["month"].tolist() == [meant]
    assert "outside_period" in staged.findings["rule"].tolist()


@pytest.mark.parametrize(
    "month", ["24", "Sep", "13.2024", "02.09.2024", "Sep 0024", "9", "Q3 24"]
)
def test_15_what_names_no_month_is_a_finding(take_in, places, month: str) -> None:
    staged = take_in({KONTEN: konten(f"{month};5;7")})

    assert places(staged) == [("", 2, "Monat", month, "not_a_month")]


def test_16_an_excel_day_number_is_no_date_unless_its_epoch_is_declared(
    take_in, places
) -> None:
    content = lines(ROW.replace("03.09.2024", "45538"))

    assert places(take_in({NAME: content})) == [("", 2, "Datum", "45538", "not_a_date")]

    staged = take_in({NAME: content}, mappings={"antraege": {"datum": "excel-1900"}})

    assert staged.frames["antraege"]["date"].astype("str").tolist() == ["2024-09-03"]
    assert staged.findings.empty


@pytest.mark.parametrize("number", ["12", "455380", "0", "-45538", "45538,5", "03.09.2024"])
def test_16_a_day_number_outside_this_century_is_a_count_in_the_wrong_place(
    take_in, places, number: str
) -> None:
    content = lines(ROW.replace("03.09.2024", number))

    staged = take_in({NAME: content}, mappings={"antraege": {"datum": "excel-1900"}})

    assert places(staged) == [("", 2, "Datum", number, "not_a_date")]


def test_17_words_for_missing_values_are_four_things_and_other_words_findings(read_as) -> None:
    content = "Amt;A\nNA;-\nnull;x\nNone;k.A.\nn/a;<3\nnan;7\nX;NA\nY;ND\nZ;null\nW;None\nV;\n"
    words = {"null": ["-"], "entfaellt": ["x"], "unbekannt": ["k.A."], "geheim": ["<3"]}

    shape = read_as(content, {"amt": "Amt", "count:integer?": "A"}, woerter=words)

    assert shape.rows == [
        ["NA", 0, "value"],
        ["null", None, "not_applicable"],
        ["None", None, "unknown"],
        ["n/a", None, "suppressed"],
        ["nan", 7, "value"],
        ["V", None, "unknown"],
    ]
    assert [(row, raw) for _, row, _, raw, _ in shape.findings] == [
        (7, "NA"), (8, "ND"), (9, "null"), (10, "None"),
    ]  # fmt: skip


KATALOG = (
    "LeiKa-Schlüssel;Leistung;Online;Reifegrad;Geprüft am;Beschreibung;Kosten;Unterlagen;"
    "Dauer;Ansprechpartner\n"
)


def test_18_yes_and_no_are_words_of_the_mapping(take_in, places) -> None:
    rows = (
        f"{HUND};Hund;ja;3;01.08.2024;WAHR;FALSCH;x;-;Ja\n"
        "99115005104000;Wohnsitz;nein;1;01.08.2024;1;0;j;n;NEIN\n"
        "99115005070000;Abmelden;vielleicht;1;01.08.2024;ja;;ja;ja;ja\n"
    )

    staged = take_in({"katalog_2024-09.csv": KATALOG + rows})

    frame = staged.frames["katalog"]
    assert frame["online"].tolist() == [True, False]
    assert frame["has_description"].tolist() == [True, True]
    assert frame["has_costs"].tolist() == [False, False]
    assert frame["has_contact"].tolist() == [True, False]
    assert places(staged) == [
        ("", 4, "Online", "vielleicht", "not_yes_or_no"),
        ("", 4, "Kosten", "", "required"),
    ]


def test_24_an_apostrophe_before_a_formula_is_no_part_of_the_label(read_as) -> None:
    rows = "'=cmd|calc;4\n=cmd|calc;4\n'-;7\n'@x;1\n'+49;1\n'n Abend;2\n"

    shape = read_as("Leistung;Anträge\n" + rows, TWO)

    names = ["=cmd|calc", "=cmd|calc", "-", "@x", "+49", "'n Abend"]
    assert [name for name, _ in shape.rows] == names


def test_24_a_guarded_minus_is_the_word_for_nothing(read_as) -> None:
    shape = read_as("Leistung;Anträge\na;'-\n", TWO, woerter={"null": ["-"]})

    assert shape.rows == [["a", 0]]


def test_24_a_key_kept_as_text_by_an_apostrophe_is_the_key(take_in) -> None:
    staged = take_in({NAME: lines(ROW.replace(HUND, f"'{HUND}"))})

    assert staged.frames["antraege"]["leistung_id"].tolist() == [HUND]


@pytest.mark.parametrize(
    ("unit", "cells", "shares"),
    [
        ("prozenttext", ["35,9 %", "35,9\u00a0%", "35,9%", "0,5 %", "100 %"],
         [0.359, 0.359, 0.359, 0.005, 1.0]),
        ("prozent", ["35,9", "100", "0", "1"], [0.359, 1.0, 0.0, 0.01]),
        ("anteil", ["0,359", "1", "0"], [0.359, 1.0, 0.0]),
    ],
)  # fmt: skip
def test_25_a_percentage_is_read_in_the_unit_its_column_declares(
    read_as, unit: str, cells: list[str], shares: list[float]
) -> None:
    content = "Quote\n" + "".join(f"{cell}\n" for cell in cells)

    shape = read_as(content, {"share:number!": "Quote"}, einheiten={"share": unit})

    assert [share for [share] in shape.rows] == pytest.approx(shares)
    assert shape.findings == []


@pytest.mark.parametrize(
    ("unit", "cell"),
    [
        ("prozenttext", "35,9"), ("prozenttext", "0,359"), ("prozenttext", "101 %"),
        ("prozent", "0,359"), ("prozent", "35,9 %"), ("prozent", "3.590"), ("prozent", "-1"),
        ("anteil", "35,9"), ("anteil", "35,9 %"), ("anteil", "1,01"),
    ],
)  # fmt: skip
def test_25_a_percentage_in_another_unit_is_a_finding(read_as, unit: str, cell: str) -> None:
    shape = read_as(f"Quote\n{cell}\n", {"share:number!": "Quote"}, einheiten={"share": unit})

    assert shape.findings == [("", 2, "Quote", cell, "not_a_share")]


def test_26_a_suppressed_count_is_neither_zero_nor_dropped(take_in, workbook) -> None:
    digital = ["Eingang digital", None, "Eingang nicht digital", None, None]
    content = workbook(
        ["LeiKa-Schlüssel", "Leistung", *digital, "davon eWA-fähig", "Gesamt"],
        [None, None, "Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail"],
        [HUND, "Hund", "<3", "*", ".", "-", "x", None, 30],
        [HUND, "Hund", "(4)", 1, 1, 1, 1, 1, 5],
    )

    staged = take_in({"faelle_2024-09.xlsx": content})

    row = staged.frames["faelle"].iloc[0]
    states = ["suppressed", "suppressed", "unknown", "value", "not_applicable", "unknown"]
    channels = ["online", "assisted", "counter", "post", "phone", "eligible"]
    assert [row[f"{channel}_state"] for channel in channels] == states
    assert row["post"] == 0
    assert row[["online", "assisted", "counter", "phone"]].isna().all()
    # A word the mapping does not know is a finding, not a guess.
    assert staged.findings[["row", "raw"]].to_numpy().tolist() == [[4, "(4)"]]


def test_29_two_answers_for_one_key_in_one_month_are_both_set_aside(take_in) -> None:
    staged = take_in({NAME: lines(ROW, ROW.replace(";5;", ";7;"), ROW.replace("03.", "04."))})

    assert staged.findings["rule"].tolist() == ["conflict", "conflict"]
    assert staged.findings["row"].tolist() == [2, 3]
    assert len(staged.frames["antraege"]) == 1


def test_29_the_same_file_twice_counts_once(take_in) -> None:
    staged = take_in({NAME: lines(ROW), "antraege_2024-09_kopie.csv": lines(ROW)})

    assert len(staged.frames["antraege"]) == 1
    assert staged.exclusions["rule"].tolist() == ["duplicate"]


def test_29_a_correction_in_a_later_folder_supersedes_and_both_are_accounted_for(
    take_in,
) -> None:
    files = {
        f"2024-09/stadt-heide/{NAME}": lines(ROW),
        "2024-10/stadt-heide/antraege_2024-09_neu.csv": lines(ROW.replace(";5;", ";7;")),
    }

    # Without STAND the correction reaches the month it is about, too.
    staged = take_in(files)

    assert staged.frames["antraege"]["started"].tolist() == [7]
    assert staged.before.frames["antraege"]["started"].tolist() == [5]
    assert staged.exclusions["rule"].tolist() == ["superseded"]


@pytest.mark.parametrize("time", ["27.10.2024 02:30", "2024-10-27T02:30:00+02:00", "02:30"])
def test_30_an_hour_that_exists_twice_is_no_day_and_not_rounded(
    take_in, places, time: str
) -> None:
    staged = take_in({NAME: lines(ROW.replace("03.09.2024", time))})

    assert places(staged) == [("", 2, "Datum", time, "not_a_date")]


def test_30_a_part_of_a_month_is_told_from_the_whole(take_in) -> None:
    above = "Zeitraum: 01.09.2024 - 15.09.2024\n"

    staged = take_in({NAME: above + lines(ROW)})

    row = staged.coverage.set_index("source").loc["antraege"]
    assert (row["days_expected"], row["days_present"]) == (30, 15)


def test_31_a_blank_makes_no_fraction_of_its_neighbours(read_as) -> None:
    shape = read_as("Monat;A\n2024-09;12\n2024-10;\n", {"m": "Monat", "count:integer": "A"})

    assert shape.rows == [["2024-09", 12], ["2024-10", None]]
    assert isinstance(shape.rows[0][1], int)


def test_32_a_typographic_minus_is_a_minus_and_a_trailing_one_a_finding(read_as) -> None:
    content = "Leistung;Anträge\na;\u22123\nb;-3\nc;3-\nd;\u20133\ne;(3)\nf;--3\ng;+3\n"

    shape = read_as(content, TWO)

    assert shape.rows == [["a", -3], ["b", -3]]
    assert [(row, raw) for _, row, _, raw, _ in shape.findings] == [
        (4, "3-"), (5, "\u20133"), (6, "(3)"), (7, "--3"), (8, "+3"),
    ]  # fmt: skip


def test_32_a_negative_count_is_below_what_is_allowed(take_in, places) -> None:
    staged = take_in({NAME: lines(ROW.replace(";2", ";\u22122"))})

    assert places(staged) == [("", 2, "Abgesendet", "\u22122", "below_minimum")]


@pytest.mark.parametrize(
    "cell",
    [
        "1e3", "1E+3", "0x1F", "1_000", "٣", "²", "Ⅳ", "½", "1,0,0", "1..2", "1.2345", "NaN",
        "inf", "1/2", "12 Stück", "5 €", "12%", "9" * 20, "1,5", "1.234,5", "1,000", "12,000",
    ],
)  # fmt: skip
def test_a_count_is_a_whole_number_in_the_agreed_form_and_nothing_is_guessed(
    take_in, places, cell: str
) -> None:
    staged = take_in({KONTEN: konten(f"09.2024;{cell};")})

    assert places(staged) == [("", 2, "Aktive Konten", cell, "not_an_integer")]
    assert staged.frames["konten"].empty


def test_several_wrong_cells_of_one_row_are_all_told_and_the_row_counted_once(
    take_in, places
) -> None:
    staged = take_in({KONTEN: konten("13.2024;a;b", "09.2024;5;7")})

    assert places(staged) == [
        ("", 2, "Monat", "13.2024", "not_a_month"),
        ("", 2, "Aktive Konten", "a", "not_an_integer"),
        ("", 2, "Registrierte Konten", "b", "not_an_integer"),
    ]
    assert staged.balance.loc[0, ["rows_in", "accepted", "quarantined"]].tolist() == [2, 1, 1]
