"""Costs stand for exactly the cases they are divided by."""

from __future__ import annotations

import pandas as pd
import pytest

from takeup.measures.costs import cost_terms, monthly_costs
from takeup.measures.definition import count_rows
from takeup.measures.example import example_inputs

BIRTH, TRADE = "99027002012000", "99050012104000"
MONTHS = ["2024-08", "2024-09"]


def case(leistung, place="stadt-heide", **channels):
    return {"verwaltung": place, "month": "2024-09", "leistung_id": leistung, **channels}


def cost(leistung, cost_eur, month="2024-09", months=1, place="stadt-heide"):
    row = {"verwaltung": place, "month": month, "months": months}
    return row | {"leistung_id": leistung, "cost_eur": cost_eur}


TWO_SERVICES = (case(BIRTH, online=20), case(TRADE, online=5))


def inputs(costs, cases=TWO_SERVICES):
    online = [
        {key: row[key] for key in ("verwaltung", "month", "leistung_id")} | {"online": True}
        for row in cases
    ]
    tables = {"katalog": online, "faelle": cases, "kosten": costs}
    return example_inputs(tables, MONTHS, {row["verwaltung"] for row in cases})


def cells(given):
    rows = count_rows("cost_eur", given)
    rows = rows[rows["month"] == "2024-09"].set_index(["verwaltung", "leistung_id"])
    return {
        place: (None if pd.isna(row["numerator"]) else row["numerator"], row["status"])
        for place, row in rows.iterrows()
    }


def test_an_amount_for_a_year_is_spread_evenly_and_gives_way_to_one_for_the_month():
    given = inputs([cost("alle", 1200, "2024-01", 12), cost("alle", 70)])
    spread = monthly_costs(given)
    assert spread["cost_eur"].tolist() == [100.0] * 8 + [70.0] + [100.0] * 3
    assert spread["month"].tolist() == [f"2024-{month:02d}" for month in range(1, 13)]


def test_an_amount_that_names_no_service_is_for_all():
    assert monthly_costs(inputs([cost("", 50)]))["leistung_id"].tolist() == ["alle"]


def test_services_make_up_the_total_only_if_each_has_a_cost():
    both = [cost(BIRTH, 300), cost(TRADE, 90)]
    assert cells(inputs(both))["stadt-heide", "alle"] == (390, "ok")
    assert cells(inputs(both[:1]))["stadt-heide", "alle"] == (None, "unknown")


def test_costs_of_all_services_count_only_if_all_of_them_are_counted():
    counted = (case(BIRTH, online=20), case(TRADE, online=5))
    uncounted = (case(BIRTH, online=20), case(TRADE, online=5, phone="unknown"))
    costs = [cost("alle", 390)]
    assert cells(inputs(costs, counted))["stadt-heide", "alle"] == (390, "ok")
    assert cells(inputs(costs, uncounted))["stadt-heide", "alle"] == (None, "unknown")


def test_a_service_priced_by_one_administration_has_no_total_of_all():
    cases = (case(BIRTH, online=20), case(BIRTH, "stadt-brunsbuettel", online=9))
    found = cells(inputs([cost(BIRTH, 300)], cases))
    assert found["stadt-heide", BIRTH] == (300, "ok")
    assert found["stadt-brunsbuettel", BIRTH] == (None, "unknown")
    assert found["alle", BIRTH] == (None, "unknown")


def test_terms_name_what_the_amounts_of_a_month_rest_on():
    given = inputs([])
    row = cost("alle", 1200, "2024-01", 12) | {"price_year": 2024, "includes": "Personal"}
    rows = pd.DataFrame([row]).astype({"months": "Int64"})
    terms = cost_terms({"kosten": rows}, "2024-09")
    assert terms.to_dict("records") == [
        {
            "verwaltung": "stadt-heide",
            "leistung_id": "alle",
            "months": 12,
            "price_year": 2024,
            "includes": "Personal",
        }
    ]
    assert cost_terms({"kosten": rows}, "2025-01").empty
    assert monthly_costs(given).empty


@pytest.mark.parametrize("place", ["stadt-heide", "alle"])
def test_without_a_delivery_costs_are_unknown_not_zero(place):
    assert cells(inputs([]))[place, "alle"] == (None, "unknown")
