"""Cells that are the same number: hidden together or not at all, so treated as one.

Where a total has one part other than zero, both are one number to the reader. A month has
many of them (a service of one administration only, no case with help), and without them it is
a much smaller table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import copysign

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from takeup.disclosure.linked import TOLERANCE, Flags
from takeup.disclosure.moves import Space


@dataclass(frozen=True)
class Merged:
    """A table in which each number stands once.

    Attributes
    ----------
    space
        The numbers; the price of each is that of all its cells.
    number
        Cell → the number it shows.
    """

    space: Space
    number: npt.NDArray[np.intp]

    def of_numbers(self, cells: Flags) -> Flags:
        """Tell the numbers that one of the cells shows."""
        return np.bincount(self.number, weights=cells) > 0

    def of_cells(self, numbers: Flags) -> Flags:
        """Tell the cells that show one of the numbers."""
        flags: Flags = numbers[self.number]
        return flags


def _distinct(matrix: csr_array) -> csr_array:
    """Return the relations without empty and repeated ones, sorted as rows of numbers.

    The order decides which of equally good choices the solver finds. With their zeros the
    relations of a Kreis of 80 administrations would take half a gigabyte.
    """
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    ends = pairwise(matrix.indptr.tolist())
    terms = list(zip(matrix.indices.tolist(), matrix.data.tolist(), strict=True))
    places = {tuple(terms[start:end]): place for place, (start, end) in enumerate(ends)}
    places.pop((), None)
    order = sorted(places, key=partial(_with_zeros, size=matrix.shape[1]))
    return matrix[np.array([places[row] for row in order], dtype=int)]


def _with_zeros(row: Sequence[tuple[int, float]], size: int) -> list[tuple[float, float]]:
    """Key by which a row sorts as if its zeros stood between its numbers.

    The earlier a column, the further its number moves the row from the zeros behind the last.
    """
    return [*((copysign(size - at, number), number) for at, number in row), (0.0, 0.0)]


def merged(space: Space) -> Merged:
    """Merge cells that a relation of one part and its total makes one number.

    Beside a part that is public already the total is larger than the other one: then the two
    move together, but are not one number.
    """
    parts, totals = ((sign * space.matrix > 0).sum(axis=1) for sign in (1, -1))
    is_pair = (parts == 1) & (totals == 1) & (abs(space.matrix @ space.base) < TOLERANCE)
    pairs = abs(space.matrix[np.flatnonzero(is_pair)])
    count, number = connected_components(pairs.T @ pairs, directed=False)
    size = len(number)
    shows = csr_array((np.ones(size), (np.arange(size), number)), shape=(size, count))
    base = np.zeros(count)
    base[number] = space.base
    matrix = _distinct(csr_array(space.matrix @ shows))
    return Merged(Space(matrix, base, shows.T @ space.price), number)
