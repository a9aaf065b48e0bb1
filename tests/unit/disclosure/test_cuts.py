"""Inequalities that every safe choice obeys."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from takeup.disclosure.cuts import relation_cuts, rise, spread
from takeup.disclosure.moves import Space

# Three parts and their total.
SUM = csr_array([[1.0, 1.0, 1.0, -1.0]])


def obeyed(base, *hidden):
    space = Space(SUM, np.array(base, dtype=float), np.ones(4))
    choice = np.isin(np.arange(4), hidden).astype(float)
    return bool((relation_cuts(space, 3) @ choice).min() >= 0)


@pytest.mark.parametrize(
    ("story", "base", "hidden", "verdict"),
    [
        ("nothing is hidden", [1, 9, 5, 15], [], True),
        ("a part alone is the difference", [1, 9, 5, 15], [0], False),
        ("a large part makes room for a small one", [1, 9, 5, 15], [0, 1], True),
        ("two ones have no room for each other", [1, 1, 5, 7], [0, 1], False),
        ("a one needs two of room", [1, 2, 5, 8], [0, 1], False),
        ("the total is open upwards", [1, 1, 5, 7], [0, 1, 3], True),
        ("a total alone is the sum", [4, 4, 4, 12], [3], False),
        ("a hidden part frees the total", [4, 4, 4, 12], [0, 3], True),
    ],
)
def test_a_relation_forbids_what_it_gives_away(story, base, hidden, verdict):
    assert obeyed(base, *hidden) == verdict, story


def test_others_that_rise_give_as_much_as_is_needed_and_others_that_fall_their_room():
    terms, room = np.array([1.0, -1.0, -0.5, 0.0]), np.array([0.0, 1.0, 8.0, 5.0])
    assert rise(terms, room, 2.0).tolist() == [2, 1, 2, 0]


def test_a_cell_of_one_gains_nothing_from_falling():
    terms, room = np.array([-1.0]), np.array([1.0])
    assert spread(terms, terms, room, 0.0).tolist() == [1]
    assert spread(terms, terms, room, 1.0).tolist() == [2]
