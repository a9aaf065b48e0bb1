"""The index of all months."""

from pathlib import Path

from takeup.indexes import months_index
from takeup.params import load_params

PARAMS = load_params(Path(__file__).parents[2] / "params")


def test_a_month_as_known_on_a_day_is_listed_beside_the_month_itself() -> None:
    manifest = {"month": "2024-09", "stand": "2024-10-15", "sample": False, "pages": {}}

    page = months_index({"2024-09": manifest, "2024-09-stand-2024-10-15": manifest}, PARAMS)

    assert "September 2024, Stand 15.10.2024" in page
    assert 'href="2024-09-stand-2024-10-15/index.html"' in page
    assert 'href="2024-09/index.html"' in page


def test_a_month_as_known_on_a_day_may_stand_alone() -> None:
    manifest = {"month": "2024-09", "stand": "2024-10-15", "sample": False, "pages": {}}

    assert "September 2024" in months_index({"2024-09-stand-2024-10-15": manifest}, PARAMS)
