"""Readings of delivered files, kept from run to run so that a file is parsed once.

A reading follows from the file's bytes, its name, the mappings that fit the name, and the
software. The key of an entry is a hash of all of these and of nothing else, so what was kept
is what reading anew would give. Whose the file is and which period it covers is told anew by
every run (:mod:`takeup.sources.identity`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from takeup.intake.findings import Finding
from takeup.intake.preamble import Preamble
from takeup.intake.readings import Reader, Reading, fill, read_content
from takeup.intake.rows import RefusedRow, Table
from takeup.mapping import Quelle
from takeup.store import write_atomic


@dataclass
class Shelf:
    """Kept readings in a folder, one file each.

    ``software`` tells the code and the versions it runs on. ``renew``: what lies there is not
    looked at, but replaced.
    """

    folder: Path
    software: str
    renew: bool = False
    _used: set[str] = field(default_factory=set)
    _new: dict[str, bytes] = field(default_factory=dict)

    def read_content(
        self,
        reading: Reading,
        content: bytes,
        quellen: Mapping[str, Quelle],
        readers: Mapping[str, Reader],
    ) -> None:
        """As :func:`takeup.intake.readings.read_content`, from what was kept if it is there.

        A file that is refused is read anew by every run: nothing is kept of it.
        """
        reading.sha256 = hashlib.sha256(content).hexdigest()
        key = self._key(reading, quellen)
        kept = None if self.renew else self._found(key)
        if kept is None:
            read_content(reading, content, quellen, readers)
            self._keep(key, reading)
            return
        mapping, table = kept
        fill(reading, mapping, quellen[mapping], table)

    def write(self) -> None:
        """Put what is new in place, and remove what no file of this run has asked for."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for key, content in self._new.items():
            # To replace a file takes many times as long as to look at it.
            if self._content(key) != content:
                write_atomic(self.folder / key, content)
        for path in self.folder.iterdir():
            if path.name not in self._used:
                path.unlink()

    def _key(self, reading: Reading, quellen: Mapping[str, Quelle]) -> str:
        mappings = [[name, each.model_dump_json()] for name, each in quellen.items()]
        told = json.dumps([self.software, reading.sha256, reading.delivery.name, mappings])
        key = hashlib.sha256(told.encode()).hexdigest()
        self._used.add(key)
        return key

    def _found(self, key: str) -> tuple[str, Table] | None:
        """Mapping and table of an entry; None if there is none, or if it is damaged."""
        seal, _, told = self._content(key).partition(b"\n")
        return _unpacked(told) if seal == _seal(key, told) else None

    def _content(self, key: str) -> bytes:
        """Bytes of an entry; none if another run has just removed it."""
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError:
            return b""

    def _keep(self, key: str, reading: Reading) -> None:
        table = reading.table
        # Columns of distinct texts are made of a large file as fast as of any copy of it.
        if table is None or not isinstance(table.numbers, list):
            return
        told = _packed(reading.mapping, table)
        # What does not come back as it was is read anew by every run.
        if _unpacked(told) == (reading.mapping, table):
            self._new[key] = _seal(key, told) + b"\n" + told


def _seal(key: str, told: bytes) -> bytes:
    """Hash by which a damaged entry, or one under another's name, is noticed."""
    return hashlib.sha256(key.encode() + told).hexdigest().encode()


def _packed(mapping: str, table: Table) -> bytes:
    """Mapping and table as JSON."""
    parts: dict[str, Any] = {
        **vars(table),
        "refused": [asdict(each) for each in table.refused],
        "preamble": vars(table.preamble),
    }
    return json.dumps([mapping, parts], default=str).encode()


def _unpacked(told: bytes) -> tuple[str, Table]:
    mapping, parts = json.loads(told)
    built = {
        "refused": [RefusedRow(**each) for each in parts["refused"]],
        "excluded": Counter(parts["excluded"]),
        "findings": [Finding(*each) for each in parts["findings"]],
        "preamble": _preamble(**parts["preamble"]),
    }
    return mapping, Table(**{**parts, **built})


def _preamble(
    verwaltung: list[Any] | None,
    period: list[str] | None,
    period_text: list[Any] | None,
    reference_date: str | None,
) -> Preamble:
    first, last = map(date.fromisoformat, period) if period else (None, None)
    return Preamble(
        (verwaltung[0], verwaltung[1]) if verwaltung else None,
        (first, last) if first and last else None,
        (period_text[0], period_text[1]) if period_text else None,
        date.fromisoformat(reference_date) if reference_date else None,
    )
