"""Protecting a table: nothing small is shown, nothing hidden can be computed."""

from __future__ import annotations

from concurrent.futures import Executor, Future

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from takeup.disclosure import (
    Relation,
    Relations,
    SuppressionRule,
    audit,
    decisions_only,
    empty_register,
    protect,
    protection,
)
from takeup.disclosure.protection import _without
from takeup.disclosure.rule import CELL, too_small
from takeup.errors import DisclosureError

from .conftest import with_totals

RULE = SuppressionRule()

CHANNELS = """
    heide  hund  digital  40
    heide  hund  offline  2
    heide  hund  total    42
"""

seeds = st.integers(min_value=0, max_value=10_000)
thorough = settings(max_examples=6, deadline=None, derandomize=True)


def decided(*cell):
    """Register of an earlier report that kept no numbers: one cell is hidden."""
    return decisions_only(pd.DataFrame([cell], columns=CELL))


def hidden_cells(register):
    """Cells of which the register knows that they were hidden."""
    cells = register.loc[register["shown"] == "hidden", CELL]
    return cells.drop_duplicates(ignore_index=True)


def numbers(protected):
    """Number by verwaltung and measure; a hidden one is missing."""
    rows = protected.counts
    return dict(
        zip(
            zip(rows["verwaltung"], rows["measure"], strict=True),
            rows["numerator"],
            strict=True,
        )
    )


def primary_only(counts, relations):
    """The table with small counts hidden and nothing beside them."""
    small = too_small(counts, relations.kinds, RULE)
    return _without(counts, counts["status"].mask(small, "suppressed"))


def textbook_range(counts, sums, cell):
    """Bounds of one hidden cell by two linear programs, written without our matrices."""
    hidden = counts["numerator"].isna().to_numpy()
    shown = counts["numerator"].fillna(0).to_numpy(dtype=float)
    rows = np.array(sums)
    bounds = [(1, None) if each else (0, 0) for each in hidden]
    cost = np.where(np.arange(len(counts)) == cell, 1.0, 0.0)
    ends = [
        linprog(sign * cost, A_eq=rows, b_eq=-rows @ shown, bounds=bounds, method="highs")
        for sign in (1, -1)
    ]
    return [end.x[cell] if end.status == 0 else np.inf for end in ends]


def all_sums(counts):
    """Every sum a reader knows: services, administrations, channels."""
    rows = []
    for index, row in counts.iterrows():
        for column in ("verwaltung", "leistung_id"):
            others = [name for name in CELL if name != column]
            beside = (counts[others] == row[others]).all(axis=1) & (counts[column] != "alle")
            if row[column] == "alle":
                rows.append(beside.astype(float).to_numpy() - (counts.index == index))
        if row["measure"] == "total":
            place = CELL[:3]
            parts = (counts[place] == row[place]).all(axis=1) & (counts["measure"] != "total")
            rows.append(parts.astype(float).to_numpy() - (counts.index == index))
    return rows


def test_a_small_number_of_cases_is_not_total_minus_digital(table, relations, nothing_earlier):
    found = numbers(protect(table(CHANNELS), relations, RULE, nothing_earlier))
    assert pd.isna(found["heide", "offline"])
    assert pd.isna(found["heide", "digital"]) or pd.isna(found["heide", "total"])


def test_two_hidden_ones_are_not_all_of_a_published_two(table, relations, nothing_earlier):
    month = """
        alle   alle  accounts  20
        heide  alle  accounts  1
        marne  alle  accounts  1
        eider  alle  accounts  10
        mitte  alle  accounts  8
    """
    found = numbers(protect(table(month), relations, RULE, nothing_earlier))
    assert pd.isna(found["mitte", "accounts"])
    assert found["eider", "accounts"] == 10
    assert found["alle", "accounts"] == 20


