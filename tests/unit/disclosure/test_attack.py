"""The audit: what a reader can compute from the published table."""

from itertools import product

import pandas as pd
import pytest

from takeup.disclosure import Relation, Relations, SuppressionRule, audit, witnesses


def published(counts, *hidden, status="suppressed"):
    """Hide rows by their position."""
    gone = counts.index.isin(hidden)
    number = counts["numerator"].mask(gone)
    return counts.assign(
        numerator=number, value=number, status=counts["status"].mask(gone, status)
    )


def leaks(found):
    return list(
        found[["verwaltung", "measure", "lower", "upper", "reason"]].itertuples(
            index=False, name=None
        )
    )


SUM = """
    alle   hund  digital  {total}
    heide  hund  digital  {heide}
    marne  hund  digital  {marne}
    eider  hund  digital  {eider}
"""


def test_the_only_hidden_part_of_a_sum_is_derivable(table, relations):
    month = published(table(SUM.format(total=19, heide=1, marne=8, eider=10)), 1)
    assert leaks(audit(month, relations)) == [("heide", "digital", 1, 1, "derivable")]


def test_two_ones_with_a_known_sum_are_derivable(table, relations):
    month = published(table(SUM.format(total=12, heide=1, marne=1, eider=10)), 1, 2)
    assert leaks(audit(month, relations)) == [
        ("heide", "digital", 1, 1, "derivable"),
        ("marne", "digital", 1, 1, "derivable"),
    ]


def test_a_range_of_two_values_is_a_leak_and_of_three_is_not(table, relations):
    month = published(table(SUM.format(total=13, heide=1, marne=2, eider=10)), 1, 2)
    assert [leak[2:4] for leak in leaks(audit(month, relations))] == [(1, 2), (1, 2)]
    month = published(table(SUM.format(total=14, heide=1, marne=3, eider=10)), 1, 2)
    assert audit(month, relations).empty


@pytest.mark.parametrize(("total", "shown"), list(product(range(8, 13), range(5))))
def test_the_bounds_are_those_found_by_counting_all_tables(table, relations, total, shown):
    # heide + marne + shown = total; heide + offline = 6.
    counts = table(f"""
        alle   hund  digital  {total}
        heide  hund  digital  1
        marne  hund  digital  1
        eider  hund  digital  {shown}
        heide  hund  offline  1
        heide  hund  total    6
    """)
    found = audit(published(counts, 1, 2, 4), relations)
    possible = [
        {"heide": a, "marne": b, "offline": 6 - a}
        for a, b in product(range(1, 20), repeat=2)
        if a + b + shown == total and a < 6
    ]
    tables = pd.DataFrame(possible)
    ranges = {name: (tables[name].min(), tables[name].max()) for name in tables}
    expected = {
        name: ends for name, ends in ranges.items() if ends[1] - ends[0] < 2 or ends[1] < 3
    }
    names = {
        ("heide", "digital"): "heide",
        ("marne", "digital"): "marne",
        ("heide", "offline"): "offline",
    }
    derivable = {names[leak[:2]]: leak[2:4] for leak in leaks(found) if leak[4] == "derivable"}
    assert derivable == expected


def test_relations_together_give_away_what_none_does_alone(table, relations):
    # In every sum two counts are hidden, but 30 - 24 = 6 and 7 - 6 = 1.
    month = published(
        table("""
            alle   hund  digital  1
            heide  hund  digital  1
            marne  hund  digital  0
            alle   hund  offline  30
            heide  hund  offline  6
            marne  hund  offline  24
            alle   hund  total    31
            heide  hund  total    7
            marne  hund  total    24
        """),
        0, 1, 4,
    )  # fmt: skip
    assert {leak[4] for leak in leaks(audit(month, relations))} == {"derivable"}
    assert ("heide", "digital", 1, 1, "derivable") in leaks(audit(month, relations))


def test_hidden_counts_that_nothing_bounds_are_no_leak(table, relations):
    month = published(table("heide alle accounts 1\n marne alle accounts 9"), 0)
    assert audit(month, relations).empty


def test_a_hidden_total_alone_is_derivable_from_its_parts(table, relations):
    month = published(table(SUM.format(total=19, heide=3, marne=6, eider=10)), 0)
    assert leaks(audit(month, relations)) == [("alle", "digital", 19, 19, "derivable")]


def test_a_small_count_that_is_shown_is_a_leak(table, relations):
    month = table("heide hund digital 2\n heide alle visits 1\n marne hund answers 4")
    found = leaks(audit(month, relations))
    assert found == [("heide", "digital", 2, 2, "small"), ("marne", "answers", 4, 4, "small")]
    strict = SuppressionRule(min_answers=4)
    assert leaks(audit(month, relations, strict)) == found[:1]


def test_a_number_beside_the_word_hidden_is_a_leak(table, relations):
    month = table("heide hund digital 7").assign(status="suppressed")
    assert leaks(audit(month, relations)) == [("heide", "digital", 7, 7, "not_hidden")]


def test_ratings_beside_hidden_answers_are_a_leak(table, relations):
    counts = table("heide hund answers 4\n heide hund satisfaction_points 2.25")
    found = leaks(audit(published(counts, 0, status="too_small"), relations))
    assert found == [("heide", "satisfaction_points", 2.25, 2.25, "points")]


def test_a_total_that_visibly_lacks_parts_bounds_nothing(table, relations):
    # Without the delivery of eider the total is smaller than what is shown.
    month = published(table(SUM.format(total=9, heide=1, marne=8, eider=10)), 1, 2)
    assert audit(month, relations).empty


def test_a_relation_known_to_be_void_bounds_nothing(table, relations):
    month = published(table(SUM.format(total=19, heide=1, marne=8, eider=10)), 1)
    void = frozenset({Relation("2024-09", "alle", "hund", "digital", over="verwaltung")})
    assert audit(month, Relations(relations.kinds, relations.parts, void)).empty


def test_numbers_that_no_table_can_have_are_reported(table, relations):
    # heide + marne = 9 and heide = 20 - 6: each possible alone, not together.
    counts = table("""
        alle   hund  digital  9
        heide  hund  digital  1
        marne  hund  digital  8
        heide  hund  offline  6
        heide  hund  total    20
    """)
    found = leaks(audit(published(counts, 1, 2), relations))
    assert [(leak[0], leak[4]) for leak in found] == [
        ("heide", "contradiction"),
        ("marne", "contradiction"),
    ]
    assert all(pd.isna(leak[2]) for leak in found)


def test_a_failing_solver_reports_leaks(table, relations, monkeypatch):
    month = published(table(SUM.format(total=14, heide=1, marne=3, eider=10)), 1, 2)
    monkeypatch.setattr(witnesses.Box, "best", lambda *_, **__: None)
    assert len(audit(month, relations)) == 2


def test_rates_and_an_empty_table_are_no_leak(table, relations):
    rate = table("heide hund completion_rate 1").assign(status="suppressed")
    assert audit(rate, relations).empty
    assert audit(rate.iloc[:0], relations).empty
