PATH = "2024-09/stadt-heide/katalog_2024-09.csv"
HEADER = (
    "LeiKa-Schlüssel;Leistung;Online;Reifegrad;Geprüft am;Beschreibung;Kosten;Unterlagen;"
    "Dauer;Ansprechpartner;Link\n"
)
ROW = "99102013104000;Hund anmelden;ja;3;05.02.2024;ja;nein;JA;WAHR;nein;https://portal.example/h\n"


def test_the_catalogue_is_typed(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW})

    row = staged.frames["katalog"].iloc[0]
    flags = [
        "online",
        "has_description",
        "has_costs",
        "has_documents",
        "has_duration",
        "has_contact",
    ]
    assert [bool(row[name]) for name in flags] == [True, True, False, True, True, False]
    assert (row["month"], row["maturity"], row["name"]) == ("2024-09", 3, "Hund anmelden")
    assert row["url"] == "https://portal.example/h"
    assert staged.findings.empty


def test_a_word_that_is_neither_yes_nor_no_is_a_finding(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW.replace(";ja;3", ";vielleicht;3")})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["column"], finding["raw"]) == (
        "not_yes_or_no", "Online", "vielleicht",
    )  # fmt: skip


def test_a_maturity_beyond_the_model_is_a_finding(take_in) -> None:
    assert take_in({PATH: HEADER + ROW.replace(";3;", ";7;")}).findings["rule"].tolist() == [
        "above_maximum"
    ]


def test_a_check_in_the_future_is_reported_and_stays(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW.replace("05.02.2024", "01.10.2024")})

    assert staged.findings[["rule", "raw", "severity"]].to_numpy().tolist() == [
        ["checked_in_future", "2024-10-01", "warning"]
    ]
    assert len(staged.frames["katalog"]) == 1


def test_a_catalogue_without_the_column_of_the_online_service_leaves_it_empty(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW})

    assert staged.frames["katalog"]["online_dienst"].tolist() == [""]


def test_a_key_with_other_details_stands_for_its_service_and_is_kept_beside_it(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW.replace("99102013104000", "99102013104007")})

    row = staged.frames["katalog"].iloc[0]
    assert (row["leistung_id"], row["delivered_key"]) == ("99102013104000", "99102013104007")
    assert staged.findings[["rule", "severity"]].to_numpy().tolist() == [
        ["other_detail", "note"]
    ]


def test_blanks_and_an_apostrophe_of_excel_are_no_part_of_the_delivered_key(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW.replace("99102013104000", "'99102 013 104 000")})

    assert staged.frames["katalog"]["delivered_key"].tolist() == ["99102013104000"]


def test_an_unknown_service_is_not_taken_for_another(take_in) -> None:
    staged = take_in({PATH: HEADER + ROW.replace("99102013104000", "99102013999000")})

    assert staged.findings["rule"].tolist() == ["unknown_leistung"]
    assert staged.frames["katalog"].empty
