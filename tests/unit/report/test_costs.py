"""Costs per case on a page: figures, terms, and what they would be at another take-up."""

from takeup.render.blocks import Note, Table
from takeup.report import costs
from takeup.settings import Kostenziel

BIRTH, TRADE = "99027002012000", "99050012104000"
TERMS = [
    {
        "verwaltung": "stadt-heide",
        "leistung_id": "alle",
        "months": 12,
        "price_year": 2024,
        "includes": "Personal",
    }
]


def figures(cost=3000.0, cases=120.0, digital=48.0, place="stadt-heide", leistung="alle"):
    cell = {"month": "2024-09", "verwaltung": place, "leistung_id": leistung, "status": "ok"}
    cell |= {"data_maturity": "final"}
    rate = {"numerator": cost, "denominator": cases, "value": cost / cases}
    takeup = {"numerator": digital, "denominator": cases, "value": digital / cases}
    return [
        {**cell, "measure": "cost_eur", "numerator": cost, "value": cost},
        {**cell, "measure": "cases_total", "numerator": cases, "value": cases},
        {**cell, "measure": "cost_per_transaction", **rate},
        {**cell, "measure": "digital_takeup", **takeup},
    ]


def with_target(page, target):
    settings = page.params.settings.model_copy(update={"kostenziel": target})
    params = type(page.params)(**{**page.params.__dict__, "settings": settings})
    return type(page)(page.month, page.verwaltung, page.published, params, page.sidecars)


def test_without_a_delivery_the_page_says_unknown_and_shows_no_table(page):
    block = costs.table(page(measures=figures()))
    assert isinstance(block, Note)
    assert "unbekannt" in block.title


def test_costs_stand_beside_their_cases_with_price_year_extent_and_period(page):
    block = costs.table(page(measures=figures(), costs=TERMS))
    assert isinstance(block, Table)
    assert block.rows == (
        ("Alle gezählten Leistungen", "3.000,00\u00a0€", "120", "25,00\u00a0€"),
    )
    said = " ".join(block.notes)
    assert "Preise von 2024" in said
    assert "Personal" in said
    assert "12 Monate" in said


def test_services_with_a_cost_follow_the_most_cases_first(page):
    rows = figures() + figures(200.0, 20.0, 5.0, leistung=BIRTH)
    rows += figures(600.0, 60.0, 9.0, leistung=TRADE)
    terms = [{**TERMS[0], "leistung_id": key, "months": 1} for key in (BIRTH, TRADE)]
    block = costs.table(page(measures=rows, costs=terms))
    assert [row[2] for row in block.rows] == ["120", "60", "20"]


def test_the_cost_at_the_wanted_takeup_follows_the_formula_of_gov_uk(page):
    # A 25, B 10, X 0.4, Y 0.8: 25 + (10 - 25) / 0.6 * 0.4 = 15.
    wanted = Kostenziel(nutzungsquote=0.8, digital_eur=10.0, muster=True)
    block = costs.table(with_target(page(measures=figures(), costs=TERMS), wanted))
    assert "15,00\u00a0€ statt 25,00\u00a0€" in " ".join(block.notes)


def test_no_target_is_shown_where_none_is_set_or_it_is_reached_or_invented(page):
    shown = page(measures=figures(), costs=TERMS)
    reached = Kostenziel(nutzungsquote=0.4, digital_eur=10.0, muster=True)
    real = Kostenziel(nutzungsquote=0.8, digital_eur=10.0)
    # The page shows sample data, and a real target is not for invented figures.
    for target in (None, reached, real):
        assert "rechnerisch" not in " ".join(costs.table(with_target(shown, target)).notes)


def test_the_kreis_lists_all_administrations_and_says_that_it_is_no_rank(page):
    block = costs.table(page("alle", measures=figures(), costs=TERMS))
    assert len(block.rows) == 10
    assert "keine Rangfolge" in " ".join(block.notes)
    assert {row[0]: row[3] for row in block.rows}["Heide"] == "25,00\u00a0€"
    assert {row[0]: row[3] for row in block.rows}["Eider"] == "…"


def test_of_many_administrations_those_whose_costs_stand_for_most_cases_are_shown(
    page, of_many
):
    rows = [
        row
        for number in range(2, 16)
        for row in figures(cases=1000.0 - number, place=f"amt-{number:02d}")
    ]
    terms = [TERMS[0] | {"verwaltung": "amt-02"}]
    block = costs.table(of_many(page("alle", measures=rows, costs=terms), 15))
    assert [row[0] for row in block.rows[:-1]] == [f"Amt-{n:02d}" for n in range(2, 14)]
    assert "daten/measures.csv" in block.notes[-1]
