"""What the components mean, what was ticked, and whether it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from takeup.agreement import Einheitlich
from takeup.facts import read_facts
from takeup.regions import ALL
from takeup.uniformity.components import WHOLE

Reached = Literal["reached", "missed", "open"]
_EXACT: Final = 1e-9
_NOTHING: Final = [0.0, 0.0, 0.0]


class Example(BaseModel):
    """A case small enough to follow by hand."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    text: str
    numerator: float
    denominator: float
    value: float


class Component(BaseModel):
    """Meaning of a component, for pages and the manual; German."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: str
    definition: str
    numerator: str
    denominator: str
    unknown: str
    reading: str
    sources: tuple[str, ...] = Field(strict=False, min_length=1)
    example: Example


@cache
def load_components() -> dict[str, Component]:
    """Meanings of E1 to E12, in this order."""
    return {
        key: Component.model_validate(each)
        for key, each in read_facts("takeup.uniformity", "components.yml").items()
    }


@dataclass(frozen=True)
class Ticked:
    """A component of the agreed definition, and how far it is reached."""

    component: str
    threshold: float
    verdict: Reached


def ticked(table: pd.DataFrame, agreement: Einheitlich) -> tuple[Ticked, ...]:
    """Judge the ticked components for all administrations together.

    A threshold is reached if it is even when all that is unknown should turn out to be a
    "no", and missed if it is even when all should be a "yes"; between them it is open.

    Parameters
    ----------
    table
        Components (:func:`takeup.uniformity.components.components`).
    agreement
        The ticked components with their thresholds.
    """
    rows = table[(table["verwaltung"] == ALL) & (table["part"] == WHOLE)]
    names = rows["component"].astype("str")
    numbers = rows[["numerator", "denominator", "unknown"]].astype(float).to_numpy().tolist()
    counts = dict(zip(names, numbers, strict=True))
    return tuple(
        Ticked(name, threshold, _verdict(counts.get(name, _NOTHING), threshold))
        for name, threshold in agreement.gilt_als_einheitlich.items()
    )


def _verdict(counts: list[float], threshold: float) -> Reached:
    yes, known, unknown = counts
    # A share such as 0.95 has no exact binary form; 19 of 20 must reach it.
    needed = threshold * (known + unknown) - _EXACT
    if known + unknown == 0:
        return "open"
    if yes >= needed:
        return "reached"
    return "missed" if yes + unknown < needed else "open"


def weakest(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Administrations with the lowest known value of each component.

    Returns
    -------
    dict
        Component → all that share the lowest value, in the order of their slugs; none if
        all known values are equal, or only one is known. It is no ranking: the others have
        no place.
    """
    rows = table[
        (table["part"] == WHOLE) & (table["verwaltung"] != ALL) & (table["status"] == "ok")
    ]
    found = {}
    for name, group in rows.groupby("component"):
        values = group["value"].astype(float)
        lowest = group[values <= values.min() + _EXACT]
        if len(lowest) < len(group):
            found[str(name)] = tuple(sorted(lowest["verwaltung"]))
    return found
