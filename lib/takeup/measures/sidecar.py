"""Sidecars: what a measure means, in German, with a worked example."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from takeup.facts import parse_facts
from takeup.measures import COUNTS, RATES

Dimension = Literal["months", "verwaltungen", "leistungen"]
Protection = Literal["persons", "cases", "visits", "answers", "residents", "money"]
Status = Literal["ok", "partial", "not_applicable", "unknown", "suppressed", "too_small"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Expected(_Model):
    """One row that the example must give; ``value`` is empty where there is none."""

    month: str
    verwaltung: str
    leistung_id: str
    value: float | None
    status: Status


class Example(_Model):
    """A case small enough to follow by hand.

    ``inputs`` holds rows by source for a count, rows of ``counts`` for a rate; ``text`` says
    what the case shows.
    """

    text: str
    inputs: dict[str, list[dict[str, Any]]]
    expected: tuple[Expected, ...] = Field(strict=False, min_length=2)


class Benchmark(_Model):
    """A value others use or found, to set one's own beside; never a rank.

    ``value`` is in the unit of the measure; ``above`` tells a threshold from a finding.
    """

    name: str
    value: float
    above: bool
    source: str
    year: int
    note: str


class Sidecar(_Model):
    """Meaning of one measure.

    Attributes
    ----------
    counts
        What one unit of the numerator is; persons and cases are protected.
    scale
        1 for shares, 1000 for rates per 1,000 residents; counts have none.
    additive
        Dimensions over which a count may be summed. A total over a dimension that is not
        named does not exist, or is delivered as such.
    parts
        Counts of the same cell that add up to this one.
    follows
        Count of the same cells: where that one is hidden, this one is.
    nearly
        Another count of the same thing, so nearly the same number in each service: hiding
        one beside the other open would give it away.
    sources
        The first source carries the count: where it was not delivered, the count is
        unknown. Others only set its scope.
    """

    name: str
    short: str
    unit: str
    kind: Literal["count", "rate"]
    counts: Protection
    scale: Literal[1, 1000] | None = None
    numerator: str | None = None
    denominator: str | None = None
    additive: tuple[Dimension, ...] = Field(default=(), strict=False)
    parts: tuple[str, ...] = Field(default=(), strict=False)
    follows: str | None = None
    nearly: str | None = None
    definition: str
    reading: str
    caveats: tuple[str, ...] = Field(strict=False)
    sources: tuple[str, ...] = Field(strict=False, min_length=1)
    references: tuple[str, ...] = Field(strict=False)
    benchmarks: tuple[Benchmark, ...] = Field(default=(), strict=False)
    example: Example

    @model_validator(mode="after")
    def _rates_divide_and_counts_do_not(self) -> Self:
        ratio = (self.numerator, self.denominator, self.scale)
        wanted = self.kind == "rate"
        if any((each is not None) != wanted for each in ratio):
            msg = "numerator, denominator and scale belong to every rate and to no count"
            raise ValueError(msg)
        return self


def read_sidecar(text: str) -> Sidecar:
    """Read one sidecar.

    Raises
    ------
    ValidationError
        If a key is missing, unknown or of the wrong kind: a programming error.
    """
    return Sidecar.model_validate(parse_facts(text))


@cache
def load_sidecars() -> dict[str, Sidecar]:
    """Sidecars of all registered measures, counts first, in the order of the registry."""
    folder = files("takeup.measures")
    names = (*COUNTS, *RATES)
    return {
        name: read_sidecar(folder.joinpath(f"{name}.yml").read_text(encoding="utf-8"))
        for name in names
    }
