"""Tables that an outsider cannot rule out."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from takeup.disclosure.moves import Aim, Space, best_table

ONES = np.ones(3)
# Three parts of a sum that is shown: 1 + 2 + 6 = 9.
SUM = csr_array([[1.0, 1.0, 1.0]])
PARTS = np.array([1.0, 2.0, 6.0])


def hidden(matrix, base):
    return Space(matrix, np.array(base, dtype=float), np.zeros(len(base)))


def push(cell, goal):
    worth = np.zeros(3)
    worth[cell] = 1
    return Aim(np.full(3, float(goal)), worth)


def test_a_cell_goes_up_to_its_goal_and_the_others_make_room():
    table = best_table(hidden(SUM, PARTS), ONES, push(0, 4))
    assert table[0] >= 4
    assert table.sum() == pytest.approx(9)
    assert table.min() >= 1


def test_a_cell_goes_down_to_its_goal():
    table = best_table(hidden(SUM, PARTS), ONES, push(2, 3))
    assert table[2] <= 3
    assert table.sum() == pytest.approx(9)


def test_a_cell_goes_as_far_as_the_sum_allows():
    assert best_table(hidden(SUM, PARTS), ONES, push(0, 100))[0] == pytest.approx(7)


def test_a_cell_beyond_its_goal_costs_nothing():
    # What one loses the other must gain, far beyond a goal of 3.
    pair = csr_array([[1.0, 1.0, 0.0]])
    aim = Aim(np.array([3.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    table = best_table(hidden(pair, [2, 20, 1]), ONES, aim)
    assert table[:2].round(6).tolist() == [21, 1]


def test_a_cell_goes_below_its_goal_where_another_one_asks_for_it():
    pair = csr_array([[1.0, 1.0, 0.0]])
    aim = Aim(np.array([15.0, 21.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    table = best_table(hidden(pair, [20, 2, 1]), ONES, aim)
    assert table[:2].round(6).tolist() == [1, 21]


def test_the_cheaper_of_two_shown_cells_changes():
    space = Space(SUM, PARTS, np.array([0.0, 9.0, 2.0]))
    low = np.array([3.0, 1.0, 1.0])
    assert best_table(space, low, Aim.nothing(3)).round(6).tolist() == [3, 2, 4]


def test_a_shown_cell_may_rise_at_its_price():
    total = csr_array([[1.0, -1.0, 0.0]])
    space = Space(total, np.array([2.0, 2.0, 5.0]), np.array([0.0, 1.0, 1.0]))
    low = np.array([4.0, 1.0, 1.0])
    assert best_table(space, low, Aim.nothing(3)).round(6).tolist() == [4, 4, 5]


def test_the_base_need_not_keep_the_limits():
    space = Space(SUM, np.array([0.0, 2.0, 7.0]), np.array([0.0, 1.0, 2.0]))
    assert best_table(space, ONES, Aim.nothing(3)).round(6).tolist() == [1, 1, 7]


def test_there_is_no_table_if_the_sum_is_too_small():
    assert best_table(hidden(SUM, [1, 1, 1]), np.array([2.0, 1, 1]), Aim.nothing(3)) is None
