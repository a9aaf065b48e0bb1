"""Event marks: a line at a month with its number above the panel, none covering another.

The key under the chart tells the numbers. Names beside the lines were tried: with five events
in two years they are cut, crossed by lines, or stand nearer to the line of another event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from takeup.render import theme
from takeup.render.charts.common import Event
from takeup.render.theme import LINE_PX, Box, Canvas, Layout

_GAP_PX: Final = 4.0
_NUMBER_PX: Final = 20.0


@dataclass(frozen=True)
class Mark:
    """A placed event: x of its line, extent and row (0 on top) of its number."""

    x: float
    left: float
    right: float
    row: int
    words: str


def visible(events: Sequence[Event], months: Sequence[str]) -> list[Event]:
    """Events within the months, in their order."""
    return sorted((e for e in events if e.month in months), key=lambda e: e.month)


def place_marks(
    events: Sequence[Event], months: Sequence[str], box: Box, layout: Layout
) -> list[Mark]:
    """Place marks for visible events over a panel, their numbers inside the drawing.

    Placed from the right: a number then finds only lines right of its own.
    """
    placed: list[Mark] = []
    for number, event in reversed(list(enumerate(events, start=1))):
        x = box.left + box.width * months.index(event.month) / max(len(months) - 1, 1)
        placed.append(_place(x, str(number), placed, layout.width))
    return placed


def _place(x: float, words: str, placed: Sequence[Mark], edge: float) -> Mark:
    """First free place from the top, right of the line before left of it."""
    width = theme.text_width(words)
    starts = (x + _GAP_PX, x - _GAP_PX - width)
    inside = [left for left in starts if left >= 0 and left + width <= edge]
    candidates = [
        Mark(x, left, left + width, row, words)
        for row in range(len(placed) + 1)
        for left in inside or [max(edge - width, 0.0)]
    ]
    free = [mark for mark in candidates if not any(_collide(mark, o) for o in placed)]
    return free[0] if free else candidates[-1]


def _collide(mark: Mark, other: Mark) -> bool:
    """Whether numbers overlap or the line of the upper one crosses the lower number."""
    if mark.row == other.row:
        return mark.left < other.right + _GAP_PX and other.left < mark.right + _GAP_PX
    upper, lower = sorted((mark, other), key=lambda m: m.row)
    return lower.left <= upper.x <= lower.right


def rows_of(marks: Sequence[Mark]) -> int:
    """Count the rows of numbers above the panel."""
    return max((mark.row + 1 for mark in marks), default=0)


def draw_marks(canvas: Canvas, marks: Sequence[Mark], box: Box) -> None:
    """Draw placed marks; their rows stand directly above the panel."""
    for mark in marks:
        top = box.top - (rows_of(marks) - mark.row) * LINE_PX
        canvas.stroke(
            [(mark.x, top), (mark.x, box.bottom)],
            color=theme.MUTED,
            linewidth=1,
            linestyle=(0, (3, 3)),
        )
        canvas.write((mark.left, top + 11), mark.words, color=theme.MUTED)


def key_lines(events: Sequence[Event], layout: Layout) -> list[tuple[str, str]]:
    """Split the key into number and words per line."""
    lines = []
    for number, event in enumerate(events, start=1):
        for line, words in enumerate(theme.wrap(event.label, layout.width - _NUMBER_PX, 2)):
            lines.append(("" if line else str(number), words))
    return lines


def draw_key(canvas: Canvas, lines: Sequence[tuple[str, str]], top: float) -> None:
    """Key to the numbers, from a height on."""
    for line, (number, words) in enumerate(lines):
        base = top + (line + 1) * LINE_PX - 4
        canvas.write((2, base), number, color=theme.MUTED, weight="bold")
        canvas.write((_NUMBER_PX, base), words, color=theme.MUTED)
