"""Corrections chained over folders, and what is kept of the rows that gave way."""

import json

HEADER = "Monat;Aktive Konten;Registrierte Konten\n"


def konten(folder: str, rows: str) -> dict[str, str]:
    return {f"{folder}/stadt-heide/konten_2024-08.csv": HEADER + rows}


def first(staged) -> list[list[object]]:
    rows = staged.before.frames["konten"]
    return rows[["month", "active_accounts", "folder_month"]].to_numpy().tolist()


def test_a_row_that_gave_way_is_kept_with_its_place_its_cells_and_its_successor(
    take_in,
) -> None:
    files = konten("2024-08", "08.2024;120;1450\n") | konten("2024-09", "08.2024;125;1450\n")

    (row,) = take_in(files).superseded.to_dict("records")

    content = json.loads(row.pop("content"))
    assert row == {
        "file": "2024-08/stadt-heide/konten_2024-08.csv",
        "sheet": "",
        "row": 2,
        "source": "konten",
        "superseded_by": "2024-09/stadt-heide/konten_2024-08.csv",
        "key": "stadt-heide 2024-08",
    }
    assert content["Aktive Konten"] == "120"


def test_of_two_corrections_the_last_one_counts_and_the_first_delivery_was_known_first(
    take_in,
) -> None:
    files = konten("2024-08", "08.2024;120;1450\n") | konten("2024-09", "08.2024;125;1450\n")
    files |= konten("2024-10", "08.2024;131;1450\n")

    staged = take_in(files)

    assert staged.frames["konten"]["active_accounts"].tolist() == [131]
    assert first(staged) == [["2024-08", 120, "2024-08"]]
    assert staged.superseded["superseded_by"].unique().tolist() == [
        "2024-10/stadt-heide/konten_2024-08.csv"
    ]
    assert staged.balance["supersedes"].tolist() == [
        "", "", " ".join(sorted(staged.balance["sha256"][:2])),
    ]  # fmt: skip


def test_what_came_in_a_later_folder_was_not_known_first(take_in) -> None:
    staged = take_in(konten("2024-09", "08.2024;120;1450\n09.2024;121;1450\n"))

    assert first(staged) == [["2024-09", 121, "2024-09"]]
    assert staged.before.changes.to_numpy().tolist() == [
        ["konten", "stadt-heide", "2024-08", "2024-09"]
    ]
    assert staged.before.coverage["month"].tolist() == ["2024-09"]


def test_a_file_without_rows_that_came_late_covers_its_month_now_but_not_first(
    take_in, antraege
) -> None:
    empty = antraege(period="01.08.2024 - 31.08.2024")

    staged = take_in({"2024-09/stadt-heide/antraege_2024-08.csv": empty})

    assert staged.coverage["month"].tolist() == ["2024-08"]
    assert staged.before.coverage.empty


def test_a_conflict_that_a_later_folder_settled_was_not_known_first(take_in) -> None:
    files = konten("2024-08", "08.2024;120;1450\n08.2024;125;1450\n")

    staged = take_in(files | konten("2024-09", "08.2024;125;1450\n"))

    assert first(staged) == []
    assert staged.superseded.empty


def test_without_corrections_nothing_changed(take_in) -> None:
    staged = take_in(konten("2024-08", "08.2024;120;1450\n"))

    assert staged.superseded.empty
    assert staged.before.changes.empty
    assert first(staged) == [["2024-08", 120, "2024-08"]]
