from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.charts import Words, interval_chart

SIDES = ("← weniger als ohne Kampagne", "mehr als ohne Kampagne →")
COLUMNS = ["label", "estimate", "low", "high", "status"]
MINUS = "\u2212"


def _frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


FRAME = _frame(
    ("Wohnsitz anmelden", 18, 4, 31, "ok"),
    ("Hund anmelden", -3, -14, 8, "ok"),
    ("Gewerbe", None, None, None, "too_small"),
)


def test_the_table_says_estimate_and_interval_in_words(words: Words) -> None:
    figure = interval_chart(FRAME, "signed_integer", words, SIDES)
    assert figure.table.rows == (
        ("Wohnsitz anmelden", "+18", "+4 bis +31"),
        ("Hund anmelden", f"{MINUS}3", f"{MINUS}14 bis +8"),
        ("Gewerbe", "/", "/"),
    )


def test_both_sides_of_zero_are_explained_in_plain_words(words: Words) -> None:
    figure = interval_chart(FRAME, "signed_integer", words, SIDES)
    assert f">{SIDES[0]}</text>" in figure.wide_svg
    assert f">{SIDES[1]}</text>" in figure.wide_svg


def test_zero_is_on_the_axis_even_if_all_estimates_lie_above(words: Words) -> None:
    frame = _frame(("Wohnsitz", 40, 30, 50, "ok"))
    assert ">0</text>" in interval_chart(frame, "signed_integer", words, SIDES).wide_svg


def test_an_estimate_without_a_number_has_no_point(words: Words) -> None:
    figure = interval_chart(FRAME, "signed_integer", words, SIDES)
    assert figure.wide_svg.count("<use") == 2
    assert ">/</text>" in figure.wide_svg


def test_only_estimates_without_a_number_can_be_drawn(words: Words) -> None:
    figure = interval_chart(FRAME.iloc[2:], "signed_integer", words, SIDES)
    assert "<use" not in figure.wide_svg


def test_no_text_leaves_the_drawing(
    hostile_words: Words, hostile: str, outside: Callable[[str], list[str]]
) -> None:
    frame = FRAME.assign(label=hostile)
    figure = interval_chart(frame, "signed_integer", hostile_words, (hostile, hostile))
    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []


def test_text_is_large_enough_on_a_phone(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    figure = interval_chart(FRAME, "signed_integer", words, SIDES)
    assert min(label.size for label in labels(figure.narrow_svg)) * 288 / 320 >= 11  # type: ignore[attr-defined]


def test_no_estimates_are_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="keine Werte"):
        interval_chart(_frame(), "signed_integer", words, SIDES)
