"""Methodik: what every measure means, from its sidecar, and what the signs and rules mean."""

from __future__ import annotations

from typing import Final

from takeup.measures.sidecar import Sidecar
from takeup.render import numbers
from takeup.render.blocks import Fold, Folds, Table, Text
from takeup.render.numbers import SIGNS
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.examples import example_tables
from takeup.report.standards import benchmark

# Minimum counts in the settings, in the order in which they work.
_MINIMUMS: Final = ("mindestzahl", "mindestbasis", "kleine_basis", "mindestantworten")
_OTHER_SIGNS: Final = {"partial": "( )", "zero": "0", "provisional": "p", "revised": "r"}
_RULES: Final = ("primary", "secondary", "rates", "answers", "money", "register", "visits")
_LIMITS: Final = (
    "consent",
    "visitors",
    "two_sources",
    "scope",
    "residents",
    "answers",
    "costs",
    "others",
    "maturity",
)


def measures(data: PageData, kind: str) -> Folds:
    """Everything about the measures of a kind (count, rate), each with its worked example."""
    chosen = {name: each for name, each in data.sidecars.items() if each.kind == kind}
    return Folds(tuple(_measure(data, name, each) for name, each in chosen.items()))


def _measure(data: PageData, measure: str, sidecar: Sidecar) -> Fold:
    facts = {
        "definition": sidecar.definition,
        "reading": sidecar.reading,
        **_parts(data, sidecar),
        "totals": _totals(sidecar),
        "protection": text(f"manual.protection.{sidecar.counts}"),
        "source": ", ".join(text(f"report.sources.{each}") for each in sidecar.sources),
        "caveats": " ".join(sidecar.caveats),
        "benchmark": " ".join(benchmark(data, measure, each) for each in sidecar.benchmarks),
        "references": "; ".join(sidecar.references),
        "example": sidecar.example.text,
    }
    return Fold(
        title=sidecar.name,
        value=sidecar.unit,
        facts=tuple((text(f"manual.facts.{key}"), said) for key, said in facts.items() if said),
        tables=example_tables(data, measure),
    )


def _parts(data: PageData, sidecar: Sidecar) -> dict[str, str]:
    """Names of the counts that a rate divides."""
    counts = {"numerator": sidecar.numerator, "denominator": sidecar.denominator}
    return {key: data.sidecars[count].name for key, count in counts.items() if count}


def _totals(sidecar: Sidecar) -> str:
    """Over what a count may be summed."""
    if sidecar.kind == "rate":
        return text("manual.totals.rate")
    over = [text(f"manual.totals.{each}") for each in sidecar.additive]
    return ", ".join(over) or text("manual.totals.none")


def signs(data: PageData) -> Table:
    """Signs that stand in place of a number or beside it."""
    del data
    known = {**SIGNS, **_OTHER_SIGNS}
    return Table(
        caption=text("manual.signs_caption"),
        columns=(text("manual.columns.sign"), text("manual.columns.meaning")),
        rows=tuple((sign, text(f"manual.signs.{name}")) for name, sign in known.items()),
        align=("left", "left"),
        notes=(text("manual.signs_note"),),
        source=text("manual.signs_source"),
    )


def minimum_counts(data: PageData) -> Table:
    """Minimum counts of the settings, each with its reason."""
    limits = data.params.settings.geheimhaltung
    names = ("rule", "least", "reason")
    return Table(
        caption=text("manual.minimum_caption"),
        columns=tuple(text(f"manual.columns.{name}") for name in names),
        rows=tuple(
            (
                text(f"manual.minimum.{name}.rule"),
                numbers.integer(getattr(limits, name)),
                text(f"manual.minimum.{name}.reason"),
            )
            for name in _MINIMUMS
        ),
        align=("left", "right", "left"),
        notes=(),
        source=text("manual.minimum_source"),
    )


def protection_rules(data: PageData) -> Text:
    """How small counts are protected, in words."""
    limits = data.params.settings.geheimhaltung
    told = {
        "least": numbers.integer(limits.mindestzahl),
        "answers": numbers.integer(limits.mindestantworten),
        "base": numbers.integer(limits.mindestbasis),
    }
    return Text(
        lead=text("manual.rules.lead"),
        points=tuple(text(f"manual.rules.{rule}", **told) for rule in _RULES),
    )


def limits(data: PageData) -> Text:
    """What the data cannot tell."""
    days = numbers.integer(data.params.settings.vorlaeufig_tage)
    residents = data.cell("population").shown
    points = [text(f"manual.limits.{name}", days=days, residents=residents) for name in _LIMITS]
    return Text(lead=text("manual.limits.lead"), points=tuple(points))
