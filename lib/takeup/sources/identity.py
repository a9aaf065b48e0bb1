"""Whose a file is and which period it speaks of: name, preamble and folder must agree."""

from __future__ import annotations

from datetime import date

from takeup.intake.findings import Finding
from takeup.intake.months import month_in_name
from takeup.intake.names import nearest
from takeup.intake.readings import Reading
from takeup.intake.rows import Table
from takeup.mapping import Quelle
from takeup.periods import Month
from takeup.sources.source import Source
from takeup.sources.verwaltungen import Register


def identify(
    reading: Reading, table: Table, source: Source, quelle: Quelle, register: Register
) -> None:
    """Add to a reading its period, and what speaks against its place.

    Parameters
    ----------
    reading
        A file that was read; its period, findings and rejection are filled in.
    table
        Its table.
    source
        Its source.
    quelle
        The mapping it was read by.
    register
        The administrations.
    """
    _check_administration(reading, table, register)
    if source.time == "reference_date":
        _check_reference_date(reading, table)
        return
    reading.period = _period(reading, table, told_by_rows=source.time in quelle.spalten)
    _check_folder(reading, table)


def _check_administration(reading: Reading, table: Table, register: Register) -> None:
    stated = table.preamble.verwaltung
    if stated is None:
        return
    row, name = stated
    named = register.slug(name)
    here = reading.delivery.verwaltung
    if not named:
        near = nearest(name, register.names)
        reading.findings.append(
            Finding("unknown_administration", table.sheet, row, raw=name, detail=near)
        )
    elif named != here and not reading.for_all:
        finding = Finding("other_administration", table.sheet, row, raw=name, detail=here)
        reading.findings.append(finding)
        reading.rejected = "other_administration"


def _check_reference_date(reading: Reading, table: Table) -> None:
    if table.preamble.reference_date is None:
        reading.findings.append(Finding("no_reference_date", table.sheet))
        reading.rejected = "no_reference_date"


def _period(reading: Reading, table: Table, *, told_by_rows: bool) -> tuple[date, date]:
    """Period by the preamble, else by the file's name, else by the folder."""
    name = month_in_name(reading.delivery.name)
    stated, text = table.preamble.period, table.preamble.period_text
    place = (table.sheet, text[0] if text else None)
    raw = text[1] if text else ""
    if text and stated is None:
        reading.findings.append(Finding("bad_period", *place, raw=raw))
    if stated is not None:
        if name is not None and not Month.of(stated[0]) <= name <= Month.of(stated[1]):
            rule = "period_mismatch" if told_by_rows else "month_unclear"
            reading.findings.append(Finding(rule, *place, raw=raw, detail=str(name)))
            reading.rejected = reading.rejected or ("" if told_by_rows else rule)
        return stated
    if name is None and not told_by_rows:
        detail = reading.delivery.folder_month
        reading.findings.append(Finding("month_from_folder", table.sheet, detail=detail))
    month = name or Month.parse(reading.delivery.folder_month)
    return month.first_day, month.last_day


def _check_folder(reading: Reading, table: Table) -> None:
    """Report a file about a time that had not begun when it was delivered."""
    folder = reading.delivery.folder_month
    if reading.period and Month.of(reading.period[0]) > Month.parse(folder):
        row, raw = table.preamble.period_text or (None, str(reading.period[0]))
        reading.findings.append(
            Finding("period_after_folder", table.sheet, row, raw=raw, detail=folder)
        )
