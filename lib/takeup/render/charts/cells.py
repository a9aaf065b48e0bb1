"""A grid of cells with names of rows and columns, for wide and for narrow screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from takeup.render import theme
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout

CELL_PX: Final = 24.0
_LABEL_WIDTH: Final = 230.0
_WIDEST_CELL: Final = 56.0
# Room for the longest short name of an administration, upright.
_HEAD_HEIGHT: Final = 170.0


@dataclass(frozen=True)
class Cells:
    """Where the cells and their names stand in one layout; pitch is the height of a row."""

    labels: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    pitch: float
    box: Box
    narrow: bool

    def middle(self, row: int) -> float:
        """Centre of a row's cells in pixels from the upper edge of the drawing."""
        if self.narrow:
            return self.box.top + (row + 1) * self.pitch - CELL_PX / 2
        return self.box.top + (row + 0.5) * self.pitch

    def cell(self, row: int, column: int) -> Box:
        """Box of one cell."""
        width = self.box.width / len(self.heads)
        left = self.box.left + column * width + 1
        return Box(left, self.middle(row) - CELL_PX / 2, width - 2, CELL_PX)


def plan_cells(
    rows: tuple[str, ...], columns: tuple[str, ...], top: float, layout: Layout
) -> Cells:
    """Place the cells below a height; on a phone the names of rows stand above their cells."""
    label_width = layout.width - 2 if layout.narrow else _LABEL_WIDTH
    labels = tuple(theme.wrap(name, label_width, 2) for name in rows)
    lines = max(len(label) for label in labels)
    heads = tuple(theme.wrap(name, _HEAD_HEIGHT, 1)[0] for name in columns)
    left = 0.0 if layout.narrow else _widest(labels) + 12
    room = (layout.width - left) / len(heads)
    head_height = max(theme.text_width(head) for head in heads) + 8
    pitch = (
        CELL_PX + lines * LINE_PX + 4 if layout.narrow else max(CELL_PX, lines * LINE_PX) + 6
    )
    size = (min(room, _WIDEST_CELL) * len(heads), pitch * len(labels))
    return Cells(labels, heads, pitch, Box(left, top + head_height, *size), layout.narrow)


def _widest(labels: tuple[tuple[str, ...], ...]) -> float:
    return max(theme.text_width(line) for label in labels for line in label)


def draw_names(canvas: Canvas, cells: Cells) -> None:
    """Names of rows and columns; those of columns upright: twelve fit a phone only so."""
    step = cells.box.width / len(cells.heads)
    for at, head in enumerate(cells.heads):
        place = (cells.box.left + (at + 0.5) * step + MIDDLE_PX, cells.box.top - 6)
        style = {"rotation": 90, "rotation_mode": "anchor", "ha": "left"}
        canvas.write(place, head, color=theme.MUTED, **style)
    for row, lines in enumerate(cells.labels):
        _draw_label(canvas, cells, row, lines)


def _draw_label(canvas: Canvas, cells: Cells, row: int, lines: tuple[str, ...]) -> None:
    centre = cells.middle(row)
    if cells.narrow:
        x, ha = 0.0, "left"
        first = centre - CELL_PX / 2 - 5 - (len(lines) - 1) * LINE_PX
    else:
        x, ha = cells.box.left - 10, "right"
        first = centre - (len(lines) - 1) * LINE_PX / 2 + MIDDLE_PX
    for line, words in enumerate(lines):
        canvas.write((x, first + line * LINE_PX), words, ha=ha)
