"""Counts of the portal and of the case list that are nearly one number."""

from dataclasses import replace

import pytest

from takeup.disclosure import SuppressionRule, audit, protect

RULE = SuppressionRule()
MONTH = """
    alle   hund  digital  {kreis}
    heide  hund  digital  1
    marne  hund  digital  {marne}
    eider  hund  digital  {eider}
    heide  hund  sent     1
    marne  hund  sent     {marne_sent}
    eider  hund  sent     {eider_sent}
"""


@pytest.fixture
def near(relations):
    kinds = {**relations.kinds, "sent": "cases"}
    return replace(relations, kinds=kinds, nearly={"sent": "digital"})


def hidden(found, measure):
    rows = found.counts[found.counts["measure"] == measure]
    return sorted(rows.loc[rows["numerator"].isna(), "verwaltung"])


def test_what_protects_a_count_is_hidden_in_both(table, near, nothing_earlier):
    month = MONTH.format(kreis=19, marne=8, eider=10, marne_sent=8, eider_sent=10)
    found = protect(table(month), near, RULE, nothing_earlier)
    assert len(hidden(found, "digital")) == 2
    assert hidden(found, "sent") == hidden(found, "digital")
    assert audit(found.counts, found.relations).empty


def test_without_the_relation_the_other_count_stays_open(table, near, nothing_earlier):
    month = MONTH.format(kreis=19, marne=8, eider=10, marne_sent=8, eider_sent=10)
    alone = protect(table(month), replace(near, nearly={}), RULE, nothing_earlier)
    assert hidden(alone, "sent") == ["heide"]
    assert not audit(alone.counts, near).empty


def test_numbers_that_differ_tell_nothing_of_each_other(table, near, nothing_earlier):
    month = MONTH.format(kreis=19, marne=8, eider=10, marne_sent=9, eider_sent=12)
    found = protect(table(month), near, RULE, nothing_earlier)
    assert hidden(found, "sent") == ["heide"]


def test_counts_that_differed_in_an_earlier_edition_tell_nothing_of_each_other(
    table, near, nothing_earlier
):
    late = MONTH.format(kreis=19, marne=8, eider=10, marne_sent=5, eider_sent=10)
    first = protect(table(late), near, RULE, nothing_earlier)
    whole = MONTH.format(kreis=19, marne=8, eider=10, marne_sent=8, eider_sent=10)
    second = protect(table(whole), near, RULE, first.register)
    assert "marne" not in hidden(second, "sent")
    assert "marne" in hidden(protect(table(whole), near, RULE, nothing_earlier), "sent")


@pytest.mark.parametrize(
    ("sent", "expected"), [(4, ["heide"]), (5, []), (0, [])], ids=["near", "far", "zero"]
)
def test_a_count_close_to_a_small_one_is_hidden_with_it(
    table, near, nothing_earlier, sent, expected
):
    month = f"heide hund digital 2\n heide hund sent {sent}\n"
    found = protect(table(month), near, RULE, nothing_earlier)
    assert hidden(found, "sent") == expected


def test_totals_over_services_are_not_linked(table, near, nothing_earlier):
    month = "heide alle digital 2\n heide alle sent 3\n"
    assert hidden(protect(table(month), near, RULE, nothing_earlier), "sent") == []
