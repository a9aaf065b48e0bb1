HUND = "99102013104000;Hund anmelden"
PATH = "2024-09/stadt-heide/antraege_2024-09.csv"


def test_applications_are_typed_with_their_origin(take_in, antraege) -> None:
    staged = take_in({PATH: antraege(f"03.09.2024;{HUND};1.234;4;1.000;900").encode("cp1252")})

    row = staged.frames["antraege"].iloc[0]
    assert row[["started", "resumed", "completed", "submitted"]].tolist() == [
        1234,
        4,
        1000,
        900,
    ]
    assert str(row["date"].date()) == "2024-09-03"
    assert row["leistung_id"] == "99102013104000"
    assert (row["file"], row["sheet"], row["row"]) == (PATH, "", 5)
    assert (row["verwaltung"], row["folder_month"]) == ("stadt-heide", "2024-09")
    assert staged.findings.empty


def test_more_completed_than_newly_begun_goes_to_quarantine(take_in, antraege) -> None:
    staged = take_in(
        {PATH: antraege(f"03.09.2024;{HUND};5;2;4;1", f"04.09.2024;{HUND};5;2;3;1")}
    )

    finding = staged.findings.iloc[0]
    assert len(staged.findings) == 1
    assert (finding["rule"], finding["row"]) == ("exceeds_started", 5)
    assert (finding["column"], finding["raw"], finding["detail"]) == ("Abgeschlossen", "4", "3")
    assert staged.frames["antraege"]["row"].tolist() == [6]
    assert staged.quarantine[["row", "rule"]].to_numpy().tolist() == [[5, "exceeds_started"]]


def test_more_resumed_than_begun_goes_to_quarantine(take_in, antraege) -> None:
    staged = take_in({PATH: antraege(f"03.09.2024;{HUND};5;6;0;1")})

    assert staged.findings["rule"].tolist() == ["resumed_exceeds_started"]
    assert staged.frames["antraege"].empty


def test_a_count_with_a_fraction_or_a_word_is_no_count(take_in, antraege) -> None:
    rows = [
        f"0{day}.09.2024;{HUND};{count};0;0;0" for day, count in enumerate(("1,5", "k.A."), 1)
    ]

    staged = take_in({PATH: antraege(*rows)})

    assert staged.findings[["row", "column", "raw", "rule"]].to_numpy().tolist() == [
        [5, "Begonnen", "1,5", "not_an_integer"],
        [6, "Begonnen", "k.A.", "required"],
    ]


def test_days_and_months_are_never_swapped(take_in, antraege) -> None:
    rows = [f"{text};{HUND};1;0;0;0" for text in ("01.09.2024", "09/02/2024", "2024-09-03")]

    staged = take_in({PATH: antraege(*rows)})

    assert staged.frames["antraege"]["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-09-01"]
    assert staged.findings["rule"].tolist() == ["not_a_date", "not_a_date"]


def test_every_problem_of_a_row_is_named_and_the_row_counts_once(take_in, antraege) -> None:
    staged = take_in({PATH: antraege("32.09.2024;9,90001E+13;Hund anmelden;x;0;0;0")})

    assert sorted(staged.findings["rule"]) == ["digits_lost", "not_a_date", "not_an_integer"]
    assert len(staged.quarantine) == 1
    assert staged.balance[["rows_in", "quarantined"]].to_numpy().tolist() == [[1, 1]]
