"""The command line; texts in ``cli.yml``. It reads the clock, as ``campaign_commands`` does."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from takeup import campaign_commands, sample_command
from takeup.errors import DeliveryError, FetchError, PageError, TakeupError, UsageError
from takeup.garbage import look_seldom
from takeup.periods import Month
from takeup.screen import ScreenWatch, err, near, out, progress, texts, wording
from takeup.store import Store
from takeup.verification import command as verification

if TYPE_CHECKING:
    from takeup.fetch.journal import Step
    from takeup.fetch.run import Outcome as Fetched
    from takeup.order import Outcome, Request

_INTERRUPTED = 130

Kernel = Literal["zygote", "ordinary"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # A pretty traceback prints the values of local variables: unprotected counts.
    pretty_exceptions_enable=False,
    help=texts()["help"],
)


def main() -> None:
    """Run the command line; a known failure ends with its message and exit code."""
    look_seldom()
    try:
        app()
    except TakeupError as error:
        err.print(f"{texts()['error']} {error.what}", style="bold red")
        err.print(error.remedy)
        sys.exit(error.exit_code)
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:  # typer turns Ctrl-C into it
            err.print(texts()["interrupted"])
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


def _skip_unused_grammars() -> None:
    """Spare the two seconds in which JSON Schema compiles grammars of addresses.

    JupyterLab brings them along; of notebooks nobody checks addresses.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _option(name: str, *names: str, **rules: Any) -> Any:
    """Option of ``report``, also read from the environment; its help stands in ``cli.yml``."""
    about = texts()["report"][name]
    return typer.Option(*names, envvar=f"TAKEUP_{name.upper()}", help=about, **rules)


@app.command(help=texts()["report"]["help"])
def report(  # noqa: PLR0913, PLR0917  one argument for each option of the command
    month: Annotated[str, _option("month")] = "",
    verwaltung: Annotated[str, _option("verwaltung")] = "",
    stand: Annotated[str, _option("stand")] = "",
    jobs: Annotated[int, _option("jobs", min=1)] = os.cpu_count() or 1,
    kernel: Annotated[Kernel, _option("kernel")] = "zygote",
    scheduler: Annotated[str, _option("scheduler")] = "",
    engine: Annotated[str, _option("engine")] = "duckdb",
    force: Annotated[bool, _option("force", "--force")] = False,
    why: Annotated[bool, _option("why", "--why")] = False,
) -> None:
    """Build the reports of a month."""
    from takeup.order import Request, Workers, known_day

    wanted = finished_month(month.strip(), Month.of(_today()))
    day = known_day(stand.strip(), _today())
    workers = Workers(jobs, kernel, scheduler.strip(), engine.strip())
    asked = Request(wanted, verwaltung.strip(), workers, datetime.now(UTC), day, force=force)
    store = Store.open()
    if store.sample:
        err.print(wording("report", "sample"), style="bold")
    told = _unchanged(asked, store)
    outcome = None if told else _run(asked, store, why=why)
    err.print(wording("report", "findings", **(outcome.told if outcome else told)))
    folder = store.published(asked.edition)
    out.print(wording("report", "done", month=wanted, path=near(folder)))
    if outcome and outcome.failed:
        pages = ", ".join(outcome.failed)
        raise PageError(
            "pages_failed", count=len(outcome.failed), total=outcome.total, pages=pages
        )


def _unchanged(asked: Request, store: Store) -> dict[str, int]:
    """What the last run said, if another would change nothing; else nothing."""
    from takeup import freshness

    if asked.force or asked.verwaltung:
        return {}
    if not freshness.is_current(freshness.Inputs.of(asked, store), store, asked.edition):
        return {}
    err.print(wording("report", "current"))
    return freshness.told(store, asked.edition)


def _run(asked: Request, store: Store, *, why: bool) -> Outcome:
    """Run, and show how far it is."""
    _skip_unused_grammars()
    from takeup.pipeline import run

    with progress() as shown:
        return run(asked, store, ScreenWatch(shown, why=why))


