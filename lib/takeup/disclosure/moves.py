"""Tables that an outsider cannot rule out, found by linear programming.

He knows every relation and every published count. A table is possible for him if it keeps
the relations, equals the published counts and holds at least one case in every hidden cell.
Such a table is written as a known one plus a move.

References
----------
Fischetti and Salazar (2001), Solving the Cell Suppression Problem on Tabular Data with
Linear Constraints, Management Science 47 (the attacker's problems); Kelly, Golden and Assad
(1992), Cell Suppression: Disclosure Protection for Sensitive Tabular Data, Networks 22
(moves of least price).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from takeup.disclosure.linked import Numbers


@dataclass(frozen=True)
class Space:
    """One table and the relations that every possible one must keep.

    Attributes
    ----------
    matrix
        Relations by cells.
    base
        The table: a number per cell.
    price
        What it costs to change a cell by one: 0 where it is hidden already.
    """

    matrix: csr_array
    base: Numbers
    price: Numbers


@dataclass(frozen=True)
class Aim:
    """Numbers that hidden cells should come near, and how much each step is worth."""

    goal: Numbers
    worth: Numbers

    @classmethod
    def nothing(cls, size: int) -> Aim:
        """Push no cell."""
        return cls(np.zeros(size), np.zeros(size))


def _solved(matrix: csr_array, cost: Numbers, bounds: Numbers, sums: Numbers) -> Numbers | None:
    """Solve to a corner of the feasible set; None if it is empty or the solver fails.

    The dual simplex method is deterministic; without presolve these small programs take
    three quarters of the time.
    """
    result = linprog(
        cost,
        A_eq=matrix,
        b_eq=sums,
        bounds=bounds,
        method="highs-ds",
        options={"presolve": False},
    )
    solution: Numbers | None = result.x if result.status == 0 else None
    return solution


def best_table(space: Space, low: Numbers, aim: Aim) -> Numbers | None:
    """Find the table that comes nearest to the aim and changes least of price.

    Parameters
    ----------
    space
        The cells that may change: hidden ones free of cost, others at their price.
    low
        Lowest number that the table may have in each cell; the base may have less.
    aim
        Hidden cells to push up or down.

    Returns
    -------
    ndarray or None
        None if there is no such table, or the solver fails: then nothing is proven.
    """
    size = len(space.base)
    shown, pushed = np.flatnonzero(space.price > 0), np.flatnonzero(aim.worth > 0)
    least = low - space.base
    way = (aim.goal - space.base)[pushed]
    sign = np.where(way < 0, -1.0, 1.0)
    # Three kinds of columns: the move of each cell (of a shown one only its move upward), ...
    lows, highs, cost = least.copy(), np.full(size, np.inf), space.price.copy()
    lows[shown] = np.maximum(least[shown], 0)
    lows[pushed] = np.where(way < 0, way, lows[pushed])
    highs[pushed] = np.where(way < 0, np.inf, way)
    cost[pushed] = -sign * aim.worth[pushed]
    # ... the move of a shown cell downward, and the move of a pushed one beyond its goal.
    down = np.maximum(-least[shown], 0)
    beyond = np.where(way < 0, (aim.goal - low)[pushed], np.inf)
    more = np.zeros(len(shown) + len(pushed))
    limits = np.column_stack([np.append(lows, more), np.concatenate([highs, down, beyond])])
    costs = np.concatenate([cost, space.price[shown], np.zeros(len(pushed))])
    matrix = hstack([space.matrix, -space.matrix[:, shown], space.matrix[:, pushed] * sign])
    solution = _solved(csr_array(matrix), costs, limits, np.zeros(space.matrix.shape[0]))
    if solution is None:
        return None
    moved, downward, further = np.split(solution, [size, size + len(shown)])
    table: Numbers = space.base + moved
    table[shown] -= downward
    table[pushed] += sign * further
    return table
