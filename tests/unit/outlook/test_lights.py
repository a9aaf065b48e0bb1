"""The rules of the lights, one by one."""

import pytest

from takeup.outlook import Measured, judged
from takeup.outlook.lights import light, worst
from takeup.project import Ampeln, Grenzen

SHARE = Grenzen(gruen=0.95, gelb=0.8)
DAYS = Grenzen(gruen=0, gelb=30)
RULES = Ampeln(
    **dict.fromkeys(Ampeln.model_fields, SHARE) | {"verzug_tage": DAYS, "kosten": DAYS}
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, "green"), (0.95, "green"), (0.94, "yellow"), (0.8, "yellow"), (0.79, "red")],
)
def test_where_more_is_better_a_low_share_is_red(value, expected):
    assert light(value, SHARE) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "green"), (1, "yellow"), (30, "yellow"), (31, "red")]
)
def test_where_less_is_better_a_long_delay_is_red(value, expected):
    assert light(value, DAYS) == expected


def test_a_share_that_is_a_threshold_but_for_rounding_has_the_better_light():
    assert light(0.1 + 0.2 + 0.65 - 1e-12, SHARE) == "green"


def test_what_cannot_be_told_has_no_light():
    assert light(None, SHARE) == "none"


def test_the_worst_known_light_counts():
    assert worst(["green", "none", "yellow"]) == "yellow"
    assert worst(["green", "red", "yellow"]) == "red"
    assert worst(["none", "none"]) == "none"


def test_an_aspect_has_its_worst_criterion_and_all_together_the_worst_aspect():
    table = judged(
        [
            Measured("costs", "spent", None, "no_budget"),
            Measured("quality", "complete", 0.9, "share"),
            Measured("quality", "set_aside", 0.99, "share"),
            Measured("schedule", "delay", 40, "late", "Start"),
        ],
        RULES,
    )
    whole = table[table["criterion"] == "whole"].set_index("aspect")["light"].to_dict()
    assert whole == {"costs": "none", "quality": "yellow", "schedule": "red", "overall": "red"}


def test_a_row_says_by_which_thresholds_it_was_judged():
    table = judged([Measured("schedule", "delay", 12, "late", "Start")], RULES)
    row = table.iloc[0]
    assert row[["light", "value", "green", "yellow", "detail"]].tolist() == [
        "yellow", 12, 0, 30, "Start",
    ]  # fmt: skip
