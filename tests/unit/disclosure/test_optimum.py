"""The cheapest safe choice, against counting all choices."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from takeup.disclosure import optimum, ranges, repair
from takeup.disclosure.linked import links
from takeup.disclosure.moves import Space
from takeup.disclosure.optimum import cheapest
from takeup.disclosure.rule import CELL

# Two administrations, two services and their sums. Columns: rows of the table, sums last.
SQUARE = csr_array(
    [
        [1.0, 1, -1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, -1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 1, -1],
        [1, 0, 0, 1, 0, 0, -1, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, -1, 0],
        [0, 0, 1, 0, 0, 1, 0, 0, -1],
    ]
)


def square(heide, marne):
    counts = np.array([heide, marne])
    rows = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)]).ravel().astype(float)


def is_safe(matrix, base, hidden):
    """Two linear programs for each hidden cell, as in the textbook."""
    inside = np.flatnonzero(hidden)
    sums = matrix[:, inside] @ base[inside]
    if (abs(matrix[:, inside]).sum(axis=1) == 1).any():
        return False
    for place in range(len(inside)):
        cost = np.where(np.arange(len(inside)) == place, 1.0, 0.0)
        ends = [
            linprog(sign * cost, A_eq=matrix[:, inside], b_eq=sums, bounds=(1, None))
            for sign in (1, -1)
        ]
        low, high = (end.x[place] if end.status == 0 else np.inf for end in ends)
        if high < 3 - 1e-6 or np.floor(high + 1e-6) - np.ceil(low - 1e-6) < 2:
            return False
    return True


def least_price(space, must):
    """Price of the cheapest safe choice, by trying them all from the cheapest on."""
    free = np.flatnonzero(~must)
    more = [set(each) for size in range(len(free) + 1) for each in combinations(free, size)]
    choices = [must | np.isin(np.arange(len(must)), list(each)) for each in more]
    choices.sort(key=lambda hidden: space.price @ hidden)
    return next(
        space.price @ hidden for hidden in choices if is_safe(space.matrix, space.base, hidden)
    )


def random_square(seed):
    rng = np.random.default_rng(seed)
    base = square(rng.integers(1, 6, 2), rng.integers(1, 9, 2))
    price = rng.integers(5, 60, 9).astype(float)
    return Space(SQUARE, base, price), base < 3


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_the_cheapest_of_all(seed):
    space, must = random_square(seed)
    found = cheapest(space, must, 3)
    assert is_safe(space.matrix, space.base, found.hidden)
    assert space.price @ found.hidden == pytest.approx(least_price(space, must))
    assert found.bound <= space.price @ found.hidden + 1e-6
    assert (found.hidden >= must).all()


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_a_linked_month_is_protected_near_the_bound(any_month, relations, seed):
    cells = any_month(seed).sort_values(CELL, ignore_index=True)
    cells = cells[cells["numerator"] > 0].reset_index(drop=True)
    base = cells["numerator"].to_numpy(float)
    space = Space(links(cells, relations).matrix, base, np.round(10 + base))
    found = cheapest(space, base < 3, 3)
    assert is_safe(space.matrix, base, found.hidden)
    beyond = space.price @ (found.hidden & (base >= 3))
    assert space.price @ found.hidden - found.bound <= 0.1 * beyond


def test_a_dear_cell_survives_beside_many_cheap_ones():
    # Hiding heide's total would do alone; four single cells are cheaper.
    space = Space(SQUARE, square([1, 7], [9, 8]), np.array([1.0, 9, 90, 9, 9, 90, 90, 90, 900]))
    assert np.flatnonzero(cheapest(space, space.base < 3, 3).hidden).tolist() == [0, 1, 3, 4]


def test_what_can_be_spared_is_shown_again():
    space = Space(SQUARE, square([1, 7], [9, 8]), np.ones(9))
    problem = optimum._Problem.of(space, space.base < 3, 3)
    opened = optimum._shown_again(problem, np.ones(9, dtype=bool))
    assert is_safe(SQUARE, space.base, opened)
    spare = [np.arange(9) != cell for cell in np.flatnonzero(opened & (space.base >= 3))]
    assert not any(is_safe(SQUARE, space.base, opened & less) for less in spare)


def test_without_the_master_problem_the_repair_still_makes_it_safe(monkeypatch):
    monkeypatch.setattr(optimum, "_master", lambda *_: None)
    space, must = random_square(3)
    found = cheapest(space, must, 3)
    assert is_safe(space.matrix, space.base, found.hidden)
    assert found.bound == space.price @ must


def test_a_master_problem_without_solution_says_so():
    space = Space(csr_array([[1.0]]), np.ones(1), np.ones(1))
    must = np.array([True])
    problem = optimum._Problem.of(space, must, 3)
    assert optimum._master(problem) is None


def test_if_every_solver_fails_all_is_hidden(monkeypatch):
    monkeypatch.setattr(optimum, "_master", lambda *_: None)
    monkeypatch.setattr(repair, "best_table", lambda *_: None)
    monkeypatch.setattr(ranges, "best_table", lambda *_: None)
    space, must = random_square(3)
    assert cheapest(space, must, 3).hidden.all()
