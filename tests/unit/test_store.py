from datetime import date
from pathlib import Path

import pytest

from takeup.errors import DeliveryError, UsageError
from takeup.periods import Month
from takeup.store import Edition, Store, write_atomic

MONTH = Month(2024, 9)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=True)


def test_a_month_as_known_on_a_day_never_takes_the_place_of_the_month(store):
    publish(store, "all that is known")
    known_then = Edition(MONTH, date(2024, 10, 15))
    store.begin(known_then)
    store.publish(known_then)
    assert sorted(path.name for path in store.outputs.iterdir()) == [
        "2024-09",
        "2024-09-stand-2024-10-15",
    ]
    assert store.published(Edition(MONTH)) == store.published(MONTH)


def publish(store: Store, content: str) -> None:
    folder = store.begin(MONTH)
    (folder / "index.html").write_text(content, encoding="utf-8")
    store.publish(MONTH)


def test_a_month_is_replaced_as_a_whole(store):
    publish(store, "old")
    publish(store, "new")
    assert (store.published(MONTH) / "index.html").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in store.outputs.iterdir()) == ["2024-09"]


def test_a_run_that_dies_while_building_leaves_the_published_month_whole(store):
    publish(store, "old")
    folder = store.begin(MONTH)
    (folder / "index.html").write_text("half", encoding="utf-8")
    assert (store.published(MONTH) / "index.html").read_text(encoding="utf-8") == "old"


def test_a_run_that_dies_between_the_two_renames_is_healed_by_the_next(store):
    publish(store, "old")
    store.published(MONTH).rename(store.replaced(MONTH))
    store.begin(MONTH)
    assert (store.published(MONTH) / "index.html").read_text(encoding="utf-8") == "old"


def test_leftovers_of_a_killed_run_do_not_reach_the_next_month(store):
    (store.begin(MONTH) / "stray.html").write_text("stray", encoding="utf-8")
    folder = store.begin(MONTH)
    assert [path.name for path in folder.iterdir()] == ["daten"]


def test_two_runs_of_one_month_do_not_mix(store):
    with store.lock(MONTH), pytest.raises(UsageError, match="anderen Lauf"), store.lock(MONTH):
        pass


def test_the_lock_is_free_after_a_run_that_failed(store):
    with pytest.raises(ZeroDivisionError), store.lock(MONTH):
        raise ZeroDivisionError
    with store.lock(MONTH):
        pass


def test_a_month_without_deliveries_is_refused_with_the_months_there_are(store):
    (store.muster / "2024-08" / "stadt-heide").mkdir(parents=True)
    with pytest.raises(DeliveryError, match="2024-08 bis 2024-08"):
        store.require_deliveries(MONTH)


def test_without_any_delivery_the_way_to_some_is_named(store):
    with pytest.raises(DeliveryError, match="make sample"):
        store.require_deliveries(MONTH)


def test_real_deliveries_take_the_place_of_the_sample(tmp_path, monkeypatch):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "settings.yml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("TAKEUP_ROOT", "TAKEUP_DATA", "TAKEUP_OUTPUTS"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "data" / "deliveries" / "2024-09" / "stadt-heide"
    folder.mkdir(parents=True)
    assert Store.open().sample
    (folder / "antraege.csv").write_text("x", encoding="utf-8")
    store = Store.open()
    assert not store.sample
    assert store.deliveries == tmp_path / "data" / "deliveries"


def test_the_sample_keeps_its_own_staged_rows_and_state(tmp_path):
    sample = Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=True)
    real = Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=False)
    assert sample.state != real.state
    assert sample.staged != real.staged


def test_outside_a_project_the_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAKEUP_ROOT", raising=False)
    with pytest.raises(UsageError, match="gehört zu keinem Projekt"):
        Store.open()


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    write_atomic(tmp_path / "a" / "x.csv", b"1")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x.csv"]
