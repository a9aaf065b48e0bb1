"""The columns of a log as the expressions want them: moments in UTC, all else as text."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.expr.types import IntegerValue, StringValue, Table

from takeup.mapping import Quelle
from takeup.sources.event_clock import Clock
from takeup.sources.event_counts import Log
from takeup.sources.event_engines import ROW_NUMBER, keep, micros_of
from takeup.sources.event_files import ROW, Prepared
from takeup.sources.event_rules import inside

# 2024-09-30T23:30:00.123+02:00; a time without a zone could be any moment.
_ISO: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"([.,][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$"
)
_WALL: Final = len("2024-09-30T23:30:00")
_MINUTE: Final = 60_000_000
_TEXTS: Final = ("verwaltung", "leistung_id", "session", "kind", "address", "agent")


def log_of(table: Table, prepared: Prepared, quelle: Quelle, engine: str) -> Log:
    """See a file as a log.

    Parameters
    ----------
    table
        The file in the engine.
    prepared
        Its columns.
    quelle
        Its mapping, with the rules.
    engine
        ``duckdb`` or ``spark``.
    """
    columns = prepared.columns
    time = table[columns["time"]]
    texts = {
        name: table[columns[name]].cast("string") if name in columns else ibis.null("string")
        for name in _TEXTS
    }
    read = micros_of if prepared.is_moment else _micros
    micros = read(engine, time)
    events = table.select(
        row=table[ROW] if prepared.numbered else table[ROW_NUMBER] + 1, micros=micros, **texts
    )
    ends = [micros.min(), micros.max()]
    if prepared.is_moment:
        # The statistics of a Parquet file know the ends of its own columns.
        ends = [micros_of(engine, end) for end in (time.min(), time.max())]
    rules, internal = quelle.ausschluss, None
    if "address" in columns:
        # Both questions to the log ask for them.
        internal = keep(engine, inside(events, rules.netze))
    return Log(events, Clock.of(table.agg(ends), events), rules, internal)


def _micros(engine: str, delivered: StringValue) -> IntegerValue:
    """Micros since 1970 of a text, to the second; null if it is no moment."""
    text = delivered.cast("string").fill_null("")
    wall = text.substr(0, _WALL).replace("T", " ").try_cast("timestamp")
    zone = text.substr(_WALL).re_replace("^[.,][0-9]+", "").replace(":", "")
    hours, minutes = (zone.substr(at, 2).try_cast("int64") for at in (1, 3))
    ahead = (hours * 60 + minutes).fill_null(0) * _MINUTE
    shift = ibis.ifelse(zone.startswith("-"), -ahead, ahead)
    return ibis.cases((text.re_search(_ISO), micros_of(engine, wall) - shift))
