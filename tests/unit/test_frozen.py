"""Frozen statuses: written once, never changed, and noticed if somebody changes them."""

import json

import pandas as pd
import pytest

from takeup import frozen
from takeup.errors import DeliveryError

STATUS = pd.DataFrame(
    {
        "month": ["2024-09"] * 2,
        "aspect": ["costs", "scope"],
        "light": ["none", "yellow"],
        "value": pd.array([pd.NA, 0.9], dtype="Float64"),
        "detail": ["", "Straße"],
    }
)


def test_before_the_first_status_nothing_is_frozen(tmp_path):
    assert frozen.read(tmp_path / frozen.FOLDER) == {}


def test_a_status_is_read_back_as_it_was_frozen(tmp_path):
    frozen.freeze(tmp_path, "2024-09", STATUS)
    back = frozen.read(tmp_path)["2024-09"].astype({"value": "Float64"})
    pd.testing.assert_frame_equal(back[list(STATUS)], STATUS, check_dtype=False)


def test_a_later_status_of_the_month_changes_nothing(tmp_path):
    frozen.freeze(tmp_path, "2024-09", STATUS)
    before = (tmp_path / "2024-09.json").read_bytes()
    frozen.freeze(tmp_path, "2024-09", STATUS.assign(light="red"))
    assert (tmp_path / "2024-09.json").read_bytes() == before


def test_a_change_by_hand_is_noticed(tmp_path):
    frozen.freeze(tmp_path, "2024-09", STATUS)
    path = tmp_path / "2024-09.json"
    path.write_text(path.read_text("utf-8").replace("yellow", "green"), "utf-8")
    with pytest.raises(DeliveryError, match="beschädigt"):
        frozen.read(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", "[1]", json.dumps({"sha256": "x", "rows": 1})])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "2024-09.json").write_text(content, "utf-8")
    with pytest.raises(DeliveryError):
        frozen.read(tmp_path)
