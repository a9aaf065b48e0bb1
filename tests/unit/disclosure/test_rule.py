"""What is small, and which measures take part in protecting it."""

import pytest

from takeup.disclosure import Relations, SuppressionRule
from takeup.disclosure.rule import check_kinds, points_without_answers, too_small
from takeup.errors import DisclosureError

COUNTS = """
    heide  hund   digital              2
    heide  hund   offline              3
    heide  alle   accounts             1
    heide  hund   total                0
    heide  wohnen total                ?
    heide  alle   visits               1
    heide  hund   answers              4
    heide  hund   satisfaction_points  2.25
    heide  wohnen answers              5
    heide  wohnen satisfaction_points  0.75
"""


def test_one_and_two_persons_or_cases_and_four_answers_are_too_small(table, relations):
    counts = table(COUNTS)
    small = counts[too_small(counts, relations.kinds, SuppressionRule())]
    assert small[["measure", "numerator"]].values.tolist() == [
        ["digital", 2],
        ["accounts", 1],
        ["answers", 4],
    ]


def test_the_rule_says_what_is_small(table, relations):
    counts = table(COUNTS)
    rule = SuppressionRule(min_count=4, min_answers=1)
    small = counts[too_small(counts, relations.kinds, rule)]
    assert small["numerator"].tolist() == [2, 3, 1]


def test_a_measure_takes_part_if_it_adds_up_with_a_protected_one():
    relations = Relations(
        kinds={
            "visits": "visits",
            "bots": "visits",
            "people": "visits",
            "named": "persons",
            "unnamed": "visits",
            "answers": "answers",
            "satisfaction_points": "answers",
        },
        parts={
            "visits": ("people", "other"),
            "people": ("named", "unnamed"),
            "hits": ("bots",),
        },
    )
    expected = {"answers", "named", "other", "people", "unnamed", "visits"}
    assert relations.linked_measures() == expected


def test_a_measure_whose_kind_nobody_stated_is_refused(table, relations):
    counts = table("heide hund arrests 1\n heide hund births 2\n heide hund total 3")
    with pytest.raises(DisclosureError, match="arrests, births"):
        check_kinds(counts, relations)


def test_ratings_are_alone_where_the_number_of_answers_is_not_known(table):
    counts = table("""
        heide  hund    answers              5
        heide  hund    satisfaction_points  3.5
        heide  wohnen  answers              ?
        heide  wohnen  satisfaction_points  1
        marne  hund    satisfaction_points  2
        marne  wohnen  satisfaction_points  ?
    """)
    assert counts.loc[points_without_answers(counts), "numerator"].tolist() == [1, 2]
