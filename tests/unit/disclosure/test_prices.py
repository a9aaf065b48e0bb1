"""What hiding a cell costs."""

import numpy as np
import pytest
import yaml

from takeup.disclosure import prices as module
from takeup.disclosure.prices import levels, prices
from takeup.measures.sidecar import load_sidecars

CELLS = """
    alle   alle  cases_total    64
    heide  alle  cases_total    64
    alle   hund  cases_total    64
    heide  hund  cases_total    64
    heide  alle  cases_online   64
    heide  alle  cases_offline  64
    heide  hund  cases_offline  0
"""


def priced(table):
    cells = table(CELLS)
    return prices(cells, cells["numerator"].to_numpy(float)), levels(cells)


def test_the_level_is_told_by_what_a_cell_sums_over(table):
    names = ["kreis", "verwaltung", "service", "part", "verwaltung", "verwaltung", "part"]
    assert priced(table)[1].tolist() == names


def test_a_headline_total_is_dearer_than_all_services_of_an_administration(table):
    price, _ = priced(table)
    kreis, verwaltung, service, part, online, offline, zero = price
    assert kreis > verwaltung > service > part
    assert verwaltung > 25 * part
    assert verwaltung > offline > online
    assert zero > 20 * part


def test_a_larger_count_is_dearer_and_prices_are_whole_numbers(table):
    cells = table(CELLS)
    small, large = (prices(cells, np.full(len(cells), count)) for count in (3.0, 300.0))
    assert (large > small).all()
    assert (small == np.round(small)).all()


def test_every_price_has_a_reason_and_every_measure_exists():
    content = module._table()
    named = [*content["levels"].values(), *content["groups"].values()]
    assert all(each["reason"] for each in named)
    measures = [name for group in content["groups"].values() for name in group["measures"]]
    assert sorted(measures) == sorted(set(measures) & set(load_sidecars()))
    for group in content["groups"].values():
        assert list(group["factors"]) == list(content["levels"])


def test_prices_are_read_from_the_file_beside_the_module(monkeypatch, table):
    dear = yaml.safe_load("levels: {part: {price: 7}}\ngroups: {}\nzero: 9")
    monkeypatch.setattr(module, "_table", lambda: dear)
    cells = table("heide hund cases_total 1")
    assert prices(cells, np.array([1.0])) == pytest.approx([7])
