"""What every safe choice obeys, as linear inequalities: the cutting planes.

``x`` is 1 for a hidden cell and 0 for a shown one. Where relations make one cell the sum of
others, it can move only as far as those can, and shown ones cannot: ``sum(room of the others
* x) >= need * x of the cell`` holds for every safe choice.

References
----------
Fischetti and Salazar (2001), Solving the Cell Suppression Problem on Tabular Data with
Linear Constraints, Management Science 47 (capacity and bridgeless inequalities).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from takeup.disclosure.linked import Numbers
from takeup.disclosure.moves import Space
from takeup.disclosure.rule import POSSIBLE_VALUES

# How far a cell with enough possible values can move in all.
WIDTH: Final = POSSIBLE_VALUES - 1.0


def rise(terms: Numbers, room: Numbers, need: Numbers | float) -> Numbers:
    """How far each of the others lets a cell rise that is the sum of ``terms`` times them.

    Parameters
    ----------
    terms
        Coefficients of the others.
    room
        How far each of them can fall; their own rise has no limit.
    need
        How far the cell has to rise; more does not count.
    """
    least: Numbers = np.minimum(np.where(terms > 0, need, -terms * room), need)
    return least


def spread(up: Numbers, down: Numbers, room: Numbers, own: Numbers | float) -> Numbers:
    """How far each of the others lets a cell move in both directions together.

    Parameters
    ----------
    up, down
        Coefficients of two sums, one that limits its rise and one that limits its fall.
    room
        How far each of the others can fall.
    own
        How far the cell itself can fall.
    """
    fall = rise(-down, room, np.minimum(own, WIDTH))
    least: Numbers = np.minimum(rise(up, room, WIDTH) + fall, WIDTH)
    return least


def relation_cuts(space: Space, reach: int) -> csr_array:
    """Find the cuts that follow from each relation alone.

    Parameters
    ----------
    space
        Cells that relations connect, with a number of one or more each.
    reach
        The smallest count that is not small.

    Returns
    -------
    csr_array
        Cuts by cells: ``cuts @ x >= 0`` for every safe choice.
    """
    members = space.matrix.tocoo()
    row, cell = members.coords
    inside = csr_array((np.ones(len(row)), (np.arange(len(row)), row)))
    one, other = (inside @ inside.T).tocoo().coords
    one, other = one[one != other], other[one != other]
    terms = -members.data[other] / members.data[one]
    room = (space.base - 1)[cell]
    low = np.maximum(reach - space.base, 0)[cell]
    needs = {
        "wide": (spread(terms, terms, room[other], room[one]), np.full(len(cell), WIDTH)),
        "high": (rise(terms, room[other], low[one]), low),
    }
    places = (np.append(one, np.arange(len(cell))), np.append(cell[other], cell))
    shape = (len(cell), len(space.base))
    cuts = [
        coo_array((np.append(values, -need), places), shape=shape)
        for values, need in needs.values()
    ]
    return csr_array(vstack(cuts))
