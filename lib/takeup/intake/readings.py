"""One delivered file: opened, recognised, read; whose it is and which period it covers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from takeup.intake import sniff
from takeup.intake.findings import FileRefusedError, Finding, Origin
from takeup.intake.folders import Delivery
from takeup.intake.names import header_key
from takeup.intake.rows import Table
from takeup.mapping import Quelle
from takeup.store import sha256


class Raw(NamedTuple):
    """What a reader gets: the content, what it is, the file's name, the mapping."""

    content: bytes
    kind: sniff.Kind
    name: str
    quelle: Quelle


Reader = Callable[[Raw], Table]
LogReader = Callable[[Path, Quelle], Table]


@dataclass
class Reading:
    """What one file gave; ``table`` is None if the file was refused.

    ``period`` are the first and last day the file speaks of; ``rejected`` names the rule
    for which all its rows go to quarantine; ``for_all`` tells a file that may speak for
    other administrations than its folder's.
    """

    delivery: Delivery
    sha256: str = ""
    mapping: str = ""
    source: str = ""
    table: Table | None = None
    findings: list[Finding] = field(default_factory=list)
    period: tuple[date, date] | None = None
    rejected: str = ""
    for_all: bool = False

    @property
    def origin(self) -> Origin:
        """Where this file's findings belong."""
        delivery = self.delivery
        return Origin(delivery.file, self.sha256, self.source, delivery.verwaltung)


# As ``read_content`` below: reading, content, mappings by name, readers by source.
ContentReader = Callable[[Reading, bytes, Mapping[str, Quelle], Mapping[str, Reader]], None]


def may_be_kept(name: str, quellen: Mapping[str, Quelle]) -> bool:
    """Whether a file's bytes may be kept: a mapping fits, and none says what is personal."""
    try:
        refuse_personal(name, quellen.values())
        fitting = _fitting(name, quellen)
    except FileRefusedError:
        return False
    return not next(iter(fitting.values())).is_log


def read(
    delivery: Delivery,
    quellen: Mapping[str, Quelle],
    readers: Mapping[str, Reader],
    reduce: LogReader,
    by: ContentReader | None = None,
) -> Reading:
    """Read a file by the first mapping that fits its name and its columns.

    Parameters
    ----------
    delivery
        The file.
    quellen
        All mappings by name.
    readers
        Reader by source.
    reduce
        Reader of event logs, which may be larger than any other file.
    by
        What is asked instead of :func:`read_content`.

    Returns
    -------
    Reading
        With a table, or with the findings that say why there is none.
    """
    reading = Reading(delivery)
    try:
        refuse_personal(delivery.name, quellen.values())
        fitting = _fitting(delivery.name, quellen)
        reading.mapping = next(iter(fitting))
        reading.source = fitting[reading.mapping].quelle
        if fitting[reading.mapping].is_log:
            _read_log(reading, fitting[reading.mapping], reduce)
        else:
            content = sniff.read_bytes(delivery.path)
            (by or read_content)(reading, content, fitting, readers)
    except FileRefusedError as refusal:
        reading.findings += refusal.findings
    return reading


def _read_log(reading: Reading, quelle: Quelle, reduce: LogReader) -> None:
    """Reduce an event log where it lies; its bytes are never held as a whole."""
    reading.table = reduce(reading.delivery.path, quelle)
    reading.sha256 = sha256(reading.delivery.path)
    reading.for_all = quelle.sammellieferung
    reading.findings += reading.table.findings


def refuse_personal(name: str, quellen: Iterable[Quelle]) -> None:
    """Refuse, by its name and before it is opened, a file that holds personal data.

    Its format does not matter: such an answer may come as CSV, which no mapping expects.

    Raises
    ------
    FileRefusedError
        If the compared form of its name holds a word that a mapping bars.
    """
    for quelle in quellen:
        for word in quelle.gesperrt:
            if header_key(word) in header_key(name):
                raise FileRefusedError(Finding("personal_data", raw=word))


def _fitting(name: str, quellen: Mapping[str, Quelle]) -> dict[str, Quelle]:
    """Mappings whose pattern fits a file's name, in order of their names."""
    key = header_key(name)
    fitting = {
        each: quelle
        for each, quelle in sorted(quellen.items())
        if fnmatchcase(key, header_key(quelle.dateien))
    }
    if not fitting:
        raise FileRefusedError(Finding("unknown_file", raw=name))
    return fitting


def read_content(
    reading: Reading,
    content: bytes,
    quellen: Mapping[str, Quelle],
    readers: Mapping[str, Reader],
) -> None:
    """Read by the first mapping that succeeds; if none does, the first one's reasons count.

    Parameters
    ----------
    reading
        Its hash, mapping, source, table and findings are filled in.
    content
        The file within the limits.
    quellen
        The mappings to try, at least one, by name.
    readers
        Reader by source.

    Raises
    ------
    FileRefusedError
        If no mapping can read it.
    """
    reading.sha256 = hashlib.sha256(content).hexdigest()
    kind = sniff.kind_of(content)
    refusals: list[FileRefusedError] = []
    for mapping, quelle in quellen.items():
        try:
            raw = Raw(content, kind, reading.delivery.name, quelle)
            table = readers[quelle.quelle](raw)
        except FileRefusedError as refusal:
            refusals.append(refusal)
        else:
            fill(reading, mapping, quelle, table)
            return
    raise refusals[0]


def fill(reading: Reading, mapping: str, quelle: Quelle, table: Table) -> None:
    """Add to a reading what was read, and by which mapping."""
    reading.mapping, reading.source = mapping, quelle.quelle
    reading.for_all = quelle.sammellieferung
    reading.table = table
    reading.findings += table.findings
