"""A month as a system of equations."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from takeup.disclosure import Relation
from takeup.disclosure.linked import families, holding, links, narrowed

MONTH = """
    alle   alle    digital  7
    alle   hund    digital  3
    alle   wohnen  digital  4
    heide  alle    digital  5
    heide  hund    digital  2
    heide  wohnen  digital  3
    marne  alle    digital  2
    marne  hund    digital  1
    marne  wohnen  digital  1
    heide  hund    offline  6
    heide  hund    total    8
"""


def named(*place, over):
    return Relation("2024-09", *place, over=over)


def test_sums_over_services_over_administrations_and_over_channels_are_found(table, relations):
    linked = links(table(MONTH), relations)
    assert set(linked.names) == {
        named("alle", "alle", "digital", over="leistung_id"),
        named("alle", "alle", "digital", over="verwaltung"),
        named("alle", "hund", "digital", over="verwaltung"),
        named("alle", "wohnen", "digital", over="verwaltung"),
        named("heide", "alle", "digital", over="leistung_id"),
        named("marne", "alle", "digital", over="leistung_id"),
        named("heide", "hund", "total", over="measure"),
    }


def test_parts_count_plus_one_and_the_total_minus_one(table, relations):
    cells = table(MONTH)
    linked = links(cells, relations)
    row = linked.names.index(named("heide", "hund", "total", over="measure"))
    signs = linked.matrix[[row]].toarray().ravel()
    assert cells.loc[signs == 1, "measure"].tolist() == ["digital", "offline"]
    assert cells.loc[signs == -1, "measure"].tolist() == ["total"]


def test_a_total_without_parts_and_parts_without_total_are_no_relation(table, relations):
    cells = table("alle hund digital 4\n heide hund total 2\n heide wohnen total 9")
    assert links(cells, relations).matrix.shape == (0, 3)


def test_a_total_that_lacks_a_part_does_not_hold(table, relations):
    cells = table("""
        alle   hund    digital  2
        heide  hund    digital  2
        marne  hund    digital  1
        alle   wohnen  digital  4
        heide  wohnen  digital  4
    """)
    linked = links(cells, relations)
    holds = holding(linked, cells["numerator"].to_numpy(float))
    assert [name.leistung_id for name in linked.only(holds).names] == ["wohnen"]


def test_void_relations_are_left_out(table, relations):
    void = named("heide", "hund", "total", over="measure")
    linked = links(table(MONTH), replace(relations, void=frozenset({void})))
    assert len(linked.names) == linked.matrix.shape[0] == 6
    assert void not in linked.names


def test_only_connected_cells_are_one_family():
    matrix = csr_array([[1.0, 1, 0, 0, 0], [0, 1, -1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]])
    found = [np.flatnonzero(family).tolist() for family in families(matrix)]
    assert found == [[0, 1, 2], [3]]


def test_relations_of_other_cells_are_dropped():
    matrix = csr_array([[1.0, 1, -1], [0, 0, 1]])
    assert narrowed(matrix, np.array([True, True, False])).toarray().tolist() == [[1, 1]]
