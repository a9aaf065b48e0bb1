"""The method page: the texts of the sidecars and contracts, completely."""

from dataclasses import replace

import pytest

from takeup.publication import TABLES, contract
from takeup.report import dictionary, manual


@pytest.mark.parametrize("kind", ["rate", "count"])
def test_every_measure_has_an_entry_with_its_example(page, kind):
    data = page("alle")
    chosen = {each.name: each for each in data.sidecars.values() if each.kind == kind}
    entries = {each.title: each for each in manual.measures(data, kind).items}
    assert list(entries) == list(chosen)
    for name, sidecar in chosen.items():
        facts = dict(entries[name].facts)
        assert facts["Bedeutung"] == sidecar.definition
        assert facts["Rechenbeispiel"] == sidecar.example.text
        *inputs, result = entries[name].tables
        assert [len(each.rows) for each in inputs] == [
            len(rows) for rows in sidecar.example.inputs.values()
        ]
        assert len(result.rows) == len(sidecar.example.expected)


def test_an_example_reads_as_a_page_does(page):
    entries = {each.title: each for each in manual.measures(page("alle"), "count").items}
    _, cases, result = entries["Fälle auf allen Wegen"].tables
    assert cases.columns[:3] == ("Verwaltung", "Monat", "Leistung")
    assert "unbekannt" in {cell for row in cases.rows for cell in row}
    assert ("September 2024", "Heide", "Geburtsurkunde", "100", "vollständig") in result.rows


def test_every_field_of_every_table_and_source_is_in_the_dictionary():
    tables = dictionary.published_tables().items
    assert [each.value for each in tables] == [f"daten/{name}.csv" for name in TABLES]
    for name, entry in zip(TABLES, tables, strict=True):
        assert [row[0] for row in entry.tables[0].rows] == [
            each.name for each in contract(name).fields
        ]
    costs = next(each for each in dictionary.sources().items if each.title == "Kosten")
    fields = {row[0]: row[1:] for row in costs.tables[0].rows}
    assert fields["cost_eur"][:2] == ("Zahl", "EUR")
    assert "Darf leer sein" in fields["months"][2]


def test_minimum_counts_are_those_of_the_settings_each_with_a_reason(page, params):
    rows = manual.minimum_counts(page("alle")).rows
    limits = params.settings.geheimhaltung
    assert [row[1] for row in rows] == [
        str(each)
        for each in (
            limits.mindestzahl,
            limits.mindestbasis,
            limits.kleine_basis,
            limits.mindestantworten,
        )
    ]
    assert all(row[2] for row in rows)


def test_the_four_states_have_four_signs(page):
    signs = [row[0] for row in manual.signs(page("alle")).rows]
    assert len(signs) == len(set(signs))
    assert {"0", "x", "…", "·"} <= set(signs)


def test_rules_and_limits_name_the_numbers_of_the_settings(page):
    data = page("alle")
    assert "bis unter 3" in manual.protection_rules(data).points[0]
    assert any("45 Tage" in point for point in manual.limits(data).points)


def test_an_example_names_by_their_key_those_whom_a_project_does_not_have(page, params):
    elsewhere = replace(params, verwaltungen={}, leistungen={})
    data = replace(page("alle"), params=elsewhere)
    entries = {each.title: each for each in manual.measures(data, "count").items}
    result = entries["Fälle auf allen Wegen"].tables[-1]
    assert result.rows[0][1:3] == ("stadt-heide", "99027002012000")