@app.command(help=texts()["check"]["help"])
def check() -> None:
    """Check every file under ``params/``."""
    from takeup import muster
    from takeup.params import load_params
    from takeup.sources import check_params

    store = Store.open()
    params = load_params(store.params)
    check_params(params)
    muster.order(store)
    params.require_registered()
    names = ("verwaltungen", "leistungen", "quellen", "kampagnen", "berichte")
    counts = {name: len(getattr(params, name)) for name in names}
    out.print(wording("check", "done", **counts))


@app.command(name="inspect", help=texts()["inspect"]["help"])
def inspect_file(  # noqa: PLR0913, PLR0917  one argument for each option of the command
    file: Annotated[
        Path, typer.Argument(envvar="TAKEUP_FILE", help=texts()["inspect"]["file"])
    ],
    quelle: Annotated[
        str, typer.Option(envvar="TAKEUP_QUELLE", help=texts()["inspect"]["quelle"])
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=texts()["inspect"]["json"])] = False,
    vorschlag: Annotated[
        bool, typer.Option("--vorschlag", help=texts()["inspect"]["vorschlag"])
    ] = False,
    verwaltung: Annotated[str, typer.Option(help=texts()["inspect"]["verwaltung"])] = "",
    month: Annotated[str, typer.Option(help=texts()["inspect"]["month"])] = "",
) -> None:
    """Show what is recognised in a file, or draft a mapping for it."""
    from takeup.inspection import Place, document, inspect_path, plain, screen
    from takeup.params import load_params

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
            missing = ", ".join(found.draft.fit.missing) or wording("inspect", "nothing")
            err.print(wording("inspect", "incomplete", missing=missing), style="bold")
        return
    else:
        console = err if vorschlag else out
        for block in screen(found):
            console.print(block, soft_wrap=False)
    if found.refused:
        raise typer.Exit(DeliveryError.exit_code)


app.command(help=verification.texts()["help"])(verification.verify)
app.command(help=texts()["sample"]["help"])(sample_command.sample)
campaign_commands.add_to(app)


class _FetchWatch(ScreenWatch):
    """Shows how far a fetch is: one step for every question."""

    def begin(self, total: int) -> None:
        """Begin so many questions."""
        self.stage("fetch", total)

    def told(self, step: Step) -> None:
        """Count one step and say how it ended."""
        self.step()
        state = texts()["fetch"]["states"][step.state]
        style = "bold red" if step.state == "failed" else None
        err.print(f"{state} {step.verwaltung} {step.name}", style=style)


@app.command(help=texts()["fetch"]["help"])
def fetch(
    month: Annotated[
        str, typer.Option(envvar="TAKEUP_MONTH", help=texts()["fetch"]["month"])
    ] = "",
    verwaltung: Annotated[
        str, typer.Option(envvar="TAKEUP_VERWALTUNG", help=texts()["report"]["verwaltung"])
    ] = "",
) -> None:
    """Fetch a month's reports from Matomo into the deliveries."""
    from takeup.fetch.run import Request, run
    from takeup.params import load_params

    wanted = finished_month(month.strip(), Month.of(_today()), "fetch")
    store = Store.open()
    params = load_params(store.params)
    chosen = params.require_verwaltung(verwaltung.strip()) if verwaltung.strip() else ""
    request = Request(wanted, chosen, os.environ, lambda: datetime.now(UTC))
    with progress() as shown:
        outcome = run(request, params, store, _FetchWatch(shown))
    _tell(outcome)
    states = ("new", "changed", "unchanged")
    counts = {state: outcome.counts.get(state, 0) for state in states}
    folder = store.data / "deliveries" / str(wanted)
    out.print(wording("fetch", "done", month=wanted, path=near(folder), **counts))
    if outcome.failures:
        raise FetchError("fetch_incomplete", month=wanted, count=len(outcome.failures))


def _tell(outcome: Fetched) -> None:
    """Say what is odd and what failed, each with what to do."""
    for remark in outcome.remarks:
        pattern = texts()["fetch"]["remarks"][remark.code]
        err.print(pattern.format(**remark._asdict()))
    for failure in outcome.failures:
        err.print(f"{texts()['error']} {failure.what}", style="bold red")
        err.print(failure.remedy)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the analyst's own calendar is meant
