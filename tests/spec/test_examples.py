"""Every worked example of measures/*.yml, as the method page prints it."""

from __future__ import annotations

import pandas as pd
import pytest

from takeup.measures.example import run_example
from takeup.measures.sidecar import load_sidecars

SIDECARS = load_sidecars()
ROWS = [
    pytest.param(name, row, id=f"{name}-{row.month}-{row.verwaltung}-{row.leistung_id}")
    for name, sidecar in SIDECARS.items()
    for row in sidecar.example.expected
]


@pytest.fixture(scope="module")
def computed() -> dict[str, pd.DataFrame]:
    keys = ["month", "verwaltung", "leistung_id"]
    return {name: run_example(name, each).set_index(keys) for name, each in SIDECARS.items()}


@pytest.mark.parametrize(("measure", "row"), ROWS)
def test_the_worked_example_gives_what_its_sidecar_prints(measure, row, computed):
    found = computed[measure].loc[(row.month, row.verwaltung, row.leistung_id)]
    value = None if pd.isna(found["value"]) else float(found["value"])
    assert found["status"] == row.status
    assert value == (None if row.value is None else pytest.approx(row.value, abs=1e-12))


@pytest.mark.parametrize("measure", list(SIDECARS))
def test_every_example_shows_an_edge_case_beside_the_plain_one(measure):
    expected = SIDECARS[measure].example.expected
    edge = [row for row in expected if row.status != "ok" or row.value == 0]
    plain = [row for row in expected if row.status == "ok" and row.value]
    assert plain
    assert edge
