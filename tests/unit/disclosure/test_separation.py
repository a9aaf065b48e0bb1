"""Cuts that an unsafe choice violates."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.sparse import csr_array

from takeup.disclosure import separation
from takeup.disclosure.moves import Space
from takeup.disclosure.separation import violated_cuts

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
SPACE = Space(MATRIX, np.array([1.0, 6, 7, 1, 30, 31, 24]), np.ones(7))


def choice(*hidden):
    return np.isin(np.arange(7), hidden)


def found(space, hidden, reach=3):
    nothing = np.zeros((0, len(hidden)))
    return violated_cuts(space, hidden, nothing, reach).cuts


def test_a_safe_choice_violates_nothing():
    assert found(SPACE, choice(0, 1, 3, 4)).shape == (0, 7)


def test_what_relations_give_away_together_is_cut_off_and_safe_choices_are_not():
    # Every relation of 0, 1 and 3 hides two cells, but 30 - 24 = 6 and 7 - 6 = 1.
    cuts = found(SPACE, choice(0, 1, 3))
    assert (cuts @ choice(0, 1, 3).astype(float)).max() < 0
    for safe in (choice(0, 1, 3, 4), choice(0, 2, 3, 5), choice(*range(7))):
        assert (cuts @ safe.astype(float)).min() >= 0


def test_a_large_cell_that_cannot_move_far_enough_is_cut_off():
    # 5 + 2 = 7: the five is four, five or six only if the two may be one or three.
    pair = Space(csr_array([[1.0, 1.0, -1.0]]), np.array([5.0, 2.0, 7.0]), np.ones(3))
    hidden = np.array([True, True, False])
    assert found(pair, hidden).shape[0] == 0
    three = Space(csr_array([[1.0, 1.0, 1.0]]), np.array([1.0, 1.0, 2.0]), np.ones(3))
    cuts = found(three, np.ones(3, dtype=bool))
    assert (cuts @ np.ones(3)).max() < 0


@pytest.mark.parametrize("failing", ["first", "second"])
def test_a_failing_solver_finds_no_cut(monkeypatch, failing):
    real = separation.linprog
    calls = iter([failing == "first"] + 9 * [True])
    broken = SimpleNamespace(status=4)
    monkeypatch.setattr(
        separation, "linprog", lambda *a, **k: broken if next(calls) else real(*a, **k)
    )
    three = Space(csr_array([[1.0, 1.0, 1.0]]), np.array([2.0, 2.0, 3.0]), np.ones(3))
    assert found(three, choice(0, 1, 2)[:3], 5).shape == (0, 3)


def test_what_was_found_in_one_choice_spares_programs_in_a_wider_one(monkeypatch):
    nothing = np.zeros((0, 7))
    moves = violated_cuts(SPACE, choice(0, 1, 3, 4), nothing, 3).moves
    assert np.abs(SPACE.matrix @ moves.T).max() < 1e-3
    monkeypatch.setattr(separation, "linprog", lambda *_, **__: pytest.fail("solved again"))
    again = violated_cuts(SPACE, choice(0, 1, 3, 4), moves, 3)
    assert again.cuts.shape == (0, 7)
    assert again.moves.tolist() == moves.tolist()
