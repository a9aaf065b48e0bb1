"""What is told of a revision, and attacks on it by one who knows all that is published."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from takeup.disclosure import (
    SuppressionRule,
    audit,
    decisions_only,
    empty_register,
    protect,
    revised,
)
from takeup.disclosure.rule import CELL, Relations

RULE = SuppressionRule()


def told(table, relations: Relations, now: str, before: str, register=None) -> dict:
    """``before``, ``now`` and ``status`` by administration and measure."""
    register = empty_register() if register is None else register
    counts = table(now)
    protected = protect(counts, relations, RULE, register)
    rows = revised(counts, table(before), protected, RULE).table
    numbers = [
        tuple(None if pd.isna(each) else int(each) for each in pair)
        for pair in zip(rows["before"], rows["now"], strict=True)
    ]
    keys = zip(rows["verwaltung"], rows["measure"], strict=True)
    values = [(*pair, status) for pair, status in zip(numbers, rows["status"], strict=True)]
    return dict(zip(keys, values, strict=True))


def total(measure: str, count: object, place: str = "heide") -> str:
    return f"{place} alle {measure} {count}\n"


def test_a_figure_that_changed_is_told_before_and_now(table, relations) -> None:
    rows = told(table, relations, total("accounts", 26), total("accounts", 20))
    assert rows == {("heide", "accounts"): (20, 26, "revised")}


def test_a_figure_that_did_not_change_has_no_row(table, relations) -> None:
    assert told(table, relations, total("accounts", 26), total("accounts", 26)) == {}
    assert told(table, relations, total("accounts", "?"), total("accounts", "?")) == {}


def test_what_was_not_known_before_is_added_and_what_is_no_more_withdrawn(
    table, relations
) -> None:
    unknown, known = total("accounts", "?"), total("accounts", 26)
    assert told(table, relations, known, unknown) == {
        ("heide", "accounts"): (None, 26, "added")
    }
    assert told(table, relations, unknown, known) == {
        ("heide", "accounts"): (None, None, "withdrawn")
    }


def test_a_figure_that_did_not_exist_before_is_added(table, relations) -> None:
    now = total("accounts", 26) + total("visits", 5)
    assert told(table, relations, now, total("visits", 5)) == {
        ("heide", "accounts"): (None, 26, "added")
    }


def test_visits_are_nobodys_secret_however_small_their_change(table, relations) -> None:
    assert told(table, relations, total("visits", 2), total("visits", 1)) == {
        ("heide", "visits"): (1, 2, "revised")
    }
    assert told(table, relations, total("visits", "?"), total("visits", 1)) == {
        ("heide", "visits"): (1, None, "withdrawn")
    }


@pytest.mark.parametrize("before", [1, 2, 8, 9, 11, 12])
def test_a_small_number_and_a_small_change_look_alike(table, relations, before: int) -> None:
    rows = told(table, relations, total("accounts", 10), total("accounts", before))
    assert rows == {("heide", "accounts"): (None, 10, "hidden")}


@pytest.mark.parametrize("before", [1, 2])
def test_a_small_number_that_became_zero_is_not_told_at_all(
    table, relations, before: int
) -> None:
    # The row alone would say that it was 1 or 2.
    assert told(table, relations, total("accounts", 0), total("accounts", before)) == {}


@pytest.mark.parametrize("before", [0, 6, 7, 40])
def test_what_is_hidden_now_is_not_told_at_all(table, relations, before: int) -> None:
    assert told(table, relations, total("accounts", 2), total("accounts", before)) == {}


def test_an_earlier_report_hid_it_so_it_stays_hidden(table, relations) -> None:
    cells = pd.DataFrame([("2024-09", "heide", "alle", "accounts")], columns=CELL)
    register = decisions_only(cells)
    rows = told(table, relations, total("accounts", 30), total("accounts", 20), register)
    assert rows == {}


def channels(digital: object, offline: object, sum_: object, place: str = "heide") -> str:
    parts = {"digital": digital, "offline": offline, "total": sum_}
    return "".join(total(name, count, place) for name, count in parts.items())


def test_a_small_part_is_not_what_remains_of_the_total_before(table, relations) -> None:
    # 40 of 42 before would give 2; the pages show 50 of 60 now.
    rows = told(table, relations, channels(50, 10, 60), channels(40, 2, 42))
    assert set(rows.values()) == {
        (None, 50, "hidden"),
        (None, 10, "hidden"),
        (None, 60, "hidden"),
    }


def test_a_small_change_of_a_part_is_not_what_remains_of_the_changes(table, relations) -> None:
    # The total grew by 12 and the digital part by 10: two people at the counter.
    rows = told(table, relations, channels(50, 12, 62), channels(40, 10, 50))
    assert [each for each in rows.values() if each[0] is not None] == []


def test_a_part_that_is_hidden_now_does_not_follow_from_unchanged_and_changed_ones(
    table, relations
) -> None:
    # Offline has 2 in both: a row for the others would give it as 22 - 20.
    rows = told(table, relations, channels(40, 2, 42), channels(20, 2, 22))
    assert [each for each in rows.values() if each[0] is not None] == []


def test_figures_that_add_up_with_nothing_small_are_told(table, relations) -> None:
    rows = told(table, relations, channels(50, 20, 70), channels(40, 10, 50))
    assert rows["heide", "total"] == (50, 70, "revised")
    assert rows["heide", "offline"] == (10, 20, "revised")


def test_a_small_part_elsewhere_does_not_hide_what_it_does_not_add_up_with(
    table, relations
) -> None:
    now = channels(50, 10, 60) + total("accounts", 30)
    before = channels(40, 2, 42) + total("accounts", 20)
    assert told(table, relations, now, before)["heide", "accounts"] == (20, 30, "revised")


def kreis(heide: int, marne: int, buesum: int) -> str:
    places = {"heide": heide, "marne": marne, "buesum": buesum}
    rows = [total("accounts", count, place) for place, count in places.items()]
    return "".join(rows) + total("accounts", sum(places.values()), "alle")


def test_a_report_on_the_earlier_deliveries_and_this_table_give_no_small_count(
    table, relations
) -> None:
    # A STAND edition of the earlier deliveries, built after the table told 90 of Büsum.
    # With the 12 of Marne the Kreis of 104 could not be shown any more.
    before, now = table(kreis(2, 12, 90)), table(kreis(30, 40, 120))
    protected = protect(now, relations, RULE, empty_register())
    found = revised(now, before, protected, RULE)
    assert found.table["before"].dropna().tolist() == [90]

    later = protect(before, relations, RULE, found.register)

    assert audit(later.counts, relations, RULE, later.register).empty
    shown = later.counts.set_index("verwaltung")["numerator"]
    assert shown.isna()[["heide", "marne"]].all()
    assert shown[["buesum", "alle"]].tolist() == [90, 104]


def test_what_an_edition_showed_is_told_however_small_its_change(table, relations) -> None:
    before, now = table(total("accounts", 20)), table(total("accounts", 21))
    register = protect(before, relations, RULE, empty_register()).register
    protected = protect(now, relations, RULE, register)
    rows = revised(now, before, protected, RULE).table
    assert rows[["before", "now"]].to_numpy().tolist() == [[20, 21]]


def test_what_was_told_once_is_not_hidden_by_a_later_edition(table, relations) -> None:
    before, now = table(channels(40, 20, 60)), table(channels(50, 30, 80))
    protected = protect(now, relations, RULE, empty_register())
    found = revised(now, before, protected, RULE)
    again = revised(now, before, replace(protected, register=found.register), RULE)
    assert again.table.equals(found.table)
    assert again.register.equals(found.register)


def test_the_kreis_is_left_out_and_so_are_services(table, relations) -> None:
    service = "heide hund accounts {}\n"
    now, before = (
        kreis(30, 40, 120) + service.format(30),
        kreis(20, 30, 90) + service.format(20),
    )
    rows = told(table, relations, now, before)
    assert {place for place, _ in rows} == {"heide", "marne", "buesum"}


def test_answers_keep_their_own_minimum_and_the_sum_of_ratings_is_never_told(
    table, relations
) -> None:
    now = total("answers", 20) + total("satisfaction_points", 80)
    before = total("answers", 16) + total("satisfaction_points", 60)
    assert told(table, relations, now, before) == {("heide", "answers"): (None, 20, "hidden")}
    before = total("answers", 10) + total("satisfaction_points", 40)
    assert told(table, relations, now, before) == {("heide", "answers"): (10, 20, "revised")}


def test_every_hidden_change_leaves_three_numbers_possible(table, relations) -> None:
    outcomes: dict[object, list[int]] = {}
    for before in range(16):
        rows = told(table, relations, total("accounts", 6), total("accounts", before))
        outcomes.setdefault(rows.get(("heide", "accounts")), []).append(before)
    hidden = outcomes[None, 6, "hidden"]
    assert len(hidden) >= 3
    assert max(hidden) >= RULE.min_count


@pytest.mark.parametrize("seed", [0, 1, 4, 5])
def test_whatever_changed_the_editions_and_the_table_together_are_safe(
    any_month, relations, seed: int
) -> None:
    before, now = any_month(seed), any_month(seed + 100)
    protected = protect(now, relations, RULE, empty_register())

    found = revised(now, before, protected, RULE)

    leaks = audit(protected.counts, relations, RULE, found.register)
    assert leaks.empty
    told = found.table[found.table["before"].notna()]
    differences = (told["now"] - told["before"]).abs()
    assert not differences.between(1, RULE.min_count - 1).any()
    assert not found.table["now"].between(1, RULE.min_count - 1).any()


def test_money_is_guarded_as_the_cases_it_follows(table, relations) -> None:
    beside = Relations(
        {**relations.kinds, "cost": "money"}, relations.parts, follows={"cost": "accounts"}
    )
    now = total("accounts", 26) + total("cost", 780)
    told_of = {
        count: told(table, beside, now, total("accounts", count) + total("cost", 30 * count))
        for count in (20, 2)
    }
    assert told_of[20]["heide", "cost"] == (600, 780, "revised")
    assert told_of[2]["heide", "cost"] == (None, 780, "hidden")
