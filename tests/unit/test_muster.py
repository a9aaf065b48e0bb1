"""The sample of a project: ours, or one with a world of its own in ``params/muster.yml``."""

from pathlib import Path

import pytest

from takeup import muster
from takeup.errors import ParameterError
from takeup.sample.settings import load_settings
from takeup.store import Store

OWN = """
von: 2024-01
bis: 2024-09
saat: [1, 2]
welt:
  truth: {campaigns: {}}
  administrations:
    muster-amt: {residents: 5000, pace: 1.0, visits: 30, delay_days: 0, not_online: []}
  incidents: []
"""


def store_with(root: Path, text: str) -> Store:
    (root / "params").mkdir()
    if text:
        (root / "params" / "muster.yml").write_text(text, encoding="utf-8")
    return Store(root, root / "data", root / "outputs", sample=True)


def test_without_a_file_of_its_own_a_project_has_our_sample(tmp_path: Path) -> None:
    order = muster.order(store_with(tmp_path, ""))

    assert (order.first, order.last, order.seed) == (muster.FIRST, muster.LAST, (muster.SEED,))
    assert order.settings == load_settings()
    assert len(order.months) == 30


def test_an_own_world_replaces_administrations_and_single_truths(tmp_path: Path) -> None:
    order = muster.order(store_with(tmp_path, OWN))

    assert [str(order.first), str(order.last), order.seed] == ["2024-01", "2024-09", (1, 2)]
    assert set(order.settings.administrations) == {"muster-amt"}
    assert order.settings.incidents == ()
    assert order.settings.truth.campaigns == {}
    assert order.settings.truth.growth == load_settings().truth.growth
    assert order.settings.services == load_settings().services


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("von: 2024-13", "von"),
        ("bis: 2022-01", "2022-01"),
        ("unbekannt: 1", "unbekannt"),
        ("welt: {administrations: {amt: {residents: viele}}}", "administrations.amt.residents"),
        ("welt: {nirgends: {a: 1}}", "nirgends"),
    ],
)
def test_a_broken_world_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        muster.order(store_with(tmp_path, text))

    assert "params/muster.yml" in caught.value.what
    assert said in caught.value.what


def test_what_a_sample_is_made_from_includes_its_own_world(tmp_path: Path) -> None:
    store = store_with(tmp_path, "")
    before = muster.recipe(store.params)
    (store.params / "muster.yml").write_text(OWN, encoding="utf-8")

    assert muster.recipe(store.params) != before
