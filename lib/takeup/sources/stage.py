"""Deliveries to staged tables: the whole intake of one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from takeup.errors import ParameterError
from takeup.intake.folders import Tree
from takeup.intake.readings import ContentReader, read, read_content
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.coverage import coverage
from takeup.sources.ereignisse import INTO, KINDS, Reduction
from takeup.sources.event_parts import settle_logs
from takeup.sources.identity import identify
from takeup.sources.leistungen import Keys
from takeup.sources.registry import LOGS, SOURCES
from takeup.sources.settle import settle
from takeup.sources.source import TOLD_BY_FILE, Source
from takeup.sources.staged import Staged, assemble
from takeup.sources.verwaltungen import Register


@dataclass(frozen=True)
class Means:
    """How files are read: by what event logs are reduced (duckdb, spark), and all others."""

    engine: str = "duckdb"
    by: ContentReader = read_content


_ORDINARY: Final = Means()


def stage(
    tree: Tree,
    params: Params,
    month: Month,
    on_file: Callable[[Path], None] | None = None,
    means: Means = _ORDINARY,
) -> Staged:
    """Take in deliveries, whatever folder they lie in.

    Parameters
    ----------
    tree
        What was delivered; only read, never changed.
    params
        Administrations, services and mappings.
    month
        Rows about later times are excluded.
    on_file
        Called with each file before it is read.
    means
        How they are read; without it, every file anew.

    Returns
    -------
    Staged
        Typed rows per source, and the account of every row.

    Raises
    ------
    ParameterError
        If a mapping names a source or a field that does not exist.
    UsageError
        If a log was delivered and the engine is not there.
    DeliveryError
        If the account does not balance.
    """
    check_params(params)
    register = Register.of(params)
    reduction = Reduction.of(params, means.engine)
    readers = {name: source.read for name, source in SOURCES.items()}
    readings = []
    for delivery in tree.deliveries:
        if on_file is not None:
            on_file(delivery.path)
        reading = read(delivery, params.quellen, readers, reduction.read, means.by)
        if reading.source in LOGS:
            reading.source = INTO.name
        if reading.table is not None:
            quelle = params.quellen[reading.mapping]
            identify(reading, reading.table, SOURCES[reading.source], quelle, register)
        readings.append(reading)
    settle_logs(readings, params, register)
    settled = [
        settle(source, [each for each in readings if each.source == name], params, month)
        for name, source in SOURCES.items()
    ]
    stand = tree.stand or month.report_day
    return assemble(readings, settled, tree.findings, coverage(settled, params, month), stand)


def check_params(params: Params) -> None:
    """Check what parameters promise to the intake: mappings and names.

    Raises
    ------
    ParameterError
        If a mapping does not lead to a source, or a name belongs to two.
    """
    check_mappings(params)
    Keys.of(params.leistungen)
    Register.of(params)


def check_mappings(params: Params) -> None:
    """Check that every mapping leads to a source and to fields of its contract.

    Raises
    ------
    ParameterError
        With the file, the name that does not exist or is missing, and those that do.
    """
    for name, quelle in params.quellen.items():
        source = (LOGS if quelle.is_log else SOURCES).get(quelle.quelle)
        if source is None:
            known = ", ".join(LOGS if quelle.is_log else SOURCES)
            raise ParameterError("mapping_source", name=name, value=quelle.quelle, known=known)
        _check_fields(name, quelle, source)
        if quelle.is_log:
            _check_kinds(name, quelle)


def _check_fields(name: str, quelle: Quelle, source: Source) -> None:
    known = ", ".join(sorted(source.fields))
    for field in (*quelle.spalten, *quelle.fest):
        if field not in source.fields:
            raise ParameterError("mapping_field", name=name, value=field, known=known)
    for field in (*quelle.fest, *quelle.werte):
        if field in TOLD_BY_FILE:
            raise ParameterError("mapping_told_by_file", name=name, value=field)
    for field in quelle.einheiten:
        if field not in source.shares:
            shares = ", ".join(sorted(source.shares))
            raise ParameterError("mapping_unit", name=name, value=field, known=shares)
    lacking = source.told_by_rows - quelle.spalten.keys() - quelle.fest.keys()
    # An answer of Matomo tells what it is about by its name and its shape.
    if lacking and quelle.format != "matomo-json":
        raise ParameterError("mapping_required", name=name, value=", ".join(sorted(lacking)))


def _check_kinds(name: str, quelle: Quelle) -> None:
    for kind in quelle.werte.get("kind", {}).values():
        if kind not in KINDS:
            raise ParameterError("mapping_kind", name=name, value=kind, known=", ".join(KINDS))
