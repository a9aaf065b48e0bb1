"""A selection becomes published rows: nothing left out, nothing made up."""

import pandas as pd

from takeup.explore.selection import Selection, rows
from takeup.publication import contract

from .conftest import MONTHS, cell, course

HEIDE = ("stadt-heide",)


def test_a_course_has_a_row_per_administration_and_month_with_all_published_columns(data):
    found = rows(data(course()), Selection("submitted", HEIDE, "2024-07", "2024-09"))
    assert list(found) == list(contract("measures").dtypes)
    assert found["month"].tolist() == ["2024-07", "2024-08", "2024-09"]
    assert found["value"].tolist() == [110.0, 111.0, 112.0]


def test_a_month_without_a_row_is_unknown_and_no_zero(data):
    both = ("stadt-heide", "stadt-brunsbuettel")
    found = rows(data(course()), Selection("submitted", both, "2024-09", "2024-09"))
    assert found["verwaltung"].tolist() == list(both)
    assert found["status"].tolist() == ["ok", "unknown"]
    assert found["value"].isna().tolist() == [False, True]


def test_only_totals_over_services_are_shown(data):
    service = cell("2024-09", 7.0, leistung_id="99115005104000")
    found = rows(data([*course(), service]), Selection("submitted", HEIDE, *["2024-09"] * 2))
    assert found["value"].tolist() == [112.0]


def test_the_last_month_of_the_period_stands_beside_the_one_before_and_a_year_before(data):
    opened = data(course())
    told = {
        comparison: rows(
            opened, Selection("submitted", HEIDE, "2023-09", "2024-09", comparison)
        ).iloc[0]
        for comparison in ("previous", "year_before")
    }
    assert [(row["value"], row["compared"]) for row in told.values()] == [
        (112, 111),
        (112, 100),
    ]
    assert told["year_before"]["change"] == 0.12
    earlier = rows(opened, Selection("submitted", HEIDE, "2023-09", "2024-03", "previous"))
    assert earlier[["month", "value", "compared"]].to_numpy().tolist() == [
        ["2024-03", 106, 105]
    ]


def test_twelve_months_are_added_only_if_none_of_them_is_hidden(data):
    chosen = Selection("submitted", HEIDE, "2023-09", "2024-09", "rolling_12")
    full = rows(data(course()), chosen).iloc[0]
    assert full["value"] == sum(range(101, 113))
    assert full["compared_status"] == "unknown"


def test_a_hidden_month_hides_the_sum_of_twelve(data):
    chosen = Selection("submitted", HEIDE, "2023-09", "2024-09", "rolling_12")
    hidden = rows(data(course(cell("2024-03", None, "suppressed"))), chosen).iloc[0]
    assert pd.isna(hidden["value"])
    assert hidden["status"] == "unknown"


def test_a_hidden_value_has_neither_value_nor_change(data):
    opened = data(course(cell("2024-08", None, "suppressed")))
    row = rows(opened, Selection("submitted", HEIDE, *MONTHS[:1], "2024-09", "previous")).iloc[
        0
    ]
    assert (row["status"], row["compared_status"]) == ("ok", "suppressed")
    assert pd.isna(row["compared"])
    assert pd.isna(row["change"])


def test_who_has_no_row_is_unknown_in_a_comparison_too(data):
    chosen = Selection("submitted", ("stadt-brunsbuettel",), "2024-09", "2024-09", "previous")
    row = rows(data(course()), chosen).iloc[0]
    assert (row["status"], row["compared_status"]) == ("unknown", "unknown")
