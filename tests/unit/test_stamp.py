"""Staged rows belong to one report, unchanged."""

import pytest

from takeup import stamp

RUN = {"month": "2024-09", "stand": "2024-10-15", "as_known": False, "sample": True}
RUN = {**RUN, "commit": "abc", "more": "is not compared"}


@pytest.fixture
def staged(tmp_path):
    """Rows of one source and one month, with rows of another origin further down."""
    for name in ("coverage.parquet", "antraege/month=2024-09/part.parquet"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    other = tmp_path / "muster/antraege/month=2024-09/part.parquet"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"x")
    return tmp_path


def test_rows_belong_to_the_report_that_was_made_from_them(staged):
    assert not stamp.belongs(staged, RUN)
    files = stamp.hashes_of(staged)
    assert set(files) == {"coverage.parquet", "antraege/month=2024-09/part.parquet"}
    stamp.write(staged, RUN, files)
    assert stamp.belongs(staged, {**RUN, "more": "else"})


@pytest.mark.parametrize("other", [{"month": "2024-08"}, {"stand": "2024-10-16"}])
def test_rows_of_another_report_are_told(staged, other):
    stamp.write(staged, RUN, stamp.hashes_of(staged))
    assert not stamp.belongs(staged, RUN | other)


@pytest.mark.parametrize("change", ["written", "added", "removed"])
def test_rows_that_were_changed_belong_to_no_report(staged, change):
    stamp.write(staged, RUN, stamp.hashes_of(staged))
    part = staged / "antraege/month=2024-09/part.parquet"
    if change == "written":
        part.write_bytes(b"y")
    elif change == "added":
        (staged / "days.parquet").write_bytes(b"y")
    else:
        part.unlink()
    assert not stamp.belongs(staged, RUN)


def test_a_run_that_was_overtaken_stamps_nobody_elses_rows(staged):
    files = stamp.hashes_of(staged)
    (staged / "coverage.parquet").write_bytes(b"of another run")
    stamp.write(staged, RUN, files)
    assert not stamp.belongs(staged, RUN)


def test_a_run_that_begins_takes_the_stamp_away(staged):
    stamp.write(staged, RUN, stamp.hashes_of(staged))
    stamp.remove(staged)
    assert not stamp.belongs(staged, RUN)
