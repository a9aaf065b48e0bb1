import re

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.charts import Keys, Words, heat_map

ROWS = Keys("verwaltung", {"heide": "Heide", "marne": "Marne"})
COLUMNS = Keys("other", {"heide": "Heide", "marne": "Marne"})
FRAME = pd.DataFrame(
    [
        ("heide", "heide", None, "not_applicable"),
        ("heide", "marne", 0.425, "ok"),
        ("marne", "heide", 0.425, "ok"),
    ],
    columns=["verwaltung", "other", "value", "status"],
)


def tinted(svg: str) -> set[str]:
    """Colours of filled cells."""
    return set(re.findall(r'<path[^>]*fill="(#[0-9a-f]{6})"', svg))


def test_the_table_has_every_share_or_the_sign_for_its_absence(words: Words) -> None:
    assert heat_map(FRAME, ROWS, COLUMNS, words).table.rows == (
        ("Heide", "x", "42,5\u00a0%"),
        ("Marne", "42,5\u00a0%", "…"),
    )


def test_every_cell_says_its_number_and_only_known_ones_have_a_colour(words: Words) -> None:
    figure = heat_map(FRAME, ROWS, COLUMNS, words)
    for svg in (figure.wide_svg, figure.narrow_svg):
        assert svg.count(">43<") == 2
        assert svg.count(">x<") == svg.count(">…<") == 1
        assert len(tinted(svg)) == 1


def test_colours_reach_from_the_lowest_to_the_highest_share_shown(words: Words) -> None:
    frame = FRAME.assign(value=[None, 0.7, 0.9])
    assert tinted(heat_map(frame, ROWS, COLUMNS, words).wide_svg) == {"#f3f4f7", "#9db3ea"}
    assert tinted(heat_map(FRAME, ROWS, COLUMNS, words).wide_svg) == {"#9db3ea"}


def test_two_values_for_one_cell_are_refused(words: Words) -> None:
    with pytest.raises(ContractError):
        heat_map(pd.concat([FRAME, FRAME]), ROWS, COLUMNS, words)
