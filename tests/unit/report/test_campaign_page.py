"""The page of a campaign says the same in sentence, table and chart, and hides no caveat."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from takeup.params import Params
from takeup.registration import Aenderung, Eintrag, Registrierung, Welle, fingerprint
from takeup.report.campaign_facts import Facts, level, needed_effect, times_larger
from takeup.report.campaign_page import CampaignReport
from takeup.report.campaigns import effects, overview, verdict
from takeup.report.data import PageData

SPRING, AUTUMN = "muster-fruehjahr-2024", "muster-herbst-2024"
HEAD = {
    "campaign": SPRING,
    "outcome": "submitted",
    "role": "primary",
    "part": "campaign",
    "state": "evaluated",
    "estimator": "panel_llr",
    "cost_eur": 7000.0,
}
FOUND = {
    "effect": 0.25, "low": 0.06, "high": 0.48, "p_value": 0.018, "smallest_p": 0.018,
    "second_low": 0.03, "second_high": 0.51, "confirmed": True, "n_before": 91,
    "n_during": 8, "n_units": 8, "dark_days": 48, "fake_starts": 12, "fake_starts_flagged": 1,
    "observed": 600, "additional": 120.0, "additional_low": 34.0, "additional_high": 195.0,
    "cost_per_additional": 58.3, "cost_low": 35.9, "cost_high": 206.0, "mde": 0.27,
    "verdict": "proven",
}  # fmt: skip
AHEAD = {
    **HEAD, "campaign": AUTUMN, "state": "announced", "reason": "not_started",
    "estimator": "its", "cost_eur": 14000.0, "verdict": "not_evaluable",
}  # fmt: skip
CHECKS = [
    {"method": "panel_llr", "used_for": "primary", "effect": 0.25, "low": 0.06, "high": 0.48},
    {"method": "randomisation", "used_for": "second", "effect": 0.25, "smallest_p": 0.018},
    {"method": "unit_t_test", "used_for": "check", "effect": 0.22, "low": -0.02, "high": 0.5},
    {"method": "callaway_santanna", "used_for": "check", "reason": "no_full_week"},
]


def explored(outcome: str, verdict: str = "hint", part: str = "campaign") -> dict[str, Any]:
    low = 0.1 if verdict == "hint" else -0.1
    return {
        **HEAD, "outcome": outcome, "role": "exploratory", "part": part, "effect": 0.3,
        "low": low, "high": 0.55, "p_value": 0.02, "p_adjusted": 0.04, "verdict": verdict,
    }  # fmt: skip


@pytest.fixture
def facts(page: Callable[..., PageData]) -> Callable[..., Facts]:
    """Spring campaign with changes to its result, and other rows beside it."""

    def make(*others: dict[str, Any], slug: str = SPRING, **changes: object) -> Facts:
        rows = [{**HEAD, **FOUND, **changes}, AHEAD, *others]
        checks = [{"campaign": SPRING, **each} for each in CHECKS]
        return Facts(page("alle", effects=rows, effect_checks=checks), slug)

    return make


def with_params(facts: Facts, **changes: object) -> Facts:
    return Facts(replace(facts.data, params=replace(facts.data.params, **changes)), facts.slug)  # type: ignore[arg-type]


def amended(params: Params, day: date, *again: date) -> dict[str, object]:
    """Campaigns and registrations with the first on one day, and a change for each other."""
    changes = tuple(Aenderung(am=each, was="Ende", warum="Grund 7") for each in again)
    campaign = params.kampagnen[SPRING].model_copy(update={"geaendert": changes})
    hash_ = fingerprint(campaign)
    entries = tuple(Eintrag(am=each, sha256=hash_) for each in (day, *again))
    return {
        "kampagnen": {**params.kampagnen, SPRING: campaign},
        "registrierungen": {SPRING: Registrierung(eintraege=entries)},
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Wirkung nachgewiesen, rund +25 % (zwischen +6 % und +48 %). Das sind etwa 120"),
        (
            {"verdict": "hint", "low": -0.04},
            "Hinweis, aber kein Nachweis: +25 % (zwischen -4 %",
        ),
        (
            {"verdict": "none_found", "effect": 0.02, "low": -0.2, "high": 0.2},
            "Erst ab etwa +27 % hätten wir sie in 8 von 10 Fällen erkannt. Mehr als +20 %",
        ),
        (
            {"state": "not_evaluable", "reason": "gap", "verdict": "not_evaluable"},
            "nicht auswertbar, weil im Zeitraum zu viele Angaben fehlen",
        ),
        ({"effect": -0.2, "low": -0.3, "high": -0.05}, "nachweisbar weniger Vorgänge"),
        ({"state": "running", "reason": "running"}, "läuft noch bis 31.05.2024"),
    ],
)
def test_each_verdict_is_said_with_its_interval(facts, changes, said):
    spoken = verdict(facts(**changes)).replace("\u2212", "-").replace("\u00a0", " ")
    assert said in spoken


def test_sentence_table_and_chart_hold_the_same_numbers(facts):
    report = CampaignReport(facts())
    figure = report.estimates()
    low, high = "+6\u00a0%", "+48\u00a0%"
    assert figure.table.rows[0][1:] == ("+25\u00a0%", f"{low} bis {high}")
    assert report.methods().rows[0][2:4] == ("+25\u00a0%", f"{low} bis {high}")
    assert f"zwischen {low} und {high}" in report.summary().lead
    assert f"zwischen {low} und {high}" in figure.alt


def test_an_interval_without_ends_is_said_and_not_drawn(facts):
    report = CampaignReport(facts())
    assert report.methods().rows[1][3] == "ohne Grenze"
    assert report.methods().rows[3][-1] == "keine volle Woche im Zeitraum liegt"
    assert [row[0] for row in report.estimates().table.rows] == [
        "Maßgeblich: Panel-Vergleich",
        "Gegenprobe: t-Test",
    ]


def test_one_administration_that_can_never_prove_anything_is_told_so(facts):
    one = facts(verdict="hint", smallest_p=1 / 9, second_low=None, second_high=None)
    said = " ".join(CampaignReport(one).evidence().points)
    assert "Ein Nachweis war von vornherein nicht möglich" in said
    assert "nicht unter p = 0,111" in said
    assert "keine Grenze setzen" in said
    assert any("Mehr Verwaltungen" in each for each in CampaignReport(one).next_time().points)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "(zwischen 36\u00a0€ und 206\u00a0€)"),
        ({"cost_high": None}, "mindestens 36\u00a0€, nach oben offen"),
        ({"verdict": "none_found"}, "wird kein Betrag je zusätzlichem Vorgang genannt"),
        ({"cost_per_additional": None}, "lässt sich nicht angeben"),
    ],
)
def test_the_price_has_the_interval_that_the_effect_allows(facts, changes, said):
    assert said in CampaignReport(facts(**changes)).price().lead


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.6, 0.9, "Das ist erreicht"), (0.1, 0.4, "sehr unwahrscheinlich"), (0.1, 0.9, "offen")],
)
def test_the_break_even_effect_is_compared_with_the_whole_interval(facts, low, high, said):
    # 600 counted at +25 % are 480 without; 7,000 EUR at 25 EUR are 280 of them: 58 %.
    found = facts(low=low, high=high)
    assert needed_effect(found.result, found.campaign) == pytest.approx(280 / 480)
    (point,) = CampaignReport(found).price().points
    assert "ab einer Wirkung von etwa +58" in point
    assert said in point


def test_how_much_more_would_show_the_estimate_is_the_square_of_the_ratio(facts):
    assert times_larger(facts(effect=0.1, mde=0.21).result) == 4
    assert times_larger(facts(effect=0.3, mde=0.2).result) is None
    assert times_larger(facts(effect=-0.1, mde=0.2).result) is None
    assert times_larger(facts(effect=0.01, mde=0.5).result) is None


@pytest.mark.parametrize(
    ("visits", "started", "sent", "said"),
    [
        ("none_found", "none_found", "none_found", "Engpass Aufmerksamkeit"),
        ("hint", "none_found", "none_found", "Engpass Finden"),
        ("hint", "hint", "none_found", "Engpass Abschließen"),
        ("hint", "hint", "proven", "Kein Engpass"),
    ],
)
def test_the_bottleneck_is_where_the_effect_ends(facts, visits, started, sent, said):
    found = facts(explored("visits", visits), explored("started", started), verdict=sent)
    assert said in CampaignReport(found).bottleneck().lead


def test_without_visits_the_bottleneck_stays_open(facts):
    assert "ist offen" in CampaignReport(facts(explored("started"))).bottleneck().lead


@pytest.mark.parametrize(("smallest_p", "said"), [(0.018, False), (0.03, True), (None, False)])
def test_explored_rows_say_if_they_are_too_many_for_any_hint(facts, smallest_p, said):
    found = facts(explored("visits"), explored("started"), smallest_p=smallest_p)
    (note,) = CampaignReport(found).explored().notes
    assert ("nicht klein genug" in note) is said


def test_explored_rows_are_marked_and_carry_the_adjusted_p(facts):
    found = facts(explored("visits"), explored("submitted", "none_found", "after"))
    table = CampaignReport(found).explored()
    assert "Erkundet, nicht bewiesen" in table.caption
    assert [row[1] for row in table.rows] == ["während der Kampagne", "danach"]
    assert table.rows[0][4:6] == ("0,020", "0,040")
    labels = [row[0] for row in CampaignReport(found).estimates().table.rows]
    assert labels[-2:] == ["Erkundend: Besuche", "Erkundend: Abgesendet danach"]


def test_an_explored_row_without_an_estimate_says_why_in_a_clause(facts):
    after = explored("submitted", "none_found", "after") | {"reason": "running"}
    small = explored("started") | {"reason": "too_few_units"}
    said = [row[-1] for row in CampaignReport(facts(after, small)).explored().rows]
    assert sorted(said) == [
        "nicht auswertbar, weil die Zeit danach noch nicht vorbei ist",
        "nicht auswertbar, weil es für dieses Verfahren zu wenige Verwaltungen sind",
    ]


def test_a_registration_shows_day_and_hash(facts):
    note = CampaignReport(facts()).registration()
    assert note.tone == "info"
    assert "Registriert am 15.03.2024" in note.text
    assert facts().registered.registration.last.short in note.text
    assert "nichts geändert" in CampaignReport(facts()).changes().lead


def test_a_late_registration_is_said_on_the_page_and_in_the_overview(facts):
    late = with_params(facts(), **amended(facts().data.params, date(2024, 4, 20)))
    note = CampaignReport(late).registration()
    assert note.tone == "warning"
    assert "Erst am 20.04.2024 registriert, nicht vor dem Beginn am 01.04.2024" in note.text
    assert overview(late.data).rows[0][4] == "20.04.2024, nicht vor dem Beginn"


def test_every_change_is_shown_with_its_reason(facts):
    days = (date(2024, 3, 1), date(2024, 3, 20))
    changed = with_params(facts(), **amended(facts().data.params, *days))
    report = CampaignReport(changed)
    assert report.registration().tone == "warning"
    assert "zuletzt registriert am 20.03.2024" in report.registration().text
    assert report.changes().rows == (("20.03.2024", "Ende", "Grund 7", "20.03.2024"),)
    assert overview(changed.data).rows[0][4] == "01.03.2024, später geändert"


def test_a_campaign_that_is_not_registered_is_not_passed_off_as_one(facts):
    bare = with_params(facts(), registrierungen={})
    assert CampaignReport(bare).registration().tone == "error"
    assert overview(bare.data).rows[0][4] == "nicht registriert"


def test_before_the_start_the_page_says_what_is_known_and_what_can_still_be_changed(facts):
    report = CampaignReport(facts(slug=AUTUMN))
    assert "angekündigt für 01.10.2024 bis 30.11.2024" in report.summary().lead
    assert "fehlt jeder Vergleich" in report.next_time().points[0]
    assert report.estimates().title == "Noch keine Schätzung"
    assert "noch nicht begonnen" in report.way().lead
    assert "Zeitreihe ohne Vergleich" in report.methods().lead
    for block in (report.price(), report.evidence(), report.bottleneck(), report.explored()):
        assert block.lead
    assert report.costs().rows[-1] == ("zusammen", "14.000\u00a0€")
    assert dict(report.design().items)["Ablauf"] == "alle zugleich"


def test_waves_are_listed_with_their_days(facts):
    found = facts()
    april = Welle(beginn=date(2024, 4, 1), ende=date(2024, 4, 30))
    may = Welle(beginn=date(2024, 5, 1), ende=date(2024, 5, 31))
    waves = {
        "stadt-brunsbuettel": may,
        "amt-marne-nordsee": april,
        "amt-mitteldithmarschen": may,
    }
    campaign = found.campaign.model_copy(update={"wellen": waves})
    changed = with_params(found, kampagnen={SPRING: campaign})
    assert dict(CampaignReport(changed).design().items)["Ablauf"] == (
        "01.04.2024 bis 30.04.2024: Marne-Nordsee; "
        "01.05.2024 bis 31.05.2024: Mitteldithmarschen und Brunsbüttel"
    )
    assert not any("In Wellen" in each for each in CampaignReport(changed).next_time().points)


def test_fake_starts_that_flag_too_often_discredit_the_method_on_the_page(facts):
    quiet, loud = facts(fake_starts_flagged=3), facts(fake_starts_flagged=4)
    assert "mehr als jeder vierte" not in " ".join(CampaignReport(quiet).evidence().points)
    assert "mehr als jeder vierte" in CampaignReport(loud).summary().points[1]


@pytest.mark.parametrize(("flagged", "word"), [(0, "keiner"), (1, "einer"), (2, "2")])
def test_fake_starts_that_flagged_are_counted_in_words(facts, flagged, word):
    said = CampaignReport(facts(fake_starts_flagged=flagged)).summary().points[1]
    verb = "hätte" if flagged < 2 else "hätten"
    assert f"Von 12 erfundenen Kampagnenstarts {verb} {word} fälschlich" in said


@pytest.mark.parametrize(
    ("p", "shown"), [(0.018, "0,018"), (0.0007, "0,0007"), (0.0001, "≤\u00a00,0001")]
)
def test_the_least_p_value_is_shown_as_a_bound(p, shown):
    assert level(p) == shown


def test_the_monthly_report_names_every_campaign_with_price_and_evidence(facts):
    said = effects(facts().data).points
    assert len([each for each in said if "Musterkampagne" in each]) == 2
    assert any("Scheinstarts: Von 12" in each for each in said)
    assert any("58\u00a0€ je zusätzlichem Vorgang" in each for each in said)
