"""Folders of sockets are private and short; those of the dead are swept."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from takeup.scratch import PrivateFolder


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Short enough for a socket, as pytest's own folder may not be."""
    with tempfile.TemporaryDirectory(prefix="place") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_nobody_else_can_enter_and_nothing_is_left():
    folder = PrivateFolder()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    (folder.path / "k1-5").touch()
    folder.close()
    folder.close()
    assert not folder.path.exists()


def test_a_socket_fits_where_temporary_files_lie_deep(monkeypatch, tmp_path):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    folder = PrivateFolder()
    assert len(os.fsencode(folder.path / "k12345-5")) <= 104
    assert not list(deep.iterdir())
    folder.close()


def test_the_folder_of_a_dead_run_is_swept_and_that_of_a_living_one_is_not(place):
    dead = place / "takeup-abcd_123"
    dead.mkdir(mode=0o700)
    (dead / "zygote").touch()
    other = place / "takeup-notes"
    other.mkdir()
    first = PrivateFolder()
    second = PrivateFolder()
    assert not dead.exists()
    assert other.exists()
    assert first.path.exists()
    first.close()
    second.close()
