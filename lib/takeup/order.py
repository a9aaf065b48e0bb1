"""What is asked of a run, who watches it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from takeup.errors import UsageError
from takeup.periods import Month
from takeup.store import Edition


class Watch(Protocol):
    """Whoever wants to know how far a run is."""

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage of so many steps; None if nobody knows how many."""

    def step(self, *, page: str = "", failed: str = "") -> None:
        """Count one step; name the page it finished, and the reason if it failed."""


@dataclass(frozen=True)
class Request:
    """What to build: a month, one administration (empty: all), pages at once.

    ``now`` is the moment of the run; ``stand`` the day whose knowledge counts, None for all
    that is known; ``engine`` reduces event logs.
    """

    month: Month
    verwaltung: str
    jobs: int
    now: datetime
    stand: date | None = None
    engine: str = "duckdb"

    @property
    def edition(self) -> Edition:
        """Where it is published: the month's own folder, or one for the day asked for."""
        return Edition(self.month, self.stand)


@dataclass(frozen=True)
class Outcome:
    """What a run did: where the month lies, how its deliveries were, which pages failed."""

    folder: Path
    files: int
    errors: int
    warnings: int
    total: int
    failed: tuple[str, ...]


def known_day(text: str, today: date) -> date | None:
    """Day whose knowledge a report rests on; None if none is asked for.

    Raises
    ------
    UsageError
        If it is malformed or still to come.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Other forms of ISO 8601, such as weeks, would surprise.
    if day is None or str(day) != text:
        raise UsageError("stand_malformed", value=text)
    if day > today:
        raise UsageError("stand_in_future", day=day, today=today)
    return day
