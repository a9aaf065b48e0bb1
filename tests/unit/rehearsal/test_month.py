"""The month of an invented Kreis is read like that of any project.

That it is measured, protected, built and audited is shown by ``benchmarks/germany.py``.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.receipts import known_on, take_stock
from takeup.sources.stage import stage
from takeup.sources.staged import Staged
from takeup.store import Store

MONTH = Month(2024, 9)


@pytest.fixture(scope="module")
def store(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A copy of the Kreis: what is read of it is archived beside it."""
    folder = tmp_path_factory.mktemp("month") / small.name
    shutil.copytree(small, folder)
    return Store(folder, folder / "data", folder / "outputs", sample=True)


@pytest.fixture(scope="module")
def params(store: Store) -> Params:
    return load_params(store.params)


@pytest.fixture(scope="module")
def staged(store: Store, params: Params) -> Staged:
    stock = take_stock(store, params, datetime(2024, 11, 1, tzinfo=UTC))
    return stage(known_on(stock, MONTH, MONTH.report_day), params, MONTH)


def test_its_deliveries_are_found_current_and_read_without_an_error(
    staged: Staged, params: Params
) -> None:
    delivered = set(staged.frames["antraege"]["verwaltung"])

    assert staged.findings.query("severity == 'error'").empty
    assert delivered == set(params.verwaltungen)
    assert staged.frames["antraege"]["submitted"].sum() > 0


def test_the_residents_of_the_kreis_are_found_by_its_key(
    staged: Staged, params: Params
) -> None:
    residents = staged.frames["bevoelkerung"].set_index("ars")["population"]
    parts = [params.verwaltungen[slug].schluessel for slug in params.offices]

    assert residents["99183"] == residents[parts].sum()
    assert "population_sum_mismatch" not in set(staged.findings["rule"])
