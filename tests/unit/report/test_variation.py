"""Verdicts in words: usual, noticeable, none; never a rank."""

import re

import pytest

from takeup.report import variation
from takeup.report.overview import _lead

RANKS = re.compile(r"\b(Platz|Rang|beste[rn]?|schlechteste|führend|Schlusslicht|Spitze)\b")


def figure(value, verwaltung="stadt-heide", measure="submitted", **more):
    place = {"month": "2024-09", "verwaltung": verwaltung, "leistung_id": "alle"}
    return {**place, "measure": measure, "value": value, "status": "ok", **more}


def verdict(value, word, verwaltung="stadt-heide", **more):
    ends = {"low": 95.0, "high": 140.0, "centre": 116.0, "phi": 1.4, "compared": 20}
    known = {**figure(value, verwaltung), "method": "individuals", "verdict": word, **ends}
    return {**known, **more}


def said(page, *rows, **tables):
    figures = [figure(each["value"]) for each in rows]
    points = variation.sentences(page(measures=figures, variation=list(rows), **tables)).points
    return next(each for each in points if each.startswith("Abgesendete Vorgänge"))


def test_a_usual_month_is_neither_a_rise_nor_a_fall(page):
    assert said(page, verdict(110.0, "usual")) == (
        "Abgesendete Vorgänge: 110, im üblichen Rahmen (üblich sind 95 bis 140)."
    )


@pytest.mark.parametrize(("value", "side"), [(190.0, "hoch"), (40.0, "niedrig")])
def test_a_noticeable_month_says_on_which_side(page, value, side):
    sentence = said(page, verdict(value, "noticeable"))
    assert f"auffällig {side} (üblich sind 95 bis 140)" in sentence


def test_possible_causes_of_the_month_are_named_as_possible_only(page):
    # Mitteldithmarschen starts the eWA in September 2024; Heide has no event then.
    rows = [verdict(190.0, "noticeable", "amt-mitteldithmarschen")]
    data = page("amt-mitteldithmarschen", variation=rows)
    assert "eWA-Start in Mitteldithmarschen" in variation.causes(data)
    sentence = variation.sentences(data).points[3]
    assert "Mögliche Anlässe in dieser Zeit, nicht als Ursache nachgewiesen" in sentence
    assert "eWA-Start in Mitteldithmarschen" not in variation.causes(page())


@pytest.mark.parametrize(
    ("reason", "because"),
    [
        ("few_months", "zu wenige Monate"),
        ("suppressed", "die Angabe geheim bleibt"),
        ("partial", "zu viel von dem Monat fehlt"),
        ("break", "einen Bruch"),
    ],
)
def test_without_a_verdict_the_reason_is_said(page, reason, because):
    row = verdict(110.0, "none", reason=reason, low=None, high=None)
    assert because in said(page, row)


def test_the_summary_says_usual_before_it_compares(page):
    data = page(measures=[figure(110.0)], variation=[verdict(110.0, "usual")])
    lead = _lead(data)
    assert "110 Vorgänge" in lead
    assert lead.index("im üblichen Rahmen (95 bis 140)") < lead.index("Zum Vergleich")


def test_administrations_stand_in_alphabetical_order_and_never_in_a_rank(page):
    rates = {"stadt-heide": 0.2, "stadt-brunsbuettel": 0.4}
    more = {"method": "funnel", "measure": "digital_takeup", "low": 0.1, "high": 0.5}
    rows = [verdict(value, "usual", slug, **more) for slug, value in rates.items()]
    shown = [
        figure(value, slug, "digital_takeup", status="partial") for slug, value in rates.items()
    ]
    table = variation.side_by_side(page("alle", variation=rows, measures=shown))
    names = [row[0] for row in table.rows]
    assert names.index("Brunsbüttel") < names.index("Heide")
    words = " ".join([*table.notes, *(cell for row in table.rows for cell in row)])
    assert not RANKS.search(words)
    assert "(20,0\u00a0%); üblich 10,0\u00a0% bis 50,0\u00a0%" in words


def test_of_many_administrations_those_with_noticeable_rates_come_first(page, of_many):
    rows = [
        verdict(0.2, word, slug, measure="digital_takeup", method="funnel", low=0.1, high=0.5)
        for slug, word in (("amt-15", "noticeable"), ("amt-14", "usual"))
    ]
    table = variation.side_by_side(of_many(page("alle", variation=rows), 15))
    assert [row[0] for row in table.rows] == [
        *(f"Amt-{number:02d}" for number in range(1, 12)),
        "Amt-15",
    ]
    assert "daten/variation.csv" in table.notes[0]
    beneath = variation.side_by_side(of_many(page("amt-01", variation=rows), 15))
    assert len(beneath.rows) == 15
    assert "daten" not in beneath.notes[0]


def test_the_limits_are_exact_where_the_own_dot_stands(page):
    sizes = (13, 39, 59, 85, 276, 500, 3326)
    slugs = sorted(page().params.verwaltungen)[: len(sizes)]
    shares = dict.fromkeys(slugs, 0.4) | {slugs[0]: 0.1, slugs[1]: 0.8}
    measures, verdicts = [], []
    for slug, size in zip(slugs, sizes, strict=True):
        part = round(shares[slug] * size)
        parts = {"numerator": float(part), "denominator": float(size)}
        measures.append(figure(part / size, slug, "digital_takeup", **parts))
        more = {"measure": "digital_takeup", "method": "funnel"}
        verdicts.append(verdict(part / size, "usual", slug, **more))
    own = slugs[sizes.index(85)]
    drawn = variation._funnel(
        page(own, measures=measures, variation=verdicts), "digital_takeup"
    )
    bases = [each.base for each in drawn.limits]
    assert 85.0 in bases
    assert bases == sorted(bases)
    assert bases[0] < min(sizes) and bases[-1] > max(sizes)


def test_without_judged_months_there_is_a_note_and_no_drawing(page):
    note = variation.course(page(measures=[figure(110.0)]))
    assert note.title == "Kein üblicher Rahmen"


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("noticeable", "Abgesendete Vorgänge: auffällig in 1 von 1 eingeordneten Monaten"),
        ("usual", "Abgesendete Vorgänge: kein auffälliger Monat, soweit eine Aussage möglich"),
    ],
)
def test_a_month_without_a_verdict_leaves_the_title_to_the_others(page, delivered, word, title):
    months = ("2024-08", "2024-09")
    rows = [verdict(150.0, word, month=months[0]), verdict(110.0, "none", low=None, high=None)]
    figures = [figure(130.0, month=month) for month in months]
    there = [{**each, "month": months[0]} for each in delivered()]
    block = variation.course(page(measures=figures, variation=rows, completeness=there))
    assert block.title.startswith(title)
