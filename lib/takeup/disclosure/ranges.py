"""How far the possible tables spread: the range of numbers a hidden cell may have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.disclosure.linked import TOLERANCE, Flags, Numbers
from takeup.disclosure.moves import Space, pushed
from takeup.disclosure.rule import POSSIBLE_VALUES


@dataclass(frozen=True)
class Seen:
    """Lowest and highest number of each cell over the possible tables found so far."""

    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, table: Numbers) -> Seen:
        """Start from one possible table."""
        return cls(table, table)

    def and_also(self, table: Numbers) -> Seen:
        """Widen the ranges by one more table; all between two possible tables is possible."""
        return Seen(np.minimum(self.low, table), np.maximum(self.high, table))

    def safe(self, reach: int) -> Flags:
        """Tell the cells with enough possible values, one of them at least ``reach``."""
        values = np.floor(self.high + TOLERANCE) - np.ceil(self.low - TOLERANCE) + 1
        enough: Flags = (values >= POSSIBLE_VALUES) & (self.high >= reach - TOLERANCE)
        return enough

    def goal_above(self, reach: int) -> Numbers:
        """Lowest upper end that makes each cell safe."""
        return np.maximum(reach, np.ceil(self.low - TOLERANCE) + POSSIBLE_VALUES - 1)

    def goal_below(self) -> Numbers:
        """Highest lower end that gives each cell enough values."""
        return np.floor(self.high + TOLERANCE) - POSSIBLE_VALUES + 1


def spread(space: Space, reach: int) -> Seen:
    """Push all unsafe cells together, up and down, until no more of them become safe.

    Few programs prove most cells safe, where the textbook takes two for each of them.

    Parameters
    ----------
    space
        The hidden cells only.
    reach
        The smallest count that is not small.

    Returns
    -------
    Seen
        Ranges that are certainly possible; the true ones may be wider.
    """
    seen = Seen.of(space.base)
    upward, stuck = True, 0
    while stuck < 2:
        goal = seen.goal_above(reach) if upward else seen.goal_below()
        cells = ~seen.safe(reach) & (goal >= 1) & (goal != space.base)
        after = seen.and_also(pushed(space, cells, goal)) if cells.any() else seen
        gained = (after.safe(reach) & ~seen.safe(reach)).any()
        upward, stuck = (upward, 0) if gained else (not upward, stuck + 1)
        seen = after
    return seen
