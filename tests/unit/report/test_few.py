"""Drawings of many administrations show some of them, and say which."""

import pandas as pd

from takeup.report.few import MOST, few, reading


def test_nine_administrations_are_all_drawn() -> None:
    nine = [f"amt-{number}" for number in range(9)]

    assert few(nine, pd.Series(dtype=float)) == nine
    assert reading("Links.", "Nur einige.", nine) == "Links."


def test_of_many_the_first_by_rank_are_drawn_in_the_order_of_the_page() -> None:
    many = [f"amt-{number:02d}" for number in range(30)]
    rank = pd.Series({slug: float(-place) for place, slug in enumerate(many)})

    assert few(many, rank) == many[-MOST:]
    assert reading("Links.", "Nur einige.", many) == "Links. Nur einige."


def test_whoever_has_no_rank_comes_last() -> None:
    many = [f"amt-{number:02d}" for number in range(MOST + 1)]
    rank = pd.Series(dict.fromkeys(many[1:], 1.0))

    assert few(many, rank) == many[1:]
