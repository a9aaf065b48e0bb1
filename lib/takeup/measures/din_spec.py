"""What DIN SPEC 66336 wants measured, and which of our measures does it."""

from __future__ import annotations

from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from takeup.facts import read_facts


class Requirement(BaseModel):
    """One item of section 5.12.2: collected by ``measure``, or not, for a ``reason``."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: str
    level: Literal["must", "should"]
    measure: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _is_collected_or_says_why_not(self) -> Self:
        if bool(self.measure) == bool(self.reason):
            msg = "an item has either a measure or a reason"
            raise ValueError(msg)
        return self


@cache
def load_requirements() -> tuple[Requirement, ...]:
    """Items of the standard in its order."""
    items = TypeAdapter(list[Requirement]).validate_python(
        read_facts("takeup.measures", "din_spec_66336.yml")
    )
    return tuple(items)
