"""Which cells of one month to hide, so that no relation gives a small count back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, families, narrowed
from takeup.disclosure.moves import Aim, Space, best_table
from takeup.disclosure.optimum import Choice, cheapest
from takeup.disclosure.prices import prices
from takeup.disclosure.twins import merged


@dataclass(frozen=True)
class Chosen:
    """What to hide of one month, and what that costs beyond what must be hidden.

    Attributes
    ----------
    hidden
        The cells to hide.
    price
        Price of those that need not be hidden for themselves.
    bound
        No safe choice costs less beyond what must be hidden.
    """

    hidden: Flags
    price: float
    bound: float

    @property
    def gap(self) -> float:
        """Share of the price that a better choice could save at most: 0 is the optimum."""
        saving = self.price - self.bound
        return saving / self.price if saving > TOLERANCE else 0.0


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


def _among_positive(space: Space, must: Flags, reach: int) -> Choice:
    """Choose among cells of one case or more; families of them are independent."""
    once = merged(space)
    needed = once.of_numbers(must)
    hidden = needed.copy()
    bound = float(once.space.price @ needed)
    for family in families(once.space.matrix):
        base, price = once.space.base[family], once.space.price[family]
        part = Space(narrowed(once.space.matrix, family), base, price)
        found = cheapest(part, needed[family], reach)
        hidden[family] = found.hidden
        bound += found.bound - float(price @ needed[family])
    return Choice(once.of_cells(hidden), bound)


def _choice(space: Space, must: Flags, reach: int) -> Choice:
    """Choose among all cells; a zero only if one hidden earlier needs it."""
    table = _believable(space, must)
    if table is None:
        return Choice(np.ones_like(must), float(space.price @ must))
    hidden: Flags = must | (np.abs(table - space.base) > TOLERANCE)
    kept = table > TOLERANCE
    inside = Space(narrowed(space.matrix, kept), table[kept], space.price[kept])
    found = _among_positive(inside, hidden[kept], reach)
    zeros = float(space.price @ (hidden & ~kept))
    hidden[kept] = found.hidden
    return Choice(hidden, found.bound + zeros)


def hidden_cells(
    cells: pd.DataFrame, matrix: csr_array, hidden: Flags, frozen: Flags, reach: int
) -> Chosen:
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
        Cells that are public already: known numbers that can never be hidden.
    reach
        The smallest count that is not small.

    Returns
    -------
    Chosen
        A zero stays, unless it was hidden earlier or such a one can be kept no other way. If
        nothing is safe beside the frozen cells, or the solver fails, all others are hidden.
    """
    free, must = ~frozen, hidden & ~frozen
    counts = cells["numerator"].to_numpy(dtype=float)
    price = prices(cells, counts)
    space = Space(narrowed(matrix, free), counts[free], price[free])
    found = _choice(space, must[free], reach)
    chosen = np.zeros_like(hidden)
    chosen[free] = found.hidden
    own = float(price @ must)
    return Chosen(chosen, float(price @ chosen) - own, found.bound - own)
