"""The table of revisions as a page shows it."""

from pathlib import Path

import pandas as pd
import pytest

from takeup.measures.sidecar import load_sidecars
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.publication import TABLES, Published, contract
from takeup.render.blocks import Note, Table
from takeup.report import revisions
from takeup.report.data import PageData

HEIDE, MARNE = "stadt-heide", "amt-marne-nordsee"
COLUMNS = ["month", "verwaltung", "measure", "before", "now", "status", "delivered"]
ROWS = [
    ("2024-06", HEIDE, "visits", 1234.0, 1260.0, "revised", "2024-08"),
    ("2024-08", HEIDE, "submitted", None, 41.0, "added", "2024-09"),
    ("2024-07", HEIDE, "submitted", None, 40.0, "hidden", "2024-08 2024-09"),
    ("2024-07", HEIDE, "visits", 900.0, None, "withdrawn", None),
    ("2024-06", MARNE, "visits", 10.0, 20.0, "revised", "2024-07"),
]


@pytest.fixture(scope="module")
def params() -> Params:
    return load_params(Path(__file__).parents[3] / "params")


def page(params: Params, verwaltung: str, rows: list[tuple[object, ...]]) -> PageData:
    empty = {
        name: pd.DataFrame(
            {field: pd.Series(dtype=kind) for field, kind in contract(name).dtypes.items()}
        )
        for name in TABLES
    }
    told = pd.DataFrame(rows, columns=COLUMNS).astype(contract("revisions").dtypes)
    published = Published({**empty, "revisions": told}, {"sample": True})
    return PageData(Month(2024, 9), verwaltung, published, params, load_sidecars())


def test_the_newest_month_comes_first_with_before_now_and_delivery(params) -> None:
    table = revisions.table(page(params, HEIDE, ROWS))

    assert isinstance(table, Table)
    assert list(table.rows) == [
        ("August 2024", "Abgesendete Vorgänge", "nicht bekannt", "41", "September 2024"),
        ("Juli 2024", "Besuche", "900", "nicht bekannt", "zurückgezogen"),
        ("Juli 2024", "Abgesendete Vorgänge", "geheim", "40", "August 2024, September 2024"),
        ("Juni 2024", "Besuche", "1.234", "1.260", "August 2024"),
    ]


def test_the_page_of_all_names_the_administration(params) -> None:
    table = revisions.table(page(params, "alle", ROWS))

    assert isinstance(table, Table)
    assert table.columns[1] == "Verwaltung"
    assert [row[1] for row in table.rows[-2:]] == ["Heide", "Marne-Nordsee"]


def test_nothing_revised_is_said(params) -> None:
    assert isinstance(revisions.table(page(params, "stadt-brunsbuettel", ROWS)), Note)


def test_a_long_list_is_cut_and_says_where_the_rest_stands(params) -> None:
    months = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 11)]
    rows = [(month, HEIDE, "visits", 10.0, 20.0, "revised", "2024-10") for month in months]

    table = revisions.table(page(params, HEIDE, rows))

    assert isinstance(table, Table)
    assert len(table.rows) == 25
    assert "5 weitere" in table.notes[-1]


def test_a_revised_figure_is_marked_here_and_in_the_sum_of_all(params) -> None:
    for verwaltung in (HEIDE, "alle"):
        data = page(params, verwaltung, ROWS)
        assert data.revised("visits", "2024-06")
        assert not data.revised("visits", "2024-05")
    assert not page(params, "stadt-brunsbuettel", ROWS).revised("visits", "2024-06")
