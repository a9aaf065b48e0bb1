"""Stories of disclosure: ``<story>_input.csv`` is protected and becomes ``_expected.csv``.

Column ``earlier`` of the input marks cells that an earlier report hid.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from takeup.disclosure import Relations, SuppressionRule, audit, decisions_only, protect
from takeup.disclosure.rule import CELL

FOLDER = Path(__file__).parent / "disclosure"
STORIES = sorted(path.name.removesuffix("_input.csv") for path in FOLDER.glob("*_input.csv"))
RELATIONS = Relations(
    kinds={
        "visits": "visits",
        "active_accounts": "persons",
        "started": "cases",
        "completed": "cases",
        "abandoned": "cases",
        "cases_digital": "cases",
        "cases_offline": "cases",
        "cases_total": "cases",
        "answers": "answers",
        "satisfaction_points": "answers",
    },
    parts={
        "cases_total": ("cases_digital", "cases_offline"),
        "started": ("completed", "abandoned"),
    },
)


def read(story: str, role: str) -> pd.DataFrame:
    text = pd.read_csv(FOLDER / f"{story}_{role}.csv", dtype="str", keep_default_na=False)
    number = pd.to_numeric(text["numerator"]).astype("Float64")
    return text.assign(numerator=number, value=number)


@pytest.mark.parametrize("story", STORIES)
def test_the_story_ends_as_expected(story: str) -> None:
    given, expected = read(story, "input"), read(story, "expected")
    register = decisions_only(given.loc[given["earlier"] == "ja", CELL])
    counts = given.drop(columns="earlier")
    protected = protect(counts, RELATIONS, SuppressionRule(), register)
    pd.testing.assert_frame_equal(protected.counts, expected[counts.columns])
    assert audit(protected.counts, protected.relations).empty


def test_there_are_stories() -> None:
    assert len(STORIES) >= 6
