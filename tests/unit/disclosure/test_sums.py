"""Sums over months, as a comparison shows them."""

import pandas as pd

from takeup.disclosure import audit_sums
from takeup.periods import Month

MONTHS = [str(each) for each in Month.range(Month(2023, 10), Month(2024, 9))]


def months(table, *hidden):
    one = table("heide alle accounts 10")
    rows = pd.concat([one.assign(month=month) for month in MONTHS], ignore_index=True)
    gone = rows["month"].isin(hidden)
    return rows.assign(
        numerator=rows["numerator"].mask(gone), status=rows["status"].mask(gone, "suppressed")
    )


def comparison(rolling, measure="accounts"):
    return pd.DataFrame(
        {
            "measure": [measure],
            "verwaltung": ["heide"],
            "leistung_id": ["alle"],
            "rolling_12": pd.Series([rolling], dtype="Float64"),
            "rolling_12_before": pd.Series([pd.NA], dtype="Float64"),
        }
    )


def test_a_sum_of_shown_months_says_nothing_new(table, relations):
    assert audit_sums(months(table), comparison(120), "2024-09", relations).empty


def test_a_sum_over_a_hidden_month_is_a_leak_with_what_is_left_for_it(table, relations):
    leaks = audit_sums(months(table, "2024-03"), comparison(112), "2024-09", relations)
    assert leaks[["month", "lower", "reason"]].to_numpy().tolist() == [
        ["2024-09", 2, "time_sum"]
    ]


def test_a_sum_that_is_not_the_sum_of_its_months_is_a_leak(table, relations):
    leaks = audit_sums(months(table), comparison(121), "2024-09", relations)
    assert leaks["upper"].tolist() == [1]


def test_a_pooled_rate_needs_both_counts_of_all_months(table, relations):
    rates = months(table).assign(measure="rate", denominator=20.0)
    assert audit_sums(rates, comparison(0.5, "rate"), "2024-09", relations).empty
    gap = rates.assign(denominator=rates["denominator"].where(rates["month"] != "2024-03"))
    leaks = audit_sums(gap, comparison(0.5, "rate"), "2024-09", relations)
    assert leaks["reason"].tolist() == ["time_sum"]
