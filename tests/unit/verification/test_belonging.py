"""What is verified, and whether it still can be."""

import json
from datetime import date
from pathlib import Path

import pytest

from takeup import stamp
from takeup.errors import VerificationError
from takeup.manifest import hashes
from takeup.store import Store
from takeup.verification.belonging import read_edition, require_belonging
from takeup.verification.files import file_differences

RUN = {"month": "2024-09", "stand": "2024-10-15", "as_known": False, "sample": True}
RUN = {**RUN, "commit": "abc"}


@pytest.fixture
def store(tmp_path) -> Store:
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "settings.yml").write_text("a: 1\n", encoding="utf-8")
    return Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=False)


def publish(store: Store, **facts: object) -> Path:
    """A month with one file, and the staged rows it was made from."""
    folder = store.outputs / "2024-09"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("x", encoding="utf-8")
    manifest = {**RUN, "params": hashes(store.params), "outputs": hashes(folder), **facts}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_the_rows_of_sample_real_and_earlier_knowledge_lie_apart(store):
    staged = store.data / "staged"
    for facts, place in [
        ({"sample": True}, staged / "muster"),
        ({"sample": False}, staged),
        ({"sample": False, "as_known": True}, staged / "2024-09-stand-2024-10-15"),
    ]:
        edition = read_edition(publish(store, **facts), store)
        assert edition.staged == place
        assert edition.stand == date(2024, 10, 15)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"month": "x"}'])
def test_a_manifest_of_another_form_is_refused(store, text):
    folder = publish(store)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(VerificationError, match="kein Bericht"):
        read_edition(folder, store)


def test_parameters_changed_since_are_named_and_nothing_is_compared(store):
    edition = read_edition(publish(store), store)
    edition.staged.mkdir(parents=True)
    (edition.staged / "coverage.parquet").write_bytes(b"x")
    stamp.write(edition.staged, RUN, stamp.hashes_of(edition.staged))
    require_belonging(edition, store.params)
    (store.params / "settings.yml").write_text("a: 2\n", encoding="utf-8")
    with pytest.raises(VerificationError, match=r"settings\.yml.*MONTH=2024-09"):
        require_belonging(edition, store.params)


def test_the_remedy_names_the_day_of_a_report_as_it_was_known(store):
    edition = read_edition(publish(store, as_known=True), store)
    with pytest.raises(VerificationError, match="MONTH=2024-09 STAND=2024-10-15"):
        require_belonging(edition, store.params)


def test_missing_changed_and_surplus_files_are_three_things(store):
    folder = publish(store, outputs={"index.html": "0", "lost.html": "1"})
    (folder / "more.txt").write_text("x", encoding="utf-8")
    found = file_differences(read_edition(folder, store))
    assert [(each.kind, each.place) for each in found] == [
        ("file_missing", "lost.html"),
        ("file_surplus", "more.txt"),
        ("file_changed", "index.html"),
    ]
