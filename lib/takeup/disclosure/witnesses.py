"""Proofs that a hidden count may have several numbers: tables that a reader cannot rule out.

A linear program finds corners of what is possible for him. Only a corner of whole numbers is
a table and proves anything; counts that such corners leave open are settled one by one with
integer programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, families
from takeup.disclosure.rule import POSSIBLE_VALUES

# Corners are sought at random until so many in a row settle nothing; most have fractions and
# settle nothing, but one that has none settles as much as dozens of programs for one count each
# (benchmarks/README.md). A fixed seed, so that two runs do the same.
_IDLE: Final = 8
_SEED: Final = 17
# How far a corner may leave the numbers seen so far.
_STEP: Final = 5


@dataclass(frozen=True)
class Box:
    """What a reader knows: limits of all numbers, and that ``matrix @ numbers`` is ``sums``."""

    matrix: csr_array
    sums: Numbers
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, matrix: csr_array, low: Numbers, high: Numbers) -> Box:
        """Know limits of counts that add up (part minus total is zero)."""
        return cls(matrix, np.zeros(matrix.shape[0]), low, high)

    def only(self, cells: Flags) -> Box:
        """Keep some of the numbers; all others must be known exactly where they matter."""
        places = np.flatnonzero(cells)
        known = np.where(cells, 0, self.low)
        matrix, sums = self.matrix[:, places], self.sums - self.matrix @ known
        rows = np.flatnonzero(np.diff(matrix.indptr))
        return Box(matrix[rows], sums[rows], self.low[places], self.high[places])

    def within(self, cell: int, low: float, high: float) -> Box:
        """Narrow the limits of one number."""
        lows, highs = self.low.copy(), self.high.copy()
        lows[cell], highs[cell] = low, high
        return replace(self, low=lows, high=highs)

    def best(self, cost: Numbers, *, whole: bool) -> Numbers | None:
        """Find the table of least cost; None if there is none, or the solver fails.

        Without ``whole`` fractions are allowed, and a table that has some is none.
        """
        result = milp(
            cost,
            constraints=LinearConstraint(self.matrix, self.sums, self.sums),
            bounds=Bounds(self.low, self.high),
            integrality=np.full(len(cost), int(whole)),
            options={"mip_rel_gap": 0},
        )
        if result.status != 0:
            return None
        table: Numbers = np.round(result.x)
        return table if np.abs(table - result.x).max() < TOLERANCE else None

    def holds(self, table: Numbers) -> bool:
        """Whether a table of whole numbers is possible."""
        inside = (table >= self.low - TOLERANCE) & (table <= self.high + TOLERANCE)
        misses = np.abs(self.matrix @ table - self.sums)
        return bool(inside.all() and (misses < TOLERANCE).all())

    def refuted(self) -> Flags:
        """Tell the relations that no numbers within the limits can fulfil."""
        parts, totals = self.matrix.maximum(0), -self.matrix.minimum(0)
        lowest = parts @ self.low - totals @ self.high
        highest = parts @ self.high - totals @ self.low
        refuted: Flags = (lowest > self.sums + TOLERANCE) | (highest < self.sums - TOLERANCE)
        return refuted


@dataclass(frozen=True)
class Seen:
    """What the tables found so far hold: lowest and highest number, and one ``between``."""

    low: Numbers
    high: Numbers
    between: Flags

    @classmethod
    def of(cls, table: Numbers) -> Seen:
        """Start from one table."""
        return cls(table, table, np.zeros(len(table), dtype=bool))

    def and_also(self, table: Numbers | None) -> Seen:
        """Add a table, if there is one."""
        if table is None:
            return self
        apart = self.low < self.high
        inside = (table > self.low) & (table < self.high)
        outside = apart & ((table < self.low) | (table > self.high))
        low, high = np.minimum(self.low, table), np.maximum(self.high, table)
        return Seen(low, high, self.between | inside | outside)

    def safe(self, reach: Numbers) -> Flags:
        """Tell the numbers of which three values were seen, one of at least ``reach``."""
        safe: Flags = self.between & (self.high >= reach)
        return safe

    def goal(self, reach: Numbers) -> Numbers:
        """Return the highest number that need be seen of each."""
        return np.maximum(self.low + POSSIBLE_VALUES - 1, reach)


def seen_in(box: Box, table: Numbers, secret: Flags, reach: Numbers) -> Seen:
    """Look for tables in which secret numbers differ, until each is safe or settled.

    Parameters
    ----------
    box
        What a reader knows.
    table
        A possible table, for example the true one.
    secret
        Which numbers must be safe.
    reach
        What each must be able to reach.

    Returns
    -------
    Seen
        Of a number that is not safe, the lowest and the highest possible value.
    """
    seen = Seen.of(table)
    for family in families(box.matrix):
        part = _settled(box.only(family), table[family], secret[family], reach[family])
        for name in ("low", "high", "between"):
            whole = getattr(seen, name).copy()
            whole[family] = getattr(part, name)
            seen = replace(seen, **{name: whole})
    return seen


def _settled(box: Box, table: Numbers, secret: Flags, reach: Numbers) -> Seen:
    seen = _corners(box, Seen.of(table), secret, reach)
    for cell in np.flatnonzero(secret):
        if not seen.safe(reach)[cell]:
            seen = _alone(box, seen, int(cell), reach)
    return seen


def _corners(box: Box, seen: Seen, secret: Flags, reach: Numbers) -> Seen:
    """Push all unsafe numbers about at once, as long as that settles any of them."""
    rng = np.random.default_rng(_SEED)
    idle = 0
    while idle < _IDLE:
        unsafe = secret & ~seen.safe(reach)
        if not unsafe.any():
            break
        cost = np.where(unsafe, rng.uniform(-1, 0.3, len(unsafe)), 0)
        seen = seen.and_also(_near(box, seen, unsafe, reach).best(cost, whole=False))
        idle = 0 if (unsafe & seen.safe(reach)).any() else idle + 1
    return seen


def _near(box: Box, seen: Seen, unsafe: Flags, reach: Numbers) -> Box:
    """Keep numbers near those seen; where only a value between lacks, below the highest."""
    high = np.maximum(np.minimum(box.high, seen.goal(reach) + _STEP), seen.high)
    gap = unsafe & ~seen.between & (seen.high - seen.low >= POSSIBLE_VALUES - 1)
    return replace(box, high=np.where(gap & (seen.high >= reach), seen.high - 1, high))


def _alone(box: Box, seen: Seen, cell: int, reach: Numbers) -> Seen:
    """Find the ends of one number, and a value between them."""
    up = np.where(np.arange(len(reach)) == cell, -1.0, 0.0)
    goal = min(seen.goal(reach)[cell], box.high[cell])
    for cost, limits in ((up, (box.low[cell], goal)), (-up, (box.low[cell], box.high[cell]))):
        seen = seen.and_also(_corner(box.within(cell, *limits), cost))
        low, high = seen.low[cell], seen.high[cell]
        if not seen.between[cell] and high - low >= POSSIBLE_VALUES - 1:
            inside = box.within(cell, low + 1, high - 1)
            seen = seen.and_also(_corner(inside, np.zeros(len(up))))
        if seen.safe(reach)[cell]:
            break
    return seen


def _corner(box: Box, cost: Numbers) -> Numbers | None:
    """Find the table of least cost: by a linear program, and if it has fractions, without."""
    table = box.best(cost, whole=False)
    return box.best(cost, whole=True) if table is None else table
