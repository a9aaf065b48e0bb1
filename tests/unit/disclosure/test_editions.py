"""Eighteen monthly editions with two late corrections, and a reader who keeps them all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from takeup.disclosure import (
    SuppressionRule,
    audit,
    decision,
    decisions_only,
    empty_register,
    protect,
)
from takeup.disclosure.choice import Chosen
from takeup.disclosure.history import VERSION, History, grown
from takeup.disclosure.rule import CELL
from takeup.periods import Month

RULE = SuppressionRule()
# Months that an edition shows.
SHOWN_MONTHS = 4
MONTHS = [str(each) for each in Month.range(Month(2023, 4), Month(2024, 9))]
# One administration was late, August came in October; another corrected November in January.
LATE, LATE_MONTH, LATE_EDITION = "amt-1", "2023-08", "2023-10"
CORRECTED, CORRECTED_MONTH, CORRECTED_EDITION = "amt-0", "2023-11", "2024-01"


@pytest.fixture(scope="module")
def cells(any_month) -> dict[str, pd.DataFrame]:
    """Cells of every month as they are known in the end, without totals."""
    months = {}
    for place, month in enumerate(MONTHS):
        counts = any_month(place)
        parts = (counts["verwaltung"] != "alle") & (counts["leistung_id"] != "alle")
        months[month] = counts[parts].assign(month=month)
    return months


def known_in(edition: str, month: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of a month as an edition knew them."""
    if month == LATE_MONTH and edition < LATE_EDITION:
        return cells[cells["verwaltung"] != LATE]
    if month == CORRECTED_MONTH and edition < CORRECTED_EDITION:
        # Of every service one application more was counted later, in both channels.
        own = (cells["verwaltung"] == CORRECTED) & (cells["numerator"] > 0)
        less = own.astype("int64").where(cells["measure"] != "total", 0)
        return with_sums_of_channels(cells.assign(numerator=cells["numerator"] - less))
    return cells


def with_sums_of_channels(cells: pd.DataFrame) -> pd.DataFrame:
    parts = cells[cells["measure"] != "total"]
    place = ["verwaltung", "leistung_id"]
    sums = parts.groupby(place)["numerator"].sum().reset_index()
    return pd.concat(
        [parts, sums.assign(measure="total", month=cells["month"].iloc[0], status="ok")]
    )


@pytest.fixture(scope="module")
def editions(cells, totals) -> list[pd.DataFrame]:
    """Raw counts of every edition: its months, as they were known then."""
    return [
        pd.concat(
            [
                totals(known_in(edition, month, cells[month]))
                for month in MONTHS[max(0, place - SHOWN_MONTHS) : place]
            ],
            ignore_index=True,
        )
        for place, edition in enumerate(MONTHS, start=1)
    ]


