"""Settings of the portals' upkeep: catalogues and what checks of them find."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_validator

from takeup.periods import Month


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class OnlineServices(_Model):
    """Names of online services with their chances, and which catalogues name them."""

    first: Month
    silent: tuple[str, ...]
    names: dict[str, float]

    @field_validator("first", mode="before")
    @classmethod
    def _as_month(cls, text: str) -> Month:
        return Month.parse(text)

    def told(self, slug: str, month: Month) -> bool:
        """Whether an administration's catalogue of a month has the column."""
        return month >= self.first and slug not in self.silent


class Checks(_Model):
    """Chances of what the checks of links and of the PVOG find, and who is not checked."""

    broken: float
    inconclusive: float
    unchecked: tuple[str, ...]
    not_in_pvog: float
    renamed_in_pvog: float
    other_name: str


class Catalogue(_Model):
    """How well the services are described.

    ``names`` and ``keys`` are those an administration writes in place of the agreed ones.
    """

    review_days: tuple[int, int]
    complete: tuple[float, float, float, float, float]
    online_maturity: dict[int, float]
    offline_maturity: dict[int, float]
    address: str
    names: dict[str, dict[str, str]]
    keys: dict[str, dict[str, str]]
    online_services: OnlineServices
