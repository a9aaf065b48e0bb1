"""A published month written in the test, seen from one administration or from all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from takeup.measures.sidecar import load_sidecars
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.publication import TABLES, Published, contract
from takeup.report.data import PageData

ROOT = Path(__file__).parents[3]
SOURCES = ("matomo", "antraege", "faelle", "konten", "zufriedenheit", "katalog")
Rows = list[Mapping[str, object]]


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture
def page(params: Params) -> Callable[..., PageData]:
    """September 2024 with the rows given; columns left out are missing."""

    def make(verwaltung: str = "stadt-heide", **tables: Rows) -> PageData:
        frames = {}
        for name in TABLES:
            dtypes = contract(name).dtypes
            rows = pd.DataFrame(tables.get(name, []), columns=list(dtypes), dtype="object")
            frames[name] = rows.astype(dtypes)
        published = Published(frames, {"month": "2024-09", "sample": True, "commit": ""})
        return PageData(Month(2024, 9), verwaltung, published, params, load_sidecars())

    return make


@pytest.fixture
def of_many() -> Callable[[PageData, int], PageData]:
    """The Kreis as it would be with so many administrations, Amt-01 and on."""

    def make(data: PageData, count: int) -> PageData:
        one = next(iter(data.params.verwaltungen.values()))
        slugs = [f"amt-{number:02d}" for number in range(1, count + 1)]
        places = {slug: one.model_copy(update={"kurzname": slug.title()}) for slug in slugs}
        return replace(data, params=replace(data.params, verwaltungen=places))

    return make


@pytest.fixture
def delivered() -> Callable[..., Rows]:
    """Completeness of one administration: all sources complete but those named."""

    def make(verwaltung: str = "stadt-heide", **reasons: str) -> Rows:
        place = {"verwaltung": verwaltung, "month": "2024-09"}
        states = {
            source: {"state": "partial", "reason": reasons[source]}
            if source in reasons
            else {"state": "complete", "reason": None}
            for source in SOURCES
        }
        return [{**place, "source": source, **state} for source, state in states.items()]

    return make


@pytest.fixture
def strip() -> Callable[..., Rows]:
    """Days of September, all counted but those named: day to state."""

    def make(source: str, verwaltung: str = "stadt-heide", **states: str) -> Rows:
        return [
            {
                "verwaltung": verwaltung,
                "source": source,
                "date": pd.Timestamp(2024, 9, day),
                "state": states.get(f"d{day}", "there"),
            }
            for day in range(1, 31)
        ]

    return make
