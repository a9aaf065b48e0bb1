"""The fetch of a month: administration by administration, one failure stops no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from takeup.errors import FetchError
from takeup.fetch.archive import open_archive
from takeup.fetch.journal import Journal, Remark, Watch
from takeup.fetch.limits import Limits
from takeup.fetch.plan import SITES, Access, make_plan
from takeup.fetch.visit import UNREACHABLE, Errand, visit
from takeup.params import Params
from takeup.periods import Month
from takeup.store import Store


@dataclass(frozen=True)
class Request:
    """What to fetch: a month, one administration (empty: all); tokens and time of day."""

    month: Month
    verwaltung: str
    environ: Mapping[str, str]
    clock: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Outcome:
    """How it ended: number of steps by state, what to know, and what failed."""

    counts: dict[str, int]
    remarks: tuple[Remark, ...]
    failures: tuple[FetchError, ...]


def run(request: Request, params: Params, store: Store, watch: Watch) -> Outcome:
    """Fetch a month's reports and store them as deliveries.

    Parameters
    ----------
    request
        Month, administration, environment and clock.
    params
        All of ``params/``.
    store
        Where things lie; the answers go to the real deliveries, never to the sample.
    watch
        Is told of every step.

    Returns
    -------
    Outcome
        What failed is named, not raised: the others' answers are stored.

    Raises
    ------
    TakeupError
        If nothing can be asked: no site, no server, no token, another run.
    """
    plan = make_plan(params, request.environ, request.verwaltung)
    watch.begin(sum(1 + bool(each.goals) + len(plan.orders) for each in plan.accesses))
    journal = Journal(watch)
    journal.failures += plan.failures
    journal.remarks += [Remark("without_site", slug) for slug in plan.without]
    with open_archive(store, request.clock) as archive:
        down: set[str] = set()
        for access in plan.accesses:
            errand = Errand(request.month, plan, access, request.limits)
            if access.address in down:
                _pass_by(access, journal)
            elif not visit(errand, archive, journal):
                down.add(access.address)
    return Outcome(journal.counts, tuple(journal.remarks), tuple(journal.failures))


def _pass_by(access: Access, journal: Journal) -> None:
    """Name an administration whose server was out of reach a moment ago: waiting costs time."""
    place = f"{access.verwaltung}, {SITES}"
    journal.failed(access.verwaltung, SITES, FetchError(UNREACHABLE, place=place))
