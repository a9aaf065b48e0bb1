"""The profile oeffentlich: rounded counts, and the totals that would undo the rounding."""

import pandas as pd
import pytest

from takeup.disclosure import SuppressionRule, audit, decisions_only, protect
from takeup.disclosure.rule import CELL, interval, rounded
from takeup.errors import DisclosureError

PUBLIC, INTERN = SuppressionRule(profile="oeffentlich"), SuppressionRule()
FOUR_TWOS = """
    alle   alle  accounts  8
    heide  alle  accounts  2
    marne  alle  accounts  2
    eider  alle  accounts  2
    mitte  alle  accounts  2
"""
APART = "alle alle accounts 12\n heide alle accounts 2\n marne alle accounts 10\n"


def test_numbers_are_rounded_to_the_nearest_five():
    numbers = pd.Series([0, 1, 2, 3, 7, 8, 12, 13], dtype="Float64")
    assert rounded(numbers).tolist() == [0, 0, 0, 5, 5, 10, 10, 15]
    near = interval(rounded(numbers))
    assert ((near["low"] <= numbers) & (numbers <= near["high"])).all()


def test_each_count_and_each_total_is_rounded_from_its_exact_value(
    table, relations, nothing_earlier
):
    month = APART + "heide alle visits 7\n heide alle answers 7\n"
    found = protect(table(month), relations, PUBLIC, nothing_earlier)
    assert found.counts["value"].tolist() == [10, 0, 10, 7, 7]
    assert set(found.counts["status"]) == {"ok"}
    assert found.register["shown"].tolist().count("rounded") == 3
    assert audit(found.counts, relations, PUBLIC, found.register).empty
    assert audit(found.counts, relations, PUBLIC).empty


def test_a_total_that_pins_its_parts_is_hidden(table, relations, nothing_earlier):
    # Four parts shown as 0 under a total shown as 10: all of them are 2.
    found = protect(table(FOUR_TWOS), relations, PUBLIC, nothing_earlier)
    assert found.counts["status"].tolist() == ["suppressed", "ok", "ok", "ok", "ok"]
    assert audit(found.counts, relations, PUBLIC, found.register).empty
    open_ = table(FOUR_TWOS).assign(numerator=[10, 0, 0, 0, 0]).astype({"numerator": "Float64"})
    leaks = audit(open_, relations, PUBLIC)
    assert leaks[["lower", "upper"]].to_numpy().tolist() == [[2, 2]] * 4
    assert set(leaks["reason"]) == {"derivable"}


def test_an_exact_number_in_a_rounded_table_is_a_leak(table, relations):
    leaks = audit(table("heide alle accounts 7"), relations, PUBLIC)
    assert leaks["reason"].tolist() == ["not_rounded"]


def test_few_answers_are_hidden_and_not_rounded(table, relations, nothing_earlier):
    month = "heide alle answers 4\n heide alle satisfaction_points 2\n"
    found = protect(table(month), relations, PUBLIC, nothing_earlier).counts
    assert found["status"].tolist() == ["too_small", "too_small"]


def test_a_published_month_keeps_its_profile(table, relations, nothing_earlier):
    public = protect(table(APART), relations, PUBLIC, nothing_earlier).register
    intern = protect(table(APART), relations, INTERN, nothing_earlier).register
    old = decisions_only(pd.DataFrame([("2024-09", "heide", "alle", "accounts")], columns=CELL))
    for register, other in ((public, INTERN), (intern, PUBLIC), (old, PUBLIC)):
        with pytest.raises(DisclosureError, match="Profil"):
            protect(table(APART), relations, other, register)
    unseen = table(APART).assign(month="2024-10")
    assert protect(unseen, relations, INTERN, public).counts["value"].notna().tolist() == [
        True,
        False,
        False,
    ]


def test_a_correction_of_a_rounded_month_is_protected_with_the_month_before_it(
    table, relations, nothing_earlier
):
    first = protect(table(APART), relations, PUBLIC, nothing_earlier)
    later = protect(table(FOUR_TWOS), relations, PUBLIC, first.register)
    assert audit(later.counts, relations, PUBLIC, later.register).empty
