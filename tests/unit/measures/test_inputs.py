"""Months of dates and sums per cell."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import month_of, tally


def test_the_month_of_a_date_is_text_and_keeps_the_index():
    dates = pd.Series(
        pd.to_datetime(["2024-09-30", "2024-10-01", "2024-09-30"]), index=[5, 3, 9]
    )
    months = month_of(dates)
    assert months.to_dict() == {5: "2024-09", 3: "2024-10", 9: "2024-09"}
    assert months.dtype == "str"


def test_no_dates_give_no_months_of_type_text():
    assert month_of(pd.Series([], dtype="datetime64[s]")).dtype == "str"


def test_a_tally_adds_what_has_a_value_and_is_missing_where_nothing_has():
    rows = pd.DataFrame(
        {
            "month": ["2024-09"] * 3,
            "verwaltung": ["stadt-heide", "stadt-heide", "stadt-brunsbuettel"],
            "leistung_id": ["alle"] * 3,
        }
    )
    cells = tally(rows, pd.Series([2, 3, pd.NA], dtype="Int64")).set_index("verwaltung")
    assert cells.loc["stadt-heide", "numerator"] == 5
    assert cells.loc["stadt-brunsbuettel", "numerator"] is pd.NA
