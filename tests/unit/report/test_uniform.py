"""Einheitliches Portal and Aufgaben as a page tells them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from takeup.render.blocks import Note, Table
from takeup.report import tasks, uniform
from takeup.report.data import PageData

HEIDE, MARNE, EIDER = "stadt-heide", "amt-marne-nordsee", "amt-kirchspielslandgemeinden-eider"
DOG, EWA, BIRTH = "99102013104000", "99115005104000", "99027002012000"
Page = Callable[..., PageData]


def row(component: str, yes: int, known: int, unknown: int = 0, **told: Any) -> dict[str, Any]:
    """Row of a component, of all administrations unless told."""
    counts = {"numerator": yes, "denominator": known, "unknown": unknown}
    value = yes / known if known else None
    status = "ok" if known else "unknown"
    base = {"component": component, "part": "whole", "verwaltung": "alle"}
    return {**base, **counts, "value": value, "status": status, **told}


def covered(key: str, **states: str) -> list[dict[str, Any]]:
    """Verdicts of E1 by administration."""
    slugs = {"heide": HEIDE, "marne": MARNE, "eider": EIDER}
    return [
        {"component": "E1", "verwaltung": slugs[name], "leistung_id": key, "core": True,
         "state": state}
        for name, state in states.items()
    ]  # fmt: skip


@pytest.fixture
def agreed(page: Page) -> Page:
    """Page whose steering group ticked E1 and E5 on a day, or has not decided."""

    def make(day: date | None, **tables: Any) -> PageData:
        data = page("alle", **tables)
        rules = data.params.einheitlich.model_copy(
            update={"beschlossen_am": day, "gilt_als_einheitlich": {"E1": 0.75, "E5": 0.9}}
        )
        return replace(data, params=replace(data.params, einheitlich=rules))

    return make


def test_the_definition_is_judged_and_says_who_is_lowest_and_what_is_lacking(
    agreed: Page,
) -> None:
    table = [
        row("E1", 5, 10, 2),
        row("E1", 1, 4, verwaltung=HEIDE),
        row("E1", 4, 6, verwaltung=MARNE),
        row("E5", 19, 20),
    ]
    verdicts = covered(DOG, heide="no", marne="yes") + covered(EWA, heide="no", marne="no")
    said = uniform.summary(
        agreed(date(2024, 3, 5), uniformity=table, uniformity_verdicts=verdicts)
    )
    assert said.lead == (
        "Als Maß für „einheitlich“ gelten nach dem Beschluss vom 05.03.2024 2 Bestandteile. "
        "Erreicht: 1, verfehlt: 1, noch nicht zu entscheiden: 0."
    )
    assert said.points == (
        "Abdeckung: 50,0\u00a0% (5 von 10), verlangt sind 75\u00a0%: verfehlt. Unbekannt: 2. "
        "Am niedrigsten: Heide: 1 von 4.",
        "Namensgleichheit: 95,0\u00a0% (19 von 20), verlangt sind 90\u00a0%: erreicht.",
        "Am meisten fehlen: Wohnsitz anmelden / ummelden (eWA) (bei allen 2) und Hund "
        "anmelden (Hundesteuer) (bei 1 von 2).",
    )


def test_what_nobody_decided_is_called_a_proposal(agreed: Page) -> None:
    assert "Vorschlag" in uniform.summary(agreed(None)).lead


def test_the_components_show_unknown_ones_by_themselves_and_how_many_are_tied(
    page: Page,
) -> None:
    table = [
        row("E9", 17, 18, 2),
        row("E9", 1, 2, verwaltung=HEIDE),
        row("E9", 2, 4, verwaltung=MARNE),
        row("E9", 4, 4, verwaltung=EIDER),
        row("E11", 0, 0, 63),
        {**row("E7", 0, 169), "part": "oldest_age_days", "value": 669},
    ]
    rows = {
        each[0]: each[1:] for each in uniform.components(page("alle", uniformity=table)).rows
    }
    assert rows["E9 Links funktionieren"] == (
        "94,4\u00a0% (17 von 18)", "2", "Heide und Marne-Nordsee: je 50,0\u00a0%", "\u2013",
    )  # fmt: skip
    assert rows["E11 Erscheinungsbild und Barrierefreiheit"][:2] == ("…", "63")
    assert rows["\u2013 älteste Prüfung"][0] == "669 Tage"
    assert rows["E1 Abdeckung"][0] == "x"


def test_pairs_are_shown_from_both_sides_and_nobody_is_compared_with_itself(page: Page) -> None:
    pair = {"verwaltung": MARNE, "other": HEIDE, "both": 1, "either": 2, "unknown": 0}
    figure = uniform.pairs(
        page("alle", uniformity_pairs=[{**pair, "value": 0.5, "status": "ok"}])
    )
    cells = {
        line[0]: dict(zip(figure.table.columns, line, strict=True))
        for line in figure.table.rows
    }
    assert cells["Heide"]["Marne-Nordsee"] == cells["Marne-Nordsee"]["Heide"] == "50,0\u00a0%"
    assert (cells["Heide"]["Heide"], cells["Heide"]["Eider"]) == ("x", "…")


def test_levels_are_counts_with_the_unknown_ones_beside_them(page: Page) -> None:
    table = [
        row("E10", 3, 5, 2),
        row("E10", 3, 5, part="level_3"),
        row("E10", 2, 5, part="level_1"),
    ]
    bars = dict(uniform.maturity(page("alle", uniformity=table)).table.rows)
    assert bars == {
        "Reifegrad 0": "0", "Reifegrad 1": "2", "Reifegrad 2": "0", "Reifegrad 3": "3",
        "Reifegrad 4": "0", "unbekannt": "2",
    }  # fmt: skip


def test_what_one_has_and_another_lacks_can_be_taken_over(page: Page) -> None:
    verdicts = [
        *covered(DOG, heide="yes", marne="no", eider="unknown"),
        *covered(EWA, heide="no", marne="no"),
        *covered(BIRTH, heide="yes", marne="yes"),
        {"component": "E6", "verwaltung": HEIDE, "leistung_id": DOG, "core": True,
         "state": "yes", "detail": "EfA-Dienst"},
    ]  # fmt: skip
    block = uniform.takeover(page("alle", uniformity_verdicts=verdicts))
    assert isinstance(block, Table)
    assert block.rows == (
        ("Hund anmelden (Hundesteuer)", "Marne-Nordsee", "Heide", "EfA-Dienst"),
    )
    assert isinstance(uniform.takeover(page("alle")), Note)


def task(kind: str, service: str, key: str = DOG, detail: str | None = None) -> dict[str, Any]:
    """Task of Heide."""
    place = {"verwaltung": HEIDE, "leistung_id": key, "component": "E1"}
    return {**place, "task": kind, "service": service, "detail": detail, "text": f"{service}!"}


def test_tasks_are_grouped_with_the_most_important_first(page: Page) -> None:
    data = page(
        tasks=[
            task("clarify_duty", "A"),
            task("incomplete", "C"),
            task("incomplete", "B", BIRTH),
            task("missing_online", "D"),
        ]
    )
    block = tasks.tasks(data)
    assert isinstance(block, Table)
    assert block.rows == (
        ("Online anbieten: D", "D!"),
        ("Text ergänzen: B", "B!"),
        ("Text ergänzen: C", "C!"),
        ("Zuständigkeit klären: A", "A!"),
    )
    assert tasks.summary(data).lead == (
        "4 Aufgaben: Online anbieten (1), Text ergänzen (2) und Zuständigkeit klären (1)."
    )
    assert isinstance(tasks.tasks(page()), Note)


def months(slug: str, key: str, *values: float | None) -> list[dict[str, Any]]:
    """Published cases of the last months; None is hidden."""
    return [
        {"month": f"2024-{9 - at:02d}", "verwaltung": slug, "leistung_id": key,
         "measure": "cases_total", "value": value,
         "status": "ok" if value is not None else "suppressed", "data_maturity": "final"}
        for at, value in enumerate(values)
    ]  # fmt: skip


def people(slug: str, count: int) -> dict[str, Any]:
    """Published residents."""
    return {
        "month": "2024-09", "verwaltung": slug, "leistung_id": "alle", "measure": "population",
        "value": count, "status": "ok", "data_maturity": "final",
    }  # fmt: skip


def test_the_next_service_is_the_one_with_most_demand_times_online_elsewhere(
    page: Page,
) -> None:
    """DOG: 6 months of 10 for 1,000 residents are 120 a year there, 240 for 2,000 here."""
    complete = [
        {"source": "faelle", "verwaltung": slug, "month": f"2024-{at:02d}", "state": "complete"}
        for slug in (HEIDE, MARNE)
        for at in range(1, 10)
    ]
    measures = [
        people(HEIDE, 2000),
        people(MARNE, 1000),
        people(EIDER, 1000),
        *months(MARNE, DOG, 10, 10, 10, None, 10, 10, 10),
        *months(MARNE, EWA, *[15] * 6),
        *months(EIDER, EWA, *[15] * 6),
        *months(MARNE, BIRTH, *[99] * 5),
    ]
    data = page(
        completeness=complete,
        measures=measures,
        tasks=[
            task("missing_online", "D", DOG, MARNE),
            task("missing_online", "E", EWA, f"{MARNE},{EIDER}"),
            task("missing_online", "B", BIRTH, MARNE),
            task("missing_online", "nowhere", "99050012104000"),
        ],
    )
    block = tasks.next_services(data)
    assert isinstance(block, Table)
    assert [line[1:] for line in block.rows] == [
        ("rund 360", "Eider und Marne-Nordsee"),
        ("rund 240", "Marne-Nordsee"),
        # Five months are too few for an estimate.
        ("…", "Marne-Nordsee"),
    ]


def test_where_nothing_is_to_be_taken_over_there_is_no_next_service(page: Page) -> None:
    assert isinstance(tasks.next_services(page()), Note)
