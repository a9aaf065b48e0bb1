"""Datenwörterbuch: every field of the published tables and of the delivered sources."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from takeup.contract import Contract, Field
from takeup.publication import TABLES, contract
from takeup.render.blocks import Fold, Folds, Table
from takeup.render.texts import text


def published_tables() -> Folds:
    """Fields of every table in the folder ``daten``."""
    return Folds(tuple(_fold(contract(name), f"daten/{name}.csv") for name in TABLES))


def sources() -> Folds:
    """Fields of every source as it is staged."""
    ordered = sorted(_sources(), key=lambda each: each.title)
    return Folds(tuple(_fold(each, "") for each in ordered))


@cache
def _sources() -> tuple[Contract, ...]:
    """Contracts that lie beside the readers of the sources."""
    with as_file(files("takeup.sources")) as folder:
        return tuple(Contract.load(path) for path in sorted(folder.glob("*.yml")))


def _fold(rules: Contract, value: str) -> Fold:
    facts = (
        (text("manual.facts.description"), rules.description),
        (text("manual.facts.key"), ", ".join(rules.primary_key)),
    )
    return Fold(rules.title, value, facts, (_fields(rules),))


def _fields(rules: Contract) -> Table:
    names = ("field", "type", "unit", "meaning")
    return Table(
        caption=text("manual.fields_caption", name=rules.title),
        columns=tuple(text(f"manual.columns.{name}") for name in names),
        rows=tuple(_row(each) for each in rules.fields),
        align=("left",) * len(names),
        notes=(),
        source="",
    )


def _row(each: Field) -> tuple[str, ...]:
    kind = text(f"manual.types.{each.type}")
    return each.name, kind, each.unit, _meaning(each)


def _meaning(each: Field) -> str:
    """Title, description, allowed words; whether it may be empty or carries a state."""
    parts = [each.title, each.description]
    if each.enum:
        parts.append(text("manual.enum", words=", ".join(each.enum)))
    if each.states:
        parts.append(text("manual.states", name=f"{each.name}_state"))
    if not each.required:
        parts.append(text("manual.optional"))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
