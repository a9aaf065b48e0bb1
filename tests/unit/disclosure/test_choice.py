"""Which cells of a month are hidden."""

import numpy as np
import pytest

from takeup.disclosure import choice
from takeup.disclosure.choice import Chosen, hidden_cells
from takeup.disclosure.linked import links
from takeup.disclosure.prices import prices
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


def hidden(cells, relations, must, frozen=()):
    cells = cells.sort_values(CELL, ignore_index=True)
    must = must(cells).to_numpy(dtype=bool)
    frozen = (cells["verwaltung"] + "/" + cells["leistung_id"]).isin(frozen).to_numpy()
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


def test_what_is_public_already_is_a_known_number_and_stays(table, relations):
    found = hidden(table(MONTH), relations, small, frozen=["heide/wohnen", "alle/hund"])
    assert found == ["heide/alle", "heide/hund", "marne/alle", "marne/hund"]


def test_beside_public_cells_that_give_it_away_all_others_are_hidden(table, relations):
    month = "heide alle digital 9\n heide hund digital 1\n heide wohnen digital 8\n"
    public = ["heide/alle", "heide/wohnen"]
    assert hidden(table(month), relations, small, frozen=public) == ["heide/hund"]


def test_the_cost_beyond_what_must_be_hidden_is_told_with_its_bound(table, relations):
    cells = table(MONTH).sort_values(CELL, ignore_index=True)
    must, matrix = small(cells).to_numpy(bool), links(cells, relations).matrix
    found = hidden_cells(cells, matrix, must, np.zeros_like(must), 3)
    extra = found.hidden & ~must
    assert found.price == prices(cells, cells["numerator"].to_numpy(float)) @ extra
    assert found.bound == pytest.approx(found.price)
    assert found.gap == 0


@pytest.mark.parametrize(
    ("price", "bound", "gap"), [(100.0, 80.0, 0.2), (100.0, 100.0, 0.0), (0.0, -1e-9, 0.0)]
)
def test_the_gap_is_the_share_that_could_be_saved(price, bound, gap):
    assert Chosen(np.zeros(1, dtype=bool), price, bound).gap == pytest.approx(gap)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(table, relations, order):
    cells = table(MONTH)
    shuffled = cells.sample(frac=1, random_state=np.random.default_rng(order))
    assert hidden(shuffled, relations, small) == hidden(cells, relations, small)