def test_hidden_rows_say_so_and_hold_no_number(table, relations, nothing_earlier):
    counts = table(CHANNELS)
    found = protect(counts, relations, RULE, nothing_earlier).counts
    hidden = found["status"] == "suppressed"
    assert found.loc[hidden, ["numerator", "value"]].isna().all(axis=None)
    assert found.loc[~hidden].equals(counts.loc[~hidden])
    assert list(found.columns) == list(counts.columns)
    assert found.index.equals(counts.index)


def test_the_given_tables_are_not_changed(table, relations, nothing_earlier):
    counts = table(CHANNELS)
    protect(counts, relations, RULE, nothing_earlier)
    assert counts.equals(table(CHANNELS))
    assert nothing_earlier.empty


def test_zeros_and_unknown_and_unprotected_counts_stay(table, relations, nothing_earlier):
    month = """
        alle   hund  digital  9
        heide  hund  digital  0
        marne  hund  digital  ?
        eider  hund  digital  2
        mitte  hund  digital  7
        heide  alle  visits   1
    """
    found = protect(table(month), relations, RULE, nothing_earlier).counts
    assert found["status"].tolist() == ["ok", "ok", "unknown", "suppressed", "suppressed", "ok"]
    assert found["numerator"].tolist()[1] == 0
    assert found["numerator"].tolist()[5] == 1


def test_a_total_that_lacks_parts_protects_nothing_and_is_named_void(
    table, relations, nothing_earlier
):
    month = "heide hund digital 2\n heide hund offline 7\n heide hund total 4\n"
    found = protect(table(month), relations, RULE, nothing_earlier)
    assert found.counts["status"].tolist() == ["suppressed", "ok", "ok"]
    void = Relation("2024-09", "heide", "hund", "total", over="measure")
    assert found.relations.void == {void}
    assert audit(found.counts, found.relations).empty


def test_a_decision_of_an_earlier_report_is_kept(table, relations, nothing_earlier):
    first = protect(table(CHANNELS), relations, RULE, nothing_earlier)
    corrected = table(CHANNELS.replace("offline  2", "offline  8").replace("42", "48"))
    later = protect(corrected, relations, RULE, first.register)
    assert later.counts["status"].tolist() == first.counts["status"].tolist()
    assert hidden_cells(later.register).equals(hidden_cells(first.register))


def test_a_decision_binds_even_where_nothing_is_small(table, relations):
    register = decisions_only(
        pd.DataFrame([["2024-09", "heide", "alle", "visits"]], columns=CELL)
    )
    found = protect(table("heide alle visits 500"), relations, RULE, register)
    assert found.counts["status"].tolist() == ["suppressed"]
    assert hidden_cells(found.register).equals(hidden_cells(register))


def test_decisions_on_other_months_stay_in_the_register(table, relations):
    register = decisions_only(
        pd.DataFrame([["2024-08", "heide", "hund", "total"]], columns=CELL)
    )
    found = protect(table(CHANNELS), relations, RULE, register).register
    assert hidden_cells(found)["month"].tolist() == ["2024-08", "2024-09", "2024-09"]


def test_months_are_independent(table, relations, nothing_earlier):
    one = table(CHANNELS)
    both = pd.concat([one.assign(month="2024-08"), one], ignore_index=True)
    found = protect(both, relations, RULE, nothing_earlier).counts["status"].tolist()
    assert found == 2 * protect(one, relations, RULE, nothing_earlier).counts["status"].tolist()


def test_what_is_lost_is_reported(table, relations, nothing_earlier):
    register = decisions_only(
        pd.DataFrame([["2024-09", "marne", "hund", "total"]], columns=CELL)
    )
    month = CHANNELS + "marne hund total 9\n heide wohnen total 0\n"
    lost = protect(table(month), relations, RULE, register).lost.set_index("measure")
    reasons = lost[["counts", "primary", "earlier", "secondary"]]
    assert reasons.loc["digital"].tolist() == [1, 0, 0, 1]
    assert reasons.loc["offline"].tolist() == [1, 1, 0, 0]
    assert reasons.loc["total"].tolist() == [2, 0, 1, 0]


