"""The published month that a notebook asks for."""

from __future__ import annotations

import os
from pathlib import Path

from takeup.errors import UsageError
from takeup.measures.sidecar import load_sidecars
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import read_published
from takeup.regions import ALL
from takeup.render.blocks import only_for_pages
from takeup.report.data import PageData
from takeup.store import Store


def month_data(month: str, verwaltung: str = ALL) -> PageData:
    """Published tables of a month, seen from one administration or from all."""
    store = Store.open()
    wanted = Month.parse(month)
    params = load_params(store.params)
    if verwaltung != ALL:
        params.require_verwaltung(verwaltung)
    folder = _published(store, wanted)
    return PageData(wanted, verwaltung, read_published(folder), params, load_sidecars())


def _published(store: Store, month: Month) -> Path:
    """Tables of the month: those under construction if the runner names them."""
    named = os.environ.get("TAKEUP_PUBLISHED")
    if named:
        only_for_pages()
    folder = Path(named) if named else store.published(month) / "daten"
    if not (folder / "run.json").is_file():
        raise UsageError("month_not_published", month=month)
    return folder
