"""The published month that a notebook asks for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from takeup.errors import UsageError
from takeup.measures.sidecar import load_sidecars
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import Published, read_published
from takeup.publication.rows import Read
from takeup.regions import ALL
from takeup.render.blocks import only_for_pages
from takeup.report.data import PageData
from takeup.report.reads import READS_MIME
from takeup.store import Store

# A file as it lies there: its name, when it was written, its size, and which one it is.
_Lies = tuple[str, int, int, int]

# The month that this process, or the one it was forked from, has opened for all pages.
_HELD: Final[dict[tuple[_Lies, ...], Published]] = {}

# What was read in this process: a page's kernel opens its month and nothing else.
_READS: Final[set[Read]] = set()


class ReadsTold:
    """All reads of this process, for the runner of a page; a notebook shows nothing of it."""

    def __repr__(self) -> str:
        """Nothing of where it lies in memory: two runs give the same bytes."""
        return type(self).__name__

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {READS_MIME: [each.to_list() for each in sorted(_READS)]}


def hold(folder: str) -> None:
    """Open a month's tables in the parent of kernels, once for all of its pages."""
    lies = _files(Path(folder))
    if lies not in _HELD:
        published = read_published(Path(folder))
        published.look_up_usual()
        _HELD.clear()
        _HELD[lies] = published


def published_in(folder: Path) -> Published:
    """Tables of a month: those held if nothing was written since, else as they are read."""
    return _HELD.get(_files(folder)) or read_published(folder)


def _files(folder: Path) -> tuple[_Lies, ...]:
    """Tell whether tables are still those that were read."""
    found = ((path, path.stat()) for path in sorted(folder.iterdir()))
    return tuple(
        (str(path), each.st_mtime_ns, each.st_size, each.st_ino) for path, each in found
    )


def month_data(month: str, verwaltung: str = ALL) -> PageData:
    """Published tables of a month, seen from one administration or from all."""
    store = Store.open()
    wanted = Month.parse(month)
    params = load_params(store.params)
    if verwaltung != ALL:
        params.require_verwaltung(verwaltung)
    folder = _published(store, wanted)
    return PageData(wanted, verwaltung, published_in(folder), params, load_sidecars(), _READS)


def _published(store: Store, month: Month) -> Path:
    """Tables of the month: those under construction if the runner names them."""
    named = os.environ.get("TAKEUP_PUBLISHED")
    if named:
        only_for_pages()
    folder = Path(named) if named else store.published(month) / "daten"
    if not (folder / "run.json").is_file():
        raise UsageError("month_not_published", month=month)
    return folder
