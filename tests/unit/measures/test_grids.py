"""What an empty cell means, per kind of source."""

from __future__ import annotations

from takeup.measures import grids
from takeup.measures.example import example_inputs, typed_rows
from takeup.measures.inputs import KEYS

BIRTH, TRADE, EWA = "99027002012000", "99050012104000", "99115005104000"
HEIDE, MARNE = "stadt-heide", "amt-marne-nordsee"
NOTHING = typed_rows("counts", [])[KEYS]


def delivered(*leistungen):
    rows = [
        {"month": "2024-08", "verwaltung": HEIDE, "leistung_id": each} for each in leistungen
    ]
    return typed_rows("counts", rows)[KEYS]


def entry(leistung_id, *, online=True, verwaltung=HEIDE):
    row = {"verwaltung": verwaltung, "month": "2024-09", "leistung_id": leistung_id}
    return {**row, "online": online}


def empties(cells):
    return {tuple(row[:-1]): row[-1] for row in cells[[*KEYS, "empty"]].to_numpy().tolist()}


def test_without_a_delivered_number_an_administration_is_unknown():
    inputs = example_inputs({}, ["2024-09"], [HEIDE, MARNE])
    assert empties(grids.administration_cells(inputs, NOTHING)) == {
        ("2024-09", HEIDE, "alle"): "unknown",
        ("2024-09", MARNE, "alle"): "unknown",
    }


def test_silence_about_campaigns_means_no_campaign_visit():
    inputs = example_inputs({}, ["2024-09"], [HEIDE])
    assert empties(grids.traffic_cells(inputs, NOTHING)) == {("2024-09", HEIDE, "alle"): "ok"}


def test_residents_have_a_cell_for_the_kreis_total():
    inputs = example_inputs({}, ["2024-09"], [HEIDE])
    assert ("2024-09", "alle", "alle") in empties(grids.resident_cells(inputs, NOTHING))


def test_a_service_online_without_activity_is_expected_to_be_zero():
    inputs = example_inputs({"katalog": [entry(BIRTH)]}, ["2024-09"], [HEIDE])
    assert empties(grids.activity_cells(inputs, NOTHING)) == {("2024-09", HEIDE, BIRTH): "ok"}


def test_a_service_once_active_does_not_apply_while_the_catalogue_says_offline():
    tables = {"katalog": [entry(BIRTH, online=False)]}
    inputs = example_inputs(tables, ["2024-08", "2024-09"], [HEIDE])
    assert empties(grids.activity_cells(inputs, delivered(BIRTH))) == {
        ("2024-08", HEIDE, BIRTH): "ok",  # before the first catalogue: taken as online
        ("2024-09", HEIDE, BIRTH): "not_applicable",
    }


def test_cases_are_unknown_not_applicable_or_without_a_cell():
    tables = {
        "katalog": [entry(BIRTH), entry(TRADE, online=False), entry(EWA)],
        "zustaendigkeit": [{"leistung_id": EWA, "verwaltung": HEIDE, "zustaendig": "nein"}],
    }
    inputs = example_inputs(tables, ["2024-09"], [HEIDE])
    assert empties(grids.case_cells(inputs, NOTHING)) == {
        ("2024-09", HEIDE, BIRTH): "unknown",
        ("2024-09", HEIDE, TRADE): "not_applicable",
    }


def test_the_ewa_has_a_cell_everywhere_and_applies_from_its_start():
    tables = {
        "katalog": [entry(EWA), entry(EWA, verwaltung=MARNE)],
        "ewa_start": [{"verwaltung": HEIDE, "date": "2024-09-01"}],
    }
    inputs = example_inputs(tables, ["2024-09"], [HEIDE, MARNE])
    assert empties(grids.ewa_cells(inputs, NOTHING)) == {
        ("2024-09", MARNE, EWA): "not_applicable",
        ("2024-09", HEIDE, EWA): "unknown",
    }
