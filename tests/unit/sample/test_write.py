"""Writing: the tree as a whole, and what goes wrong in it on purpose."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from takeup.errors import UsageError
from takeup.periods import Month
from takeup.sample import SamplePlan, write_sample

MakePlan = Callable[[str, str], SamplePlan]
EIDER = "amt-kirchspielslandgemeinden-eider"


def tree_hash(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    parts = [path.relative_to(root).as_posix().encode() + path.read_bytes() for path in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory, make_plan: MakePlan) -> Path:
    root = tmp_path_factory.mktemp("summer")
    write_sample(root, make_plan("2024-06", "2024-09"))
    return root


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="cp1252").splitlines()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, make_plan: MakePlan) -> None:
    write_sample(tmp_path / "first", make_plan("2024-09", "2024-09"))
    write_sample(tmp_path / "second", make_plan("2024-09", "2024-09"))

    assert tree_hash(tmp_path / "first") == tree_hash(tmp_path / "second")


def test_every_month_is_reported_in_order(tmp_path: Path, make_plan: MakePlan) -> None:
    seen: list[Month] = []

    write_sample(tmp_path, make_plan("2024-11", "2024-12"), seen.append)

    assert seen == [Month(2024, 11), Month(2024, 12)]


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path, make_plan: MakePlan) -> None:
    (tmp_path / "leftover.csv").touch()

    with pytest.raises(UsageError, match="nicht leer"):
        write_sample(tmp_path, make_plan("2024-09", "2024-09"))

    assert [path.name for path in tmp_path.iterdir()] == ["leftover.csv"]


def test_every_administration_delivers_nine_files_a_month_and_some_their_costs(
    summer: Path,
) -> None:
    folders = list((summer / "2024-07").iterdir())
    with_costs = {path.name for path in folders if (path / "kosten_2024-07.csv").is_file()}
    counts = {path.name: len(list(path.iterdir())) for path in folders}
    for name in with_costs:
        counts[name] -= 1

    assert {"stadt-heide", "amt-mitteldithmarschen"} <= with_costs != set(counts)

    # Eider's statistics of July arrive a month late.
    assert counts.pop(EIDER) == 8
    assert len(counts) == 8
    assert set(counts.values()) == {9}


def test_every_file_that_can_says_that_it_is_invented(summer: Path) -> None:
    texts = [path for path in summer.rglob("*") if path.suffix in {".csv", ".txt"}]
    books = list(summer.rglob("*.xlsx"))

    assert all(b"Musterdaten" in path.read_bytes() for path in texts)
    assert "Musterdaten" in openpyxl.load_workbook(books[0]).worksheets[0]["A2"].value
    assert (summer / "LIESMICH-Musterdaten.txt").is_file()


def test_answers_of_matomo_are_json_about_the_whole_month(summer: Path) -> None:
    name = "matomo_VisitsSummary.get_day_2024-09-01,2024-09-30.json"
    answer = json.loads((summer / "2024-09/stadt-heide" / name).read_bytes())

    assert list(answer) == [f"2024-09-{day:02d}" for day in range(1, 31)]


def test_a_late_delivery_lies_in_the_folder_it_arrived_in(summer: Path) -> None:
    assert not (summer / "2024-07" / EIDER / "antraege_2024-07.csv").exists()
    assert "Zeitraum: 01.07.2024 - 31.07.2024" in lines(
        summer / "2024-08" / EIDER / "antraege_2024-07.csv"
    )


def test_a_missing_delivery_arrives_nowhere(summer: Path) -> None:
    missing = "zufriedenheit_2024-09.csv"
    senders = {path.parent.name for path in summer.rglob(missing)}

    assert len(senders) == 8
    assert "amt-burg-st-michaelisdonn" not in senders


def test_a_correction_keeps_all_keys_and_raises_the_counts(summer: Path) -> None:
    name = "stadt-brunsbuettel/antraege_2024-06.csv"
    first, second = lines(summer / "2024-06" / name), lines(summer / "2024-08" / name)

    def rows(text: list[str]) -> dict[tuple[str, str], int]:
        cells = [line.split(";") for line in text if line[:2].isdigit()]
        return {(day, key): int(submitted) for day, key, *_, submitted in cells}

    assert set(rows(first)) < set(rows(second))
    assert sum(rows(first).values()) < sum(rows(second).values())
    assert all(rows(second)[key] >= count for key, count in rows(first).items())
    assert "Korrigierte Fassung, ersetzt die Lieferung vom 01.07.2024" in second


def test_a_delivery_due_after_the_last_month_is_not_written(
    tmp_path: Path, make_plan: MakePlan
) -> None:
    write_sample(tmp_path, make_plan("2024-07", "2024-07"))

    assert list(tmp_path.rglob(f"{EIDER}/antraege*")) == []


def test_a_file_arrives_on_the_morning_after_its_folders_month(summer: Path) -> None:
    times = {path.parts[-3]: path.stat().st_mtime for path in summer.rglob("*.csv")}
    arrived = {folder: datetime.fromtimestamp(time, UTC) for folder, time in times.items()}

    assert arrived["2024-06"] == datetime(2024, 7, 1, 6, tzinfo=UTC)
    assert arrived["2024-08"] == datetime(2024, 9, 1, 6, tzinfo=UTC)


def test_population_arrives_once_and_with_its_source(summer: Path) -> None:
    (path,) = summer.rglob("bevoelkerung_*.csv")

    assert path.parent == summer / "2024-06/kreis-dithmarschen"
    assert "010515175;Mitteldithmarschen;23535" in lines(path)
    assert any("© Statistisches Bundesamt (Destatis)" in line for line in lines(path))
