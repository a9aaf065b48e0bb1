"""Only what exceeds ordinary variation is told as a change."""

from dataclasses import replace

import pytest

from takeup.report.circular import circular
from takeup.report.progress import changes


@pytest.fixture
def page(page):
    """The month without campaigns."""

    def make(verwaltung, **tables):
        data = page(verwaltung, **tables)
        return replace(data, params=replace(data.params, kampagnen={}))

    return make


def verdict(slug, value, word="noticeable", measure="submitted"):
    return {
        "month": "2024-09", "verwaltung": slug, "leistung_id": "alle", "measure": measure,
        "method": "individuals", "value": value, "status": "ok", "centre": 100.0,
        "low": 80.0, "high": 120.0, "verdict": word, "compared": 14,
    }  # fmt: skip


def counted(slug, value):
    return {
        "month": "2024-09", "verwaltung": slug, "leistung_id": "alle", "measure": "submitted",
        "numerator": value, "value": value, "status": "ok", "data_maturity": "final",
    }  # fmt: skip


def test_an_administration_beyond_its_usual_range_is_named(page):
    data = page(
        "alle",
        variation=[verdict("stadt-heide", 130.0), verdict("stadt-brunsbuettel", 90.0, "usual")],
        measures=[counted("stadt-heide", 130.0), counted("stadt-brunsbuettel", 90.0)],
    )
    said = changes(data)
    assert "Heide: 130 abgesendete Vorgänge, auffällig viele (üblich sind 80 bis 120)." in said
    assert not any("Brunsbüttel" in each for each in said)


def test_without_such_changes_the_page_says_so(page):
    said = changes(page("alle", variation=[verdict("alle", 100.0, "usual")]))
    assert said[0] == "Nutzung: Keine der Zahlen geht über das gewöhnliche Auf und Ab hinaus."


def reached(month, value):
    place = {"goal": "uniformity", "month": month, "kind": "reached", "status": "ok"}
    return {**place, "value": value}


def test_a_change_of_uniformity_is_told_and_no_change_is_not(page):
    moved = page("alle", forecast=[reached("2024-08", 1), reached("2024-09", 2)])
    assert (
        "Einheitlichkeit: Angekreuzte Bestandteile, die ihren Anteil erreichen: 2; "
        "im August 2024: 1." in changes(moved)
    )
    same = page("alle", forecast=[reached("2024-08", 2), reached("2024-09", 2)])
    assert not any(each.startswith("Einheitlichkeit") for each in changes(same))


def on_time(reason, detail="", light="yellow"):
    return [
        {
            "edition": "now", "month": "2024-09", "aspect": "cooperation",
            "criterion": "on_time", "light": light, "reason": reason, "detail": detail,
        }
    ]  # fmt: skip


def letter(page, delivered, status):
    return circular(page("alle", project_status=status, completeness=delivered())).paragraphs


def test_the_circular_names_who_is_late_and_the_next_day(page, delivered):
    status = on_time("late", "stadt-heide; stadt-brunsbuettel")
    said = letter(page, delivered, status)
    assert said[0] == (
        "Betreff: Musterdaten (alle Zahlen erfunden): Positionierung der Bürgerportale, "
        "September 2024"
    )
    late = "Bis zum 15.10.2024 waren nicht vollzählig da: Brunsbüttel und Heide."
    assert any(each.startswith(late) for each in said)
    due = (
        "Nächster Termin: Bitte senden Sie die Lieferungen für Oktober 2024 bis zum 15.11.2024."
    )
    assert due in said


def test_the_circular_of_real_data_says_nothing_of_the_sample(page, delivered):
    data = page("alle", project_status=on_time("all"), completeness=delivered())
    real = replace(data.published, run=data.published.run | {"sample": False})
    said = circular(replace(data, published=real)).paragraphs
    assert said[0] == "Betreff: Positionierung der Bürgerportale, September 2024"


def test_the_circular_thanks_and_waits(page, delivered):
    assert any("Vielen Dank" in each for each in letter(page, delivered, on_time("all")))
    waiting = letter(page, delivered, on_time("running", light="none"))
    assert any("läuft noch bis zum 15.10.2024" in each for each in waiting)
