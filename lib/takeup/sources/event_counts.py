"""Portal events to daily counts: the expressions, the same for DuckDB and Spark.

Two questions are put to the engine. The first counts all events by day, names and verdict, so
that each event has its account. The second follows sessions, but only through the few events
that make a case. What comes out holds no address, program or session.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import ibis
import pandas as pd
from ibis.expr.types import BooleanValue, StringValue, Table

from takeup.intake.findings import FileRefusedError, Finding
from takeup.mapping import Ausschluss
from takeup.sources.event_clock import Clock
from takeup.sources.event_rules import is_address, is_program

# Nine administrations, a hundred services, a dozen kinds and 31 days make a third of it; more
# means that a column of names holds something else.
MAX_GROUPS: Final = 1_000_000
NAMES: Final = ("verwaltung", "leistung_id", "kind")
_NEVER: Final = ibis.literal(value=False)


@dataclass(frozen=True)
class Log:
    """Events as an engine sees them.

    ``events`` has the columns ``row``, ``micros`` (UTC since 1970; null if illegible), and as
    text ``verwaltung``, ``leistung_id``, ``session``, ``kind``, ``address``, ``agent``;
    ``internal`` has the internal ones among their addresses (column ``address``), or is None
    if none were delivered.
    """

    events: Table
    clock: Clock
    rules: Ausschluss
    internal: Table | None


def counts(log: Log) -> pd.DataFrame:
    """Count all events of a log.

    Returns
    -------
    DataFrame
        One row per ``day`` (since 1970; missing if the moment is illegible), names
        as delivered and ``verdict`` (the first rule that keeps its events out, whatever their
        names are, or empty): ``events``, ``row`` (the first one), ``first`` and ``last``
        (micros). An empty name may have two rows, for a missing one is told as empty.

    Raises
    ------
    FileRefusedError
        If there are so many names that they cannot be any.
    """
    judged, tests = _judged(log)
    # Grouping by a number is cheaper than by text.
    verdict = ibis.cases(*zip(tests.values(), range(len(tests)), strict=True), else_=-1)
    grouped = judged.group_by("day", *NAMES, verdict=verdict).agg(
        events=judged.count(),
        row=judged.row.min(),
        first=judged.micros.min(),
        last=judged.micros.max(),
    )
    found: pd.DataFrame = grouped.limit(MAX_GROUPS + 1).to_pyarrow().to_pandas()
    if len(found) > MAX_GROUPS:
        raise FileRefusedError(Finding("too_many_names", column=", ".join(NAMES)))
    rules = found["verdict"].map(dict(enumerate(tests))).fillna("")
    names = {name: found[name].fillna("") for name in NAMES}
    return found.assign(day=found["day"].astype("Int64"), verdict=rules, **names)


def sessions(
    log: Log, known: Mapping[str, Mapping[str, str]], verdicts: Collection[str]
) -> pd.DataFrame:
    """Follow each session through the events that make a case.

    Parameters
    ----------
    log
        The events.
    known
        For each of ``verwaltung``, ``leistung_id`` and ``kind``: name as delivered → ours.
    verdicts
        Those there are: no other one is asked again.

    Returns
    -------
    DataFrame
        One row per ``verwaltung``, ``leistung_id``, and days on which a session ``started``,
        ``resumed`` and ``submitted`` (missing if it did not), and whether it ``ended``:
        ``sessions``.
    """
    # The few kinds first: the rest of the test is then asked of few events.
    few = log.events.filter(
        *(_among(log.events, name, known[name]) for name in reversed(NAMES))
    )
    judged, tests = _judged(replace(log, events=few))
    passes = [~test for rule, test in tests.items() if rule in verdicts]
    counted = judged.filter(*passes) if passes else judged
    kind = counted.kind.substitute(dict(known["kind"]))
    days = {
        each: counted.day.min(where=kind == each)
        for each in ("started", "resumed", "submitted")
    }
    ends = kind.isin(["submitted", "not_eligible"]).cast("int8").max()
    place = {
        name: _in_one_spelling(counted[name], known[name])
        for name in ("verwaltung", "leistung_id")
    }
    single = counted.group_by(counted.session, **place).agg(**days, ended=ends)
    alike = [*place, *days, "ended"]
    grouped = single.group_by(alike).agg(sessions=single.count())
    found: pd.DataFrame = grouped.to_pyarrow().to_pandas()
    ours = {name: found[name].map(known[name]) for name in place}
    return found.astype(dict.fromkeys(days, "Int64") | {"ended": "bool"}).assign(**ours)


def _among(events: Table, name: str, names: Mapping[str, str]) -> BooleanValue:
    return events[name].fill_null("").isin(sorted(names))


def _in_one_spelling(column: StringValue, names: Mapping[str, str]) -> StringValue:
    """Sessions are joined under the first of several names for the same; most have one."""
    first: dict[str, str] = {}
    alike = {told: first.setdefault(ours, told) for told, ours in sorted(names.items())}
    changed = {told: name for told, name in alike.items() if told != name}
    filled = column.fill_null("")
    return filled.substitute(changed) if changed else filled


def _judged(log: Log) -> tuple[Table, dict[str, BooleanValue]]:
    """Events with their local day, and the rules that keep them out."""
    events = log.events
    # As columns first: what a case asks, DuckDB asks per row.
    judged = events.mutate(
        day=log.clock.day(events.micros),
        program=is_program(events.agent, log.rules.programme),
        **_of_address(log),
    )
    tests = {
        "event_program": judged.program,
        "event_internal": judged.inside,
        "event_time": judged.day.isnull(),  # noqa: PD003  Ibis knows no isna
        "event_address": ~judged.valid,
        "event_session": judged.session.fill_null("") == "",
    }
    return judged, tests


def _of_address(log: Log) -> dict[str, BooleanValue]:
    """Whether there is a legible address, and an internal one."""
    if log.internal is None:
        return {"valid": ~_NEVER, "inside": _NEVER}
    address = log.events.address
    inside = address.isin(log.internal.address).fill_null(_NEVER)
    return {"valid": is_address(address), "inside": inside}
