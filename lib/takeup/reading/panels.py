"""Plot areas of a drawing with the scale that their axis shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from takeup.reading.canvas import Canvas
from takeup.reading.marks import Label, Stroke
from takeup.reading.sentences import single
from takeup.render import theme

_NEAR: Final = 0.3
_TICK_GAP: Final = 8.0


@dataclass(frozen=True)
class Panel:
    """A plot area with its scale: zero line, highest line and the number at it."""

    left: float
    right: float
    zero: float
    top: float
    highest: float
    ticks: tuple[Label, ...]

    @property
    def per_pixel(self) -> float:
        """Data units per pixel of height."""
        return self.highest / (self.zero - self.top) if self.zero > self.top else 0.0

    def value(self, y: float) -> float:
        """Number at a height."""
        return (self.zero - y) * self.per_pixel

    def holds(self, x: float, y: float, above: float = 1.0) -> bool:
        """Whether a place lies inside."""
        inside = self.left - 1 <= x <= self.right + 1
        return inside and self.top - above <= y <= self.zero + 1


def find_panels(canvas: Canvas) -> list[Panel]:
    """Group the level lines: a base line and the lighter ones above it are a panel."""
    groups: list[list[Stroke]] = []
    for stroke in canvas.drawing.strokes:
        if stroke.is_level and stroke.stroke == theme.BORDER:
            groups.append([stroke])
        elif stroke.is_level and stroke.stroke == theme.GRID and groups:
            groups[-1].append(stroke)
    return [panel for group in groups if (panel := _panel(canvas, group))]


def _panel(canvas: Canvas, lines: Sequence[Stroke]) -> Panel | None:
    left, right = lines[0].xs
    heights = [line.ys[0] for line in lines]
    ticks = [each for each in canvas.drawing.labels if _is_tick(each, left, heights)]
    numbers = {each.at[1]: found for each in ticks if (found := single(each.text))}
    top = min(heights)
    highest = numbers.get(min(numbers, default=0.0))
    if highest is None:
        return None
    return Panel(left, right, heights[0], top, highest.value, tuple(ticks))


def _is_tick(label: Label, left: float, heights: Sequence[float]) -> bool:
    x, y = label.at
    is_left = label.anchor == "end" and abs(x - (left - _TICK_GAP)) < _NEAR
    return is_left and any(abs(y - theme.MIDDLE_PX - each) < _NEAR for each in heights)
