"""``takeup sample``: deliveries of one Kreis, or project folders of as many as Germany has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from takeup import screen
from takeup.errors import UsageError
from takeup.periods import Month
from takeup.store import Store

if TYPE_CHECKING:
    from takeup.rehearsal.write import Order

_SAID: Final[dict[str, Any]] = screen.texts()["sample"]
_FOLDER: Final = "kreise"


def sample(  # noqa: PLR0913, PLR0917  one argument for each option of the command
    kreise: Annotated[int, typer.Option(help=_SAID["kreise"])] = 0,
    von: Annotated[int, typer.Option(help=_SAID["von"])] = 0,
    bis: Annotated[int, typer.Option(help=_SAID["bis"])] = 0,
    ziel: Annotated[Path | None, typer.Option(help=_SAID["ziel"])] = None,
    erster_monat: Annotated[str, typer.Option(help=_SAID["erster_monat"])] = "",
    letzter_monat: Annotated[str, typer.Option(help=_SAID["letzter_monat"])] = "",
    jobs: Annotated[int, typer.Option(min=1, help=_SAID["jobs"])] = os.cpu_count() or 1,
) -> None:
    """Write the labelled sample deliveries.

    Raises
    ------
    UsageError
        If there is no room for the Kreise, a folder holds anything else, or an option makes
        no sense.
    """
    store = Store.open()
    if not kreise:
        if von or bis or ziel or erster_monat or letzter_monat:
            raise UsageError("kreise_missing")
        _write_own(store)
        return
    from takeup.muster import FIRST, LAST
    from takeup.rehearsal.write import Order, require_numbers

    first = Month.parse(erster_monat) if erster_monat else FIRST
    last = Month.parse(letzter_monat) if letzter_monat else LAST
    if last < first:
        raise UsageError("months_backwards", first=first, last=last)
    target = (ziel or store.data / _FOLDER).resolve()
    numbers = require_numbers(kreise, von or 1, bis)
    _write_kreise(Order(store.root, target, numbers, first, last), jobs)


def _write_own(store: Store) -> None:
    """Write the sample of this project."""
    from takeup.params import load_params
    from takeup.pipeline import renew_sample

    params = load_params(store.params)
    with screen.progress() as shown:
        renew_sample(store, params, screen.ScreenWatch(shown))
    screen.out.print(screen.wording("sample", "done", path=screen.near(store.muster)))


def _write_kreise(order: Order, jobs: int) -> None:
    """Tell what it takes, then write what is missing."""
    from takeup.rehearsal.write import Need, readable, write_kreise

    need = Need.of(order)
    count, done = len(need.numbers), len(order.numbers) - len(need.numbers)
    if done:
        screen.err.print(screen.wording("sample", "kept", count=done, total=len(order.numbers)))
    if count:
        sizes = {"files": f"{need.files:,}".replace(",", "."), "size": readable(need.bytes)}
        screen.err.print(
            screen.wording("sample", "need", count=count, offices=need.administrations, **sizes)
        )
    with screen.progress() as shown:
        watch = screen.ScreenWatch(shown)
        watch.stage("kreise", count)
        for folder in write_kreise(order, need.numbers, jobs):
            watch.made(folder.name, None, "")
    told = {"count": len(order.numbers), "path": screen.near(order.target)}
    screen.out.print(screen.wording("sample", "kreise_done", **told))
