"""Which cells of one month to hide, so that no relation gives a small count back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, families, narrowed
from takeup.disclosure.moves import Limits, Space, cheapest
from takeup.disclosure.pattern import first_pattern
from takeup.disclosure.repair import repaired
from takeup.regions import ALL

# What hiding costs, by the number of dimensions a cell sums over: a total over services or
# administrations is read more than its parts; the one over both is the headline figure and
# goes only where nothing else works. Judgement, 2024-09.
_PRICE_OF_TOTALS: Final = np.array([1.0, 2.0, 10_000.0])
# A zero is published; it is hidden only if an earlier decision can be kept no other way.
_PRICE_OF_ZERO: Final = 1_000_000.0


def _dimensions_summed(cells: pd.DataFrame) -> np.ndarray:
    return (cells[["verwaltung", "leistung_id"]] == ALL).sum(axis=1).to_numpy()


def prices(cells: pd.DataFrame) -> Numbers:
    """Price of hiding each cell: grows slowly with its count, and with what it sums over."""
    counts = cells["numerator"].to_numpy(dtype=float)
    size = np.where(counts > 0, 1 + np.log2(np.maximum(counts, 1)), _PRICE_OF_ZERO)
    price: Numbers = size * _PRICE_OF_TOTALS[_dimensions_summed(cells)]
    return price


@dataclass(frozen=True)
class _Believed:
    """A possible table with a case in every hidden cell."""

    table: Numbers
    hidden: Flags


def _believable(space: Space, hidden: Flags, price: Numbers) -> _Believed | None:
    """Hide what is needed for a table with a case in every hidden cell to be possible.

    A cell hidden earlier can have become zero by a correction. A reader takes it for one
    case at least, so there must be a table in which it is. None if the solver finds none.
    """
    table = space.base
    while (table[hidden] < 1 - TOLERANCE).any():
        limits = Limits(np.where(hidden, 1, np.minimum(table, 1)), np.full(len(table), np.inf))
        move = cheapest(space, limits, np.where(hidden, 0.0, price))
        if move is None:
            return None
        table, hidden = move.table, hidden | move.moved
    return _Believed(table, hidden)


def _chosen(space: Space, hidden: Flags, cells: pd.DataFrame, reach: int) -> Flags:
    """Cells to hide among positive ones; families of cells are independent of each other."""
    price = prices(cells)
    last = _dimensions_summed(cells) == len(_PRICE_OF_TOTALS) - 1
    chosen = first_pattern(space.matrix, space.base, hidden, last)
    for family in families(space.matrix):
        part = Space(narrowed(space.matrix, family), space.base[family])
        chosen[family] = repaired(part, chosen[family], price[family], reach)
    return chosen


def hidden_cells(cells: pd.DataFrame, matrix: csr_array, hidden: Flags, reach: int) -> Flags:
    """Choose all cells of one month to hide.

    Parameters
    ----------
    cells
        Known counts of one month, sorted, index 0 to n-1: key columns and ``numerator``.
    matrix
        The relations that hold, by cells.
    hidden
        Cells that must be hidden: too small, or hidden earlier.
    reach
        The smallest count that is not small.

    Returns
    -------
    ndarray of bool
        The cells to hide. Zeros stay, unless they were hidden earlier; all known cells go
        if the solver fails.
    """
    if not hidden.any():
        return hidden
    counts = cells["numerator"].to_numpy(dtype=float)
    believed = _believable(Space(matrix, counts), hidden, prices(cells))
    if believed is None:
        return np.ones_like(hidden)
    positive = believed.table > TOLERANCE
    space = Space(narrowed(matrix, positive), believed.table[positive])
    chosen = believed.hidden.copy()
    chosen[positive] = _chosen(space, chosen[positive], cells[positive], reach)
    return chosen
