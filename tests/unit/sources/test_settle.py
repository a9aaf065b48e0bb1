"""The same key more than once, and rows about a later time."""

HEADER = "Monat;Aktive Konten;Registrierte Konten\n"


def konten(folder: str, rows: str, name: str = "konten_2024-08.csv") -> dict[str, str]:
    return {f"{folder}/stadt-heide/{name}": HEADER + rows}


def excluded(staged) -> list[list[object]]:
    return staged.exclusions[["file", "rule", "rows"]].to_numpy().tolist()


def test_a_later_folder_supersedes_the_key_and_both_stay_accounted_for(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n") | konten("2024-09", "08.2024;125;1450\n")

    staged = take_in(files)

    rows = staged.frames["konten"]
    assert rows[["active_accounts", "folder_month"]].to_numpy().tolist() == [[125, "2024-09"]]
    assert excluded(staged) == [["2024-08/stadt-heide/konten_2024-08.csv", "superseded", 1]]
    assert staged.balance["rows_in"].tolist() == [1, 1]


def test_a_report_for_the_earlier_month_sees_the_correction_that_came_later(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n") | konten("2024-09", "08.2024;125;1450\n")

    staged = take_in(files, month="2024-08")

    assert staged.frames["konten"]["active_accounts"].tolist() == [125]
    assert staged.exclusions["rule"].tolist() == ["superseded"]


def test_the_same_row_twice_in_one_month_counts_once(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n")
    files |= konten("2024-08", "08.2024;120;1450\n", "konten_2024-08 (1).csv")

    staged = take_in(files)

    assert len(staged.frames["konten"]) == 1
    assert excluded(staged) == [["2024-08/stadt-heide/konten_2024-08.csv", "duplicate", 1]]
    assert staged.findings["rule"].tolist() == ["same_file"]


def test_the_same_row_in_other_bytes_of_one_month_counts_once_without_a_note(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n")
    files |= konten("2024-08", "08.2024;120;1450\n\n", "konten_2024-08 (1).csv")

    staged = take_in(files)

    assert len(staged.frames["konten"]) == 1
    assert staged.findings.empty


def test_two_answers_for_one_key_in_one_month_are_both_set_aside(take_in) -> None:
    staged = take_in(konten("2024-08", "08.2024;120;1450\n08.2024;125;1450\n"))

    assert staged.frames["konten"].empty
    assert staged.findings[["row", "raw", "rule"]].to_numpy().tolist() == [
        [2, "stadt-heide 2024-08", "conflict"],
        [3, "stadt-heide 2024-08", "conflict"],
    ]
    assert staged.quarantine["rule"].tolist() == ["conflict", "conflict"]


def test_a_later_folder_settles_a_conflict(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n08.2024;125;1450\n")
    files |= konten("2024-09", "08.2024;125;1450\n")

    assert take_in(files).frames["konten"]["active_accounts"].tolist() == [125]


def test_rows_after_the_reports_month_are_excluded_by_rule(take_in) -> None:
    name = "konten_2024-09.csv"
    files = konten("2024-09", "09.2024;125;1450\n10.2024;130;1460\n", name)

    staged = take_in(files)

    assert staged.frames["konten"]["month"].tolist() == ["2024-09"]
    assert excluded(staged) == [[f"2024-09/stadt-heide/{name}", "after_report_month", 1]]


def test_days_of_the_reports_last_day_still_count(take_in, antraege) -> None:
    rows = [f"{day};99102013104000;Hund;1;0;1;1" for day in ("30.09.2024", "01.10.2024")]
    content = antraege(*rows, period="01.09.2024 - 31.10.2024")

    staged = take_in({"2024-09/stadt-heide/antraege_2024-09.csv": content})

    assert len(staged.frames["antraege"]) == 1
    assert staged.exclusions["rule"].tolist() == ["after_report_month"]


def test_administrations_do_not_supersede_each_other(take_in) -> None:
    row = HEADER + "08.2024;120;1450\n"

    staged = take_in(
        {
            "2024-08/stadt-heide/konten_2024-08.csv": row,
            "2024-09/stadt-brunsbuettel/konten_2024-08.csv": row,
        }
    )

    assert len(staged.frames["konten"]) == 2
