"""Long tables written small: what the tests of disclosure share."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from takeup.disclosure import Relations, empty_register
from takeup.disclosure.rule import CELL

Table = Callable[[str], pd.DataFrame]


def long_table(lines: str) -> pd.DataFrame:
    """Rows ``verwaltung leistung_id measure number`` of one month; ``?`` is unknown."""
    columns = ["verwaltung", "leistung_id", "measure", "numerator"]
    rows = pd.read_csv(StringIO(lines), sep=r"\s+", names=columns, na_values="?")
    number = rows["numerator"].astype("Float64")
    return rows.assign(
        month="2024-09",
        numerator=number,
        denominator=pd.Series(pd.NA, index=rows.index, dtype="Float64"),
        value=number,
        status=pd.Series(np.where(number.isna(), "unknown", "ok"), dtype="str"),
        data_maturity="final",
    )


def with_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """Add the sums over administrations, services and both."""
    sums = [
        cells.assign(**dict.fromkeys(over, "alle")).groupby(CELL)["numerator"].sum()
        for over in (["verwaltung"], ["leistung_id"], ["verwaltung", "leistung_id"])
    ]
    totals = pd.concat([each.reset_index() for each in sums])
    rows = pd.concat([cells, totals.assign(status="ok")], ignore_index=True)
    return rows.assign(value=rows["numerator"]).drop_duplicates(CELL, ignore_index=True)


def random_month(seed: int, corrections: int = 0) -> pd.DataFrame:
    """Cases by channel of a few administrations and services, many of them very few.

    Each correction moves up to three digital cases to another administration: what is summed
    over all of them stays.
    """
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 4)), int(rng.integers(2, 5)))
    level = rng.choice([0.4, 1.5, 4.0, 30.0], size=shape)
    digital, offline = rng.poisson(level), rng.poisson(level)
    for _ in range(corrections):
        here, there = rng.choice(shape[0], 2, replace=False)
        service = rng.integers(shape[1])
        moved = min(int(rng.integers(1, 4)), digital[here, service])
        digital[here, service] -= moved
        digital[there, service] += moved
    counts = {"digital": digital, "offline": offline, "total": digital + offline}
    rows = [
        (f"amt-{place}", f"leistung-{service}", measure, numbers[place, service])
        for measure, numbers in counts.items()
        for place, service in np.ndindex(shape)
    ]
    columns = ["verwaltung", "leistung_id", "measure", "numerator"]
    cells = pd.DataFrame(rows, columns=columns).astype({"numerator": "Float64"})
    return with_totals(cells.assign(month="2024-09", status="ok"))


@pytest.fixture(scope="session")
def relations() -> Relations:
    """Cases come in digitally or not; visits are nobody's secret."""
    return Relations(
        kinds={
            "digital": "cases",
            "offline": "cases",
            "total": "cases",
            "accounts": "persons",
            "visits": "visits",
            "answers": "answers",
            "satisfaction_points": "answers",
        },
        parts={"total": ("digital", "offline")},
    )


@pytest.fixture(scope="session")
def nothing_earlier() -> pd.DataFrame:
    """Register before the first report."""
    return empty_register()


@pytest.fixture(scope="session")
def table() -> Table:
    return long_table


@pytest.fixture(scope="session")
def any_month() -> Callable[..., pd.DataFrame]:
    return random_month


@pytest.fixture(scope="session")
def totals() -> Callable[[pd.DataFrame], pd.DataFrame]:
    return with_totals
