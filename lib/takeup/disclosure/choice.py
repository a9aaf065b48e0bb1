"""Which cells of one month to hide, so that no relation gives a small count back."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, families, narrowed
from takeup.disclosure.moves import Aim, Space, best_table
from takeup.disclosure.pattern import first_pattern
from takeup.disclosure.repair import repaired
from takeup.regions import ALL

Counts: TypeAlias = npt.NDArray[np.int64]

# What hiding costs, by the number of dimensions a cell sums over: a total over services or
# administrations is read more than its parts; the one over both is the headline figure and
# goes only where nothing else works. Judgement, 2024-09.
_PRICE_OF_TOTALS: Final = np.array([1.0, 2.0, 1_000.0])
# A zero is published; it is hidden only if an earlier decision can be kept no other way.
_PRICE_OF_ZERO: Final = 1_000.0


def _dimensions_summed(cells: pd.DataFrame) -> Counts:
    """Over how many of administrations and services each cell sums: 0, 1 or 2."""
    sums: Counts = (cells[["verwaltung", "leistung_id"]] == ALL).sum(axis=1).to_numpy()
    return sums


def _prices(counts: Numbers, summed: Counts) -> Numbers:
    """Price of hiding each cell: grows slowly with its count, and with what it sums over."""
    size = np.where(counts > 0, 1 + np.log2(np.maximum(counts, 1)), _PRICE_OF_ZERO)
    price: Numbers = size * _PRICE_OF_TOTALS[summed]
    return price


def _believable(space: Space, hidden: Flags) -> Numbers | None:
    """Find a table with a case in every hidden cell that changes little of price.

    A cell hidden earlier can have become zero by a correction. A reader takes it for one
    case at least, so there must be a possible table in which it is. None if there is none.
    """
    table, size = space.base, len(hidden)
    while (hidden & (table < 1 - TOLERANCE)).any():
        low = np.where(hidden, 1.0, np.minimum(table, 1))
        priced = Space(space.matrix, table, np.where(hidden, 0.0, space.price))
        found = best_table(priced, low, Aim.nothing(size))
        if found is None:
            return None
        hidden = hidden | (np.abs(found - table) > TOLERANCE)
        table = found
    return table


def _chosen(space: Space, hidden: Flags, last: Flags, reach: int) -> Flags:
    """Cells to hide among positive ones; families of cells are independent of each other."""
    chosen = first_pattern(space.matrix, space.base, hidden, last)
    for family in families(space.matrix):
        matrix = narrowed(space.matrix, family)
        part = Space(matrix, space.base[family], space.price[family])
        chosen[family] = repaired(part, chosen[family], reach)
    return chosen


def hidden_cells(
    cells: pd.DataFrame, matrix: csr_array, hidden: Flags, frozen: Flags, reach: int
) -> Flags:
    """Choose all cells of one month to hide.

    Parameters
    ----------
    cells
        Known counts of one month, sorted, index 0 to n-1: key columns and ``numerator``.
    matrix
        The relations that hold, by cells.
    hidden
        Cells that must be hidden: too small, or hidden earlier.
    frozen
        Cells that are public already: never hidden, and the same in every possible table.
    reach
        The smallest count that is not small.

    Returns
    -------
    ndarray of bool
        The cells to hide. A zero stays, unless it was hidden earlier or such a one can be
        kept no other way; all cells go if the solver fails.
    """
    free = ~frozen
    chosen = np.zeros_like(hidden)
    chosen[free] = _free_ones(cells[free], narrowed(matrix, free), hidden[free], reach)
    return chosen


def _free_ones(cells: pd.DataFrame, matrix: csr_array, hidden: Flags, reach: int) -> Flags:
    """Choose among cells that nobody has seen yet."""
    counts = cells["numerator"].to_numpy(dtype=float)
    summed = _dimensions_summed(cells)
    space = Space(matrix, counts, _prices(counts, summed))
    table = _believable(space, hidden)
    if table is None:
        return np.ones_like(hidden)
    chosen: Flags = hidden | (np.abs(table - counts) > TOLERANCE)
    kept = table > TOLERANCE
    inside = Space(narrowed(matrix, kept), table[kept], space.price[kept])
    last = summed[kept] == len(_PRICE_OF_TOTALS) - 1
    chosen[kept] = _chosen(inside, chosen[kept], last, reach)
    return chosen
