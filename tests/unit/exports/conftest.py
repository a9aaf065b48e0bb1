"""A month written in the test, as the exports see it: from all administrations."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from takeup.measures.dictionary import dictionary
from takeup.measures.sidecar import load_sidecars
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import TABLES, Published, contract
from takeup.regions import ALL
from takeup.report.data import PageData

ROOT = Path(__file__).parents[3]
EWA, HUND, BEWOHNER = "99115005104000", "99102013104000", "99108001001000"
RUN = {"month": "2024-09", "stand": "2024-10-15", "commit": "abc", "as_known": False}
Rows = list[Mapping[str, object]]


def figure(measure: str = "submitted", value: float | None = 7, **other: object) -> dict:
    """One cell of the table of measures: a complete count of Stadt Heide, if not told else."""
    place = {"month": "2024-09", "verwaltung": "stadt-heide", "leistung_id": HUND}
    sides = {"numerator": value, "denominator": None, "value": value}
    state = {"status": "ok", "data_maturity": "provisional"}
    return {**place, "measure": measure, **sides, **state, **other}


def hidden(**other: object) -> dict:
    """A cell that is kept secret."""
    return figure(value=None, status="suppressed", **other)


@pytest.fixture(scope="session")
def full_params():
    return load_params(ROOT / "params")


@pytest.fixture
def month(full_params) -> Callable[..., PageData]:
    """September 2024 with the rows given; ``names`` renames administrations."""

    def make(
        *, sample: bool = True, names: Mapping[str, str] | None = None, **tables: Rows
    ) -> PageData:
        frames = {}
        for name in TABLES:
            dtypes = contract(name).dtypes
            rows = pd.DataFrame(tables.get(name, []), columns=list(dtypes), dtype="object")
            frames[name] = rows.astype(dtypes)
        frames["dictionary"] = dictionary(load_sidecars())
        verwaltungen = {
            slug: each.model_copy(update={"name": (names or {}).get(slug, each.name)})
            for slug, each in full_params.verwaltungen.items()
        }
        params = replace(full_params, verwaltungen=verwaltungen)
        published = Published(frames, {**RUN, "sample": sample})
        return PageData(Month(2024, 9), ALL, published, params, load_sidecars())

    return make
