"""What all readers of drawings share: the table beneath, cells by row and column, labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from takeup.reading.context import Context, stated, unlicensed
from takeup.reading.figures import Figure, exact, figures
from takeup.reading.marks import Drawing, Label
from takeup.reading.sentences import single
from takeup.reading.statements import Finding, Place, Reading
from takeup.reading.tables import Grid, heading
from takeup.reading.vocabulary import Meaning, plain
from takeup.render.theme import LINE_PX

# Coordinates are written with one decimal, half of the last is lost twice.
PIXEL: Final = 0.11
_LEAST_LETTERS: Final = 3


@dataclass(frozen=True)
class Canvas:
    """A drawing beside the table of its numbers."""

    context: Context
    drawing: Drawing
    grid: Grid
    place: Place

    @cached_property
    def _caption(self) -> Meaning:
        return self.context.vocabulary.within(self.grid.caption)

    @cached_property
    def _columns(self) -> tuple[Meaning, ...]:
        return tuple(heading(self.context, each) for each in self.grid.columns)

    @cached_property
    def _rows(self) -> tuple[Meaning, ...]:
        return tuple(heading(self.context, row[0]) for row in self.grid.rows)

    def at(self, row: int, column: int) -> Place:
        """Name of a cell in the drawing."""
        grid = self.grid
        name = f"{self.place.element} / {grid.rows[row][0]} / {grid.columns[column]}"
        return replace(self.place, element=name)

    def about(self, row: int, column: int) -> Meaning:
        """What row, column and caption of a cell name."""
        return self._columns[column].or_else(self._rows[row]).or_else(self._caption)

    def says(self, row: int, column: int, number: Figure) -> Reading:
        """Reading of a number that the drawing says about a cell of its table."""
        place = self.at(row, column)
        about = self.about(row, column)
        if about.measure:
            return stated(self.context.cell(about), about.quantity or "value", number, place)
        shown = single(self.grid.rows[row][column])
        slack = number.slack + (shown.slack if shown else 0)
        if shown and abs(shown.value - number.value) <= slack:
            return Reading(licensed=("drawn",))
        return Reading(findings=(Finding("mark", number.text, place),))

    def strange(self, shape: str) -> Reading:
        """Finding of a shape that belongs to no cell and no part of a chart."""
        return Reading(findings=(Finding("mark", shape, self.place),))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All that may be written in the drawing: the headings of its table."""
        return (self.grid.caption, *self.grid.columns, *(row[0] for row in self.grid.rows))


def drawn(value: float, per_pixel: float) -> Figure:
    """Return the number that a mark says, as exact as its place is."""
    return replace(exact(value, f"{value:.3g}"), slack=abs(per_pixel) * PIXEL)


def read_labels(canvas: Canvas, labels: Sequence[Label]) -> Reading:
    """Read labels that are no number of an axis or mark: names, possibly over two lines."""
    reading = Reading()
    for label in labels:
        found = figures(canvas.context.vocabulary.erased(label.text))
        if not found:
            continue
        if _is_name(canvas, label) or _is_rest(canvas, label):
            reading += Reading(licensed=("label",) * len(found))
        else:
            reading += unlicensed(found, canvas.place)
    return reading


def _is_name(canvas: Canvas, label: Label) -> bool:
    """Whether it is a part of a heading with words in it."""
    letters = sum(sign.isalpha() for sign in label.text)
    words = label.text.rstrip("…")
    return letters >= _LEAST_LETTERS and any(words in each for each in canvas.words)


def _is_rest(canvas: Canvas, label: Label) -> bool:
    """Whether it ends a heading whose words, perhaps cut short, stand in the line above."""
    above = [
        each.text
        for each in canvas.drawing.labels
        if each.at == (label.at[0], label.at[1] - LINE_PX) and each.anchor == label.anchor
    ]
    return any(_is_heading(words, each, label.text) for each in above for words in canvas.words)


def _is_heading(words: str, above: str, below: str) -> bool:
    if above.endswith("…"):
        return words.startswith(above.rstrip("…")) and words.endswith(f" {below}")
    return words.endswith(plain(f"{above} {below}"))
