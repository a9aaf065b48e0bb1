"""Which pages stay as they are: what made them, and what they read, is the same as before.

A page's trace holds hashes of its notebook, the code, the parameters, its frame and the run,
and of every read of the published tables (:mod:`takeup.report.reads`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from takeup.order import Reason
from takeup.publication.rows import Read
from takeup.report.reads import Digests
from takeup.store import sha256, write_atomic

NEW, FORCED, ALTERED = "new", "forced", "altered"
_DATA: Final = "data"


@dataclass(frozen=True)
class Trace:
    """How a page was made: what it rests on besides data, its reads, the hash of its HTML."""

    parts: Mapping[str, str]
    reads: Mapping[Read, str]
    html: str


def parts_of(shared: Mapping[str, str], notebook: Path, *own: object) -> dict[str, str]:
    """What a page rests on besides data, as hashes.

    Parameters
    ----------
    shared
        Hashes that all pages of a run have in common, by what they are.
    notebook
        Notebook of the page; a missing one has no hash.
    own
        What is the page's own: parameters, frame. Their ``repr`` tells all of them.
    """
    source = sha256(notebook) if notebook.is_file() else ""
    return {**shared, "notebook": source, "frame": hash_of(repr(own))}


def reason_to_build(
    known: Trace | None, parts: Mapping[str, str], digests: Digests, page: Path
) -> Reason | None:
    """Why a page must be built again; None if it can stay.

    Parameters
    ----------
    known
        How it was made last; None if nobody knows.
    parts
        What it rests on now (:func:`parts_of`).
    digests
        Content of the published tables now.
    page
        The published page.
    """
    if known is None or not page.is_file():
        return Reason(NEW)
    if sha256(page) != known.html:
        return Reason(ALTERED)
    changed = [name for name, each in parts.items() if known.parts.get(name) != each]
    if changed:
        return Reason(changed[0])
    now = digests.of(known.reads)
    tables = {read.table for read, each in known.reads.items() if now[read] != each}
    return Reason(_DATA, tuple(sorted(tables))) if tables else None


def hash_of(text: str) -> str:
    """Short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, traces: Mapping[str, Trace]) -> None:
    """Write the traces of a month's pages by file name."""
    told = {
        file: {
            "parts": dict(trace.parts),
            "html": trace.html,
            "reads": [[*each.to_list(), trace.reads[each]] for each in sorted(trace.reads)],
        }
        for file, trace in sorted(traces.items())
    }
    write_atomic(path, json.dumps(told, ensure_ascii=False).encode())


def read(path: Path) -> dict[str, Trace]:
    """Traces of a month's pages as they were written; none before the first run."""
    if not path.is_file():
        return {}
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        file: Trace(each["parts"], dict(_reads(each["reads"])), each["html"])
        for file, each in told.items()
    }


def _reads(told: Iterable[Any]) -> Iterable[tuple[Read, str]]:
    return ((Read.from_list(each[:2]), each[2]) for each in told)
