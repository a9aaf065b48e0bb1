"""Table blocks from published frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Table

# Style of a column that holds text as it is.
TEXT = "text"


@dataclass(frozen=True)
class Column:
    """How a column of a frame is printed.

    ``style`` is ``TEXT`` or a number style; ``status`` names the column that holds the status
    of each number, and is empty for text.
    """

    name: str
    label: str
    style: str
    status: str


@dataclass(frozen=True)
class TableWords:
    """What a table says around its cells."""

    caption: str
    source: str
    notes: tuple[str, ...]


def text_column(name: str, label: str) -> Column:
    """Column of text."""
    return Column(name, label, TEXT, "")


def table(frame: pd.DataFrame, columns: Sequence[Column], words: TableWords) -> Table:
    """Table of a frame's rows in their order, numbers to the right.

    Parameters
    ----------
    frame
        One row per table row; text columns must be complete.
    columns
        Columns to print; the first one is the heading of its row.
    words
        Caption, source and notes.

    Raises
    ------
    ContractError
        If a number is missing although its status promises one.
    """
    printed = [_cells(frame, column) for column in columns]
    return Table(
        caption=words.caption,
        columns=tuple(column.label for column in columns),
        rows=tuple(zip(*printed, strict=True)),
        align=tuple("left" if column.style == TEXT else "right" for column in columns),
        notes=words.notes,
        source=words.source,
    )


def _cells(frame: pd.DataFrame, column: Column) -> list[str]:
    if column.style == TEXT:
        return [str(value) for value in frame[column.name]]
    pairs = zip(frame[column.name], frame[column.status], strict=True)
    return [numbers.cell(value, str(status), column.style) for value, status in pairs]
