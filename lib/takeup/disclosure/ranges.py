"""How far the possible tables spread: the range of numbers a hidden cell may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers
from takeup.disclosure.moves import Aim, Space, best_table
from takeup.disclosure.rule import POSSIBLE_VALUES

# Worth of a step of the other unsafe cells, beside 1 for the cell in question: too little to
# pay for hiding anything, enough to prove many cells safe with one program.
_BESIDE: Final = 0.0001


@dataclass(frozen=True)
class Seen:
    """Lowest and highest number of each cell over the possible tables found so far."""

    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, table: Numbers) -> Seen:
        """Start from one possible table."""
        return cls(table, table)

    def and_also(self, table: Numbers | None) -> Seen:
        """Widen the ranges by one more table: all between two possible ones is possible."""
        if table is None:
            return self
        return Seen(np.minimum(self.low, table), np.maximum(self.high, table))

    def safe(self, reach: int) -> Flags:
        """Tell the cells with enough possible values, one of them at least ``reach``."""
        values = np.floor(self.high + TOLERANCE) - np.ceil(self.low - TOLERANCE) + 1
        enough: Flags = (values >= POSSIBLE_VALUES) & (self.high >= reach - TOLERANCE)
        return enough

    def goal(self, reach: int) -> Numbers:
        """Lowest upper end that makes each cell safe."""
        goal: Numbers = np.ceil(self.low - TOLERANCE) + POSSIBLE_VALUES - 1
        return np.maximum(goal, reach)

    def aim(self, reach: int, cell: int, unsafe: Flags) -> Aim:
        """Push one cell up as far as is needed, and the other unsafe ones a little."""
        worth = np.where(unsafe, _BESIDE, 0.0)
        worth[cell] = 1.0
        return Aim(self.goal(reach), worth)

    def at(self, cells: Flags) -> Seen:
        """Return the ranges of some cells."""
        return Seen(self.low[cells], self.high[cells])


def explored(space: Space, seen: Seen, cell: int, reach: int) -> Seen:
    """Widen the range of one cell until it is safe, or as far as it goes.

    Parameters
    ----------
    space
        The hidden cells only: all shown ones keep their number.
    seen
        Ranges found so far.
    cell
        The cell in question; others widen along the way.
    reach
        The smallest count that is not small.
    """
    ones = np.ones(len(space.base))
    aim = seen.aim(reach, cell, ~seen.safe(reach))
    seen = seen.and_also(best_table(space, ones, aim))
    if seen.safe(reach)[cell] or seen.low[cell] < 1 + TOLERANCE:
        return seen
    alone = np.where(np.arange(len(ones)) == cell, 1.0, 0.0)
    return seen.and_also(best_table(space, ones, Aim(ones, alone)))