def test_ratings_are_hidden_with_too_few_answers_and_those_beside_them(
    table, relations, nothing_earlier
):
    month = """
        heide  alle    answers              30
        heide  hund    answers              4
        heide  wohnen  answers              9
        heide  wald    answers              17
        heide  moor    answers              0
        heide  alle    satisfaction_points  20.25
        heide  hund    satisfaction_points  1.25
        heide  wohnen  satisfaction_points  7
        heide  wald    satisfaction_points  12
        heide  moor    satisfaction_points  0
    """
    found = protect(table(month), relations, RULE, nothing_earlier).counts
    # One status for both: two would tell the small one from its partner.
    statuses = ["ok", "too_small", "too_small", "ok", "ok"]
    assert found["status"].tolist() == 2 * statuses
    assert found["numerator"].notna().tolist() == 2 * [True, False, False, True, True]


def test_ratings_without_a_known_number_of_answers_are_hidden(
    table, relations, nothing_earlier
):
    month = """
        heide  hund    answers              ?
        heide  hund    satisfaction_points  3
        heide  wohnen  satisfaction_points  3
        heide  wald    satisfaction_points  ?
    """
    found = protect(table(month), relations, RULE, nothing_earlier).counts
    assert found["status"].tolist() == ["unknown", "too_small", "too_small", "unknown"]
    assert found["numerator"].isna().all()


def test_a_table_without_known_counts_passes_through(table, relations, nothing_earlier):
    counts = table("heide hund total ?")
    found = protect(counts, relations, RULE, nothing_earlier)
    assert found.counts.equals(counts)
    assert found.register.empty
    assert found.lost.empty


def test_a_measure_of_unknown_kind_is_not_published(table, relations, nothing_earlier):
    with pytest.raises(DisclosureError, match="arrests"):
        protect(table("heide hund arrests 1"), relations, RULE, nothing_earlier)


@given(seed=seeds)
@thorough
def test_the_audit_finds_nothing_after_protection(any_month, relations, nothing_earlier, seed):
    found = protect(any_month(seed), relations, RULE, nothing_earlier)
    assert audit(found.counts, found.relations).empty
    assert audit(found.counts, relations).empty


@given(seed=seeds)
@thorough
def test_the_textbook_attack_finds_nothing_after_protection(
    any_month, relations, nothing_earlier, seed
):
    counts = protect(any_month(seed), relations, RULE, nothing_earlier).counts
    sums = all_sums(counts)
    for cell in np.flatnonzero(counts["numerator"].isna()):
        low, high = textbook_range(counts, sums, cell)
        assert high >= 3
        assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) >= 2


@given(seed=seeds)
@thorough
def test_the_same_table_is_protected_in_the_same_way_again(
    any_month, relations, nothing_earlier, seed
):
    counts = any_month(seed)
    first = protect(counts, relations, RULE, nothing_earlier)
    again = protect(counts.sample(frac=1, random_state=seed), relations, RULE, nothing_earlier)
    later = protect(counts, relations, RULE, first.register)
    assert again.counts.sort_index().equals(first.counts)
    assert again.register.equals(first.register)
    assert later.counts.equals(first.counts)
    assert later.register.equals(first.register)


@given(seed=seeds)
@thorough
def test_a_correction_opens_nothing(any_month, relations, nothing_earlier, seed):
    first = any_month(seed)
    earlier = protect(first, relations, RULE, nothing_earlier).register
    later = protect(any_month(seed, corrections=2), relations, RULE, earlier)
    assert audit(later.counts, later.relations).empty
    assert audit(later.counts, later.relations, RULE, later.register, earlier).empty
    cells = pd.MultiIndex.from_frame(later.counts[CELL])
    hidden = pd.MultiIndex.from_frame(hidden_cells(earlier))
    assert later.counts.loc[cells.isin(hidden), "value"].isna().all()


