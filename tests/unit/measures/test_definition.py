"""Zeros, states and totals of counts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from takeup.measures.definition import (
    all_counts,
    count_rows,
    delivery_states,
    first_provisional,
)
from takeup.measures.example import example_inputs
from takeup.measures.inputs import KEYS

BIRTH, TRADE, EWA = "99027002012000", "99050012104000", "99115005104000"
HEIDE, MARNE, BRUNS = "stadt-heide", "amt-marne-nordsee", "stadt-brunsbuettel"


def gap(source, leistung_id="alle"):
    place = {"verwaltung": HEIDE, "month": "2024-09"}
    return {"source": source, **place, "leistung_id": leistung_id}


def submitted(verwaltung, leistung_id, count, date="2024-09-02"):
    row = {"verwaltung": verwaltung, "date": date, "leistung_id": leistung_id}
    return {**row, "started": count, "resumed": 0, "completed": count, "submitted": count}


def table(measure, tables, months=("2024-09",), places=(HEIDE, MARNE)):
    rows = count_rows(measure, example_inputs(tables, months, places))
    rows = rows.astype({"numerator": "object"}).where(rows.notna(), None)
    return {tuple(row[:3]): tuple(row[3:]) for row in rows.to_numpy().tolist()}


def coverage(verwaltung, present, source="antraege", month="2024-09"):
    row = {"source": source, "verwaltung": verwaltung, "month": month}
    return {**row, "days_expected": 30, "days_present": present}


def test_totals_are_sums_over_services_administrations_and_both():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(HEIDE, TRADE, 1), submitted(MARNE, BIRTH, 2)]
    assert table("submitted", {"antraege": rows}) == {
        ("2024-09", HEIDE, BIRTH): (4, "ok"),
        ("2024-09", HEIDE, TRADE): (1, "ok"),
        ("2024-09", MARNE, BIRTH): (2, "ok"),
        ("2024-09", HEIDE, "alle"): (5, "ok"),
        ("2024-09", MARNE, "alle"): (2, "ok"),
        ("2024-09", "alle", BIRTH): (6, "ok"),
        ("2024-09", "alle", TRADE): (1, "ok"),
        ("2024-09", "alle", "alle"): (7, "ok"),
    }


def test_a_month_not_delivered_is_unknown_and_makes_the_kreis_total_partial():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(MARNE, BIRTH, 2, "2024-08-05")]
    found = table("submitted", {"antraege": rows}, months=["2024-08", "2024-09"])
    assert found["2024-09", MARNE, BIRTH] == (None, "unknown")
    assert found["2024-09", MARNE, "alle"] == (None, "unknown")
    assert found["2024-09", "alle", "alle"] == (4, "partial")


def test_an_administration_nothing_is_known_of_leaves_a_gap_in_every_service():
    found = table("submitted", {"antraege": [submitted(HEIDE, BIRTH, 4)]})
    assert found["2024-09", MARNE, "alle"] == (None, "unknown")
    assert found["2024-09", "alle", BIRTH] == (4, "partial")


def test_a_service_online_and_silent_in_a_delivered_month_is_zero():
    katalog = [{"verwaltung": HEIDE, "month": "2024-09", "leistung_id": TRADE, "online": True}]
    tables = {"antraege": [submitted(HEIDE, BIRTH, 4)], "katalog": katalog}
    assert table("submitted", tables, places=[HEIDE])["2024-09", HEIDE, TRADE] == (0, "ok")


def test_a_month_delivered_in_part_is_partial_zeros_included():
    tables = {
        "antraege": [submitted(HEIDE, BIRTH, 4)],
        "katalog": [
            {"verwaltung": HEIDE, "month": "2024-09", "leistung_id": TRADE, "online": True}
        ],
        "coverage": [coverage(HEIDE, 20)],
    }
    found = table("submitted", tables, places=[HEIDE])
    assert found["2024-09", HEIDE, BIRTH] == (4, "partial")
    assert found["2024-09", HEIDE, TRADE] == (0, "partial")
    assert found["2024-09", "alle", "alle"] == (4, "partial")


def test_a_row_of_a_month_outside_the_coverage_counts_in_part():
    tables = {"antraege": [submitted(HEIDE, BIRTH, 4)], "coverage": []}
    assert table("submitted", tables, places=[HEIDE])["2024-09", HEIDE, BIRTH] == (4, "partial")


def test_rows_of_other_months_stay_out():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(HEIDE, BIRTH, 9, "2024-08-05")]
    found = table("submitted", {"antraege": rows}, places=[HEIDE])
    assert {month for month, _, _ in found} == {"2024-09"}
    assert found["2024-09", "alle", "alle"] == (4, "ok")


def test_a_doubtful_month_of_web_analytics_is_partial():
    day = {"verwaltung": HEIDE, "period": "day", "date": "2024-09-02", "report": "visits"}
    tables = {
        "matomo": [{**day, "visits": 40}],
        "gaps": [gap("matomo")],
    }
    assert table("visits", tables, places=[HEIDE])["2024-09", HEIDE, "alle"] == (40, "partial")


def test_gaps_of_web_analytics_do_not_touch_other_sources():
    tables = {
        "antraege": [submitted(HEIDE, BIRTH, 4)],
        "gaps": [gap("matomo")],
    }
    assert table("submitted", tables, places=[HEIDE])["2024-09", HEIDE, BIRTH] == (4, "ok")


def test_a_row_set_aside_marks_its_service_and_the_totals_but_no_other_service():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(HEIDE, TRADE, 3), submitted(MARNE, TRADE, 2)]
    found = table("submitted", {"antraege": rows, "gaps": [gap("antraege", BIRTH)]})
    assert {key[1:]: status for key, (_, status) in found.items()} == {
        (HEIDE, BIRTH): "partial",
        (HEIDE, TRADE): "ok",
        (MARNE, TRADE): "ok",
        (HEIDE, "alle"): "partial",
        (MARNE, "alle"): "ok",
        ("alle", BIRTH): "partial",
        ("alle", TRADE): "ok",
        ("alle", "alle"): "partial",
    }


def test_a_row_set_aside_of_an_unknown_service_marks_every_service():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(HEIDE, TRADE, 3)]
    found = table("submitted", {"antraege": rows, "gaps": [gap("antraege")]}, places=[HEIDE])
    assert {status for _, status in found.values()} == {"partial"}


def test_the_only_row_of_a_service_set_aside_marks_the_month_it_would_count_in():
    tables = {"antraege": [submitted(HEIDE, TRADE, 3)], "gaps": [gap("antraege", BIRTH)]}
    found = table("submitted", tables, places=[HEIDE])
    assert found["2024-09", HEIDE, "alle"] == (3, "partial")


def test_a_row_set_aside_of_a_service_that_does_not_count_marks_nothing():
    place = {"verwaltung": HEIDE, "month": "2024-09"}
    tables = {
        "katalog": [{**place, "leistung_id": BIRTH, "online": True}],
        "faelle": [{**place, "leistung_id": BIRTH, "online": 6, "counter": 14}],
        "gaps": [gap("faelle", TRADE)],
    }
    assert table("cases_total", tables, places=[HEIDE])["2024-09", HEIDE, "alle"] == (20, "ok")


def test_a_service_excluded_by_rule_leaves_no_gap_in_the_total_of_its_administration():
    place = {"verwaltung": HEIDE, "month": "2024-09"}
    tables = {
        "katalog": [
            {**place, "leistung_id": BIRTH, "online": True},
            {**place, "leistung_id": TRADE, "online": True},
        ],
        "faelle": [
            {**place, "leistung_id": BIRTH, "online": 6, "counter": 14},
            {**place, "leistung_id": TRADE, "online": 2, "counter": "unknown"},
        ],
    }
    found = table("cases_total", tables, places=[HEIDE])
    assert found["2024-09", HEIDE, TRADE] == (None, "unknown")
    assert found["2024-09", HEIDE, "alle"] == (20, "ok")
    assert found["2024-09", "alle", TRADE] == (None, "unknown")


def test_an_administration_without_any_service_online_has_no_cases_to_count():
    place = {"verwaltung": HEIDE, "month": "2024-09", "leistung_id": BIRTH}
    tables = {"katalog": [{**place, "online": False}], "faelle": [{**place, "counter": 3}]}
    found = table("cases_total", tables, places=[HEIDE])
    assert found["2024-09", HEIDE, "alle"] == (None, "not_applicable")
    assert found["2024-09", "alle", "alle"] == (None, "not_applicable")


def test_an_ewa_total_needs_every_administration_with_ewa():
    places = [
        {"verwaltung": name, "month": "2024-09", "leistung_id": EWA} for name in (HEIDE, MARNE)
    ]
    tables = {
        "katalog": [{**place, "online": True} for place in places],
        "ewa_start": [{"verwaltung": name, "date": "2024-01-01"} for name in (HEIDE, MARNE)],
        "faelle": [{**places[0], "online": 5, "eligible": 20}],
    }
    found = table("ewa_eligible", tables)
    assert found["2024-09", HEIDE, EWA] == (20, "ok")
    assert found["2024-09", "alle", EWA] == (None, "unknown")


def test_without_a_population_the_residents_are_unknown_in_total_too():
    found = table("population", {}, places=[HEIDE])
    assert found == {
        ("2024-09", HEIDE, "alle"): (None, "unknown"),
        ("2024-09", "alle", "alle"): (None, "unknown"),
    }


def test_the_latest_reference_date_serves_all_months():
    tables = {
        "verwaltungen": [{"verwaltung": HEIDE, "ars": "010510044"}],
        "bevoelkerung": [
            {"ars": "010510044", "reference_date": "2021-12-31", "population": 21684},
            {"ars": "010510044", "reference_date": "2022-12-31", "population": 22114},
        ],
    }
    found = table("population", tables, months=["2022-07", "2024-09"], places=[HEIDE])
    assert found["2022-07", HEIDE, "alle"] == found["2024-09", HEIDE, "alle"] == (22114, "ok")


def test_a_delivery_is_complete_partial_or_absent():
    rows = [coverage(HEIDE, 30), coverage(MARNE, 12), coverage(BRUNS, 0)]
    inputs = example_inputs({"coverage": rows}, ["2024-09"], [HEIDE, MARNE, BRUNS])
    states = delivery_states(inputs, "antraege")
    assert states[["verwaltung", "delivery"]].to_numpy().tolist() == [
        [HEIDE, "complete"],
        [MARNE, "partial"],
    ]


def test_the_long_table_is_sorted_typed_unique_and_provisional_only_in_the_report_month():
    rows = [submitted(HEIDE, BIRTH, 4), submitted(HEIDE, BIRTH, 2, "2024-08-05")]
    inputs = example_inputs({"antraege": rows}, ["2024-08", "2024-09"], [HEIDE])
    counts = all_counts(inputs, "2024-09")
    order = ["measure", *KEYS]
    assert counts[order].equals(counts[order].sort_values(order, ignore_index=True))
    assert not counts.duplicated(order).any()
    assert counts["numerator"].equals(counts["value"])
    assert counts["denominator"].isna().all()
    maturity = counts.groupby("month")["data_maturity"].unique().map(list).to_dict()
    assert maturity == {"2024-08": ["final"], "2024-09": ["provisional"]}
    assert counts.dtypes.astype(str).to_dict() == {
        **dict.fromkeys([*KEYS, "measure", "status", "data_maturity"], "str"),
        **dict.fromkeys(["numerator", "denominator", "value"], "Float64"),
    }


@pytest.mark.parametrize(
    ("stand", "first"),
    [("2024-10-14", "2024-08"), ("2024-10-15", "2024-09"), ("2024-11-13", "2024-09")],
)
def test_a_month_is_provisional_until_so_many_days_have_passed_since_its_end(stand, first):
    assert first_provisional(date.fromisoformat(stand), 45) == first


def test_a_month_with_no_delivery_at_all_gives_states_and_no_number():
    counts = all_counts(example_inputs({}, ["2024-09"], [HEIDE, MARNE]), "2024-09")
    assert counts["numerator"].isna().all()
    assert set(counts["status"]) == {"unknown", "not_applicable"}


def test_parts_of_a_cell_add_up_wherever_all_are_known():
    place = {"verwaltung": HEIDE, "month": "2024-09", "leistung_id": EWA}
    case = {"online": 5, "assisted": 2, "counter": 20, "post": 1, "eligible": 11}
    tables = {
        "katalog": [{**place, "online": True}],
        "ewa_start": [{"verwaltung": HEIDE, "date": "2024-01-01"}],
        "faelle": [{**place, **case}],
        "antraege": [submitted(HEIDE, EWA, 6)],
    }
    counts = all_counts(example_inputs(tables, ["2024-09"], [HEIDE]), "2024-09")
    cell = counts[counts["leistung_id"] == EWA].groupby("measure")["value"].first()
    assert cell["cases_digital"] + cell["cases_offline"] == cell["cases_total"] == 28
    assert cell["cases_online"] + cell["cases_assisted"] == cell["cases_digital"] == 7
    assert cell["cases_digital"] + cell["ewa_other"] == cell["ewa_eligible"] == 11
    assert cell["completed"] + cell["abandoned"] == cell["started"] == 6


def test_a_missing_number_in_a_delivered_row_is_unknown_not_zero():
    row = {"verwaltung": HEIDE, "month": "2024-09", "active_accounts": pd.NA}
    found = table("active_accounts", {"konten": [row]}, places=[HEIDE])
    assert found["2024-09", HEIDE, "alle"] == (None, "unknown")
