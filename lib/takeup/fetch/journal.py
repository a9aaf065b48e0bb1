"""What happened during a fetch, kept for its end and told while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from takeup.errors import FetchError


class Step(NamedTuple):
    """One thing done: for whom, what, and how it ended; ``state`` is a key of cli.yml."""

    verwaltung: str
    name: str
    state: str


class Remark(NamedTuple):
    """Something to know that stopped nothing; ``code`` is a key of cli.yml."""

    code: str
    verwaltung: str
    what: str = ""
    expected: str = ""


class Watch(Protocol):
    """Whoever wants to know how far a fetch is."""

    def begin(self, total: int) -> None:
        """Begin so many steps."""

    def told(self, step: Step) -> None:
        """Hear of a step that is done."""


@dataclass
class Journal:
    """Steps by state, remarks and failures of a run."""

    watch: Watch
    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    failures: list[FetchError] = field(default_factory=list)

    def done(self, verwaltung: str, name: str, state: str) -> None:
        """Note a step that is done."""
        self.counts[state] = self.counts.get(state, 0) + 1
        self.watch.told(Step(verwaltung, name, state))

    def failed(self, verwaltung: str, name: str, error: FetchError) -> None:
        """Note a step that failed, without the frames of its traceback: they know the token."""
        self.failures.append(error.with_traceback(None))
        self.done(verwaltung, name, "failed")
