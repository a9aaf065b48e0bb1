"""The command line; texts in ``cli.yml``. It reads the clock, as ``campaign_commands`` does."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from takeup import campaign_commands
from takeup.errors import DeliveryError, FetchError, PageError, TakeupError, UsageError
from takeup.facts import read_facts
from takeup.params import load_params
from takeup.periods import Month
from takeup.store import Store
from takeup.verification import command as verification

if TYPE_CHECKING:
    from takeup.fetch.journal import Step
    from takeup.fetch.run import Outcome

_INTERRUPTED = 130


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = read_facts("takeup", "cli.yml")
    return texts


def _text(command: str, name: str, **values: object) -> str:
    pattern: str = _texts()[command][name]
    return pattern.format(**values)


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # A pretty traceback prints the values of local variables: unprotected counts.
    pretty_exceptions_enable=False,
    help=_texts()["help"],
)
_out = Console(highlight=False, markup=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def main() -> None:
    """Run the command line; a known failure ends with its message and exit code."""
    try:
        app()
    except TakeupError as error:
        _err.print(f"{_texts()['error']} {error.what}", style="bold red")
        _err.print(error.remedy)
        sys.exit(error.exit_code)
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:  # typer turns Ctrl-C into it
            _err.print(_texts()["interrupted"])
        raise


def finished_month(text: str, today: Month, command: str = "report") -> Month:
    """Month to report on or to fetch; ``command`` is what the remedy shows.

    Raises
    ------
    UsageError
        If it is missing, malformed, or not over yet.
    """
    if not text:
        raise UsageError("month_missing", command=command)
    month = Month.parse(text)
    if month >= today:
        raise UsageError("month_not_over", month=month, last=today.shift(-1))
    return month


class _Watch:
    """Shows how far a run is: stage, page, and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage of so many steps."""
        label = _texts()["report"]["stages"][name]
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(label, total=total)
        if not self._progress.console.is_terminal:
            _err.print(label)

    def step(self, *, page: str = "", failed: str = "") -> None:
        """Count one step; a finished or failed page is named."""
        self._progress.advance(self._task)
        if failed:
            _err.print(_text("report", "failed", file=page, reason=failed), style="bold red")
        elif page:
            _err.print(_text("report", "page", file=page))


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=_err, transient=True)


def _skip_unused_grammars() -> None:
    """Spare the two seconds in which JSON Schema compiles grammars of addresses.

    JupyterLab brings them along; of notebooks nobody checks addresses.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@app.command(help=_texts()["report"]["help"])
def report(
    month: Annotated[
        str, typer.Option(envvar="TAKEUP_MONTH", help=_texts()["report"]["month"])
    ] = "",
    verwaltung: Annotated[
        str, typer.Option(envvar="TAKEUP_VERWALTUNG", help=_texts()["report"]["verwaltung"])
    ] = "",
    stand: Annotated[
        str, typer.Option(envvar="TAKEUP_STAND", help=_texts()["report"]["stand"])
    ] = "",
    jobs: Annotated[int, typer.Option(min=1, help=_texts()["report"]["jobs"])] = (
        os.cpu_count() or 1
    ),
    engine: Annotated[
        str, typer.Option(envvar="TAKEUP_ENGINE", help=_texts()["report"]["engine"])
    ] = "duckdb",
) -> None:
    """Build the reports of a month."""
    _skip_unused_grammars()
    from takeup.order import Request, known_day
    from takeup.pipeline import run

    wanted = finished_month(month.strip(), Month.of(_today()))
    day = known_day(stand.strip(), _today())
    asked = Request(wanted, verwaltung.strip(), jobs, datetime.now(UTC), day, engine.strip())
    store = Store.open()
    if store.sample:
        _err.print(_text("report", "sample"), style="bold")
    with _progress() as progress:
        outcome = run(asked, store, _Watch(progress))
    counts = {"files": outcome.files, "errors": outcome.errors, "warnings": outcome.warnings}
    _err.print(_text("report", "findings", **counts))
    _out.print(_text("report", "done", month=wanted, path=_near(outcome.folder)))
    if outcome.failed:
        pages = ", ".join(outcome.failed)
        raise PageError(
            "pages_failed", count=len(outcome.failed), total=outcome.total, pages=pages
        )


@app.command(help=_texts()["check"]["help"])
def check() -> None:
    """Check every file under ``params/``."""
    from takeup.sources import check_params

    params = load_params(Store.open().params)
    check_params(params)
    params.require_registered()
    names = ("verwaltungen", "leistungen", "quellen", "kampagnen", "berichte")
    counts = {name: len(getattr(params, name)) for name in names}
    _out.print(_text("check", "done", **counts))


