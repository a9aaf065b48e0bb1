"""What hiding a cell costs; the prices and their reasons are in ``prices.yml``."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.disclosure.linked import Numbers
from takeup.facts import read_facts
from takeup.regions import ALL

# By whether a cell sums over administrations, and over services.
LEVELS: Final = {
    (False, False): "part",
    (True, False): "service",
    (False, True): "verwaltung",
    (True, True): "kreis",
}


@cache
def _table() -> Any:
    return read_facts("takeup.disclosure", "prices.yml")


def levels(cells: pd.DataFrame) -> pd.Series[str]:
    """Tell the level of each cell: part, service, verwaltung or kreis."""
    sums = zip(cells["verwaltung"] == ALL, cells["leistung_id"] == ALL, strict=True)
    return pd.Series([LEVELS[each] for each in sums], index=cells.index, dtype="str")


def prices(cells: pd.DataFrame, counts: Numbers) -> Numbers:
    """Price of hiding each cell: by its level, its measure and the logarithm of its count.

    Parameters
    ----------
    cells
        Key columns of one month.
    counts
        The number in each cell.

    Returns
    -------
    ndarray
        Whole numbers above zero.
    """
    table = _table()
    factors = {
        (measure, level): factor
        for group in table["groups"].values()
        for measure in group["measures"]
        for level, factor in group["factors"].items()
    }
    price = {name: level["price"] for name, level in table["levels"].items()}
    weight = [
        price[level] * factors.get((measure, level), 1)
        for measure, level in zip(cells["measure"], levels(cells), strict=True)
    ]
    size = 1 + np.log2(np.maximum(counts, 1))
    # Whole numbers: the solver of the integer program does better with them.
    found: Numbers = np.where(counts > 0, np.round(size * np.array(weight)), table["zero"])
    return found
