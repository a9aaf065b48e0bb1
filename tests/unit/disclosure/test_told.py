"""What sums, shares and changes beside the table give away."""

import math

import pandas as pd
import pytest

from takeup.disclosure import SuppressionRule, Told, derivable
from takeup.disclosure.rule import Relations

RELATIONS = Relations({"submitted": "cases", "visits": "visits"}, {})
RULE = SuppressionRule()
KEYS = ["month", "verwaltung", "leistung_id", "measure"]


def table(*rows):
    """Rows: month, administration, number or None if hidden."""
    frame = pd.DataFrame(rows, columns=["month", "verwaltung", "numerator"])
    number = frame["numerator"].astype("Float64")
    status = number.isna().map({True: "suppressed", False: "ok"})
    return frame.assign(
        numerator=number, value=number, status=status, leistung_id="hund", measure="submitted"
    )


def cell(month, verwaltung="heide"):
    return (month, verwaltung, "hund", "submitted")


def found(frame, *told):
    leaks = derivable(frame, RELATIONS, told, RULE)
    return list(
        leaks[["month", "verwaltung", "lower", "upper"]].itertuples(index=False, name=None)
    )


YEAR = [(f"2024-{number:02}", "heide", 10.0) for number in range(1, 12)]


def test_a_sum_over_twelve_months_pins_the_one_that_is_hidden():
    told = Told({cell(f"2024-{number:02}"): 1.0 for number in range(1, 13)}, 117, 117)
    assert found(table(*YEAR, ("2024-12", "heide", None)), told) == [("2024-12", "heide", 7, 7)]


def test_a_sum_of_two_hidden_months_leaves_room_if_it_is_large():
    rows = table(("2024-01", "heide", None), ("2024-02", "heide", None))
    both = {cell("2024-01"): 1.0, cell("2024-02"): 1.0}
    assert found(rows, Told(both, 9, 9)) == []
    assert found(rows, Told(both, 3, 3)) == [
        ("2024-01", "heide", 1, 2),
        ("2024-02", "heide", 1, 2),
    ]


@pytest.mark.parametrize(("low", "high", "leaks"), [(0.395, 0.405, 1), (0.3, 0.7, 0)])
def test_a_change_in_percent_gives_the_hidden_side_back_if_it_is_narrow(low, high, leaks):
    rows = table(("2024-01", "heide", 10), ("2024-02", "heide", None))
    now, before = cell("2024-02"), cell("2024-01")
    told = [
        Told({now: 1.0, before: -(1 + low)}, 0, math.inf),
        Told({now: 1.0, before: -(1 + high)}, -math.inf, 0),
    ]
    assert found(rows, *told) == [("2024-02", "heide", 14, 14)][:leaks]


def test_what_is_told_and_what_adds_up_are_used_together():
    # alle = heide + marne = 12; a sentence pins heide, and so marne.
    rows = table(
        ("2024-01", "alle", 12), ("2024-01", "heide", None), ("2024-01", "marne", None)
    )
    assert found(rows, Told({cell("2024-01"): 1.0}, 1, 20)) == []
    assert found(rows, Told({cell("2024-01"): 1.0}, 4, 4)) == [
        ("2024-01", "heide", 4, 4),
        ("2024-01", "marne", 8, 8),
    ]


def test_statements_that_no_numbers_fit_are_found():
    rows = table(("2024-01", "heide", None))
    told = [Told({cell("2024-01"): 1.0}, 5, 5), Told({cell("2024-01"): 1.0}, 9, 9)]
    leaks = derivable(rows, RELATIONS, told, RULE)
    assert leaks["lower"].isna().all()
    assert len(leaks) == 1


def test_statements_about_shown_or_unknown_counts_tell_nothing():
    rows = table(("2024-01", "heide", 4), ("2024-01", "marne", None))
    unknown = Told({cell("2024-01", "marne"): 1.0, cell("2024-01", "eider"): 1.0}, 9, 9)
    assert found(rows, Told({cell("2024-01"): 1.0}, 4, 4)) == []
    assert found(rows, unknown) == []
    assert list(derivable(rows, RELATIONS, [], RULE).columns) == [*KEYS, "lower", "upper"]
