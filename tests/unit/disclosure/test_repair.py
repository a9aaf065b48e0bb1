"""The final choice: all relations together."""

import numpy as np
from scipy.sparse import csr_array

from takeup.disclosure import repair
from takeup.disclosure.moves import Space
from takeup.disclosure.repair import repaired

# One administration has all digital cases of a service. Columns: its digital and offline
# cases and their total, the same three of the Kreis, offline cases of the others.
MATRIX = csr_array(
    [
        [1.0, 1, -1, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, -1, 0],
        [1, 0, 0, -1, 0, 0, 0],
        [0, 1, 0, 0, -1, 0, 1],
    ]
)
BASE = np.array([1.0, 6, 7, 1, 30, 31, 24])


def hidden_after(price, *hidden):
    space = Space(MATRIX, BASE, np.array(price, dtype=float))
    found = repaired(space, np.isin(np.arange(7), hidden), 3)
    return np.flatnonzero(found).tolist()


def test_a_safe_choice_is_left_as_it_is():
    # One case more digital is one less offline, here and in the Kreis.
    assert hidden_after(np.ones(7), 0, 1, 3, 4) == [0, 1, 3, 4]


def test_a_two_is_safe_between_one_and_three():
    space = Space(csr_array([[1.0, 1, -1]]), np.array([2.0, 2, 4]), np.ones(3))
    assert repaired(space, np.array([True, True, False]), 3).tolist() == [True, True, False]


def test_what_several_relations_give_away_together_is_hidden():
    # Every relation of 0, 1 and 3 hides two cells, but 30 - 24 = 6 and 7 - 6 = 1.
    assert hidden_after([1, 1, 9, 1, 1, 9, 9], 0, 1, 3) == [0, 1, 3, 4]


def test_the_cheapest_cells_are_hidden():
    assert hidden_after([1, 1, 9, 1, 1, 9, 9], 0, 3) == [0, 1, 3, 4]
    assert hidden_after([1, 9, 1, 1, 9, 1, 9], 0, 3) == [0, 2, 3, 5]


def test_all_cells_are_hidden_if_the_solver_fails(monkeypatch):
    monkeypatch.setattr(repair, "best_table", lambda *_: None)
    space = Space(MATRIX, BASE, np.ones(7))
    assert repaired(space, BASE == 1, 3).all()
