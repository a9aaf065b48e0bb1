"""The report month beside earlier ones, from published values only."""

from __future__ import annotations

import pandas as pd
import pytest

from takeup.comparison import compare
from takeup.measures.rates import MinimumBase
from takeup.measures.sidecar import load_sidecars
from takeup.periods import Month

MONTH = Month(2024, 9)
SIDECARS = load_sidecars()


def published(measure, values, denominators=None, statuses=None):
    """One cell over months: the last value is that of 2024-09."""
    last = len(values) - 1
    return pd.DataFrame(
        {
            "month": [str(MONTH.shift(place - last)) for place in range(len(values))],
            "verwaltung": "stadt-heide",
            "leistung_id": "alle",
            "measure": measure,
            "numerator": pd.array(values, dtype="Float64"),
            "denominator": pd.array(denominators or [None] * len(values), dtype="Float64"),
            "value": pd.array(
                [n / d if d else None for n, d in zip(values, denominators, strict=True)]
                if denominators
                else values,
                dtype="Float64",
            ),
            "status": statuses or "ok",
            "data_maturity": "final",
        }
    )


def row(table):
    compared = compare(table, str(MONTH), SIDECARS, MinimumBase())
    assert len(compared) == 1
    return compared.iloc[0]


def test_a_count_changes_by_a_share_of_the_earlier_value():
    found = row(published("submitted", [80, *[0] * 10, 50, 60]))
    assert (found["previous"], found["year_before"]) == (50, 80)
    assert found["change_previous"] == pytest.approx(0.2)
    assert found["change_year"] == pytest.approx(-0.25)


def test_a_rate_changes_by_points():
    found = row(published("completion_rate", [10, 15], [20, 20]))
    assert found["change_previous"] == pytest.approx(0.25)
    assert found["basis"] == 20


def test_there_is_no_relative_change_from_zero():
    found = row(published("submitted", [0, 5]))
    assert pd.isna(found["change_previous"])
    assert found["previous"] == 0


@pytest.mark.parametrize("status", ["partial", "suppressed", "unknown", "too_small"])
@pytest.mark.parametrize("place", [0, 1])
def test_only_certain_values_are_compared(status, place):
    statuses = ["ok", "ok"]
    statuses[place] = status
    found = row(published("submitted", [50, 60], statuses=statuses))
    assert pd.isna(found["change_previous"])
    assert [found["previous_status"], found["status"]] == statuses


def test_a_month_without_a_row_is_unknown():
    found = row(published("submitted", [60]))
    assert (found["previous_status"], found["year_before_status"]) == ("unknown", "unknown")
    assert pd.isna(found["previous"])


def test_twelve_months_are_added_and_compared_with_the_twelve_before():
    found = row(published("submitted", [10] * 12 + [15] * 12))
    assert (found["rolling_12"], found["rolling_12_before"]) == (180, 120)
    assert found["change_rolling"] == pytest.approx(0.5)


def test_a_partial_month_makes_the_twelve_months_partial_and_forbids_the_change():
    statuses = ["ok"] * 24
    statuses[15] = "partial"
    found = row(published("submitted", [10] * 24, statuses=statuses))
    assert (found["rolling_12"], found["rolling_12_status"]) == (120, "partial")
    assert found["rolling_12_before_status"] == "ok"
    assert pd.isna(found["change_rolling"])


@pytest.mark.parametrize("status", ["suppressed", "unknown"])
def test_one_uncertain_month_leaves_the_twelve_months_open(status):
    statuses = ["ok"] * 24
    statuses[15] = status
    found = row(published("submitted", [10] * 24, statuses=statuses))
    assert pd.isna(found["rolling_12"])
    assert found["rolling_12_before"] == 120
    assert pd.isna(found["change_rolling"])


def test_eleven_months_are_not_twelve():
    assert pd.isna(row(published("submitted", [10] * 11))["rolling_12"])


@pytest.mark.parametrize("measure", ["visitors", "active_accounts", "population"])
def test_counts_that_do_not_add_over_months_have_no_rolling_sum(measure):
    assert pd.isna(row(published(measure, [10] * 12))["rolling_12"])


def test_a_rate_is_pooled_from_its_counts_not_averaged():
    found = row(published("completion_rate", [10] * 11 + [90], [20] * 11 + [100]))
    assert found["rolling_12"] == pytest.approx(200 / 320)


def test_a_pooled_rate_per_thousand_keeps_its_scale():
    found = row(published("reach", [50.0] * 12, [20000.0] * 12))
    assert found["rolling_12"] == pytest.approx(2.5)


def test_months_on_too_small_a_base_are_pooled_until_the_base_carries():
    small = {"statuses": ["too_small"] * 12}
    assert row(published("completion_rate", [2] * 12, [4] * 12, **small))["rolling_12"] == 0.5
    tiny = row(published("completion_rate", [0] * 11 + [1], [0] * 11 + [4], **small))
    assert pd.isna(tiny["rolling_12"])


def test_a_hidden_month_cannot_be_computed_back_from_the_comparison():
    hidden = published("submitted", [10] * 23 + [2], statuses=["ok"] * 23 + ["suppressed"])
    hidden.loc[23, ["numerator", "value"]] = pd.NA
    found = row(hidden)
    assert (
        found[["value", "change_previous", "change_year", "rolling_12", "change_rolling"]]
        .isna()
        .all()
    )


def test_cells_are_sorted_and_compared_apart():
    heide = published("submitted", [50, 60])
    table = pd.concat(
        [
            heide.assign(verwaltung="stadt-heide"),
            heide.assign(verwaltung="alle", numerator=1, value=1),
        ]
    )
    compared = compare(table, str(MONTH), SIDECARS, MinimumBase())
    assert compared["verwaltung"].tolist() == ["alle", "stadt-heide"]
    assert compared["change_previous"].tolist() == [0, pytest.approx(0.2)]


def scoped(*months: tuple[int, set[str]]):
    """Take-up of one administration whose case measures count other services over time."""
    tables = []
    for steps, services in months:
        month = {"month": str(MONTH.shift(steps))}
        total = published("digital_takeup", [10], [40]).assign(**month)
        cases = [
            published("cases_total", [20]).assign(**month, leistung_id=s) for s in services
        ]
        tables += [total, *cases]
    return pd.concat(tables, ignore_index=True)


def test_a_total_over_other_services_than_then_is_not_compared():
    table = compare(
        scoped((-12, {"a"}), (-1, {"a", "b"}), (0, {"a", "b"})),
        str(MONTH),
        SIDECARS,
        MinimumBase(),
    )
    found = table[table["measure"] == "digital_takeup"].iloc[0]
    assert (found["previous_status"], found["change_previous"]) == ("ok", 0)
    assert found["year_before_status"] == "other_scope"
    assert pd.isna(found["change_year"])
