"""Entries to look up: parts, states in words, sources and revisions."""

import pytest

from takeup.report import lookup
from takeup.report.few import MOST

BIRTH, EWA = "99027002012000", "99115005104000"


def cell(measure, value=None, status="ok", leistung="alle", parts=(None, None), **changes):
    row = {"month": "2024-09", "verwaltung": "stadt-heide", "leistung_id": leistung}
    row |= {
        "measure": measure,
        "value": value,
        "status": status,
        "data_maturity": "provisional",
    }
    return row | dict(zip(("numerator", "denominator"), parts, strict=True)) | changes


def file(name, source, period=("2024-09-01", "2024-09-30"), folder="2024-09"):
    counts = {"rows_in": 5, "accepted": 5, "quarantined": 0, "excluded": 0}
    place = {"file": name, "source": source, "verwaltung": "stadt-heide"}
    dates = {"period_first": period[0], "period_last": period[1], "received": "2024-10-01"}
    return {**place, "folder_month": folder, **counts, **dates}


def entry(data, name):
    found = next(each for each in lookup.lookup(data).items if each.title == name)
    return found, dict(found.facts)


def test_a_rate_names_both_counts_and_their_numbers(page):
    data = page(measures=[cell("digital_takeup", 0.34, parts=(34, 100))])
    found, facts = entry(data, "Digitale Nutzungsquote")
    assert found.value == "34,0\u00a0%"
    assert facts["Zähler"] == "Digitale Fälle: 34"
    assert facts["Nenner"] == "Fälle auf allen Wegen: 100"
    assert facts["Datenstand"].startswith("vorläufig")
    assert "79\u00a0%" in facts["Zum Vergleich"]


@pytest.mark.parametrize(
    ("value", "status", "said"),
    [
        (0, "ok", "genau null"),
        (12, "ok", "vollständig"),
        (12, "partial", "unvollständig"),
        (None, "unknown", "unbekannt"),
        (None, "suppressed", "geheim gehalten"),
        (None, "not_applicable", "trifft nicht zu"),
    ],
)
def test_every_state_is_said_in_words_and_no_two_alike(page, value, status, said):
    _, facts = entry(page(measures=[cell("submitted", value, status)]), "Abgesendete Vorgänge")
    assert facts["Zustand"] == said


def test_the_parts_of_a_hidden_rate_are_not_shown(page):
    data = page(measures=[cell("completion_rate", status="suppressed")])
    _, facts = entry(data, "Abschlussquote")
    assert facts["Zähler"] == "Abgeschlossene Vorgänge: nicht gezeigt"


def test_services_are_listed_with_their_states(page):
    rows = [cell("started", 40), cell("started", status="suppressed", leistung=BIRTH)]
    found, _ = entry(page(measures=rows), "Begonnene Vorgänge")
    assert [table.rows for table in found.tables] == [
        (("Geburtsurkunde", "·", "geheim gehalten"),)
    ]


def test_a_measure_of_one_service_has_its_figure_there(page):
    rows = [cell("ewa_share", 0.25, leistung=EWA, parts=(15, 60))]
    found, facts = entry(page(measures=rows), "eWA-Quote")
    assert (found.value, facts["Zustand"]) == ("25,0\u00a0%", "vollständig")


def test_a_revised_figure_tells_before_and_now_and_the_delivery(page):
    change = {"month": "2024-09", "verwaltung": "stadt-heide", "measure": "submitted"}
    change |= {"before": 40, "now": 52, "status": "revised", "delivered": "2024-10"}
    _, facts = entry(
        page(measures=[cell("submitted", 52)], revisions=[change]), "Abgesendete Vorgänge"
    )
    assert facts["Revision"] == "revidiert: vorher 40, jetzt 52 (Lieferung: Oktober 2024)"


