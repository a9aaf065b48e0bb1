"""What the PVOG lists for an area."""

HEAD = (
    "Abgleich\nVerwaltung: Kreis Dithmarschen\nZeitraum: 01.09.2024 - 30.09.2024\n\n"
    "LeiKa-Schlüssel;ARS;Name im PVOG;Im PVOG;Stand\n"
)
PATH = "2024-09/kreis-dithmarschen/pvog_2024-09.csv"


def test_entries_are_typed_and_a_missing_one_has_no_name(take_in) -> None:
    rows = (
        "99102013104000;010510044044;Hundesteuer Anmeldung;ja;02.09.2024\n"
        "99102013104000;010515166;;nein;02.09.2024\n"
    )
    staged = take_in({PATH: HEAD + rows})

    columns = ["month", "ars", "name", "found"]
    assert staged.frames["pvog"][columns].to_numpy().tolist() == [
        ["2024-09", "010510044044", "Hundesteuer Anmeldung", True],
        ["2024-09", "010515166", "", False],
    ]
    assert staged.findings.empty


def test_an_area_of_another_kreis_goes_to_quarantine(take_in) -> None:
    staged = take_in({PATH: HEAD + "99102013104000;010540013013;Hund;ja;02.09.2024\n"})

    assert staged.findings["rule"].tolist() == ["unknown_area"]
    assert staged.frames["pvog"].empty
