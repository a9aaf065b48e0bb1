"""Judgement, lights, then and now, decisions and milestones as the page tells them."""

from dataclasses import replace

import pytest

from takeup.periods import Month
from takeup.report.status_page import StatusReport

ASPECTS = ("schedule", "costs", "scope", "quality", "cooperation")


def row(aspect, criterion, light, reason="", edition="now", **values):
    place = {"edition": edition, "month": "2024-09", "aspect": aspect, "criterion": criterion}
    return {**place, "light": light, "reason": reason, "detail": "", **values}


def whole(edition="now", overall="green", month="2024-09", **lights):
    """Lights of all aspects, green but those named."""
    rows = [row(each, "whole", lights.get(each, "green"), edition=edition) for each in ASPECTS]
    rows.append(row("overall", "whole", overall, edition=edition))
    return [{**each, "month": month} for each in rows]


LATE = row("schedule", "delay", "red", "late", value=40, detail="Start; Ende")
USE = row(
    "scope",
    "use",
    "yellow",
    "forecast",
    value=0.9,
    forecast=900,
    low=800,
    high=990,
    target=1000,
)


@pytest.fixture
def status(page):
    def make(*rows):
        return StatusReport(page("alle", project_status=[*rows]))

    return make


def test_the_judgement_names_the_aspects_that_decide_and_why(status):
    block = status(*whole(overall="red", schedule="red"), LATE, USE).judgement()
    assert block.lead == (
        "Der Gesamtstatus im September 2024 ist Rot; ausschlaggebend ist der Bereich „Termine“."
    )
    assert block.points[0] == "Verzug in Tagen bei „Start“: 40."
    assert block.points[-1].startswith("Als Nächstes zu entscheiden: Vergabe")


def test_all_green_needs_no_reasons(status):
    block = status(*whole(), row("quality", "complete", "green", "share", value=1)).judgement()
    assert block.lead.startswith("Der Gesamtstatus im September 2024 ist Grün")
    assert len(block.points) == 1


def test_several_aspects_decide_together(status):
    lead = status(*whole(overall="red", schedule="red", costs="red")).judgement().lead
    assert lead.endswith("ausschlaggebend sind die Bereiche „Termine“ und „Kosten“.")


def test_a_light_is_a_sign_and_a_word_with_its_reason(status):
    rows = dict(
        status(*whole(overall="yellow", scope="yellow", costs="none"), USE).lights().rows
    )
    assert rows["Umfang"] == (
        "▲ Gelb: Nutzung: Ändert sich nichts, sind es 900 abgesendete Vorgänge im "
        "Dezember 2024 (800 bis 990); das Ziel sind 1.000."
    )
    assert rows["Kosten"].startswith("\N{EN DASH} keine Angabe")
    assert rows["Gesamt"] == "▲ Gelb: Schlechteste bekannte Ampel."


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("green", "yellow", "↓ schlechter als Juli 2024"),
        ("red", "yellow", "↑ besser als Juli 2024"),
        ("yellow", "yellow", "→ wie Juli 2024"),
        ("none", "yellow", "ohne Vergleich zu Juli 2024"),
        ("green", "none", "ohne Vergleich zu Juli 2024"),
    ],
)
def test_the_trend_is_told_against_the_last_frozen_status(status, before, now, said):
    previous = whole("previous", month="2024-07", scope=before)
    rows = dict(status(*whole(scope=now), *previous).lights().rows)
    assert f"({said}): " in rows["Umfang"]


def test_the_frozen_status_counts_and_differences_stand_beside_it(status):
    then = {**USE, "edition": "frozen", "forecast": 850}
    found = status(
        *whole(overall="green"), USE, *whole("frozen", overall="red", quality="red"), then
    )
    assert "ist Rot" in found.judgement().lead
    assert found.then_and_now().rows == (
        ("Qualität und Daten", "■ Rot", "● Grün"),
        ("Gesamt", "■ Rot", "● Grün"),
        ("Nutzung zum Projektende", "850", "900"),
    )


def test_a_frozen_status_that_still_holds_is_said_to(status):
    found = status(*whole(), *whole("frozen")).then_and_now()
    assert found.title == "Festgeschrieben"


def test_before_the_deadline_the_page_says_until_when_it_may_change(status):
    found = status(*whole()).then_and_now()
    assert found.title == "Noch nicht festgeschrieben"
    assert "15.10.2024" in found.text


def test_a_report_for_a_day_says_that_it_freezes_nothing(page):
    data = page("alle", project_status=whole())
    run = {**data.published.run, "as_known": True, "stand": "2024-10-20"}
    found = StatusReport(replace(data, published=replace(data.published, run=run)))
    assert "20.10.2024" in found.then_and_now().text


def test_the_rules_are_printed_with_their_thresholds(status):
    rows = {name: limits for name, *limits in status(*whole()).rules().rows}
    assert rows["Termine: Tage, um die ein offener Meilenstein in Verzug ist"] == [
        "bis\u00a00", "bis\u00a030", "darüber",
    ]  # fmt: skip
    assert (
        rows["Qualität und Daten: zurückgestellte Zeilen, Anteil"][0] == "bis\u00a00,5\u00a0%"
    )
    assert rows["Kosten: ausgegebener Anteil am Budget"][:2] == [
        "bis\u00a090\u00a0%", "bis\u00a0100\u00a0%",
    ]  # fmt: skip


def test_what_is_undecided_in_the_parameters_is_a_decision_too(status):
    rows = status(*whole()).decisions().rows
    assert rows[1][:2] == (
        "Beschließen, was als einheitlich gilt",
        "Lenkungskreis; Termin: offen",
    )


def in_month(page, month):
    return StatusReport(replace(page("alle"), month=month))


def test_a_month_without_a_statement_says_so_and_shows_the_last_one(page):
    block = in_month(page, Month(2024, 11)).statement()
    assert block.lead == (
        "Zu diesem Monat liegt kein Sachstand der Projektleitung vor. "
        "Der letzte ist vom September 2024:"
    )
    assert len(block.points) == 8


def test_a_month_before_the_first_statement_shows_none(page):
    block = in_month(page, Month(2024, 8)).statement()
    assert block.lead.endswith("auch kein früherer.")
    assert block.points == ()


def test_a_milestone_that_was_reported_later_was_open_before(page):
    def cell(month):
        rows = in_month(page, month).milestones().rows
        return next(each for each in rows if each[0].startswith("Pilotierung"))[1:]

    assert cell(Month(2024, 8)) == ("ohne Termin", "ohne Termin", "offen")
    assert cell(Month(2024, 9)) == ("ohne Termin", "erreicht", "gemeldet im September 2024")
