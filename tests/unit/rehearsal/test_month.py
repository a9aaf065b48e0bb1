"""The month of an invented Kreis is read like that of any project.

That it is measured, protected, built and audited is shown by ``benchmarks/germany.py``.
"""

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
def params(small: Path) -> Params:
    return load_params(small / "params")


@pytest.fixture(scope="module")
def staged(small: Path, params: Params) -> Staged:
    store = Store(small, small / "data", small / "outputs", sample=True)
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
