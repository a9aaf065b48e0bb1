"""The cheapest safe choice, as an integer program solved by cutting planes.

A master problem knows some of the inequalities that safe choices obey
(:mod:`takeup.disclosure.cuts`). Its solution costs no more than any safe choice, so it bounds
their price; what an attacker finds in it becomes further cuts. Over all cells a few rounds
give the bound, and the repair makes safe choices of their solutions. Among the cells that one
of these hides, a better choice is then sought: that problem is small.

References
----------
Fischetti and Salazar (2001), Solving the Cell Suppression Problem on Tabular Data with
Linear Constraints, Management Science 47.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from takeup.disclosure.cuts import relation_cuts
from takeup.disclosure.linked import TOLERANCE, Flags, Numbers, narrowed
from takeup.disclosure.moves import Space
from takeup.disclosure.repair import repaired
from takeup.disclosure.separation import violated_cuts

# Rounds and nodes, not seconds, end the search: a month is protected alike on every machine.
# A round looks at all cells, so a table of few gets more of them. Of a whole month twenty would
# cost six times as much and save one figure in fifty (measured, ADR 18).
_WIDE_CELLS: Final = 800
_CLOSE_CELLS: Final = 2_400
_NODES: Final = 1_000
# Share of the price by which the solver of the master problem may miss its optimum.
_GAP: Final = 0.005


@dataclass(frozen=True)
class Choice:
    """What to hide of one table.

    Attributes
    ----------
    hidden
        The cells to hide.
    bound
        No safe choice costs less.
    """

    hidden: Flags
    bound: float


@dataclass(frozen=True)
class _Problem:
    """One family of cells: what must be hidden, and what the search has found so far."""

    space: Space
    must: Flags
    reach: int
    cuts: csr_array
    moves: Numbers

    @classmethod
    def of(cls, space: Space, must: Flags, reach: int) -> _Problem:
        """State a problem of which nothing is known but the relations."""
        nothing = np.zeros((0, len(must)))
        return cls(space, must, reach, relation_cuts(space, reach), nothing)

    def among(self, cells: Flags) -> _Problem:
        """Return the problem of hiding some of these cells and no others."""
        space = self.space
        inside = Space(narrowed(space.matrix, cells), space.base[cells], space.price[cells])
        cuts = self.cuts[:, np.flatnonzero(cells)]
        moves = self.moves[~self.moves[:, ~cells].any(axis=1)][:, cells]
        return _Problem(inside, self.must[cells], self.reach, cuts, moves)

    def attacked(self, hidden: Flags) -> tuple[_Problem, bool]:
        """Return the problem with what a choice teaches, and whether that forbids it."""
        found = violated_cuts(self.space, hidden, self.moves, self.reach)
        cuts = csr_array(vstack([self.cuts, found.cuts]))
        return replace(self, cuts=cuts, moves=found.moves), found.cuts.shape[0] > 0

    def safe(self, hidden: Flags) -> Flags:
        """Make a choice safe."""
        return repaired(self.space, hidden, self.reach)


def _master(problem: _Problem) -> Choice | None:
    """Find the cheapest choice that obeys the cuts; None if the solver has none."""
    price = problem.space.price
    found = milp(
        price,
        integrality=np.ones(len(price)),
        bounds=Bounds(problem.must.astype(float), 1),
        constraints=LinearConstraint(problem.cuts, 0, np.inf),
        options={"mip_rel_gap": _GAP, "node_limit": _NODES},
    )
    if found.x is None:
        return None
    return Choice(np.round(found.x) > 0, found.mip_dual_bound)


def _searched(problem: _Problem, cells: int) -> tuple[list[Choice], _Problem]:
    """Solve the master problem again, each time with the cuts it violated; look at so many."""
    found: list[Choice] = []
    for _ in range(max(1, cells // len(problem.must))):
        choice = _master(problem)
        if choice is None:
            break
        found.append(choice)
        problem, forbidden = problem.attacked(choice.hidden)
        if not forbidden:
            break
    return found, problem


def _shown_again(problem: _Problem, choice: Flags) -> Flags:
    """Show cells again that a safe choice can spare, the dearest first."""
    for cell in np.argsort(-problem.space.price, kind="stable").tolist():
        less = choice & (np.arange(len(choice)) != cell)
        spare = choice[cell] and not problem.must[cell]
        if spare and (problem.cuts @ less).min() > -TOLERANCE:
            choice = less if (problem.safe(less) == less).all() else choice
    return choice


def cheapest(space: Space, must: Flags, reach: int) -> Choice:
    """Choose what to hide of cells that relations connect.

    Parameters
    ----------
    space
        The cells, with a number of one or more each, and what hiding them costs.
    must
        Cells that are hidden in any case.
    reach
        The smallest count that is not small.

    Returns
    -------
    Choice
        Safe, if hiding all is; the cheapest one if its price is the bound.
    """
    if not must.any():
        return Choice(must, 0.0)
    wide, problem = _searched(_Problem.of(space, must, reach), _WIDE_CELLS)
    bound = max([float(space.price @ must), *(choice.bound for choice in wide)])
    safe = [problem.safe(choice.hidden) for choice in wide] or [problem.safe(must)]
    return Choice(_closely(problem, safe), bound)


def _closely(problem: _Problem, safe: list[Flags]) -> Flags:
    """Find the best choice among the cells that one of some safe choices hides."""
    among = np.any(safe, axis=0)
    few = problem.among(among)
    found, few = _searched(few, _CLOSE_CELLS)
    inside = [hidden[among] for hidden in safe]
    inside += [few.safe(choice.hidden) for choice in found[-1:]]
    best = min(inside, key=lambda hidden: float(few.space.price @ hidden))
    return _within(among, _shown_again(few, best))


def _within(cells: Flags, chosen: Flags) -> Flags:
    """Flags of all cells, given those of some."""
    flags = np.zeros_like(cells)
    flags[cells] = chosen
    return flags