@app.command(help=_texts()["sample"]["help"])
def sample() -> None:
    """Write the labelled sample deliveries."""
    from takeup.pipeline import renew_sample

    store = Store.open()
    params = load_params(store.params)
    with _progress() as progress:
        renew_sample(store, params, _Watch(progress))
    _out.print(_text("sample", "done", path=_near(store.muster)))


@app.command(name="inspect", help=_texts()["inspect"]["help"])
def inspect_file(  # noqa: PLR0913, PLR0917  one argument for each option of the command
    file: Annotated[
        Path, typer.Argument(envvar="TAKEUP_FILE", help=_texts()["inspect"]["file"])
    ],
    quelle: Annotated[
        str, typer.Option(envvar="TAKEUP_QUELLE", help=_texts()["inspect"]["quelle"])
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_texts()["inspect"]["json"])] = False,
    vorschlag: Annotated[
        bool, typer.Option("--vorschlag", help=_texts()["inspect"]["vorschlag"])
    ] = False,
    verwaltung: Annotated[str, typer.Option(help=_texts()["inspect"]["verwaltung"])] = "",
    month: Annotated[str, typer.Option(help=_texts()["inspect"]["month"])] = "",
) -> None:
    """Show what is recognised in a file, or draft a mapping for it."""
    from takeup.inspection import Place, document, inspect_path, plain, screen

    params = load_params(Store.open().params)
    told = Place(
        params.require_verwaltung(verwaltung) if verwaltung else "",
        Month.parse(month) if month else None,
    )
    found = inspect_path(file, params, quelle, told)
    proposal = document(found.draft, found.name) if found.draft else ""
    if as_json:
        data = plain(found, proposal)
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif vorschlag and found.draft:
        typer.echo(proposal, nl=False)
        if not found.draft.complete:
            missing = ", ".join(found.draft.fit.missing) or _text("inspect", "nothing")
            _err.print(_text("inspect", "incomplete", missing=missing), style="bold")
        return
    else:
        console = _err if vorschlag else _out
        for block in screen(found):
            console.print(block, soft_wrap=False)
    if found.refused:
        raise typer.Exit(DeliveryError.exit_code)


app.command(help=verification.texts()["help"])(verification.verify)
campaign_commands.add_to(app)


class _FetchWatch(_Watch):
    """Shows how far a fetch is: one step for every question."""

    def begin(self, total: int) -> None:
        """Begin so many questions."""
        self.stage("fetch", total)

    def told(self, step: Step) -> None:
        """Count one step and say how it ended."""
        self.step()
        state = _texts()["fetch"]["states"][step.state]
        style = "bold red" if step.state == "failed" else None
        _err.print(f"{state} {step.verwaltung} {step.name}", style=style)


@app.command(help=_texts()["fetch"]["help"])
def fetch(
    month: Annotated[
        str, typer.Option(envvar="TAKEUP_MONTH", help=_texts()["fetch"]["month"])
    ] = "",
    verwaltung: Annotated[
        str, typer.Option(envvar="TAKEUP_VERWALTUNG", help=_texts()["report"]["verwaltung"])
    ] = "",
) -> None:
    """Fetch a month's reports from Matomo into the deliveries."""
    from takeup.fetch.run import Request, run

    wanted = finished_month(month.strip(), Month.of(_today()), "fetch")
    store = Store.open()
    params = load_params(store.params)
    chosen = params.require_verwaltung(verwaltung.strip()) if verwaltung.strip() else ""
    request = Request(wanted, chosen, os.environ, lambda: datetime.now(UTC))
    with _progress() as progress:
        outcome = run(request, params, store, _FetchWatch(progress))
    _tell(outcome)
    states = ("new", "changed", "unchanged")
    counts = {state: outcome.counts.get(state, 0) for state in states}
    folder = store.data / "deliveries" / str(wanted)
    _out.print(_text("fetch", "done", month=wanted, path=_near(folder), **counts))
    if outcome.failures:
        raise FetchError("fetch_incomplete", month=wanted, count=len(outcome.failures))


def _tell(outcome: Outcome) -> None:
    """Say what is odd and what failed, each with what to do."""
    for remark in outcome.remarks:
        pattern = _texts()["fetch"]["remarks"][remark.code]
        _err.print(pattern.format(**remark._asdict()))
    for failure in outcome.failures:
        _err.print(f"{_texts()['error']} {failure.what}", style="bold red")
        _err.print(failure.remedy)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the analyst's own calendar is meant


def _near(path: Path) -> str:
    """Path as seen from here, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
