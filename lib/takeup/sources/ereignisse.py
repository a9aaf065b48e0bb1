"""Event logs: one row per event in the portal, reduced to the daily counts of ``antraege``.

The events themselves are never staged, kept or shown: what is read here leaves as counts, and
what is wrong with it as the number of a row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.names import header_key
from takeup.intake.rows import RefusedRow, Table
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.scratch import PrivateFolder
from takeup.sources import antraege
from takeup.sources.leistungen import Keys
from takeup.sources.source import Source, contract_beside
from takeup.sources.verwaltungen import Register

# Kinds of events, as the contract has them: those that make a case, and all others.
OTHER: Final = "other"
KINDS: Final = ("started", "resumed", "submitted", "not_eligible", OTHER)
# So many spellings of the names we know are no names.
_MAX_SPELLINGS: Final = 2_000
COUNTS: Final = ("started", "resumed", "completed", "submitted")
_KEY: Final = ["verwaltung", "leistung_id", "day"]
_EXCLUDED: Final = frozenset({"event_program", "event_internal", "event_no_case"})
_EPOCH: Final = pd.Timestamp("1970-01-01")

SOURCE: Final = Source(contract_beside(__file__), time="date", daily=True)
INTO: Final = antraege.SOURCE  # where the counts go


class _Rule(NamedTuple):
    """Why an event does not count, and the field that tells."""

    rule: str
    field: str


# Of several, the first is told.
_RULES: Final = (
    _Rule("event_program", "agent"),
    _Rule("event_internal", "address"),
    _Rule("event_time", "time"),
    _Rule("event_address", "address"),
    _Rule("event_administration", "verwaltung"),
    _Rule("event_kind", "kind"),
    _Rule("event_no_case", "kind"),
    _Rule("event_leistung", "leistung_id"),
    _Rule("event_session", "session"),
)


@dataclass(frozen=True)
class Reduction:
    """How logs are read: names of administrations and services, and the engine."""

    register: Register
    keys: Keys
    engine: str = "duckdb"

    @classmethod
    def of(cls, params: Params, engine: str = "duckdb") -> Reduction:
        """Collect the names."""
        return cls(Register.of(params), Keys.of(params.leistungen), engine)

    def read(self, path: Path, quelle: Quelle) -> Table:
        """Reduce a log to rows of ``antraege``.

        Parameters
        ----------
        path
            The delivered file.
        quelle
            Its mapping.

        Returns
        -------
        Table
            One row per administration, day and service; its ``weights`` are events.

        Raises
        ------
        FileRefusedError
            If it is no log by this mapping, or the engine cannot read it.
        UsageError
            If the engine is not there.
        """
        # Ibis takes longer to import than most deliveries to read.
        from takeup.sources.event_engines import EngineError, opened
        from takeup.sources.event_files import prepare
        from takeup.sources.event_log import log_of

        with closing(PrivateFolder()) as folder:
            prepared = prepare(path, quelle, folder.path)
            table = Table(
                encoding=prepared.encoding,
                delimiter=prepared.delimiter,
                headers=dict(prepared.headers),
                findings=list(prepared.findings),
            )
            _set_aside_broken(table, prepared.broken, prepared.blank)
            try:
                with opened(self.engine, prepared.path, folder.path) as events:
                    log = log_of(events, prepared, quelle, self.engine)
                    _Reducer(self, quelle, table).fill(log)
            except EngineError as error:
                raise FileRefusedError(Finding("broken_log", raw=str(error))) from None
        return table


def _set_aside_broken(table: Table, broken: tuple[int, ...], blank: int) -> None:
    """Account for the rows of a CSV file that hold no event."""
    if blank:
        table.excluded["blank"] += blank
    if broken:
        _refuse(table, "event_row", "", len(broken), broken[0])


def _refuse(table: Table, rule: str, column: str, events: int, row: int) -> None:
    """Set events aside as one; only how many they are, and where the first is, is told."""
    content = json.dumps({"events": events})
    table.refused.append(RefusedRow("", row, rule, content, events))
    name = table.headers.get(column, column)
    table.findings.append(Finding(rule, row=row, column=name, detail=str(events)))


@dataclass
class _Reducer:
    """Fills a table from the events of one log."""

    reduction: Reduction
    quelle: Quelle
    table: Table

    def fill(self, log: object) -> None:
        from takeup.sources.event_counts import Log, counts, sessions

        if not isinstance(log, Log):
            raise TypeError(log)
        groups = self._judged(counts(log))
        self._account(groups)
        counted = groups[groups["rule"] == ""]
        known = {
            name: self._known(counted, name) for name in ("verwaltung", "leistung_id", "kind")
        }
        followed = sessions(log, known, set(groups["verdict"])) if len(counted) else None
        self._set_rows(counted, followed)

    def _judged(self, groups: pd.DataFrame) -> pd.DataFrame:
        """Groups of events with our names and the rule that keeps them out."""
        ours = {
            name: groups[name].map(_once(find, groups[name]))
            for name, find in self._finders().items()
        }
        breaks = {
            "event_administration": ours["verwaltung"].isna(),
            "event_kind": ours["kind"].isna(),
            "event_no_case": ours["kind"] == OTHER,
            "event_leistung": ours["leistung_id"].isna(),
        }
        rules = [each.rule for each in _RULES]
        flags = [breaks.get(rule, groups["verdict"] == rule) for rule in rules]
        rule = np.select([np.asarray(each, dtype=bool) for each in flags], rules, "")
        return groups.assign(rule=rule, **{f"our_{name}": each for name, each in ours.items()})

    def _finders(self) -> dict[str, Callable[[str], str | None]]:
        kinds = {
            header_key(told): kind for told, kind in self.quelle.werte.get("kind", {}).items()
        }
        by_rows = "verwaltung" in self.table.headers
        register, keys = self.reduction.register, self.reduction.keys
        return {
            # Without such a column all events are the folder's administration's.
            "verwaltung": lambda name: register.slug(name) or None if by_rows else "",
            "leistung_id": lambda name: keys.judge(name, "", near=False).key or None,
            "kind": lambda name: kinds.get(header_key(name)),
        }

    def _account(self, groups: pd.DataFrame) -> None:
        """Note how many events each rule keeps out, and where the first one is."""
        fields = dict(_RULES)
        kept_out = groups[groups["rule"] != ""].groupby("rule")
        told = kept_out.agg(events=("events", "sum"), row=("row", "min"))
        for rule in (each.rule for each in _RULES if each.rule in told.index):
            events, row = (int(told[name][rule]) for name in ("events", "row"))
            if rule in _EXCLUDED:
                self.table.excluded[rule] += events
            else:
                _refuse(self.table, rule, fields[rule], events, row)

    def _known(self, counted: pd.DataFrame, name: str) -> Mapping[str, str]:
        told = counted.drop_duplicates(name)
        if len(told) > _MAX_SPELLINGS:
            header = self.table.headers.get(name, name)
            raise FileRefusedError(Finding("too_many_names", column=header))
        return dict(zip(told[name], told[f"our_{name}"], strict=True))

    def _set_rows(self, counted: pd.DataFrame, followed: pd.DataFrame | None) -> None:
        """Set the daily rows of the table, in order of their keys."""
        ours = {f"our_{name}": name for name in ("verwaltung", "leistung_id")}
        named = counted.drop(columns=list(ours.values())).rename(columns=ours)
        rows = named.groupby(_KEY).agg(events=("events", "sum"), row=("row", "min"))
        if followed is not None:
            # A day may only have events of cases that count on another one.
            rows = rows.join(daily(followed)).fillna(0)
            self.table.span = (int(counted["first"].min()), int(counted["last"].max()))
        told = rows.reset_index()
        columns = {
            "date": (
                _EPOCH + pd.to_timedelta(told["day"].astype("int64"), unit="D")
            ).dt.strftime("%Y-%m-%d"),
            "leistung_id": told["leistung_id"],
            **{name: told.get(name, told["events"]).astype("int64") for name in COUNTS},
        }
        if "verwaltung" in self.table.headers:
            columns["verwaltung"] = told["verwaltung"]
        self.table.columns = {
            name: each.astype("str").tolist() for name, each in columns.items()
        }
        self.table.numbers = told["row"].to_numpy(dtype="int64")
        self.table.weights = told["events"].to_numpy(dtype="int64")


def _once(find: Callable[[str], str | None], names: pd.Series[str]) -> dict[str, str | None]:
    return {name: find(name) for name in names.unique()}


def daily(followed: pd.DataFrame) -> pd.DataFrame:
    """Count sessions on the days their case began, was resumed, and was submitted.

    Parameters
    ----------
    followed
        As from :func:`takeup.sources.event_counts.sessions`.

    Returns
    -------
    DataFrame
        One row per verwaltung, leistung_id and day: the counts of ``antraege``. A case counts
        as completed on the day it began, so that completions never exceed starts.
    """
    fresh = followed["started"].notna()
    parts = {
        "fresh": (followed, "started"),
        # Who begins and resumes in one session has begun.
        "resumed": (followed[~fresh], "resumed"),
        "completed": (followed[fresh & followed["ended"]], "started"),
        "submitted": (followed, "submitted"),
    }
    place = ["verwaltung", "leistung_id"]
    counted = {
        name: rows.dropna(subset=[day]).groupby([*place, day])["sessions"].sum()
        for name, (rows, day) in parts.items()
    }
    days = pd.DataFrame(
        {name: each.rename_axis([*place, "day"]) for name, each in counted.items()}
    )
    whole = days.fillna(0).astype("int64")
    return whole.assign(started=whole["fresh"] + whole["resumed"])[list(COUNTS)]


def without(table: Table, rows: np.ndarray, rule: str) -> int:
    """Leave rows of a reduced table out by a rule; return how many events they stand for.

    Parameters
    ----------
    table
        A table of this source, changed in place.
    rows
        Flags of the rows to leave out.
    rule
        Under which their events are accounted for.
    """
    weights = np.asarray(table.weights)
    events = int(weights[rows].sum())
    if events:
        table.excluded += Counter({rule: events})
    table.columns = {
        name: np.asarray(column, dtype=object)[~rows].tolist()
        for name, column in table.columns.items()
    }
    table.numbers = np.asarray(table.numbers)[~rows]
    table.weights = weights[~rows]
    return events
