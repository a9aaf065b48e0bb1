"""The list of DIN SPEC 66336 with this month's values."""

from takeup.report import standards


def visits(place, value=None, status="ok"):
    row = {"month": "2024-09", "verwaltung": place, "leistung_id": "alle", "measure": "visits"}
    return row | {"value": value, "status": status, "data_maturity": "final"}


def items(data):
    return {row[0]: row[1:] for row in standards.din_spec(data).rows}


def test_every_item_is_collected_with_its_value_or_state_or_is_not_with_a_reason(page):
    found = items(page(measures=[visits("stadt-heide", 2143)]))
    assert len(found) == 11
    assert found["Besuche"] == ("muss", "erhoben: Besuche", "2.143")
    assert found["Zufriedenheit"][1:] == (
        "erhoben: Zufriedenheit",
        "die Angabe liegt nicht vor",
    )
    level, collected, reason = found["Medienbrüche"]
    assert (level, collected) == ("soll", "nicht erhoben")
    assert reason


def test_the_kreis_names_the_administrations_without_a_value(page, params):
    rows = [visits(slug, 100) for slug in params.verwaltungen if slug != "stadt-heide"]
    rows += [visits("alle", 800, "partial"), visits("stadt-heide", status="unknown")]
    assert items(page("alle", measures=rows))["Besuche"][2].endswith(
        "ohne Wert: Heide (die Angabe liegt nicht vor)"
    )
    rows = [visits(slug, 100) for slug in params.verwaltungen] + [visits("alle", 900)]
    assert items(page("alle", measures=rows))["Besuche"][2] == "900; alle Verwaltungen mit Wert"
