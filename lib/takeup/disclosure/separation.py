"""Finding the cuts that a choice violates: the attacker's linear programs and their duals.

References
----------
Fischetti and Salazar (2001), Solving the Cell Suppression Problem on Tabular Data with
Linear Constraints, Management Science 47 (separation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array, hstack

from takeup.disclosure.cuts import WIDTH, rise, spread
from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, families
from takeup.disclosure.moves import Space
from takeup.disclosure.ranges import Seen

# So little room for shown cells changes no range, but leads the dual through few of them: a
# cut of few cells is a strong one.
_SLACK: Final = 1e-5
# Worth of a step of the other unsafe cells, beside 1 for the cell in question: one program
# then proves many safe.
_BESIDE: Final = 1e-5
# The traces of both are rounded away.
_DECIMALS: Final = 2


@dataclass(frozen=True)
class _Part:
    """Hidden cells that relations connect, with the shown ones beside them.

    Attributes
    ----------
    matrix
        Relations by cells of the part.
    base
        Number per cell of the part.
    hidden
        The hidden ones among them.
    places
        Where the cells lie in the whole table.
    """

    matrix: csr_array
    base: Numbers
    hidden: Flags
    places: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Found:
    """What an attacker finds in a choice.

    Attributes
    ----------
    cuts
        Cuts by cells: ``cuts @ x >= 0`` holds for every safe choice and not for this one.
    moves
        Moves by cells: from the table to others that are possible if all cells that move are
        hidden. What was found in one choice spares programs in the next one.
    """

    cuts: csr_array
    moves: Numbers


class _Sum(NamedTuple):
    """A cell as the sum of others: their coefficients, and the hidden cells in the way."""

    terms: Numbers
    met: Flags


def _parts(space: Space, hidden: Flags) -> Iterator[_Part]:
    columns = np.flatnonzero(hidden)
    inside = space.matrix[:, columns]
    for family in families(inside):
        matrix = space.matrix[np.flatnonzero(np.diff(inside[:, np.flatnonzero(family)].indptr))]
        places = np.unique(matrix.indices)
        among = np.isin(places, columns[family])
        yield _Part(matrix[:, places], space.base[places], among, places)


class _Search:
    """Looks for cuts that the hidden cells of one part violate."""

    def __init__(self, part: _Part, known: Numbers, reach: int) -> None:
        self.part = part
        self.reach = reach
        self.room = part.base - 1
        self.seen = Seen.of(part.base)
        for move in (known.min(axis=0, initial=0), known.max(axis=0, initial=0)):
            self.seen = self.seen.and_also(part.base + move)
        self.moves: list[Numbers] = []
        # Shown cells, and hidden ones in the way of a cut already found.
        self.settled = ~part.hidden

    def _bounds(self, cell: int, waiting: Flags) -> Numbers:
        """Bounds of all moves; those of waiting cells end at their goal."""
        hidden = self.part.hidden
        goal = self.seen.goal(self.reach) - self.part.base
        low = np.where(hidden, -self.room, -_SLACK * np.minimum(self.room, WIDTH))
        high = np.where(waiting, goal, np.where(hidden, np.inf, _SLACK * WIDTH))
        low[cell], high[cell] = -min(self.room[cell], WIDTH), goal[cell]
        return np.column_stack([low, high])

    def _moved(self, cell: int, sign: float) -> OptimizeResult:
        """Move a cell as far as it goes, and unsafe ones beside it; beyond is worth nothing."""
        matrix = self.part.matrix
        waiting = ~(self.settled | self.seen.safe(self.reach))
        waiting[cell] = False
        cost = np.where(waiting, -_BESIDE, 0.0)
        cost[cell] = -sign
        further = np.tile([0.0, np.inf], (int(waiting.sum()), 1))
        return linprog(
            np.append(cost, np.zeros(len(further))),
            A_eq=hstack([matrix, matrix[:, np.flatnonzero(waiting)]]),
            b_eq=np.zeros(matrix.shape[0]),
            bounds=np.vstack([self._bounds(cell, waiting), further]),
            method="highs-ds",
            options={"presolve": False},
        )

    def _limit(self, cell: int, sign: float) -> _Sum | None:
        """Move a cell up (1) or down (-1) as far as it goes; find what limits it, if any."""
        matrix = self.part.matrix
        found = self._moved(cell, sign)
        if found.status != 0:
            return None
        moved = np.round(found.x[: len(self.room)], _DECIMALS)
        self.moves.append(moved)
        self.seen = self.seen.and_also(self.part.base + moved)
        # Every choice of multipliers gives a valid sum, so they may be rounded.
        multipliers = np.round(found.eqlin.marginals, _DECIMALS)
        total = matrix.T @ multipliers
        if abs(total[cell]) < 1 - TOLERANCE:
            return None
        terms = -total / total[cell]
        met = abs(matrix).T @ np.abs(multipliers) > 0
        return _Sum(np.where(np.abs(terms) < TOLERANCE, 0.0, terms), met)

    def _cut(self, cell: int) -> Numbers | None:
        """Find what keeps a cell from being safe; None if it is, or the solver fails."""
        up = self._limit(cell, 1.0)
        if up is None or self.seen.safe(self.reach)[cell]:
            return None
        met, need = up.met, self.reach - self.part.base[cell]
        if self.seen.high[cell] < self.reach - TOLERANCE:
            cut = rise(up.terms, self.room, need)
        else:
            down = self._limit(cell, -1.0)
            if down is None or self.seen.safe(self.reach)[cell]:
                return None
            met, need = met | down.met, WIDTH
            cut = spread(up.terms, down.terms, self.room, self.room[cell])
        cut[cell] = -need
        if cut[self.part.hidden].sum() > -_SLACK:
            return None
        self.settled |= met
        return cut

    def cuts(self) -> Iterator[Numbers]:
        """Yield a cut for unsafe cells, the smallest first, that none so far concerns."""
        for cell in np.argsort(self.part.base, kind="stable").tolist():
            if not self.settled[cell] and not self.seen.safe(self.reach)[cell]:
                cut = self._cut(cell)
                if cut is not None:
                    yield cut


def _spread_out(rows: list[Numbers], part: _Part, size: int) -> Numbers:
    """Rows over all cells, given those over the cells of a part."""
    whole = np.zeros((len(rows), size))
    if rows:
        whole[:, part.places] = rows
    return whole


def violated_cuts(space: Space, hidden: Flags, moves: Numbers, reach: int) -> Found:
    """Find cuts that a choice violates.

    Parameters
    ----------
    space
        Cells that relations connect, with a number of one or more each.
    hidden
        The choice.
    moves
        What was found in other choices.
    reach
        The smallest count that is not small.

    Returns
    -------
    Found
        Without cuts none was found; that alone does not prove the choice safe.
    """
    size = len(space.base)
    known = moves[~moves[:, ~hidden].any(axis=1)]
    cuts, further = [np.zeros((0, size))], [moves]
    for part in _parts(space, hidden):
        search = _Search(part, known[:, part.places], reach)
        cuts.append(_spread_out(list(search.cuts()), part, size))
        further.append(_spread_out(search.moves, part, size))
    return Found(csr_array(np.vstack(cuts)), np.vstack(further))