def test_without_secondary_suppression_the_audit_finds_leaks(any_month, relations):
    leaking = [
        seed
        for seed in range(10)
        if len(audit(primary_only(any_month(seed), relations), relations))
    ]
    assert len(leaking) >= 8


def test_secondary_suppression_takes_less_than_all(any_month, relations, nothing_earlier):
    lost = pd.concat(
        [protect(any_month(seed), relations, RULE, nothing_earlier).lost for seed in range(10)]
    )
    assert lost["secondary"].sum() < 0.6 * (lost["counts"] - lost["primary"]).sum()


def test_money_is_hidden_wherever_the_cases_it_was_spent_on_are(table, relations):
    month = with_totals(
        table("""
        heide  hund  total  2
        heide  dach  total  30
        heide  haus  total  25
        marne  hund  total  12
        marne  dach  total  40
        marne  haus  total  35
    """)
    )
    spent = month.assign(measure="cost", numerator=month["numerator"] * 30.0)
    counts = pd.concat([month, spent.assign(value=spent["numerator"])], ignore_index=True)
    beside = Relations({**relations.kinds, "cost": "money"}, {}, follows={"cost": "total"})
    protected = protect(counts, beside, RULE, empty_register()).counts
    hidden = {
        measure: set(
            map(
                tuple,
                rows.loc[rows["numerator"].isna(), ["verwaltung", "leistung_id"]].to_numpy(),
            )
        )
        for measure, rows in protected.groupby("measure")
    }
    assert ("heide", "hund") in hidden["total"]
    assert len(hidden["total"]) > 1
    assert hidden["cost"] == hidden["total"]
    assert set(protected.loc[protected["numerator"].isna(), "status"]) == {"suppressed"}


def test_money_of_cases_that_are_shown_stays_as_it_is(table, relations):
    counts = table("heide hund total 42\nheide hund cost 900\nheide alle cost ?\n")
    beside = Relations({**relations.kinds, "cost": "money"}, {}, follows={"cost": "total"})
    protected = protect(counts, beside, RULE, empty_register()).counts
    assert protected["status"].tolist() == ["ok", "ok", "unknown"]


class Workers(Executor):
    """Does a task where it is handed in; one cannot wait for all of them at once."""

    def __init__(self, **_):
        self.ended = []

    def submit(self, function, /, *args):
        future = Future()
        try:
            future.set_result(function(*args))
        except DisclosureError as error:
            future.set_exception(error)
        return future

    def map(self, *_):
        raise AssertionError

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.ended.append(cancel_futures)


@pytest.fixture
def workers(monkeypatch):
    found = Workers()
    monkeypatch.setattr(protection, "_WORTH_PROCESSES", 2)
    monkeypatch.setattr(protection, "ProcessPoolExecutor", lambda **_: found)
    return found


def months(counts):
    """The same counts in three months."""
    each = [counts.assign(month=f"2024-0{number}") for number in (7, 8, 9)]
    return pd.concat(each, ignore_index=True)


def test_many_months_are_decided_by_workers_as_they_are_here(
    workers, table, relations, nothing_earlier, monkeypatch
):
    counts = months(table(CHANNELS))
    there = protect(counts, relations, RULE, nothing_earlier)
    assert workers.ended == [True]
    monkeypatch.setattr(protection, "_WORTH_PROCESSES", 9)
    here = protect(counts, relations, RULE, nothing_earlier)
    assert workers.ended == [True]
    pd.testing.assert_frame_equal(there.counts, here.counts)
    pd.testing.assert_frame_equal(there.register, here.register)


def test_months_that_nobody_waits_for_are_not_begun(
    workers, table, relations, nothing_earlier, monkeypatch
):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(protection, "all_done", interrupted)
    with pytest.raises(KeyboardInterrupt):
        protect(months(table(CHANNELS)), relations, RULE, nothing_earlier)
    assert workers.ended == [True]
