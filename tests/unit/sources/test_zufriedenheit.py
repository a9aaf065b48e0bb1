PATH = "2024-09/stadt-heide/zufriedenheit_2024-09.csv"
HEADER = "Monat;LeiKa-Schlüssel;Leistung;1 (sehr unzufrieden);2;3;4;5 (sehr zufrieden)\n"


def test_answers_are_counted_per_rating(take_in) -> None:
    staged = take_in({PATH: HEADER + "09.2024;99102013104000;Hund anmelden;0;-;1;2;30\n"})

    row = staged.frames["zufriedenheit"].iloc[0]
    assert [row[f"rating_{number}"] for number in range(1, 6)] == [0, 0, 1, 2, 30]
    assert staged.findings.empty


def test_a_missing_rating_goes_to_quarantine(take_in) -> None:
    staged = take_in({PATH: HEADER + "09.2024;99102013104000;Hund anmelden;0;;1;2;30\n"})

    assert staged.findings[["rule", "column"]].to_numpy().tolist() == [["required", "2"]]
    assert staged.frames["zufriedenheit"].empty
