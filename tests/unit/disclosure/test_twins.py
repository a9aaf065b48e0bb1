"""Cells that are the same number."""

import numpy as np
from scipy.sparse import csr_array

from takeup.disclosure.moves import Space
from takeup.disclosure.twins import merged

# digital + offline = total, digital = online (no case with help), a sum of both kinds.
SPACE = Space(
    csr_array([[1.0, 1, -1, 0], [-1, 0, 0, 1], [0, 1, -1, 1]]),
    np.array([4.0, 6, 10, 4]),
    np.array([1.0, 2, 3, 5]),
)


def test_a_total_and_its_only_part_become_one_number_at_the_price_of_both():
    once = merged(SPACE)
    assert once.number.tolist() == [0, 1, 2, 0]
    assert once.space.base.tolist() == [4, 6, 10]
    assert once.space.price.tolist() == [6, 2, 3]


def test_what_then_stands_twice_or_is_empty_is_dropped():
    assert merged(SPACE).space.matrix.toarray().tolist() == [[1, 1, -1]]


def test_relations_come_in_the_order_of_their_rows_with_all_zeros():
    rng = np.random.default_rng(1)
    rows = rng.choice([-1.0, 0, 0, 1, 1], (40, 5))
    rows[0], rows[7] = 0, rows[3]
    # No relation holds of just two counts: none is one number with another.
    space = Space(csr_array(rows), np.array([3.0, 7, 11, 19, 40]), np.ones(5))
    expected = np.unique(rows[np.abs(rows).sum(axis=1) > 0], axis=0)
    assert merged(space).space.matrix.toarray().tolist() == expected.tolist()


def test_twins_are_hidden_together():
    once = merged(SPACE)
    numbers = once.of_numbers(np.array([False, False, False, True]))
    assert numbers.tolist() == [True, False, False]
    assert once.of_cells(numbers).tolist() == [True, False, False, True]


def test_a_total_beside_a_public_part_is_no_twin_of_the_other_one():
    # 2 digital + 5 offline, which an earlier edition showed, = 7: the column of 5 is gone.
    beside = Space(csr_array([[1.0, -1]]), np.array([2.0, 7]), np.array([1.0, 1]))
    assert merged(beside).number.tolist() == [0, 1]
