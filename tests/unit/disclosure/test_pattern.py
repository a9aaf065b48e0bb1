"""The first choice: each relation for itself."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from takeup.disclosure.linked import links
from takeup.disclosure.pattern import first_pattern

# Parts and their total in the last column.
SUM = csr_array([[1.0, 1.0, 1.0, 1.0, -1.0]])


def chosen(counts, hidden, last=()):
    flags = np.isin(np.arange(5), list(hidden))
    also_last = np.isin(np.arange(5), list(last))
    found = first_pattern(SUM, np.array(counts, dtype=float), flags, also_last)
    return np.flatnonzero(found).tolist()


@pytest.mark.parametrize(
    ("story", "counts", "hidden", "expected"),
    [
        ("one part alone needs the smallest that is enough", [1, 9, 5, 7, 22], [0], [0, 2]),
        ("two ones need a third", [1, 1, 8, 9, 19], [0, 1], [0, 1, 2]),
        ("two parts with room need nobody", [1, 3, 8, 9, 21], [0, 1], [0, 1]),
        ("a hidden total needs a hidden part", [4, 3, 8, 9, 24], [4], [1, 4]),
        ("a hidden total protects its parts", [1, 3, 8, 9, 21], [0, 4], [0, 4]),
        (
            "parts without room take the total if none is left",
            [1, 1, 1, 1, 4],
            range(4),
            range(5),
        ),
    ],
)
def test_a_relation_gives_nothing_away(story, counts, hidden, expected):
    assert chosen(counts, hidden) == list(expected), story


def test_what_should_go_last_goes_only_if_nothing_else_is_left():
    assert chosen([1, 9, 5, 7, 22], [0], last=[1, 2, 3]) == [0, 4]
    assert chosen([1, 1, 1, 1, 4], range(4), last=[4]) == [0, 1, 2, 3, 4]


def test_a_cell_that_mends_a_row_and_a_column_is_preferred(table, relations):
    # Beside heide/hund only heide/wohnen and marne/wohnen leave no third row or column open,
    # though heide/wald is the smaller one.
    cells = table("""
        heide  hund    digital  1
        heide  wohnen  digital  5
        heide  wald    digital  3
        heide  alle    digital  9
        marne  hund    digital  4
        marne  wohnen  digital  2
        marne  wald    digital  8
        marne  alle    digital  14
        alle   hund    digital  5
        alle   wohnen  digital  7
        alle   wald    digital  11
        alle   alle    digital  23
    """)
    counts = cells["numerator"].to_numpy(float)
    last = (cells["verwaltung"] == "alle").to_numpy()
    found = first_pattern(links(cells, relations).matrix, counts, counts < 3, last)
    beside = cells[found & (counts >= 3)]
    assert beside[["verwaltung", "leistung_id"]].to_numpy().tolist() == [
        ["heide", "wohnen"],
        ["marne", "hund"],
    ]
