"""A page stays just as long as all that made it stays the same."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from takeup.keeping import Reason, Trace, parts_of, read, reason_to_build, write
from takeup.publication.rows import Read
from takeup.report.reads import Digests
from takeup.store import sha256

OWN = Read.of("tasks", {"verwaltung": "stadt-heide"})
WHOLE = Read("dictionary")
PARTS = {"code": "c", "params": "p", "notebook": "n", "frame": "f"}


def digests(own: str = "offen", other: str = "offen", word: str = "Besuche") -> Digests:
    tasks = pd.DataFrame({"verwaltung": ["stadt-heide", "kreis"], "task": [own, other]})
    return Digests({"tasks": tasks, "dictionary": pd.DataFrame({"name": [word]})}, {})


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "seite.html"
    path.write_text("<p>fertig</p>", encoding="utf-8")
    return path


@pytest.fixture
def trace(page: Path) -> Trace:
    return Trace(PARTS, digests().of([OWN, WHOLE]), sha256(page))


def test_a_page_whose_reads_are_unchanged_stays(page, trace):
    assert reason_to_build(trace, PARTS, digests(), page) is None
    assert reason_to_build(trace, PARTS, digests(other="erledigt"), page) is None


def test_a_page_is_built_for_the_table_that_changed(page, trace):
    assert reason_to_build(trace, PARTS, digests(own="neu"), page) == Reason("data", ("tasks",))
    both = digests(own="neu", word="Aufrufe")
    assert reason_to_build(trace, PARTS, both, page) == Reason("data", ("dictionary", "tasks"))


@pytest.mark.parametrize("part", PARTS)
def test_a_page_is_built_for_each_part_that_changed(page, trace, part):
    now = {**PARTS, part: "other"}
    assert reason_to_build(trace, now, digests(), page) == Reason(part)


def test_a_page_nobody_knows_or_somebody_changed_is_built(page, trace):
    assert reason_to_build(None, PARTS, digests(), page) == Reason("new")
    page.write_text("<p>von Hand</p>", encoding="utf-8")
    assert reason_to_build(trace, PARTS, digests(), page) == Reason("altered")
    page.unlink()
    assert reason_to_build(trace, PARTS, digests(), page) == Reason("new")


def test_parts_follow_notebook_and_what_is_the_page_s_own(tmp_path):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text("{}")
    before = parts_of({"code": "c"}, notebook, {"month": "2024-09"})
    assert parts_of({"code": "c"}, notebook, {"month": "2024-09"}) == before
    assert parts_of({"code": "c"}, notebook, {"month": "2024-08"}) != before
    notebook.write_text("{ }")
    assert parts_of({"code": "c"}, notebook, {"month": "2024-09"}) != before


def test_traces_are_read_as_they_were_written(tmp_path, trace):
    path = tmp_path / "pages.json"
    assert read(path) == {}
    other = replace(trace, html="x", reads={Read.value("months"): "m"})
    write(path, {"a.html": trace, "b.html": other})
    assert read(path) == {"a.html": trace, "b.html": other}