def test_the_file_is_the_one_about_the_month_or_the_last_catalogue_before(page):
    files = [
        file(
            "2024-08/stadt-heide/antraege_2024-08.csv", "antraege", ("2024-08-01", "2024-08-31")
        ),
        file("2024-09/stadt-heide/antraege_2024-09.csv", "antraege"),
        file(
            "2024-07/stadt-heide/katalog_2024-07.csv",
            "katalog",
            ("2024-07-01", "2024-07-31"),
            "2024-07",
        ),
        file(
            "2024-01/stadt-heide/kosten_2024-01.csv",
            "kosten",
            ("2024-01-01", "2024-12-31"),
            "2024-01",
        ),
    ]
    data = page(measures=[cell("submitted", 52)], balance=files)
    _, facts = entry(data, "Abgesendete Vorgänge")
    assert facts["Quelle"] == (
        "Portal-Anträge (2024-09/stadt-heide/antraege_2024-09.csv); "
        "Leistungskatalog (2024-07/stadt-heide/katalog_2024-07.csv)"
    )
    _, facts = entry(data, "Kosten")
    assert "kosten_2024-01.csv" in facts["Quelle"]
    _, facts = entry(data, "Besuche")
    assert "keine eigene Datei" in facts["Quelle"]


def test_the_kreis_lists_administrations_and_names_revised_ones(page):
    change = {"month": "2024-09", "verwaltung": "stadt-heide", "measure": "submitted"}
    change |= {"before": 40, "now": 52, "status": "revised", "delivered": "2024-10"}
    data = page("alle", measures=[cell("submitted", 52)], revisions=[change])
    found, _ = entry(data, "Abgesendete Vorgänge")
    places = {row[0]: row[1:] for row in found.tables[0].rows}
    assert places["Heide"] == ("52", "vollständig")
    assert places["Eider"] == ("…", "unbekannt")
    assert found.tables[0].notes[0].startswith("Heide: revidiert: vorher 40")


def test_of_many_administrations_those_that_weigh_most_are_listed_and_the_rest_is_named(
    page, of_many
):
    sizes = {f"amt-{number:02d}": number for number in range(1, MOST + 4)}
    rates = [
        cell("digital_takeup", 0.5, parts=(count / 2, 100 - count), verwaltung=slug)
        for slug, count in sizes.items()
    ]
    counts = [cell("submitted", count, verwaltung=slug) for slug, count in sizes.items()]
    data = of_many(page("alle", measures=[*counts, *rates]), len(sizes))
    for measure, first, last in (
        ("Abgesendete Vorgänge", "Amt-04", "Amt-15"),
        ("Digitale Nutzungsquote", "Amt-01", "Amt-12"),
    ):
        found, _ = entry(data, measure)
        table = found.tables[0]
        assert (table.rows[0][0], table.rows[-1][0]) == (first, last)
        assert len(table.rows) == MOST
        assert "daten/measures.csv" in table.notes[-1]
    few, _ = entry(of_many(data, MOST), "Abgesendete Vorgänge")
    assert (len(few.tables[0].rows), few.tables[0].notes) == (MOST, ())


def test_of_many_administrations_the_files_are_counted_by_source(page, of_many):
    files = [
        file(f"2024-09/amt-{number:02d}/antraege_{part}.csv", "antraege")
        | {"verwaltung": f"amt-{number:02d}", "received": f"2024-10-{number:02d}"}
        for number in range(1, MOST + 2)
        for part in "ab"[: 1 + (number == 1)]
    ]
    files.append(file("2024-09/amt-01/konten.csv", "konten") | {"verwaltung": "amt-01"})
    data = of_many(page("alle", balance=files), MOST + 1)
    title = "Dateien, auf denen die Zahlen beruhen"
    found, _ = entry(data, title)
    assert found.value == "15"
    assert found.tables[0].rows == (
        ("Portal-Anträge", "13", "14", "13.10.2024"),
        ("Konten", "1", "1", "01.10.2024"),
    )
    assert "daten/balance.csv" in found.tables[0].notes[0]
    _, facts = entry(data, "Abgesendete Vorgänge")
    assert facts["Quelle"].startswith("Portal-Anträge (14 Dateien")
    few, _ = entry(of_many(page("alle", balance=files[:5]), MOST + 1), title)
    assert (
        few.tables[0].rows[0][2]
        == "2024-09/amt-01/antraege_a.csv, 2024-09/amt-01/antraege_b.csv"
    )
