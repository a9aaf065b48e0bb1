"""Folders of Kreise: the same bytes every time, whole or not there, never overwritten."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from takeup import muster
from takeup.errors import UsageError
from takeup.periods import Month
from takeup.rehearsal import write
from takeup.rehearsal.write import Need, Order, require_numbers, write_kreis, write_kreise

# Kreise of four and five administrations.
FIRST, SECOND = 183, 73
MONTH = Month(2024, 9)


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_kreis_alone_has_the_bytes_it_has_among_others(
    ordered: Callable[..., Order], tmp_path: Path, small: Path
) -> None:
    ours = ordered(1, FIRST, 400, first=MONTH.shift(-1))

    assert content(write_kreis(ours, FIRST)) == content(small)


def test_every_delivery_lies_beside_a_note_that_all_is_invented(small: Path) -> None:
    notes = [small / "LIESMICH-Musterdaten.txt", small / "data/muster/LIESMICH-Musterdaten.txt"]
    tables = sorted((small / "data/muster").rglob("*.csv"))
    unmarked = [path for path in tables if b"Musterdaten" not in path.read_bytes()]

    assert all("erfunden" in note.read_text(encoding="utf-8") for note in notes)
    assert "Destatis" not in notes[1].read_text(encoding="utf-8")
    assert len(tables) > 20
    assert not unmarked


def test_a_kreis_has_the_pages_notebooks_of_the_project(small: Path) -> None:
    assert (small / "notebooks/kreis.ipynb").is_file()


def test_its_own_sample_counts_as_current(small: Path) -> None:
    store = muster.Store(small, small / "data", small / "outputs", sample=True)

    assert muster.is_current(store)


def test_a_killed_run_leaves_done_kreise_whole_and_goes_on_with_the_others(
    ordered: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(FIRST, SECOND)
    write_kreis(order, FIRST)
    before = content(order.folder(FIRST))
    renew = muster.renew

    def killed(*args: Any) -> None:
        renew(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(muster, "renew", killed)
    with pytest.raises(KeyboardInterrupt):
        write_kreis(order, SECOND)
    left = sorted(path.name for path in order.target.iterdir())
    monkeypatch.undo()

    assert left == [".kreis-073.draft", "kreis-183"]
    assert Need.of(order).numbers == (SECOND,)
    write_kreis(order, SECOND)
    assert sorted(path.name for path in order.target.iterdir()) == ["kreis-073", "kreis-183"]
    assert Need.of(order).numbers == ()
    assert content(order.folder(FIRST)) == before


def test_workers_write_side_by_side(ordered: Callable[..., Order]) -> None:
    order = ordered(FIRST)

    assert [path.name for path in write_kreise(order, (FIRST,), 2)] == ["kreis-183"]
    assert order.is_done(FIRST)


@pytest.mark.parametrize("mark", [None, "of another order"])
def test_a_folder_with_anything_else_is_refused_and_left_alone(
    ordered: Callable[..., Order], mark: str | None
) -> None:
    order = ordered(FIRST)
    folder = order.folder(FIRST)
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    if mark:
        (folder / ".kreis").write_text(mark)

    with pytest.raises(UsageError, match="kreis-183"):
        Need.of(order)

    assert (folder / "mine.txt").read_text() == "mine"


def test_another_span_of_months_is_another_order(ordered: Callable[..., Order]) -> None:
    assert ordered(FIRST).recipe != ordered(FIRST, first=MONTH.shift(-1)).recipe
    assert ordered(FIRST).recipe == ordered(17).recipe


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_disk_without_room_is_named_before_anything_is_written(
    ordered: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(*range(1, 401), first=Month(2022, 7))
    monkeypatch.setattr(write.shutil, "disk_usage", lambda _: Usage(0, 0, 2_000_000_000))

    with pytest.raises(UsageError, match=r"rund 17,\d GB, frei sind 2,0 GB"):
        Need.of(order)

    assert not list(order.target.iterdir())


@pytest.mark.parametrize(
    ("count", "first", "last", "numbers"),
    [
        (400, 1, 0, tuple(range(1, 401))),
        (400, 17, 17, (17,)),
        (20, 19, 0, (19, 20)),
    ],
)
def test_a_slice_is_named_by_its_numbers(
    count: int, first: int, last: int, numbers: tuple[int, ...]
) -> None:
    assert require_numbers(count, first, last) == numbers


@pytest.mark.parametrize(
    ("count", "first", "last"), [(0, 1, 0), (1000, 1, 0), (20, 5, 4), (20, 1, 21), (20, 21, 0)]
)
def test_numbers_beyond_the_kreise_are_refused(count: int, first: int, last: int) -> None:
    with pytest.raises(UsageError, match="Kreis"):
        require_numbers(count, first, last)
