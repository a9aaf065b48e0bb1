"""A month as it might be delivered, with everything that can go wrong drawn at random."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from takeup.analysis import measure_inputs
from takeup.measures.definition import all_counts, first_provisional
from takeup.measures.example import typed_rows
from takeup.measures.rates import MinimumBase, rates
from takeup.measures.sidecar import load_sidecars
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.regions import EWA_LEIKA
from takeup.verification.belonging import Edition

ROOT = Path(__file__).parents[3]
MONTHS = ("2024-07", "2024-08", "2024-09")
PLACES = ("stadt-heide", "amt-marne-nordsee", "kreis-dithmarschen")
# eWA, two ordinary ones, and one that asks for personal attendance.
SERVICES = (EWA_LEIKA, "99102013104000", "99050012104000", "99008001012000")
WORDS = ("unknown", "not_applicable", "suppressed")


@pytest.fixture(scope="session")
def params() -> Params:
    """Three administrations and four services of the real parameters, three months in view."""
    full = load_params(ROOT / "params")
    table = full.zustaendigkeit
    return replace(
        full,
        settings=full.settings.model_copy(update={"monate_rueckblick": len(MONTHS)}),
        verwaltungen={slug: full.verwaltungen[slug] for slug in PLACES},
        leistungen={key: full.leistungen[key] for key in SERVICES},
        zustaendigkeit=table[table["verwaltung"].isin(PLACES)],
    )


class Draw:
    """Rows of every source by chance; a source fails to come now and then."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def happens(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def count(self, most: int = 9) -> int:
        return int(self.rng.integers(0, most + 1))

    def channel(self) -> int | str:
        return self.rng.choice(WORDS) if self.happens(0.05) else self.count()

    def tables(self) -> dict[str, list[dict[str, object]]]:
        tables: dict[str, list[dict[str, object]]] = {
            name: [] for name in ("antraege", "faelle", "konten", "zufriedenheit", "katalog")
        }
        tables |= {"matomo": [], "coverage": [], "gaps": []}
        for month in MONTHS:
            for slug in PLACES:
                place = {"verwaltung": slug, "month": month}
                for source in ("antraege", "faelle", "konten", "zufriedenheit", "matomo"):
                    if self.happens(0.8):
                        self.deliver(tables, source, place)
                if self.happens(0.7):
                    tables["katalog"] += [
                        {**place, "leistung_id": key, "online": self.happens(0.7)}
                        for key in SERVICES
                    ]
        tables["kosten"] = [
            {
                "verwaltung": slug,
                "month": month,
                "months": int(self.rng.choice([1, 3])),
                "leistung_id": key,
                "cost_eur": self.count(900) + 0.5,
            }
            for slug in PLACES
            for month in MONTHS
            for key in ("", *SERVICES)
            if self.happens(0.7)
        ]
        tables["bevoelkerung"] = [
            {"ars": ars, "reference_date": f"{year}-12-31", "population": 1000 + self.count()}
            for ars in ("010510044", "010515166", "01051")
            for year in (2021, 2022)
        ]
        return tables

    def deliver(self, tables, source, place) -> None:
        """One delivery: its rows, how complete it is, and what of it is in doubt."""
        day = f"{place['month']}-05"
        services = [key for key in SERVICES if self.happens(0.6)]
        rows = getattr(self, source)({**place, "date": day}, services)
        tables[source] += rows
        if rows and self.happens(0.05):
            return  # rows of a month that no coverage names
        present = 30 - 3 * self.happens(0.1)
        days = {"days_expected": 30, "days_present": present}
        tables["coverage"].append({"source": source, **place, **days})
        if self.happens(0.15):
            key = self.rng.choice([*SERVICES, "alle"])
            tables["gaps"].append({"source": source, **place, "leistung_id": key})

    def antraege(self, place, services):
        rows = []
        for key in services:
            started, resumed = self.count() + 3, self.count(3)
            done = {"completed": self.count(3), "submitted": self.count()}
            counts = {"started": started + resumed, "resumed": resumed, **done}
            rows.append({**place, "leistung_id": key, **counts})
        return rows

    def faelle(self, place, services):
        names = ("online", "assisted", "counter", "post", "phone", "eligible")
        return [
            {**place, "leistung_id": key, **{name: self.channel() for name in names}}
            for key in services
        ]

    def konten(self, place, services):
        return [{**place, "active_accounts": self.count(50)}]

    def zufriedenheit(self, place, services):
        grades = [f"rating_{grade}" for grade in range(1, 6)]
        return [
            {**place, "leistung_id": key, **{name: self.count(3) for name in grades}}
            for key in services
        ]

    def matomo(self, place, services):
        first = {**place, "date": f"{place['month']}-01"}
        day = {**place, "period": "day", "visits": self.count(90)}
        month = {**first, "period": "month", "visits": self.count(900)}
        visitors = None if self.happens(0.1) else self.count(500)
        rows = [
            {**day, "report": "visits"},
            {**month, "report": "visits", "visitors": visitors},
        ]
        labels = [each for each in ("desktop", "smartphone", "tablet") if self.happens(0.7)]
        rows += [{**month, "report": "device", "label": label} for label in labels]
        return rows + [{**day, "report": "campaign", "label": "x"}] * self.happens(0.5)


