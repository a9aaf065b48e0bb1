"""``takeup register`` and ``takeup plan``: before a campaign. Texts in the yml beside it."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console

from takeup.errors import UsageError
from takeup.params import load_params
from takeup.registration import SUFFIX, Registered, to_yaml
from takeup.registration import register as registered_now
from takeup.store import Store, write_atomic


@cache
def texts() -> dict[str, Any]:
    """German texts of the commands."""
    source = files("takeup").joinpath("campaign_commands.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(source)
    return found


_out = Console(highlight=False, markup=False, soft_wrap=True)


def _say(command: str, name: str, **values: object) -> None:
    _out.print(texts()[command][name].format(**values))


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