def published(editions, relations) -> Iterator[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
    """Each edition, protected one after the other: counts, register before and after."""
    register = empty_register()
    for counts in editions:
        found = protect(counts, relations, RULE, register)
        yield found.counts, register, found.register
        register = found.register


@pytest.fixture(scope="module")
def run(editions, relations):
    """All editions as they are published."""
    return list(published(editions, relations))


def test_after_every_edition_nothing_hidden_can_be_computed(run, relations):
    learned = []
    for counts, before, register in run:
        assert audit(counts, relations, RULE, register, before).empty
        learned.append(len(register) > len(before))
    assert all(learned)
    states = register.groupby("month")["states"].agg(lambda texts: max(texts, key=len))
    assert states[LATE_MONTH] == states[CORRECTED_MONTH] == "1 2"
    assert set(states.drop([LATE_MONTH, CORRECTED_MONTH])) == {"1"}


def test_the_last_edition_built_again_is_the_same_and_solves_nothing(
    run, editions, relations, monkeypatch
):
    counts, _, register = run[-1]
    monkeypatch.setattr(decision, "hidden_cells", None)
    again = protect(editions[-1], relations, RULE, register)
    assert again.counts.equals(counts)
    assert again.register.equals(register)
    earlier = protect(editions[5], relations, RULE, register)
    assert earlier.register.equals(register)


def test_without_secondary_suppression_the_audit_finds_leaks(editions, relations, monkeypatch):
    monkeypatch.setattr(decision, "hidden_cells", lambda _, __, must, *___: Chosen(must, 0, 0))
    leaks = [
        audit(counts, relations, RULE, register, before)
        for counts, before, register in published(editions, relations)
    ]
    # In a few of the small months nothing small has a neighbour that gives it away.
    assert sum("derivable" in set(each["reason"]) for each in leaks) >= 12


def remembered(shadow: pd.DataFrame, raw: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Register of what was really shown, kept beside the one that forgets."""
    histories = []
    told = pd.MultiIndex.from_frame(counts.loc[counts["numerator"].notna(), VERSION])
    for month, each in raw.groupby("month"):
        rows = shadow[shadow["month"] == month]
        history = History.of(rows).with_state(each.sort_values(CELL, ignore_index=True))
        shown = pd.MultiIndex.from_frame(history.versions[VERSION]).isin(told)
        shown |= history.is_shown
        histories.append(history.decided(np.where(shown, "exact", "hidden").astype(object)))
    return grown(shadow, histories)


def test_without_memory_of_values_the_audit_finds_what_subtraction_gives(editions, relations):
    forgetful, shadow, leaks = empty_register(), empty_register(), {}
    for edition, raw in zip(MONTHS, editions, strict=True):
        found = protect(raw, relations, RULE, forgetful)
        hidden = found.register[found.register["shown"] == "hidden"]
        forgetful = decisions_only(hidden)
        before, shadow = shadow, remembered(shadow, raw, found.counts)
        if edition in {LATE_EDITION, CORRECTED_EDITION}:
            # Alone it is safe.
            assert audit(found.counts, found.relations, RULE).empty
        leaks[edition] = audit(found.counts, relations, RULE, shadow, before)
    late = pd.concat([leaks[LATE_EDITION], leaks[CORRECTED_EDITION]])
    assert set(late["month"]) == {LATE_MONTH, CORRECTED_MONTH}
    assert set(late["reason"]) == {"derivable"}
    others = [
        each for name, each in leaks.items() if name not in {LATE_EDITION, CORRECTED_EDITION}
    ]
    assert all(each.empty for each in others)


MOVED = """
    alle   alle  accounts  3
    heide  alle  accounts  1
    marne  alle  accounts  2
"""
TOGETHER = """
    alle   alle  accounts  3
    heide  alle  accounts  3
    marne  alle  accounts  0
"""


def of_all(protected) -> object:
    """Published number of all administrations together; None if it is hidden."""
    rows = protected.counts.query("verwaltung == 'alle'")
    return rows["numerator"].astype(object).where(rows["numerator"].notna(), None).iloc[0]


def test_a_sum_that_would_tell_a_correction_is_hidden_although_it_was_shown(table, relations):
    first = protect(table(TOGETHER), relations, RULE, empty_register())
    second = protect(table(MOVED), relations, RULE, first.register)
    assert (of_all(first), of_all(second)) == (3, None)
    assert audit(second.counts, relations, RULE, second.register, first.register).empty
    assert second.summary["public"].tolist() == [1]
    kinds = second.register.query("verwaltung == 'alle'").set_index("shown")["states"]
    assert kinds.to_dict() == {"exact": "1", "apart": "2"}


def test_an_edition_apart_and_the_one_before_are_known_again(table, relations, monkeypatch):
    first = protect(table(TOGETHER), relations, RULE, empty_register())
    second = protect(table(MOVED), relations, RULE, first.register)
    monkeypatch.setattr(decision, "hidden_cells", None)
    for cells, before in ((TOGETHER, first), (MOVED, second)):
        again = protect(table(cells), relations, RULE, second.register)
        assert again.counts.equals(before.counts)
        assert again.register.equals(second.register)


def test_what_an_edition_apart_hid_stays_hidden_in_later_ones(table, relations):
    register = empty_register()
    for cells in (TOGETHER, MOVED):
        register = protect(table(cells), relations, RULE, register).register
    more = table(
        MOVED.replace("accounts  3", "accounts  30").replace("accounts  2", "accounts  29")
    )
    third = protect(more, relations, RULE, register)
    assert of_all(third) is None
    assert audit(third.counts, relations, RULE, third.register, register).empty
