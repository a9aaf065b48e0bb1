"""What is asked of a run, who watches it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from takeup.errors import UsageError
from takeup.periods import Month
from takeup.store import Edition


@dataclass(frozen=True)
class Reason:
    """Why a page is built: a code, and the tables that changed if it is their content."""

    code: str
    tables: tuple[str, ...] = ()


class Watch(Protocol):
    """Whoever wants to know how far a run is."""

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage of so many steps; None if nobody knows how many."""

    def step(self) -> None:
        """Count one step."""

    def made(self, page: str, why: Reason | None, failed: str) -> None:
        """Count a page that was built, for a reason; ``failed`` says why there is none."""

    def kept(self, page: str) -> None:
        """Count a page that stays as it is."""


@dataclass(frozen=True)
class Workers:
    """Who does the work: so many pages at once here, or the workers of a dask ``scheduler``.

    ``kernel`` is the kind of their kernels, one of ``making.KERNELS``; ``engine`` reduces
    event logs.
    """

    jobs: int
    kernel: str
    scheduler: str = ""
    engine: str = "duckdb"


@dataclass(frozen=True)
class Request:
    """What to build: a month, one administration (empty: all), and who does it.

    ``now`` is the moment of the run; ``stand`` the day whose knowledge counts, None for all
    that is known; ``force`` reads and builds what would come out the same, too.
    """

    month: Month
    verwaltung: str
    workers: Workers
    now: datetime
    stand: date | None = None
    force: bool = False

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

    @property
    def told(self) -> dict[str, int]:
        """What is said of a run once more as long as nothing changes."""
        return {"files": self.files, "errors": self.errors, "warnings": self.warnings}


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
