"""Tables that an outsider cannot rule out, found by linear programming.

He knows every relation and every published count. A table is possible for him if it keeps
the relations, equals the published counts and holds at least one case in every hidden cell.
Such a table is written as the known one plus a move.

References
----------
Fischetti and Salazar (2001), Solving the Cell Suppression Problem on Tabular Data with
Linear Constraints, Management Science 47; Hundepool et al. (2012), Statistical Disclosure
Control, chapter 4 (the attacker's problems).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, hstack

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers


@dataclass(frozen=True)
class Space:
    """A possible table and the relations that every other one must keep.

    Attributes
    ----------
    matrix
        Relations by cells.
    base
        One possible table: a number of at least one per cell.
    """

    matrix: csr_array
    base: Numbers


@dataclass(frozen=True)
class Program:
    """A linear program over moves: what columns cost, and their limits."""

    matrix: csc_array | csr_array
    cost: Numbers
    low: Numbers
    high: Numbers
    change: Numbers | float = 0.0


def solved(program: Program) -> Numbers | None:
    """Solve to a corner of the feasible set (dual simplex, deterministic); None if empty."""
    rows = program.matrix.shape[0]
    result = linprog(
        program.cost,
        A_eq=program.matrix,
        b_eq=np.zeros(rows) + program.change,
        bounds=np.column_stack([program.low, program.high]),
        method="highs-ds",
    )
    solution: Numbers | None = result.x if result.status == 0 else None
    return solution


def _beside(left: csr_array, right: csr_array) -> csc_array:
    return csc_array(hstack([left, right], format="csc"))


def pushed(space: Space, cells: Flags, goal: Numbers) -> Numbers:
    """Find a possible table that brings chosen cells as near their goals as possible.

    Parameters
    ----------
    space
        The hidden cells only; all published ones are fixed.
    cells
        Cells to push; moving one away from its goal counts against the rest.
    goal
        Number to reach in each of them, above or below the base.

    Returns
    -------
    ndarray
        The table; the base if the solver fails, which proves nothing about any cell.
    """
    places = np.flatnonzero(cells)
    way = goal[places] - space.base[places]
    sign = np.where(way < 0, -1.0, 1.0)
    size, count = len(space.base), len(places)
    low = np.concatenate([1 - space.base, np.zeros(count)])
    high = np.full(size + count, np.inf)
    # The first column of a pushed cell ends at its goal; beyond it the cell moves for nothing.
    low[places] = np.where(way < 0, way, low[places])
    high[places] = np.where(way < 0, np.inf, way)
    high[size:] = np.where(way < 0, goal[places] - 1, np.inf)
    cost = np.zeros(size + count)
    cost[places] = -sign
    beyond = space.matrix[:, places] * sign
    solution = solved(Program(_beside(space.matrix, beyond), cost, low, high))
    if solution is None:
        return space.base
    table = space.base + solution[:size]
    table[places] += sign * solution[size:]
    return table


@dataclass(frozen=True)
class Limits:
    """Lowest and highest number that a table may have in each cell."""

    low: Numbers
    high: Numbers

    @classmethod
    def fixed(cls, size: int, cell: int, goal: float) -> Limits:
        """Let every cell hold one case or more, and one cell a given number."""
        low, high = np.ones(size), np.full(size, np.inf)
        low[cell] = high[cell] = goal
        return cls(low, high)


@dataclass(frozen=True)
class Move:
    """A possible table, the cells that it changes, and what hiding those would cost."""

    table: Numbers
    moved: Flags
    cost: float


def cheapest(space: Space, limits: Limits, price: Numbers) -> Move | None:
    """Find the table within limits that changes least of worth.

    Parameters
    ----------
    space
        All cells that may be hidden.
    limits
        What the table must hold; the base need not.
    price
        What a change by one costs in each cell; 0 where it is hidden already.

    Returns
    -------
    Move or None
        None if there is no such table, or the solver fails.
    """
    size = len(space.base)
    shown = np.flatnonzero(price > 0)
    down = space.base - limits.low
    # A shown cell moves up in its own column and down in a second one, each at its price.
    low = np.concatenate(
        [np.where(price > 0, np.maximum(-down, 0), -down), np.zeros(len(shown))]
    )
    high = np.concatenate([limits.high - space.base, np.maximum(down[shown], 0)])
    matrix = _beside(space.matrix, -space.matrix[:, shown])
    cost = np.concatenate([price, price[shown]])
    solution = solved(Program(matrix, cost, low, high))
    if solution is None:
        return None
    move = solution[:size].copy()
    move[shown] -= solution[size:]
    return Move(space.base + move, np.abs(move) > TOLERANCE, float(cost @ solution))


def some_table(matrix: csr_array, sums: Numbers) -> Numbers | None:
    """Find any table of ones and more with the given sums; None if there is none."""
    size = matrix.shape[1]
    return solved(
        Program(matrix, np.zeros(size), np.ones(size), np.full(size, np.inf), change=sums)
    )
