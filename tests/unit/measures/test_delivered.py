"""Staged rows in the grain of the measures."""

from __future__ import annotations

from takeup.measures.delivered import portal_rows, ratings, web_rows
from takeup.measures.example import example_inputs


def test_web_rows_keep_one_report_and_one_period():
    day = {"verwaltung": "stadt-heide", "period": "day", "date": "2024-09-02", "visits": 4}
    rows = [
        {**day, "report": "visits"},
        {**day, "report": "campaign", "label": "plakat"},
        {**day, "report": "visits", "period": "month", "date": "2024-09-01"},
    ]
    inputs = example_inputs({"matomo": rows}, ["2024-09"], ["stadt-heide"])
    kept = web_rows(inputs, "visits", "day")
    assert kept[["month", "leistung_id", "visits"]].to_numpy().tolist() == [
        ["2024-09", "alle", 4]
    ]


def test_portal_rows_carry_their_month():
    row = {"verwaltung": "stadt-heide", "date": "2024-02-29", "leistung_id": "99027002012000"}
    inputs = example_inputs({"antraege": [row]}, ["2024-02"], ["stadt-heide"])
    assert portal_rows(inputs)["month"].tolist() == ["2024-02"]


def test_a_rating_nobody_gave_is_zero():
    row = {"verwaltung": "stadt-heide", "month": "2024-09", "leistung_id": "99027002012000"}
    inputs = example_inputs({"zufriedenheit": [{**row, "rating_5": 3}]}, ["2024-09"], ["x"])
    assert ratings(inputs).filter(regex="^rating_").to_numpy().tolist() == [[0, 0, 0, 0, 3]]
