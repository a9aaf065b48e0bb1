"""A month is opened once for all kernels of a zygote, and anew when it is another one."""

import os

import pytest

from takeup.publication import Published
from takeup.report import opening


@pytest.fixture
def month(tmp_path, monkeypatch):
    """A folder with one file, and how often it was read."""
    folder = tmp_path / "daten"
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    read = []

    def once_more(path):
        read.append(path)
        return Published({}, {"times": len(read)})

    monkeypatch.setattr(opening, "_HELD", {})
    monkeypatch.setattr(opening, "read_published", once_more)
    monkeypatch.setattr(Published, "look_up_usual", lambda _: None)
    return folder


def test_a_month_that_is_held_is_not_read_again(month):
    opening.hold(str(month))
    opening.hold(str(month))
    assert opening.published_in(month).run["times"] == 1


def test_a_month_that_was_written_anew_is_read_anew(month):
    opening.hold(str(month))
    (month / "run.json").write_text("[]")
    os.utime(month / "run.json", ns=(1, 1))
    assert opening.published_in(month).run["times"] == 2
    opening.hold(str(month))
    assert opening.published_in(month).run["times"] == 3


def test_what_is_not_held_is_read(month):
    assert opening.published_in(month).run["times"] == 1
