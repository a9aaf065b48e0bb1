"""Which services count in the digital take-up, and why not the others."""

from __future__ import annotations

import pytest

from takeup.measures.example import example_inputs
from takeup.measures.inputs import KEYS
from takeup.measures.scope import (
    case_scope,
    cases_in_scope,
    catalogue_in_force,
    ewa_months,
    excluded_from_takeup,
)

BIRTH, TRADE, EWA = "99027002012000", "99050012104000", "99115005104000"
HEIDE = "stadt-heide"


def listed(leistung_id, month="2024-09", *, online=True, verwaltung=HEIDE):
    row = {"verwaltung": verwaltung, "month": month, "leistung_id": leistung_id}
    return {**row, "online": online}


def cases(leistung_id, month="2024-09", **channels):
    row = {"verwaltung": HEIDE, "month": month, "leistung_id": leistung_id}
    return {**row, "online": 3, "counter": 5, **channels}


def reason(tables, leistung_id=BIRTH, month="2024-09"):
    scope = case_scope(example_inputs(tables, [month], [HEIDE]))
    return scope.set_index("leistung_id")["reason"].to_dict().get(leistung_id)


def test_a_service_online_with_all_channels_known_counts():
    assert reason({"katalog": [listed(BIRTH)], "faelle": [cases(BIRTH)]}) == ""


def test_a_channel_that_does_not_exist_is_known():
    tables = {"katalog": [listed(BIRTH)], "faelle": [cases(BIRTH, post="not_applicable")]}
    assert reason(tables) == ""
    kept = cases_in_scope(example_inputs(tables, ["2024-09"], [HEIDE]))
    assert kept[["online", "assisted", "counter", "post", "phone"]].to_numpy().tolist() == [
        [3, 0, 5, 0, 0]
    ]


@pytest.mark.parametrize("state", ["unknown", "suppressed"])
def test_a_channel_without_a_number_takes_the_service_out(state):
    tables = {"katalog": [listed(BIRTH)], "faelle": [cases(BIRTH, phone=state)]}
    assert reason(tables) == "offline_unknown"


def test_a_service_the_case_list_does_not_name_has_unknown_channels():
    tables = {"katalog": [listed(BIRTH), listed(TRADE)], "faelle": [cases(TRADE)]}
    assert reason(tables) == "offline_unknown"


def test_a_service_that_is_offline_or_not_in_the_catalogue_is_not_online():
    offline = {"katalog": [listed(BIRTH, online=False)], "faelle": [cases(BIRTH)]}
    unlisted = {"katalog": [listed(TRADE)], "faelle": [cases(BIRTH)]}
    assert reason(offline) == reason(unlisted) == "not_online"


def test_before_the_first_catalogue_nothing_is_known_to_be_online():
    tables = {"katalog": [listed(BIRTH, "2024-10")], "faelle": [cases(BIRTH)]}
    assert reason(tables) == "catalogue_missing"


def test_the_strongest_reason_is_named():
    tables = {
        "katalog": [listed(BIRTH, online=False)],
        "faelle": [cases(BIRTH, phone="unknown")],
        "leistungen": [{"leistung_id": BIRTH, "attendance_required": True}],
        "zustaendigkeit": [{"leistung_id": BIRTH, "verwaltung": HEIDE, "zustaendig": "nein"}],
    }
    assert reason(tables) == "attendance_required"
    assert reason({**tables, "leistungen": []}) == "not_zustaendig"


def test_an_unknown_zustaendigkeit_does_not_take_a_service_out():
    tables = {
        "katalog": [listed(BIRTH)],
        "faelle": [cases(BIRTH)],
        "zustaendigkeit": [
            {"leistung_id": BIRTH, "verwaltung": HEIDE, "zustaendig": "unbekannt"}
        ],
    }
    assert reason(tables) == ""


def test_the_last_earlier_catalogue_holds_while_one_is_missing():
    tables = {"katalog": [listed(BIRTH, "2024-06"), listed(TRADE, "2024-08")]}
    inputs = example_inputs(tables, ["2024-05", "2024-07", "2024-08", "2024-09"], [HEIDE])
    in_force = catalogue_in_force(inputs).sort_values(KEYS)
    assert in_force[["month", "leistung_id"]].to_numpy().tolist() == [
        ["2024-07", BIRTH],
        ["2024-08", TRADE],
        ["2024-09", TRADE],
    ]


def test_the_ewa_counts_from_its_first_full_month():
    starts = [
        {"verwaltung": HEIDE, "date": "2024-08-01"},
        {"verwaltung": "amt-marne-nordsee", "date": "2024-08-02"},
    ]
    inputs = example_inputs({"ewa_start": starts}, ["2024-07", "2024-08", "2024-09"], [HEIDE])
    assert sorted(ewa_months(inputs).itertuples(index=False, name=None)) == [
        ("2024-08", HEIDE),
        ("2024-09", "amt-marne-nordsee"),
        ("2024-09", HEIDE),
    ]


def test_wohnsitz_anmelden_is_not_online_before_the_ewa_starts():
    tables = {"katalog": [listed(EWA)], "faelle": [cases(EWA)]}
    started = {**tables, "ewa_start": [{"verwaltung": HEIDE, "date": "2024-09-01"}]}
    assert reason(tables, EWA) == "not_online"
    assert reason(started, EWA) == ""


def test_excluded_services_are_named_only_for_delivered_months():
    tables = {
        "katalog": [listed(BIRTH, "2024-08"), listed(TRADE, "2024-08", online=False)],
        "faelle": [cases(BIRTH, phone="unknown")],
    }
    excluded = excluded_from_takeup(example_inputs(tables, ["2024-08", "2024-09"], [HEIDE]))
    assert excluded[["month", "leistung_id", "reason"]].to_numpy().tolist() == [
        ["2024-09", BIRTH, "offline_unknown"],
        ["2024-09", TRADE, "not_online"],
    ]


def test_the_inputs_are_left_as_they_were():
    tables = {"katalog": [listed(BIRTH)], "faelle": [cases(BIRTH, post="not_applicable")]}
    inputs = example_inputs(tables, ["2024-09"], [HEIDE])
    before = inputs.frames["faelle"].copy()
    cases_in_scope(inputs)
    assert inputs.frames["faelle"].equals(before)
