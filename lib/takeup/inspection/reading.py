"""A file read by a mapping with the machinery of the report: findings and balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from takeup.contract import Contract, Field
from takeup.formats import Type
from takeup.inspection.draft import Draft
from takeup.inspection.fit import NEVER_A_COLUMN
from takeup.inspection.kinds import Column
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.folders import Delivery
from takeup.intake.months import month_in_name
from takeup.intake.readings import Reading, read_content, refuse_personal
from takeup.intake.rows import Table
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.account import Account
from takeup.sources.conversion import convert
from takeup.sources.coverage import Coverage
from takeup.sources.identity import identify
from takeup.sources.registry import SOURCES
from takeup.sources.settle import Settled, settle
from takeup.sources.source import Source
from takeup.sources.staged import Staged, assemble
from takeup.sources.succession import no_superseded
from takeup.sources.verwaltungen import Register

# Stands for what nobody told, so that it does not disturb what the file does tell.
NOBODY: Final = "unbekannt"
_NEVER: Final = Month(2099, 12)

_TYPES: Final[dict[str, Type]] = {
    "integer": "integer",
    "number": "number",
    "percent": "number",
    "date": "date",
    "day_number": "date",
}


@dataclass(frozen=True)
class Upload:
    """A file to look at: its name, how messages call it, its content (empty if refused)."""

    name: str
    file: str
    content: bytes = b""
    size: int = 0


@dataclass(frozen=True)
class Place:
    """Administration and delivery month; None and empty for what nobody told."""

    verwaltung: str = ""
    month: Month | None = None


@dataclass(frozen=True)
class Outcome:
    """What one file gave: its reading, findings and balance, and where it was taken to lie."""

    reading: Reading
    staged: Staged
    place: Place


def refuse(upload: Upload, place: Place, *findings: Finding) -> Outcome:
    """Outcome of a file that cannot be read."""
    reading = _reading(upload, place)
    reading.findings += findings
    return Outcome(reading, _assembled(reading, [], []), place)


def try_mappings(upload: Upload, quellen: Mapping[str, Quelle], place: Place) -> Reading:
    """Read a file by the first mapping that can.

    Parameters
    ----------
    upload
        The file.
    quellen
        The mappings to try, at least one.
    place
        What path and options say.

    Returns
    -------
    Reading
        Without a table, and with the reasons of the first mapping, if none can.
    """
    reading = _reading(upload, place)
    first = next(iter(quellen))
    reading.mapping, reading.source = first, quellen[first].quelle
    if quellen[first].is_log:
        reading.findings.append(Finding("log_not_inspected"))
        return reading
    try:
        refuse_personal(upload.name, quellen.values())
        read_content(
            reading,
            upload.content,
            # An event log is no table, however alike its columns are.
            {name: each for name, each in quellen.items() if not each.is_log},
            {name: each.read for name, each in SOURCES.items()},
        )
    except FileRefusedError as refusal:
        reading.findings += refusal.findings
    return reading


def settle_reading(
    reading: Reading, params: Params, place: Place, beside: list[Finding]
) -> Outcome:
    """Take in a file that a mapping of ``params`` has read, as the report would.

    Parameters
    ----------
    reading
        The file with its table.
    params
        All facts; the mapping among them.
    place
        What path and options say; the rest is taken from the file.
    beside
        Further findings about this file.
    """
    if reading.table is None:
        return Outcome(reading, _assembled(reading, [], beside), place)
    known = _located(reading, reading.table, params, place)
    beside = [*beside, *_identified(reading, reading.table, params, known)]
    settled = settle(SOURCES[reading.source], [reading], params, known.month or _NEVER)
    return Outcome(reading, _assembled(reading, [settled], beside), known)


def settle_draft(
    reading: Reading, params: Params, place: Place, seen: tuple[Draft, tuple[Column, ...]]
) -> Outcome:
    """Take in a file by an incomplete draft: every column by what it seems to hold."""
    if reading.table is None:
        return Outcome(reading, _assembled(reading, [], []), place)
    known = _located(reading, reading.table, params, place)
    source = _open_source(*seen)
    account = Account.open([reading])
    empty = account.text.empty
    frame = source.no_rows() if empty else convert(source, account, params)
    settled = Settled(source, frame, account, frame, no_superseded())
    return Outcome(reading, _assembled(reading, [settled], []), known)


def with_findings(outcome: Outcome, found: list[Finding]) -> Outcome:
    """Outcome with further findings about the same file."""
    extra = _assembled(replace(outcome.reading, table=None, findings=found), [], [])
    findings = pd.concat([outcome.staged.findings, extra.findings], ignore_index=True)
    order = findings.sort_values(["sheet", "row"], kind="stable", na_position="first")
    staged = replace(outcome.staged, findings=order.reset_index(drop=True))
    return replace(outcome, staged=staged)


def _reading(upload: Upload, place: Place) -> Reading:
    month = str(place.month or _NEVER)
    path = Path(upload.name)
    return Reading(Delivery(path, upload.file, place.verwaltung or NOBODY, month))


def _assembled(reading: Reading, settled: list[Settled], beside: list[Finding]) -> Staged:
    found = [(reading.origin, each) for each in beside]
    # What one file covers of a month is no question here.
    nothing = Coverage(*[pd.DataFrame()] * 4)
    stand = Month.parse(reading.delivery.folder_month).last_day
    return assemble([reading], settled, found, nothing, stand)


def _located(reading: Reading, table: Table, params: Params, place: Place) -> Place:
    """Complete a place by what the file says, and put its delivery there."""
    stated = table.preamble.verwaltung
    slug = Register.of(params).slug(stated[1]) if stated else ""
    period = table.preamble.period
    told = Month.of(period[1]) if period else month_in_name(reading.delivery.path.name)
    known = Place(place.verwaltung or slug, place.month or told)
    month = str(known.month or _NEVER)
    reading.delivery = replace(
        reading.delivery, verwaltung=known.verwaltung or NOBODY, folder_month=month
    )
    return known


def _identified(reading: Reading, table: Table, params: Params, known: Place) -> list[Finding]:
    """Whose file it is and which period it covers, by the rules of the report."""
    source, quelle = SOURCES[reading.source], params.quellen[reading.mapping]
    identify(reading, table, source, quelle, Register.of(params))
    if known.month is not None:
        return []
    # No folder told a month: what the report would take from it is not known.
    before = len(reading.findings)
    reading.findings = [e for e in reading.findings if e.rule != "month_from_folder"]
    return [Finding("month_unknown")] if len(reading.findings) < before else []


def _open_source(draft: Draft, columns: tuple[Column, ...]) -> Source:
    """Source whose contract is what a draft knows: its fields, and columns by their kind."""
    given = draft.fit.source.contract
    fields = [
        each
        for each in given.fields
        if each.name in draft.fit.fields
        or (each.name in NEVER_A_COLUMN and each.name != draft.fit.source.time)
    ]
    names = {each.name for each in fields}
    fields += [
        Field(draft.names[each.position], _TYPES.get(each.kind, "string"), each.header)
        for each in columns
        if draft.names.get(each.position, "") not in {*names, ""}
    ]
    contract = Contract(given.name, given.title, "", tuple(fields), given.primary_key)
    return Source(contract, time="date")
