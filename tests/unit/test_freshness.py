"""A month is current until anything that made it changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from takeup import freshness, stamp
from takeup.freshness import Inputs
from takeup.manifest import write_manifest
from takeup.order import Request, Workers
from takeup.periods import Month
from takeup.store import Edition, Store

NOW = datetime(2024, 11, 5, 9, tzinfo=UTC)
MONTH = Month(2024, 9)
RUN = {"month": "2024-09", "stand": "2024-11-05", "as_known": False, "sample": False}
TOLD = {"files": 3, "errors": 0, "warnings": 1}


def put(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A project with a published month, as a run leaves it."""
    found = Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=False)
    put(found.params / "settings.yml", "projekt: X")
    put(found.notebooks / "kreis.ipynb", "{}")
    put(found.deliveries / "2024-09/stadt-heide/antraege.csv", "a;b")
    put(found.state / "geheimhaltung.csv", "month")
    put(found.archived("ab12"), "a;b")
    put(found.staged / "antraege/month=2024-09/part.parquet", "rows")
    put(found.published(MONTH) / "kreis.html", "<p>")
    write_manifest(found.published(MONTH), {**RUN, "commit": "c"})
    stamp.write(found.staged, {**RUN, "commit": "c"}, stamp.hashes_of(found.staged))
    return found


@pytest.fixture
def request_() -> Request:
    return Request(MONTH, "", Workers(1, "ordinary"), NOW)


@pytest.fixture
def current(store: Store, request_: Request) -> Callable[..., bool]:
    """Whether the month, remembered as it was at first, is current now."""
    freshness.remember(Inputs.of(request_, store), store, Edition(MONTH), TOLD)

    def now(asked: Request = request_) -> bool:
        return freshness.is_current(Inputs.of(asked, store), store, asked.edition)

    return now


def test_a_month_is_current_after_its_run(current, store):
    assert current()
    assert freshness.told(store, Edition(MONTH)) == TOLD


@pytest.mark.parametrize(
    "change",
    [
        lambda store: put(store.deliveries / "2024-09/stadt-heide/antraege.csv", "a;c"),
        lambda store: put(store.deliveries / "2024-10/stadt-heide/antraege.csv", "a;b"),
        lambda store: (store.deliveries / "2024-09/stadt-heide/antraege.csv").unlink(),
        lambda store: put(store.params / "settings.yml", "projekt: Y"),
        lambda store: put(store.notebooks / "kreis.ipynb", "{ }"),
        lambda store: put(store.root / "requirements.lock", "pandas==4"),
        lambda store: put(store.state / "geheimhaltung.csv", "month,verwaltung"),
        lambda store: put(store.published(MONTH) / "kreis.html", "<p>von Hand"),
        lambda store: (store.published(MONTH) / "kreis.html").unlink(),
        lambda store: put(store.published(MONTH) / "fremd.html", "<p>"),
        lambda store: put(store.published(MONTH) / "manifest.json", '{"outputs": {}}'),
        lambda store: (store.published(MONTH) / "manifest.json").unlink(),
        lambda store: put(store.published(Month(2024, 8)) / "manifest.json", '{"pages": {}}'),
        lambda store: put(store.staged / "antraege/month=2024-09/part.parquet", "other"),
        lambda store: stamp.remove(store.staged),
    ],
)
def test_any_change_of_what_made_it_or_of_itself_ends_that(current, store, change):
    change(store)
    assert not current()


def test_what_is_kept_by_its_hash_and_what_python_compiles_change_nothing(current, store):
    put(store.archived("cd34"), "later")
    put(store.outputs / ".2024-09.lock", "")
    assert current()


def test_another_day_or_another_question_is_another_run(current, request_):
    assert not current(replace(request_, now=NOW + timedelta(days=1)))
    assert current(replace(request_, now=NOW + timedelta(hours=2)))
    assert not current(replace(request_, stand=date(2024, 10, 15)))


def test_of_a_stand_the_day_of_the_run_is_no_matter(store, request_):
    asked = replace(request_, stand=date(2024, 10, 15))
    later = replace(asked, now=NOW + timedelta(days=9))
    assert Inputs.of(asked, store) == Inputs.of(later, store)


def test_a_month_that_was_never_built_is_not_current(store, request_):
    asked = replace(request_, month=Month(2024, 7))
    assert not freshness.is_current(Inputs.of(asked, store), store, asked.edition)
