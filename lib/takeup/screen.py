"""What commands say on the screen: texts of ``cli.yml``, and how far a run is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
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
from takeup.order import Reason

out: Final = Console(highlight=False, markup=False, soft_wrap=True)
err: Final = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


@cache
def texts() -> dict[str, Any]:
    """All texts, by command."""
    found: dict[str, Any] = read_facts("takeup", "cli.yml")
    return found


def wording(command: str, name: str, **values: object) -> str:
    """Text of a command with its placeholders filled in."""
    pattern: str = texts()[command][name]
    return pattern.format(**values)


class ScreenWatch:
    """Shows how far a run is: stage, page, and the time left."""

    def __init__(self, progress: Progress, *, why: bool = False) -> None:
        self._progress, self._why = progress, why
        self._task = progress.add_task("", total=None)

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage of so many steps."""
        label = texts()["report"]["stages"][name]
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(label, total=total)
        if not self._progress.console.is_terminal:
            err.print(label)

    def step(self) -> None:
        """Count one step."""
        self._progress.advance(self._task)

    def made(self, page: str, why: Reason | None, failed: str) -> None:
        """Count a page that was built or failed, and name it."""
        self.step()
        if failed:
            err.print(wording("report", "failed", file=page, reason=failed), style="bold red")
        else:
            because = f" ({_because(why)})" if why and self._why else ""
            err.print(wording("report", "page", file=page) + because)

    def kept(self, page: str) -> None:
        """Count a page that stays as it is; it is named to whoever asks why."""
        self.step()
        if self._why:
            err.print(wording("report", "kept", file=page))


def _because(why: Reason) -> str:
    """Reason to build a page, in words."""
    words: str = texts()["report"]["reasons"][why.code]
    return words.format(tables=", ".join(f"{each}.csv" for each in why.tables))


def progress() -> Progress:
    """Bar at the foot of the screen; it goes when the run ends."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=err, transient=True)


def near(path: Path) -> str:
    """Path as seen from here, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
