"""A first choice of what else to hide: no single relation gives a hidden count away."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from takeup.disclosure.linked import Flags, Numbers
from takeup.disclosure.rule import POSSIBLE_VALUES

# Hidden parts hold at least one each; what is left of their sum any of them may have.
_ROOM = POSSIBLE_VALUES - 1


class _Tally(NamedTuple):
    """What is hidden in one relation: number and sum of its parts, and its total."""

    parts: int = 0
    amount: float = 0.0
    total: bool = False

    def gives_away(self) -> bool:
        """Tell whether the relation alone bounds a hidden count too closely.

        Parts of a shown sum need company, and room for each to be one of three values.
        A hidden total is open upwards as soon as one of its parts is hidden.
        """
        if self.total:
            return self.parts == 0
        return self.parts == 1 or (self.parts > 0 and self.amount < self.parts + _ROOM)


class _Pattern:
    """Hidden cells of a linked table, with the tally of every relation kept up to date."""

    def __init__(self, matrix: csr_array, counts: Numbers) -> None:
        self.counts: list[float] = counts.tolist()
        self.hidden = [False] * len(self.counts)
        self.tallies = [_Tally()] * matrix.shape[0]
        self.members: list[list[int]] = [[] for _ in self.tallies]
        self.relations: list[list[tuple[int, bool]]] = [[] for _ in self.counts]
        terms = matrix.tocoo()
        for relation, cell, sign in zip(*terms.coords, terms.data, strict=True):
            self.members[relation].append(int(cell))
            self.relations[cell].append((int(relation), bool(sign < 0)))

    def unsafe(self, relation: int) -> bool:
        return self.tallies[relation].gives_away()

    def _after(self, cell: int) -> list[tuple[int, _Tally]]:
        """Tallies of the cell's relations if it were hidden too."""
        count = self.counts[cell]
        changed = []
        for relation, is_total in self.relations[cell]:
            old = self.tallies[relation]
            new = (
                old._replace(total=True)
                if is_total
                else _Tally(old.parts + 1, old.amount + count, old.total)
            )
            changed.append((relation, new))
        return changed

    def hide(self, cell: int) -> list[int]:
        """Hide a cell; return its relations that are unsafe now."""
        for relation, tally in self._after(cell):
            self.tallies[relation] = tally
        self.hidden[cell] = True
        return [relation for relation, _ in self.relations[cell] if self.unsafe(relation)]

    def worth(self, cell: int, relation: int) -> tuple[bool, int, float, int]:
        """Rank a cell for mending a relation: enough alone, few new faults, small count."""
        after = self._after(cell)
        faults = sum(tally.gives_away() - self.unsafe(place) for place, tally in after)
        enough = not dict(after)[relation].gives_away()
        return (not enough, faults, self.counts[cell], cell)


def first_pattern(matrix: csr_array, counts: Numbers, hidden: Flags, last: Flags) -> Flags:
    """Hide cells until no relation, taken alone, gives a hidden count away.

    Parameters
    ----------
    matrix, counts
        Relations by cells, and the positive number in each cell.
    hidden
        Cells that are hidden in any case.
    last
        Cells to hide only where nothing else helps.

    Returns
    -------
    ndarray of bool
        All cells to hide. What several relations give away together is left to
        :func:`takeup.disclosure.repair.repaired`.
    """
    pattern = _Pattern(matrix, counts)
    for cell in np.flatnonzero(hidden).tolist():
        pattern.hide(cell)
    waiting = [place for place in range(matrix.shape[0]) if pattern.unsafe(place)]
    heapify(waiting)
    while waiting:
        relation = heappop(waiting)
        if not pattern.unsafe(relation):
            continue
        shown = [cell for cell in pattern.members[relation] if not pattern.hidden[cell]]
        if not shown:
            continue
        best = min(shown, key=lambda cell: (last[cell], *pattern.worth(cell, relation)))
        for place in pattern.hide(best):
            heappush(waiting, place)
    return np.array(pattern.hidden, dtype=bool)
