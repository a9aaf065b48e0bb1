"""The published month that a notebook asks for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from takeup.errors import UsageError
from takeup.measures.sidecar import load_sidecars
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import read_published
from takeup.regions import ALL
from takeup.render.blocks import only_for_pages
from takeup.report.data import PageData
from takeup.report.reads import READS_MIME, Read
from takeup.store import Store

# What was read in this process: a page's kernel opens its month and nothing else.
_READS: Final[set[Read]] = set()


class ReadsTold:
    """All reads of this process, for the runner of a page; a notebook shows nothing of it."""

    def __repr__(self) -> str:
        """Nothing of where it lies in memory: two runs give the same bytes."""
        return type(self).__name__

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {READS_MIME: [each.to_list() for each in sorted(_READS)]}


def month_data(month: str, verwaltung: str = ALL) -> PageData:
    """Published tables of a month, seen from one administration or from all."""
    store = Store.open()
    wanted = Month.parse(month)
    params = load_params(store.params)
    if verwaltung != ALL:
        params.require_verwaltung(verwaltung)
    folder = _published(store, wanted)
    published = read_published(folder)
    return PageData(wanted, verwaltung, published, params, load_sidecars(), _READS)


def _published(store: Store, month: Month) -> Path:
    """Tables of the month: those under construction if the runner names them."""
    named = os.environ.get("TAKEUP_PUBLISHED")
    if named:
        only_for_pages()
    folder = Path(named) if named else store.published(month) / "daten"
    if not (folder / "run.json").is_file():
        raise UsageError("month_not_published", month=month)
    return folder
