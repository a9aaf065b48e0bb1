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


def test_a_larger_share_is_darker(words: Words) -> None:
    def colour(value: float) -> set[str]:
        frame = FRAME.assign(value=[None, value, value])
        return tinted(heat_map(frame, ROWS, COLUMNS, words).wide_svg)

    assert colour(0.0) == {"#f3f4f7"}
    assert colour(1.0) == {"#9db3ea"}


def test_two_values_for_one_cell_are_refused(words: Words) -> None:
    with pytest.raises(ContractError):
        heat_map(pd.concat([FRAME, FRAME]), ROWS, COLUMNS, words)
