"""Results of link checks, one file for all administrations."""

HEAD = (
    "Linkprüfung\nVerwaltung: Kreis Dithmarschen\nZeitraum: 01.09.2024 - 30.09.2024\n\n"
    "Verwaltung;LeiKa-Schlüssel;Leistung;Link;Geprüft am;Prüfergebnis\n"
)
PATH = "2024-09/kreis-dithmarschen/linkpruefung_2024-09.csv"
LINK = "https://portal.example/h"
ROW = f"Stadt Heide;99102013104000;Hund anmelden;{LINK};05.09.2024;ok\n"


def test_one_file_speaks_for_every_administration(take_in) -> None:
    marne = f"Marne-Nordsee;99102013104000;Hund anmelden;{LINK};05.09.2024;Kaputt\n"
    staged = take_in({PATH: HEAD + ROW + marne})

    columns = ["verwaltung", "month", "url", "result"]
    assert staged.frames["linkpruefung"][columns].to_numpy().tolist() == [
        ["stadt-heide", "2024-09", LINK, "ok"],
        ["amt-marne-nordsee", "2024-09", LINK, "broken"],
    ]
    assert staged.findings.empty


def test_a_result_nobody_explained_goes_to_quarantine(take_in) -> None:
    staged = take_in({PATH: HEAD + ROW.replace(";ok", ";vielleicht")})

    assert staged.findings["rule"].tolist() == ["not_in_list"]
    assert staged.frames["linkpruefung"].empty


def test_a_check_after_its_month_is_reported_and_stays(take_in) -> None:
    staged = take_in({PATH: HEAD + ROW.replace("05.09.2024", "05.10.2024")})

    assert staged.findings["rule"].tolist() == ["checked_in_future"]
    assert len(staged.frames["linkpruefung"]) == 1