Published = Callable[[int], Edition]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory, params: Params) -> Published:
    """Write staged rows drawn at random, and the table of measures made from them."""

    @cache
    def make(seed: int) -> Edition:
        tmp_path = tmp_path_factory.mktemp("drawn")
        draw = Draw(seed)
        tables = {name: typed_rows(name, rows) for name, rows in draw.tables().items()}
        write_staged_rows(tmp_path / "staged", tables)
        measures = measured(tables, params, draw)
        daten = tmp_path / "2024-09" / "daten"
        daten.mkdir(parents=True)
        measures.to_csv(daten / "measures.csv", index=False)
        tables["gaps"].assign(reason="part").to_csv(
            daten / "gaps.csv", index=False, columns=GAPS
        )
        stand = date(2024, 10, 15)
        return Edition(daten.parent, {}, Month(2024, 9), stand, True, tmp_path / "staged")

    return make


@pytest.fixture
def published(tmp_path: Path, drawn: Published) -> Edition:
    """One such month, to be changed by a test."""
    edition = drawn(1)
    return replace(edition, folder=Path(shutil.copytree(edition.folder, tmp_path / "month")))


GAPS = ["source", "verwaltung", "month", "leistung_id", "reason"]


def write_staged_rows(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    folder.mkdir()
    for name, frame in tables.items():
        if name == "coverage":
            frame.to_parquet(folder / "coverage.parquet", index=False)
        elif name != "gaps" and len(frame):
            part = folder / name / "month=2024-09"
            part.mkdir(parents=True)
            frame.to_parquet(part / "part.parquet", index=False)


def measured(tables: dict[str, pd.DataFrame], params: Params, draw: Draw) -> pd.DataFrame:
    """Counts and rates as the report makes them; some counts are hidden by chance."""
    staged = SimpleNamespace(frames=tables, coverage=tables["coverage"])
    found = SimpleNamespace(gaps=tables["gaps"], months=MONTHS)
    inputs = measure_inputs(staged, params, found, sample=True)  # type: ignore[arg-type]
    counts = all_counts(inputs, first_provisional(date(2024, 10, 15), 45))
    hidden = counts["numerator"].notna() & (draw.rng.random(len(counts)) < 0.1)
    counts = counts.assign(
        numerator=counts["numerator"].mask(hidden),
        value=counts["value"].mask(hidden),
        status=counts["status"].mask(hidden, "suppressed"),
    )
    minimum = MinimumBase(share=10, answers=5)
    return pd.concat([counts, rates(counts, load_sidecars(), minimum)], ignore_index=True)
