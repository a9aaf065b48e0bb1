"""The final choice of what to hide: no relations together give a hidden count away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, narrowed
from takeup.disclosure.moves import Space, best_table
from takeup.disclosure.ranges import Seen, explored


def _at_no_price(space: Space, hidden: Flags, seen: Seen, cell: int, reach: int) -> Seen:
    """Widen ranges as far as the cells hidden already allow."""
    free = np.zeros(np.count_nonzero(hidden))
    inside = Space(narrowed(space.matrix, hidden), space.base[hidden], free)
    place = int(np.count_nonzero(hidden[:cell]))
    found = explored(inside, seen.at(hidden), place, reach)
    low, high = seen.low.copy(), seen.high.copy()
    low[hidden], high[hidden] = found.low, found.high
    return Seen(low, high)


def _raised(space: Space, hidden: Flags, seen: Seen, cell: int, reach: int) -> Numbers | None:
    """Find the table of least price in which one cell is high enough."""
    low = np.ones(len(hidden))
    low[cell] = seen.goal(reach)[cell]
    priced = replace(space, price=np.where(hidden, 0.0, space.price))
    return best_table(priced, low, seen.aim(reach, cell, hidden & ~seen.safe(reach)))


def repaired(space: Space, hidden: Flags, reach: int) -> Flags:
    """Hide further cells until every hidden one may have enough different numbers.

    For one unsafe cell after the other, the smallest first, the cheapest possible table is
    sought in which its number is high enough; the shown cells that differ there are hidden
    too. Every table on the way widens the ranges of many other cells for nothing.

    Parameters
    ----------
    space
        Cells that relations connect, with a number of one or more each, and their price.
    hidden
        What is hidden so far.
    reach
        The smallest count that is not small.

    Returns
    -------
    ndarray of bool
        All cells to hide: the given ones, if those are safe. If the solver fails: all there
        are, which is always safe, because with no number shown every multiple of a possible
        table is possible too.
    """
    seen = Seen.of(space.base)
    while (unsafe := hidden & ~seen.safe(reach)).any():
        cell = int(np.argmin(np.where(unsafe, space.base, np.inf)))
        seen = _at_no_price(space, hidden, seen, cell, reach)
        if seen.safe(reach)[cell]:
            continue
        table = _raised(space, hidden, seen, cell, reach)
        if table is None:
            return np.ones_like(hidden)
        seen = seen.and_also(table)
        hidden = hidden | (np.abs(table - space.base) > TOLERANCE)
    return hidden
