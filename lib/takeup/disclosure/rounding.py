"""Rounded tables: which totals to hide so that no count of one or two follows from the others.

Each count and each total is rounded from its exact value, so that four parts shown as 0 under
a total shown as 10 must all be 2. There the total is responsible, and is hidden.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from takeup.disclosure.attack import leaking
from takeup.disclosure.history import History
from takeup.disclosure.limits import Limits
from takeup.disclosure.linked import TOLERANCE, Flags, Numbers
from takeup.disclosure.rule import Relations, SuppressionRule
from takeup.regions import ALL

# What hiding costs, by the number of dimensions a count sums over: the headline figure goes
# last. Judgement, 2024-09.
_PRICES: Final = np.array([1.0, 2.0, 1_000.0])
# A count of one or two must be able to be any of these.
_ENDS: Final = (0.0, 2.0)


def hidden_totals(
    history: History,
    must: Flags,
    matrix: csr_array,
    relations: Relations,
    rule: SuppressionRule,
) -> Flags:
    """Choose the versions of one month to hide beside those that must be.

    Parameters
    ----------
    history
        All versions; those that nobody decided on may be hidden.
    must
        Versions that are hidden anyway.
    matrix
        Relations by versions.
    relations, rule
        Kinds of the counts, and the profile.

    Returns
    -------
    ndarray of bool
        Totals without which no count of one or two can be told from its like; all new counts
        if that does not help.
    """
    table = history.versions["numerator"].fillna(0).to_numpy(dtype=float)
    hidden, new = must, history.is_undecided
    while True:
        limits = Limits.of(history.versions, ~hidden, relations, rule)
        leaks = leaking(matrix, limits, table, limits.rounds).index.to_numpy(dtype=int)
        if not len(leaks):
            return hidden
        free = new & limits.rounds & ~hidden
        if not free.any():
            return hidden
        prices = np.where(free & _is_total(matrix), _prices(history), np.inf)
        more = [_responsible(matrix, limits, prices, cell) for cell in leaks]
        found = np.any(more, axis=0)
        hidden = hidden | (found if found.any() else free)


def _is_total(matrix: csr_array) -> Flags:
    total: Flags = (matrix < 0).sum(axis=0) > 0
    return total


def _prices(history: History) -> Numbers:
    summed = (history.versions[["verwaltung", "leistung_id"]] == ALL).sum(axis=1)
    prices: Numbers = _PRICES[summed.to_numpy()]
    return prices


def _responsible(matrix: csr_array, limits: Limits, prices: Numbers, cell: int) -> Flags:
    """Totals whose rounded number keeps one count from being 0, or from being 2.

    The cheapest table is sought in which the count has that number although some totals are
    farther from it than rounding allows: those are responsible. None if there is no table.
    """
    loose = np.flatnonzero(np.isfinite(prices))
    size, more = len(prices), len(loose)
    moved = csr_array(hstack([matrix, matrix[:, loose], -matrix[:, loose]]))
    cost = np.concatenate([np.zeros(size), prices[loose], prices[loose]])
    responsible = np.zeros(size, dtype=bool)
    for end in _ENDS:
        low, high = limits.low.copy(), limits.high.copy()
        low[cell] = high[cell] = end
        beside = np.full(2 * more, np.inf)
        bounds = Bounds(np.append(low, np.zeros(2 * more)), np.append(high, beside))
        sums = np.zeros(matrix.shape[0])
        result = milp(cost, constraints=LinearConstraint(moved, sums, sums), bounds=bounds)
        if result.status == 0:
            beyond = result.x[size:].reshape(2, more).sum(axis=0) > TOLERANCE
            responsible[loose[beyond]] = True
    return responsible
