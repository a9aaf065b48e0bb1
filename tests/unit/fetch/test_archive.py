import csv
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from takeup.errors import FetchError, UsageError
from takeup.fetch.archive import Archive, newest, open_archive
from takeup.fetch.client import Question
from takeup.fetch.verdict import Answer
from takeup.periods import Month
from takeup.store import Store

QUESTION = Question(
    "VisitsSummary.get",
    {"idSite": "3", "period": "day", "date": "2024-09-01,2024-09-30"},
)
STEM = "matomo_VisitsSummary.get_day_2024-09-01,2024-09-30"
HEAD = b"file,sha256,bytes,fetched_at,idsite,method,period,date,status\na,b,c\n"
QUOTE = HEAD.replace(b"a,b,c", b'"a')
NOON = datetime(2024, 10, 4, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Archive:
    (tmp_path / "state").mkdir()
    return Archive(tmp_path / "deliveries", tmp_path / "state/abrufe.csv", clock)


def keep(archive: Archive, content: bytes) -> str:
    place = archive.place("stadt-heide", Month(2024, 9), "VisitsSummary.get", "day")
    return archive.keep(place, QUESTION, Answer(200, content, None))


def stored(archive: Archive) -> dict[str, bytes]:
    paths = (path for path in archive.deliveries.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in paths}


def record(archive: Archive) -> list[dict[str, str]]:
    with archive.record.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_first_answer_is_a_delivery_and_recorded(archive) -> None:
    assert keep(archive, b"{}") == "new"
    assert stored(archive) == {f"{STEM}.json": b"{}"}
    assert record(archive) == [
        {
            "file": f"2024-09/stadt-heide/{STEM}.json",
            "sha256": hashlib.sha256(b"{}").hexdigest(),
            "bytes": "2",
            "fetched_at": "2024-10-04T12:00:00Z",
            "idsite": "3",
            "method": "VisitsSummary.get",
            "period": "day",
            "date": "2024-09-01,2024-09-30",
            "status": "200",
        }
    ]


def test_the_same_answer_again_writes_nothing(archive, clock) -> None:
    keep(archive, b"115")
    before = {path: path.stat().st_mtime_ns for path in archive.deliveries.parent.rglob("*")}
    clock.now += timedelta(days=1)
    assert keep(archive, b"115") == "unchanged"
    after = {path: path.stat().st_mtime_ns for path in archive.deliveries.parent.rglob("*")}
    assert after == before


def test_another_answer_lies_beside_the_earlier_ones(archive, clock) -> None:
    for number, content in enumerate([b"115", b"125", b"115"]):
        clock.now = NOON + timedelta(days=number)
        keep(archive, content)
    assert stored(archive) == {
        f"{STEM}.json": b"115",
        f"{STEM}_abruf-20241005T120000Z.json": b"125",
        f"{STEM}_abruf-20241006T120000Z.json": b"115",
    }
    times = [row["fetched_at"] for row in record(archive)]
    assert times == ["2024-10-04T12:00:00Z", "2024-10-05T12:00:00Z", "2024-10-06T12:00:00Z"]


def test_a_file_put_there_by_hand_is_the_first_version(archive) -> None:
    path = archive.deliveries / "2024-09/stadt-heide" / f"{STEM}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"115")
    (path.parent / f"{STEM}_abruf-neu.json").write_bytes(b"no version")
    assert keep(archive, b"115") == "unchanged"
    assert keep(archive, b"125") == "changed"
    assert path.read_bytes() == b"115"


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=-1)])
def test_a_clock_that_stands_still_or_goes_back_overwrites_nothing(
    archive, clock, later
) -> None:
    keep(archive, b"115")
    clock.now += timedelta(days=1)
    keep(archive, b"125")
    clock.now += later
    with pytest.raises(FetchError, match="Uhr"):
        keep(archive, b"130")
    assert set(stored(archive).values()) == {b"115", b"125"}
    assert len(record(archive)) == 2


def test_a_record_without_its_file_is_written_anew(archive, clock) -> None:
    keep(archive, b"115")
    for path in archive.deliveries.rglob("*.json"):
        path.unlink()
    clock.now += timedelta(days=1)
    keep(archive, b"125")
    assert [(row["bytes"], row["fetched_at"]) for row in record(archive)] == [
        ("3", "2024-10-05T12:00:00Z")
    ]


@pytest.mark.parametrize(
    "damage", [b"file;sha256\n", b"", b"\xff\n", b"file,bytes\na,b\n", HEAD, QUOTE]
)
def test_a_damaged_record_is_left_alone(archive, damage: bytes) -> None:
    archive.record.write_bytes(damage)
    with pytest.raises(FetchError, match=r"abrufe\.csv"):
        keep(archive, b"115")
    assert archive.record.read_bytes() == damage
    assert stored(archive) == {}


def test_a_run_that_is_killed_while_writing_leaves_no_half_file(archive, monkeypatch) -> None:
    def killed(path: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        keep(archive, b"115")
    assert [path for path in archive.deliveries.parent.rglob("*") if path.is_file()] == []


def test_the_newest_version_that_can_be_read_is_compared_with(archive, clock) -> None:
    place = archive.place("stadt-heide", Month(2024, 9), "VisitsSummary.get", "day")
    assert newest(place, 100) is None
    keep(archive, b"115")
    assert newest(place, 100) == 115
    assert newest(place, 2) is None
    clock.now += timedelta(days=1)
    keep(archive, b"{")
    assert newest(place, 100) is None
    place.versions()[-1].unlink()
    place.next(clock.now).mkdir()
    assert newest(place, 100) is None


def test_a_disk_that_refuses_is_an_error_that_names_the_file(archive) -> None:
    archive.deliveries.mkdir()
    (archive.deliveries / "2024-09").write_text("a file where a folder should be")
    with pytest.raises(FetchError, match=rf"data/deliveries/2024-09/stadt-heide/{STEM}\.json"):
        keep(archive, b"115")


def test_two_runs_at_a_time_are_one_too_many(tmp_path: Path, clock) -> None:
    store = Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=True)
    with open_archive(store, clock):
        second = open_archive(store, clock)
        with pytest.raises(UsageError, match="anderer Lauf"):
            second.__enter__()
    with open_archive(store, clock) as archive:
        assert archive.deliveries == tmp_path / "data/deliveries"
        assert archive.record == tmp_path / "data/state/abrufe.csv"
