"""What all charts share: their words, their points, their figure block."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from takeup.errors import ContractError
from takeup.render import numbers, theme
from takeup.render.blocks import Figure, Table
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, Canvas, Layout

# A status under which a number may be drawn.
DRAWN: Final = frozenset({"ok", "partial"})


@dataclass(frozen=True)
class Words:
    """What a figure says: all of it is required, ``title`` is the message."""

    title: str
    subtitle: str
    unit: str
    source: str
    alt: str
    reading: str


@dataclass(frozen=True)
class Keys:
    """Which column tells the series (bars, panels, rows) apart, and how each is called.

    Only keys in ``names`` are drawn, in this order.
    """

    column: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """Something that happened in a month and may explain a line."""

    month: str
    label: str


@dataclass(frozen=True)
class Point:
    """One number of a chart; ``value`` is NaN if there is nothing to draw."""

    value: float
    status: str
    shown: str

    @property
    def is_drawn(self) -> bool:
        """Whether there is a number to draw."""
        return not math.isnan(self.value)


def point(value: object, status: str, style: str) -> Point:
    """Point of a value in data units and its status.

    Raises
    ------
    ContractError
        If the value is negative: our axes start at zero.
    """
    shown = numbers.cell(value, status, style)
    number = float(value) if status in DRAWN else math.nan  # type: ignore[arg-type]
    if number < 0:
        raise ContractError("chart_negative", value=shown)
    return Point(number, status, shown)


UNKNOWN: Final = Point(math.nan, "unknown", numbers.SIGNS["unknown"])


def select(frame: pd.DataFrame, keys: Keys, grain: list[str]) -> pd.DataFrame:
    """Rows of the keys, at most one per key and grain.

    Raises
    ------
    ContractError
        If there is no row, or more than one for a key: the caller forgot a filter.
    """
    chosen = frame[frame[keys.column].isin(list(keys.names))]
    if chosen.empty:
        raise ContractError("chart_empty", column=keys.column)
    if chosen.duplicated([keys.column, *grain]).any():
        raise ContractError("chart_ambiguous", column=keys.column)
    return chosen


def data_table(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], words: Words
) -> Table:
    """Build the data table of a figure: headings first, then columns of numbers."""
    return Table(
        caption=text("frame.caption_with_unit", caption=words.subtitle, unit=words.unit),
        columns=columns,
        rows=rows,
        align=("left", *["right"] * (len(columns) - 1)),
        notes=(),
        source=words.source,
    )


def figure_block(words: Words, table: Table, draw: Callable[[Layout], Canvas]) -> Figure:
    """Figure block from a function that draws one layout."""
    with theme.house_style():
        wide, narrow = (draw(layout).to_svg() for layout in (theme.WIDE, theme.NARROW))
    return Figure(
        title=words.title,
        subtitle=words.subtitle,
        unit=words.unit,
        source=words.source,
        alt=words.alt,
        reading=words.reading,
        table=table,
        wide_svg=wide,
        narrow_svg=narrow,
    )


def legend_places(
    words: Mapping[str, str], width: float, top: float
) -> tuple[tuple[float, float, str], ...]:
    """Left edge, baseline and key of each entry of a legend, in as many lines as needed."""
    entries = []
    left, base = 0.0, top + LINE_PX
    for key, word in words.items():
        wide = 22 + theme.text_width(word)
        if left and left + wide > width:
            left, base = 0.0, base + LINE_PX + 4
        entries.append((left, base, key))
        left += wide + 18
    return tuple(entries)
