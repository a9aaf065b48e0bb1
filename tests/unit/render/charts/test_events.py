from itertools import combinations

import pytest

from takeup.render import theme
from takeup.render.charts.common import Event
from takeup.render.charts.events import key_lines, place_marks, rows_of, visible
from takeup.render.theme import NARROW, WIDE, Box, Layout

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


def _box(layout: Layout) -> Box:
    return Box(40, 60, layout.width - 160, 200)


def test_only_events_of_the_months_shown_are_marked_in_time_order() -> None:
    events = [Event("2024-05", "b"), Event("2025-01", "später"), Event("2024-02", "a")]
    assert visible(events, MONTHS) == [Event("2024-02", "a"), Event("2024-05", "b")]


def test_labels_in_one_row_do_not_overlap() -> None:
    events = [Event(month, "Kampagne mit langem Namen") for month in MONTHS[3:8]]
    marks = place_marks(events, MONTHS, _box(WIDE), WIDE)
    for a, b in combinations(marks, 2):
        assert a.row != b.row or a.right <= b.left or b.right <= a.left
    assert rows_of(marks) > 1


def test_a_label_at_the_right_edge_stands_left_of_its_line() -> None:
    box = Box(40, 60, WIDE.width - 60, 200)
    mark = place_marks([Event("2024-12", "Kampagne Herbst")], MONTHS, box, WIDE)[0]
    assert mark.right < mark.x


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_every_label_lies_inside_the_drawing(layout: Layout) -> None:
    events = [Event(month, "Ein sehr langer Name für ein Ereignis " * 3) for month in MONTHS]
    for mark in place_marks(events, MONTHS, _box(layout), layout):
        assert mark.left >= 0
        assert mark.right <= layout.width
        assert mark.right - mark.left == pytest.approx(theme.text_width(mark.words))


def test_on_a_phone_lines_carry_numbers_that_a_key_explains() -> None:
    events = [Event("2024-02", "Kampagne Frühjahr"), Event("2024-06", "Europawahl")]
    marks = place_marks(events, MONTHS, _box(NARROW), NARROW)
    assert sorted(mark.words for mark in marks) == ["1", "2"]
    assert key_lines(events, NARROW) == [("1", "Kampagne Frühjahr"), ("2", "Europawahl")]
    assert key_lines(events, WIDE) == []
