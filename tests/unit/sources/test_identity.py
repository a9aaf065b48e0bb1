"""Whose a file is and which month it speaks of."""

import pytest

HUND = "99102013104000;Hund anmelden"
PATH = "2024-09/stadt-heide/antraege_2024-09.csv"


@pytest.mark.parametrize("name", ["Stadt Heide", "Heide, Stadt", "STADT HEIDE ", "stadt-heide"])
def test_any_name_of_the_administration_is_accepted(take_in, antraege, name: str) -> None:
    staged = take_in({PATH: antraege(f"03.09.2024;{HUND};1;0;1;1", who=name)})

    assert staged.findings.empty
    assert len(staged.frames["antraege"]) == 1


def test_umlauts_and_short_forms_of_a_name_are_accepted(take_in, antraege) -> None:
    path = "2024-09/amt-buesum-wesselburen/antraege_2024-09.csv"

    row = f"03.09.2024;{HUND};1;0;1;1"
    staged = take_in({path: antraege(row, who="Amt Bu\u0308sum-Wesselburen")})

    assert staged.findings.empty


def test_the_file_of_another_administration_is_set_aside_as_a_whole(take_in, antraege) -> None:
    rows = [f"0{day}.09.2024;{HUND};1;0;1;1" for day in (1, 2)]

    staged = take_in({PATH: antraege(*rows, who="Amt Mitteldithmarschen")})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["row"]) == ("other_administration", 2)
    assert (finding["raw"], finding["detail"]) == ("Amt Mitteldithmarschen", "stadt-heide")
    assert staged.quarantine["rule"].tolist() == ["other_administration"] * 2
    assert staged.frames["antraege"].empty
    assert staged.coverage.empty


def test_an_unknown_name_is_a_warning_with_the_nearest_and_the_folder_counts(
    take_in, antraege
) -> None:
    staged = take_in({PATH: antraege(f"03.09.2024;{HUND};1;0;1;1", who="Stadt Haide")})

    assert staged.findings[["rule", "severity", "detail"]].to_numpy().tolist() == [
        ["unknown_administration", "warning", "Stadt Heide"]
    ]
    assert len(staged.frames["antraege"]) == 1


def test_rows_that_tell_their_day_count_by_it_even_if_name_and_period_differ(
    take_in, antraege
) -> None:
    content = antraege(f"03.08.2024;{HUND};1;0;1;1", period="01.08.2024 - 31.08.2024")

    staged = take_in({PATH: content})

    assert staged.findings["rule"].tolist() == ["period_mismatch"]
    assert len(staged.frames["antraege"]) == 1


def test_a_file_whose_rows_tell_no_month_is_set_aside_if_name_and_period_differ(
    take_in, faelle
) -> None:
    row = ["99102013104000", "Hund anmelden", 1, 0, 2, 3, 4, "x", 10]
    content = faelle(row, title="Berichtsmonat: August 2024")

    staged = take_in({"2024-09/stadt-heide/faelle_2024-09.xlsx": content})

    assert staged.findings[["rule", "raw", "detail"]].to_numpy().tolist() == [
        ["month_unclear", "August 2024", "2024-09"]
    ]
    assert staged.quarantine["rule"].tolist() == ["month_unclear"]


def test_the_folder_tells_the_month_if_nothing_else_does(take_in, faelle) -> None:
    row = ["99102013104000", "Hund anmelden", 1, 0, 2, 3, 4, "x", 10]

    staged = take_in({"2024-09/stadt-heide/faelle_aktuell.xlsx": faelle(row)})

    assert staged.findings["rule"].tolist() == ["month_from_folder"]
    assert staged.frames["faelle"]["month"].tolist() == ["2024-09"]


def test_a_period_nobody_understands_is_reported(take_in, antraege) -> None:
    row = f"03.09.2024;{HUND};1;0;1;1"
    staged = take_in({PATH: antraege(row, period="letzter Monat")})

    assert staged.findings[["rule", "raw"]].to_numpy().tolist() == [
        ["bad_period", "letzter Monat"]
    ]


def test_a_file_about_a_time_after_its_folder_is_reported(take_in, antraege) -> None:
    path = "2024-08/stadt-heide/antraege_2024-09.csv"

    staged = take_in({path: antraege(f"03.09.2024;{HUND};1;0;1;1")})

    assert staged.findings["rule"].tolist() == ["period_after_folder"]


def test_the_first_row_outside_the_period_is_reported_once_per_file(take_in, antraege) -> None:
    rows = [f"{day};{HUND};1;0;1;1" for day in ("30.08.2024", "31.08.2024", "01.09.2024")]

    staged = take_in({PATH: antraege(*rows)})

    finding = staged.findings.iloc[0]
    assert len(staged.findings) == 1
    assert (finding["rule"], finding["row"], finding["raw"]) == (
        "outside_period",
        5,
        "2024-08-30",
    )
    assert finding["detail"] == "2024-09-01 / 2024-09-30"
    assert len(staged.frames["antraege"]) == 3
