"""Which cells of a month are hidden."""

import numpy as np
import pytest

from takeup.disclosure import choice
from takeup.disclosure.choice import hidden_cells
from takeup.disclosure.linked import links
from takeup.disclosure.rule import CELL

# Two administrations, two services and their sums; heide/hund is small.
MONTH = """
    alle   alle    digital  40
    alle   hund    digital  13
    alle   wohnen  digital  27
    heide  alle    digital  9
    heide  hund    digital  1
    heide  wohnen  digital  8
    marne  alle    digital  31
    marne  hund    digital  12
    marne  wohnen  digital  19
"""


def hidden(cells, relations, must):
    cells = cells.sort_values(CELL, ignore_index=True)
    must = must(cells).to_numpy(dtype=bool)
    frozen = np.zeros_like(must)
    found = hidden_cells(cells, links(cells, relations).matrix, must, frozen, 3).hidden
    return ["/".join(place) for place in cells.loc[found, ["verwaltung", "leistung_id"]].values]


def small(cells):
    return cells["numerator"].between(1, 2)


def test_one_small_cell_takes_a_partner_in_its_row_and_column_and_their_corner(
    table, relations
):
    found = hidden(table(MONTH), relations, small)
    assert found == ["heide/hund", "heide/wohnen", "marne/hund", "marne/wohnen"]


def test_nothing_is_hidden_if_nothing_must(table, relations):
    assert hidden(table(MONTH.replace(" 1\n", " 3\n")), relations, small) == []


def test_a_cell_without_relations_is_hidden_alone(table, relations):
    month = "heide alle accounts 2\n marne alle accounts 7\n"
    assert hidden(table(month), relations, small) == ["heide/alle"]


def test_the_total_of_all_goes_only_where_nothing_else_works(table, relations):
    month = "alle alle accounts 2\n heide alle accounts 2\n marne alle accounts 0\n"
    assert hidden(table(month), relations, small) == ["alle/alle", "heide/alle"]
    month = """
        alle   alle  accounts  8
        heide  alle  accounts  1
        kreis  alle  accounts  1
        marne  alle  accounts  6
    """
    assert "alle/alle" not in hidden(table(month), relations, small)


def earlier(*services):
    return lambda cells: (cells["verwaltung"] == "heide") & cells["leistung_id"].isin(services)


def test_a_cell_corrected_to_zero_stays_hidden_behind_one_that_may_be_smaller(table, relations):
    month = "heide alle digital 9\n heide hund digital 0\n heide wohnen digital 9\n"
    found = hidden(table(month), relations, earlier("hund"))
    assert found == ["heide/hund", "heide/wohnen"]


def test_a_zero_is_hidden_only_to_keep_an_earlier_decision(table, relations):
    month = "heide alle digital 0\n heide hund digital 0\n heide wohnen digital 0\n"
    assert hidden(table(month), relations, small) == []
    assert hidden(table(month), relations, earlier("hund")) == ["heide/alle", "heide/hund"]


def test_other_counts_are_hidden_rather_than_a_zero(table, relations):
    month = """
        heide  hund    digital  0
        heide  wohnen  digital  9
        heide  alle    digital  9
        marne  hund    digital  5
        marne  wohnen  digital  0
        alle   hund    digital  5
        alle   wohnen  digital  9
    """
    found = hidden(table(month), relations, earlier("hund"))
    assert "heide/hund" in found
    assert "marne/wohnen" not in found


def test_everything_is_hidden_if_the_solver_finds_no_believable_table(
    table, relations, monkeypatch
):
    monkeypatch.setattr(choice, "best_table", lambda *_: None)
    month = "heide alle digital 5\n heide hund digital 0\n heide wohnen digital 5\n"
    assert len(hidden(table(month), relations, earlier("hund"))) == 3


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(table, relations, order):
    cells = table(MONTH)
    shuffled = cells.sample(frac=1, random_state=np.random.default_rng(order))
    assert hidden(shuffled, relations, small) == hidden(cells, relations, small)
