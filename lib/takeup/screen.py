"""What commands say on the screen: texts of ``cli.yml``, and how far a run is."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from takeup.facts import read_facts

out: Final = Console(highlight=False, markup=False, soft_wrap=True)
err: Final = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


@cache
def texts() -> dict[str, Any]:
    """All texts, by command."""
    found: dict[str, Any] = read_facts("takeup", "cli.yml")
    return found


def text(command: str, name: str, **values: object) -> str:
    """Text of a command with its placeholders filled in."""
    pattern: str = texts()[command][name]
    return pattern.format(**values)


class ScreenWatch:
    """Shows how far a run is: stage, page, and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage of so many steps."""
        label = texts()["report"]["stages"][name]
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(label, total=total)
        if not self._progress.console.is_terminal:
            err.print(label)

    def step(self, *, page: str = "", failed: str = "") -> None:
        """Count one step; a finished or failed page is named."""
        self._progress.advance(self._task)
        if failed:
            err.print(text("report", "failed", file=page, reason=failed), style="bold red")
        elif page:
            err.print(text("report", "page", file=page))


def progress() -> Progress:
    """Bar at the foot of the screen; it goes when the run ends."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=err, transient=True)
