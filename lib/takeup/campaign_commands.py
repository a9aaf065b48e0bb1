"""``takeup register`` and ``takeup plan``: before a campaign. Texts in the yml beside it."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Grid

from takeup.errors import UsageError
from takeup.facts import read_facts
from takeup.store import Store, write_atomic

if TYPE_CHECKING:
    from takeup.render.blocks import Table as Block


@cache
def texts() -> dict[str, Any]:
    """German texts of the commands."""
    found: dict[str, Any] = read_facts("takeup", "campaign_commands.yml")
    return found


_out = Console(highlight=False, markup=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def _say(command: str, name: str, **values: object) -> None:
    _out.print(texts()[command][name].format(**values))


def add_to(app: typer.Typer) -> None:
    """Make both commands known to the command line."""
    for command in (register, plan):
        app.command(help=texts()[command.__name__]["help"])(command)


def register(
    kampagne: Annotated[
        str, typer.Argument(envvar="TAKEUP_KAMPAGNE", help=texts()["register"]["kampagne"])
    ],
    am: Annotated[str, typer.Option(envvar="TAKEUP_AM", help=texts()["register"]["am"])] = "",
) -> None:
    """Write down that a campaign reads as it does, and since when.

    Raises
    ------
    ParameterError
        If the campaign contradicts itself, or was changed without a reason.
    UsageError
        If there is no such campaign, or the day cannot be.
    """
    from takeup.params import load_params
    from takeup.registration import SUFFIX, Registered, to_yaml
    from takeup.registration import register as registered_now

    store, slug = Store.open(), kampagne.strip()
    params = load_params(store.params)
    campaign = params.require_kampagne(slug)
    before = params.registrierungen.get(slug)
    after = registered_now(slug, campaign, before, _day(am.strip()))
    if after == before:
        _say("register", "unchanged", slug=slug, day=after.last.am, hash=after.last.short)
        return
    path = store.params / "kampagnen" / f"{slug}{SUFFIX}.yml"
    write_atomic(path, to_yaml(after).encode())
    _say("register", "done", slug=slug, day=after.last.am, hash=after.last.short)
    _say("register", "commit", file=f"params/kampagnen/{path.name}")
    if Registered(campaign, after).is_late:
        _say("register", "late", start=campaign.beginn)


_OPTIONS = texts()["plan"]["options"]
Numbers = Annotated[str, typer.Option(envvar="TAKEUP_VERWALTUNGEN", help=_OPTIONS["treated"])]
Waves = Annotated[str, typer.Option(envvar="TAKEUP_WELLEN", help=_OPTIONS["waves"])]
Weeks = Annotated[str, typer.Option(envvar="TAKEUP_WOCHEN", help=_OPTIONS["weeks"])]
Volume = Annotated[float, typer.Option(envvar="TAKEUP_MENGE", help=_OPTIONS["volume"])]
Cost = Annotated[float, typer.Option(envvar="TAKEUP_KOSTEN", help=_OPTIONS["cost"])]
Worth = Annotated[float, typer.Option(envvar="TAKEUP_WERT", help=_OPTIONS["value"])]
Like = Annotated[str, typer.Option(envvar="TAKEUP_KAMPAGNE", help=_OPTIONS["like"])]


def plan(  # noqa: PLR0913, PLR0917  one argument for each option of the command
    verwaltungen: Numbers = "",
    wellen: Waves = "1,3",
    wochen: Weeks = "8",
    menge: Volume = 0.0,
    kosten: Cost = 0.0,
    wert: Worth = 0.0,
    kampagne: Like = "",
) -> None:
    """Say which effect a campaign could show, and what it may cost.

    Raises
    ------
    UsageError
        If an option is no number, or there is nothing to plan with.
    """
    from takeup.planning import Question, amount, plan_table, whole_numbers
    from takeup.planning import plan as planned

    question = Question(
        treated=whole_numbers(verwaltungen),
        waves=whole_numbers(wellen) or (1,),
        weeks=whole_numbers(wochen) or (8,),
        per_week=amount(menge),
        cost_eur=amount(kosten),
        value_eur=amount(wert),
        like=kampagne.strip(),
    )
    with Progress(console=_err, transient=True) as progress:
        task = progress.add_task(texts()["plan"]["progress"], total=None)
        answer = planned(question, lambda: progress.advance(task))
    _show(plan_table(answer))


def _show(block: Block) -> None:
    """Print a table with its notes."""
    grid = Grid(title=block.caption, box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0))
    grid.title_justify, grid.title_style = "left", "bold"
    for name in block.columns:
        grid.add_column(name, justify="right", overflow="fold")
    for row in block.rows:
        grid.add_row(*row)
    _out.print(grid, soft_wrap=False)
    for note in (*block.notes, block.source):
        _out.print(note, soft_wrap=False)


def _day(text: str) -> date:
    """Day of a registration: the one given, or today; it then stands in the file."""
    today = _today()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise UsageError("register_malformed", value=text) from None
    if day > today:
        raise UsageError("register_future", day=day, today=today)
    return day


def _today() -> date:
    return date.today()  # noqa: DTZ011  the calendar of whoever registers
