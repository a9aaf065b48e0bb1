import math

from takeup.render.charts import sparkline
from takeup.render.svg import embed_decoration


def test_a_gap_splits_the_line() -> None:
    assert sparkline([1.0, 2.0, math.nan, 3.0, 4.0]).count("<polyline") == 2


def test_a_course_starts_at_zero() -> None:
    assert ",4.0" in sparkline([0.0, 10.0])  # the highest value at the top
    assert ",28.0" in sparkline([0.0, 10.0])  # zero at the bottom


def test_nothing_to_draw_is_nothing() -> None:
    assert sparkline([]) == ""
    assert sparkline([math.nan]) == ""


def test_one_value_and_only_zeros_can_be_drawn() -> None:
    assert "<circle" in sparkline([0.0])
    assert "nan" not in sparkline([0.0, 0.0])


def test_the_drawing_survives_the_list_of_allowed_elements() -> None:
    embedded = embed_decoration(sparkline([1.0, 2.0]), "b1")
    assert "<polyline" in embedded
    assert "<circle" in embedded


def test_an_incomplete_value_has_an_open_dot_the_last_one_too():
    svg = sparkline([1.0, 2.0, 3.0], [True, False, True])
    assert svg.count('fill="#ffffff"') == 2
    assert svg.count("<circle") == 2
