"""Ranges of hidden cells."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from takeup.disclosure.moves import Space
from takeup.disclosure.ranges import Seen, explored


def seen(low, high):
    return Seen(np.array([float(low)]), np.array([float(high)]))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1, 3, True),
        (1, 2, False),
        (2, 4, True),
        (5, 6, False),
        (5, 7, True),
        (1.2, 3.9, False),
        (0.9999999, 2.9999999, True),
    ],
)
def test_three_values_with_one_that_is_not_small_are_safe(low, high, verdict):
    assert seen(low, high).safe(3).tolist() == [verdict]


def test_three_values_that_are_all_small_are_not_safe():
    assert seen(1, 3).safe(reach=5).tolist() == [False]


def test_another_table_widens_the_range_and_none_leaves_it():
    wider = seen(2, 4).and_also(np.array([1.0])).and_also(np.array([3.0])).and_also(None)
    assert (wider.low.tolist(), wider.high.tolist()) == ([1], [4])


def test_the_range_of_a_cell_is_found_up_and_down():
    # a + b = 9 and b + c = 4: c may be 1 to 3, so a may be 6 to 8.
    matrix = csr_array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
    base = np.array([8.0, 1.0, 3.0])
    found = explored(Space(matrix, base, np.zeros(3)), Seen.of(base), 0, 3)
    assert (found.low[0], found.high[0]) == pytest.approx((6, 8))


def test_a_cell_that_can_only_be_one_or_two_stays_unsafe():
    matrix, base = csr_array([[1.0, 1.0]]), np.array([1.0, 2.0])
    found = explored(Space(matrix, base, np.zeros(2)), Seen.of(base), 0, 3)
    assert (found.low[0], found.high[0]) == pytest.approx((1, 2))
    assert not found.safe(3).any()
