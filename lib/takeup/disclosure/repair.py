"""The final choice of what to hide: no relations together give a hidden count away."""

from __future__ import annotations

import numpy as np

from takeup.disclosure.linked import Flags, Numbers, narrowed
from takeup.disclosure.moves import Limits, Move, Space, cheapest
from takeup.disclosure.ranges import Seen, spread


def _proven(space: Space, hidden: Flags, reach: int) -> Seen:
    """Ranges that need no further hidden cell; shown cells keep their number."""
    inside = spread(Space(narrowed(space.matrix, hidden), space.base[hidden]), reach)
    low, high = space.base.copy(), space.base.copy()
    low[hidden], high[hidden] = inside.low, inside.high
    return Seen(low, high)


def _options(space: Space, cell: int, seen: Seen, price: Numbers, reach: int) -> list[Move]:
    """Cheapest ways to make a cell safe: a higher or, where that is enough, a lower number."""
    goals = [seen.goal_above(reach)[cell]]
    if seen.high[cell] >= reach:
        goals.append(seen.goal_below()[cell])
    limits = [Limits.fixed(len(price), cell, goal) for goal in goals]
    moves = [cheapest(space, each, price) for each in limits]
    return [move for move in moves if move is not None]


def repaired(space: Space, hidden: Flags, price: Numbers, reach: int) -> Flags:
    """Hide further cells until every hidden one may have enough different numbers.

    For one unsafe cell after the other, the smallest first, the cheapest possible table is
    sought in which it has another number; the shown cells that differ there are hidden too.

    Parameters
    ----------
    space
        Cells that relations connect, with a positive number each.
    hidden
        What is hidden so far.
    price
        What hiding each cell costs.
    reach
        The smallest count that is not small.

    Returns
    -------
    ndarray of bool
        All cells to hide. If the solver fails: all of them, which is always safe, because
        every multiple of a table without a shown number is possible as well.

    References
    ----------
    Kelly, Golden and Assad (1992), Cell Suppression: Disclosure Protection for Sensitive
    Tabular Data, Networks 22: the heuristic of one linear program per cell.
    """
    seen = _proven(space, hidden, reach)
    while (unsafe := np.flatnonzero(hidden & ~seen.safe(reach))).size:
        cell = int(unsafe[np.argmin(space.base[unsafe])])
        options = _options(space, cell, seen, np.where(hidden, 0.0, price), reach)
        if not options:
            return np.ones_like(hidden)
        best = min(options, key=lambda move: move.cost)
        seen = seen.and_also(best.table)
        hidden = hidden | best.moved
    return hidden
