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


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_numbers_overlap_neither_each_other_nor_the_line_of_another_event(
    layout: Layout,
) -> None:
    events = [Event(month, "Wahl") for month in [*MONTHS, *MONTHS[3:6], *MONTHS[3:6]]]
    marks = place_marks(visible(events, MONTHS), MONTHS, _box(layout), layout)
    for a, b in combinations(marks, 2):
        assert a.row != b.row or a.right <= b.left or b.right <= a.left
        assert a.row >= b.row or not b.left <= a.x <= b.right
        assert b.row >= a.row or not a.left <= b.x <= a.right
    assert rows_of(marks) > 1


def test_a_number_at_the_right_edge_stands_left_of_its_line() -> None:
    box = Box(40, 60, WIDE.width - 40, 200)
    mark = place_marks([Event("2024-12", "Kampagne Herbst")], MONTHS, box, WIDE)[0]
    assert mark.right < mark.x


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_every_number_lies_inside_the_drawing(layout: Layout) -> None:
    events = [Event(month, "Ein sehr langer Name für ein Ereignis " * 3) for month in MONTHS]
    for mark in place_marks(events, MONTHS, _box(layout), layout):
        assert mark.left >= 0
        assert mark.right <= layout.width
        assert mark.right - mark.left == pytest.approx(theme.text_width(mark.words))


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_lines_carry_numbers_that_a_key_explains_in_full(layout: Layout) -> None:
    events = [Event("2024-02", "Kommunalwahl Schleswig-Holstein"), Event("2024-06", "Wahl")]
    marks = place_marks(events, MONTHS, _box(layout), layout)
    assert sorted(mark.words for mark in marks) == ["1", "2"]
    assert key_lines(events, layout) == [("1", events[0].label), ("2", "Wahl")]
