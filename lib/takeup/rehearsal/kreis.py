"""Draw an invented Kreis: its administrations, their residents, and whom they take after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

import numpy as np

from takeup.facts import read_facts
from takeup.muster import SEED

Kind = Literal["Amt", "Stadt", "Kreis"]
# Streams of one Kreis: its size is known without drawing the rest of it.
_SIZE, _FACTS, SAMPLE = 1, 2, 3
# Keys and names have room for three digits.
MOST_KREISE: Final = 999


@cache
def facts() -> dict[str, Any]:
    """Sizes and words of ``rehearsal.yml``."""
    found: dict[str, Any] = read_facts("takeup.rehearsal", "rehearsal.yml")
    return found


@dataclass(frozen=True)
class Office:
    """An invented administration; ``like`` is the one of the sample whose habits it has.

    ``ewa`` is the day its electronic registration of residence begins, None for the Kreis.
    """

    slug: str
    name: str
    short_name: str
    kind: Kind
    key: str
    residents: int
    like: str
    ewa: date | None


@dataclass(frozen=True)
class Kreis:
    """An invented Kreis: Ämter, towns, and itself as the last of its administrations.

    ``rng`` is where its further facts are drawn from.
    """

    number: int
    offices: tuple[Office, ...]
    rng: np.random.Generator

    @property
    def residents(self) -> int:
        """Residents of the whole Kreis."""
        return self.offices[-1].residents


def seed(number: int, stream: int) -> tuple[int, int, int]:
    """Seed of one stream of a Kreis: the same however many Kreise are drawn."""
    return SEED, number, stream


def size(number: int) -> int:
    """Count the administrations of a Kreis, itself included."""
    rule = facts()["administrations"]
    rng = np.random.default_rng(seed(number, _SIZE))
    middle = np.log(rule["mean"]) - rule["spread"] ** 2 / 2
    drawn = rng.lognormal(middle, rule["spread"])
    return int(np.clip(round(drawn), rule["fewest"], rule["most"]))


def draw(number: int, models: Mapping[Kind, tuple[str, ...]]) -> Kreis:
    """Draw a Kreis.

    Parameters
    ----------
    number
        Its number, from 1 on; with the one seed of the sample it decides everything.
    models
        Administrations of the sample by kind: each invented one takes after one of them.
    """
    rng = np.random.default_rng(seed(number, _FACTS))
    rule, count = facts()["residents"], size(number) - 1
    drawn = np.sort(rng.lognormal(np.log(rule["median"]), rule["spread"], count))[::-1]
    residents = np.maximum(drawn.round(), rule["fewest"]).astype(int).tolist()
    towns = max(1, count // facts()["one_town_in"])
    kinds = [_kind(at, towns, count) for at in range(count + 1)]
    sizes = [*residents, sum(residents)]
    offices = tuple(
        _office(number, at + 1, kind, sizes[at], _Drawn.of(kind, models[kind], rng))
        for at, kind in enumerate(kinds)
    )
    return Kreis(number, offices, rng)


def _kind(at: int, towns: int, offices: int) -> Kind:
    if at == offices:
        return "Kreis"
    return "Stadt" if at < towns else "Amt"


@dataclass(frozen=True)
class _Drawn:
    like: str
    ewa: date | None

    @classmethod
    def of(cls, kind: Kind, models: tuple[str, ...], rng: np.random.Generator) -> _Drawn:
        start = facts()["ewa"]
        day = start["first"] + timedelta(weeks=int(rng.integers(start["weeks"])))
        return cls(models[rng.integers(len(models))], None if kind == "Kreis" else day)


def _office(kreis: int, number: int, kind: Kind, residents: int, drawn: _Drawn) -> Office:
    said, which = facts(), kind.lower()
    places = {"kreis": kreis, "number": number}
    places["kreis_key"] = said["keys"]["kreis"].format(**places)
    words = {
        name: said[name][which].format(**places)
        for name in ("slugs", "names", "short_names", "keys")
    }
    return Office(
        slug=words["slugs"],
        name=words["names"],
        short_name=words["short_names"],
        kind=kind,
        key=words["keys"],
        residents=residents,
        like=drawn.like,
        ewa=drawn.ewa,
    )
