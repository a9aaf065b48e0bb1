from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeup.periods import Month
from takeup.render.charts import scales


@pytest.mark.parametrize(
    ("highest", "style", "ticks"),
    [
        (0, "integer", (0, 1)),
        (1, "integer", (0, 1)),
        (3, "integer", (0, 1, 2, 3)),
        (9, "integer", (0, 5, 10)),
        (2456, "integer", (0, 1000, 2000, 3000)),
        (0.321, "percent", (0, 0.1, 0.2, 0.3, 0.4)),
        (1.0, "percent", (0, 0.25, 0.5, 0.75, 1.0)),
    ],
)
def test_ticks_are_round_and_start_at_zero(
    highest: float, style: str, ticks: tuple[float, ...]
) -> None:
    assert scales.ticks_from_zero(highest, style) == ticks


@given(st.floats(min_value=0.001, max_value=1e7), st.sampled_from(["integer", "percent"]))
def test_ticks_hold_the_highest_value_and_are_few(highest: float, style: str) -> None:
    ticks = scales.ticks_from_zero(highest, style)
    assert ticks[0] == 0
    assert ticks[-1] >= highest * 0.999999
    assert len(ticks) <= 6


@given(st.integers(min_value=1, max_value=10**6))
def test_an_axis_of_counts_has_no_fractions(highest: int) -> None:
    assert all(tick == round(tick) for tick in scales.ticks_from_zero(highest, "integer"))


def test_ticks_on_both_sides_hold_zero() -> None:
    assert 0.0 in scales.ticks_between(-6, 88, "signed_integer")
    assert scales.ticks_between(30, 50, "integer")[0] == 0


def test_tick_labels_have_no_needless_decimals() -> None:
    assert scales.tick_texts((0, 0.1, 0.2), "percent") == ["0\u00a0%", "10\u00a0%", "20\u00a0%"]
    assert scales.tick_texts((0, 0.025), "percent") == ["0,0\u00a0%", "2,5\u00a0%"]
    assert scales.tick_texts((0, 1000), "integer") == ["0", "1.000"]


def _months(first: str, count: int) -> list[str]:
    start = Month.parse(first)
    return [str(start.shift(step)) for step in range(count)]


@pytest.mark.parametrize("count", [1, 2, 6, 13, 27, 40, 80])
@pytest.mark.parametrize("width", [240.0, 600.0])
def test_month_labels_keep_clear_of_each_other(count: int, width: float) -> None:
    months = _months("2022-07", count)
    ticks = scales.month_ticks(months, width)
    spacing = width / max(count - 1, 1)
    assert ticks
    assert all((b.position - a.position) * spacing >= 30 for a, b in pairwise(ticks))


def test_a_year_is_said_at_the_first_tick_and_at_each_january() -> None:
    ticks = scales.month_ticks(_months("2022-07", 27), 600.0)
    assert [(t.label, t.year) for t in ticks if t.year] == [
        ("Jul", "2022"),
        ("Jan", "2023"),
        ("Jan", "2024"),
    ]


def test_labels_that_touch_are_moved_apart_and_others_stay() -> None:
    placed = scales.spread([10.0, 100.0, 104.0], [16.0, 16.0, 16.0], lowest=500.0)
    assert placed == [10.0, 94.0, 110.0]


def test_labels_stay_inside_the_drawing_at_its_top() -> None:
    placed = scales.spread([20.0, 24.0, 28.0], [32.0, 32.0, 32.0], lowest=300.0)
    assert placed == [16.0, 48.0, 80.0]


def test_labels_stay_above_the_base_line() -> None:
    placed = scales.spread([195.0, 198.0], [16.0, 16.0], lowest=200.0)
    assert placed == [176.0, 192.0]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4))
def test_no_label_covers_another_and_their_order_is_kept(wanted: list[float]) -> None:
    placed = scales.spread(wanted, [32.0] * len(wanted), lowest=220.0)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert all(placed[b] - placed[a] >= 32 - 1e-6 for a, b in pairwise(order))
