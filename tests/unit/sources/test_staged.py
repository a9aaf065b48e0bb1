import json
from datetime import date

import pandas as pd
import pytest

from takeup.errors import DeliveryError
from takeup.intake.rows import Table
from takeup.sources import SOURCES
from takeup.sources.coverage import Coverage, coverage
from takeup.sources.staged import assemble, write_staged

HUND = "99102013104000;Hund anmelden"
PATH = "2024-09/stadt-heide/antraege_2024-09.csv"


def test_the_balance_counts_every_row_after_the_header(take_in, antraege) -> None:
    rows = [
        f"01.09.2024;{HUND};1;0;1;1",
        f"02.09.2024;{HUND};x;0;1;1",
        "",
        f"03.09.2024;{HUND};1",
        f"04.10.2024;{HUND};1;0;1;1",
        "Summe;;;2;0;3;3",
        "Stand: 01.10.2024",
    ]

    staged = take_in({PATH: antraege(*rows)})

    balance = staged.balance.iloc[0]
    counts = balance[["rows_in", "accepted", "quarantined", "excluded"]].tolist()
    assert counts == [7, 1, 2, 4]
    assert len(balance["sha256"]) == 64
    assert staged.exclusions[["rule", "rows"]].to_numpy().tolist() == [
        ["after_report_month", 1], ["blank", 1], ["footer", 1], ["total", 1],
    ]  # fmt: skip
    assert staged.quarantine[["row", "rule"]].to_numpy().tolist() == [
        [6, "not_an_integer"], [8, "too_few_cells"],
    ]  # fmt: skip


def test_a_quarantined_row_keeps_its_cells_under_the_files_own_headers(
    take_in, antraege
) -> None:
    staged = take_in({PATH: antraege(f"02.09.2024;{HUND};x;0;1;1")})

    content = json.loads(staged.quarantine["content"].iloc[0])
    assert content["Begonnen"] == "x"
    assert content["Leistung"] == "Hund anmelden"
    assert content["Datum"] == "02.09.2024"


def test_an_unreadable_file_has_a_balance_of_nothing_and_a_finding(take_in, antraege) -> None:
    staged = take_in({PATH: b"", "2024-09/stadt-heide/notiz.docx": "x"})

    assert staged.balance[["source", "rows_in"]].to_numpy().tolist() == [
        ["antraege", 0],
        ["", 0],
    ]
    assert staged.findings["rule"].tolist() == ["empty_file", "unknown_file"]


def test_a_row_without_an_account_stops_the_run(reading) -> None:
    lost = reading(source="antraege", table=Table(numbers=[2, 3]))

    with pytest.raises(DeliveryError, match="2024-09/stadt-heide/a"):
        assemble([lost], [], [], Coverage(*[pd.DataFrame()] * 4), date(2024, 10, 15))


def test_what_is_written_comes_back(take_in, antraege, tmp_path) -> None:
    staged = take_in(
        {PATH: antraege(f"02.09.2024;{HUND};1;0;1;1", f"03.09.2024;{HUND};x;0;1;1")}
    )
    folder = tmp_path / "staged"

    write_staged(staged, folder)

    rows = pd.read_parquet(folder / "antraege/month=2024-09/part.parquet")
    # Parquet has no seconds; the contract names the type.
    typed = rows.astype(SOURCES["antraege"].contract.dtypes)
    pd.testing.assert_frame_equal(typed, staged.frames["antraege"])
    for name in ("findings", "quarantine", "balance", "exclusions", "coverage", "superseded"):
        table = pd.read_parquet(folder / f"{name}.parquet")
        pd.testing.assert_frame_equal(table, getattr(staged, name))


def test_writing_again_replaces_what_is_gone(take_in, tmp_path, antraege) -> None:
    folder = tmp_path / "staged"
    path = "2024-08/stadt-heide/antraege_2024-08.csv"
    row = f"02.08.2024;{HUND};1;0;1;1"
    write_staged(take_in({path: antraege(row, period="01.08.2024 - 31.08.2024")}), folder)
    (folder / ".konten.draft").mkdir()

    write_staged(take_in({path: b""}), folder)

    assert list((folder / "antraege").iterdir()) == []
    assert not [each for each in folder.iterdir() if each.name.startswith(".")]


def test_nothing_delivered_is_no_coverage() -> None:
    assert all(frame.empty for frame in coverage([], params=None, month=None))
