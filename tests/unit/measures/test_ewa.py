"""The base of the eWA-Quote."""

from __future__ import annotations

import pytest

from takeup.measures.ewa import eligible_rows
from takeup.measures.example import example_inputs

EWA, BIRTH = "99115005104000", "99027002012000"


def rows_for(eligible, leistung_id=EWA):
    place = {"verwaltung": "stadt-heide", "month": "2024-09", "leistung_id": leistung_id}
    tables = {
        "katalog": [{**place, "online": True}],
        "faelle": [{**place, "online": 8, "assisted": 2, "counter": 40, "eligible": eligible}],
        "ewa_start": [{"verwaltung": "stadt-heide", "date": "2024-01-01"}],
    }
    return eligible_rows(example_inputs(tables, ["2024-09"], ["stadt-heide"]))


def test_digital_cases_are_those_with_and_without_help():
    assert rows_for(10)[["eligible", "digital"]].to_numpy().tolist() == [[10, 10]]


@pytest.mark.parametrize("eligible", [9, "unknown", "suppressed", "not_applicable"])
def test_a_contradicting_or_unknown_base_is_left_out(eligible):
    assert rows_for(eligible).empty


def test_other_services_have_no_eligible_cases():
    assert rows_for(10, BIRTH).empty
