import re
from collections.abc import Callable
from itertools import combinations

import pandas as pd
import pytest

from takeup.periods import Month
from takeup.render.charts import Keys, Words, small_multiples

MONTHS = ["2023-11", "2023-12", "2024-01", "2024-02"]
NAMES = {f"v{at}": f"Amt Nummer {at}" for at in range(9)}
KEYS = Keys("verwaltung", NAMES)


def _frame(hidden: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                key,
                month,
                None if key == hidden else 10.0 * (at + 1) + step,
                "suppressed" if key == hidden else "ok",
            )
            for at, key in enumerate(NAMES)
            for step, month in enumerate(MONTHS)
        ],
        columns=["verwaltung", "month", "value", "status"],
    )


def test_every_panel_is_titled_and_has_its_column_in_the_table(words: Words) -> None:
    figure = small_multiples(_frame(), KEYS, "integer", words, shared=True)
    assert figure.table.columns == ("Monat", *NAMES.values())
    assert figure.table.rows[0] == ("November 2023", *(str(10 * at) for at in range(1, 10)))
    for name in NAMES.values():
        assert f">{name}</text>" in figure.wide_svg
        assert f">{name}</text>" in figure.narrow_svg


def test_which_scale_it_is_is_said(words: Words) -> None:
    shared = small_multiples(_frame(), KEYS, "integer", words, shared=True).wide_svg
    free = small_multiples(_frame(), KEYS, "integer", words, shared=False).wide_svg
    assert "Alle Felder haben dieselbe Skala." in shared
    assert "seine eigene Skala" in free


def _top_labels(svg: str) -> set[str]:
    return set(re.findall(r'text-anchor="end"[^>]*>(\d+)</text>', svg))


def test_a_shared_scale_has_one_top_and_free_scales_have_their_own(words: Words) -> None:
    shared = small_multiples(_frame(), KEYS, "integer", words, shared=True).wide_svg
    free = small_multiples(_frame(), KEYS, "integer", words, shared=False).wide_svg
    assert "100" in _top_labels(shared)
    assert "15" not in _top_labels(shared)
    assert {"15", "100"} <= _top_labels(free)


def test_panels_stand_three_wide_and_on_a_phone_two_or_one_where_names_are_long(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    def columns(svg: str, starts: str) -> int:
        return len(
            {round(label.left) for label in labels(svg) if label.words.startswith(starts)}
        )  # type: ignore[attr-defined]

    figure = small_multiples(_frame(), KEYS, "integer", words, shared=True)
    assert columns(figure.wide_svg, "Amt") == 3
    assert columns(figure.narrow_svg, "Amt") == 2
    long = Keys("verwaltung", {key: f"Kirchspielslandgemeinde {key}" for key in NAMES})
    figure = small_multiples(_frame(), long, "integer", words, shared=True)
    assert columns(figure.narrow_svg, "Kirch") == 1


def test_a_panel_without_numbers_shows_signs(words: Words) -> None:
    figure = small_multiples(_frame(hidden="v3"), KEYS, "integer", words, shared=False)
    assert figure.wide_svg.count(">·</text>") == len(MONTHS)


def test_months_too_close_for_their_signs_share_one(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    months = [str(each) for each in Month.range(Month(2022, 3), Month(2024, 3))]
    rows = [
        (key, month, None if month < "2023-03" else 5.0, "not_applicable")
        for key in NAMES
        for month in months
    ]
    frame = pd.DataFrame(rows, columns=["verwaltung", "month", "value", "status"])
    svg = small_multiples(frame, KEYS, "integer", words, shared=True).narrow_svg
    signs = [each for each in labels(svg) if each.words == "x"]  # type: ignore[attr-defined]
    assert len(signs) > len(NAMES)
    assert not [
        (one, other)
        for one, other in combinations(signs, 2)
        if one.top == other.top and one.left < other.right and other.left < one.right  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("shared", [True, False])
def test_no_text_leaves_the_drawing(
    hostile_words: Words, hostile: str, outside: Callable[[str], list[str]], shared: bool
) -> None:
    keys = Keys("verwaltung", {key: f"{hostile} {key}" for key in NAMES})
    figure = small_multiples(_frame(), keys, "integer", hostile_words, shared=shared)
    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []


def test_text_is_large_enough_on_a_phone(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    figure = small_multiples(_frame(), KEYS, "integer", words, shared=True)
    assert min(label.size for label in labels(figure.narrow_svg)) * 288 / 320 >= 11  # type: ignore[attr-defined]


def test_partial_months_are_open_marks_and_explained_once(words: Words) -> None:
    frame = _frame().assign(status="partial")
    svg = small_multiples(frame, KEYS, "integer", words, shared=True).wide_svg
    assert svg.count("offener Punkt: unvollständiger Monat") == 1
