"""What the table of comparisons says beside the table of measures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from takeup.periods import Month
from takeup.reading.figures import exact
from takeup.reading.published import Reference
from takeup.reading.statements import Cell, Place, Statement

_PAGE: Final = "daten/comparison.csv"
_KEYS: Final = ("verwaltung", "leistung_id", "measure")
_YEAR: Final = 12
# Column → how many months before the report month its (last) month lies.
_MONTHS: Final = {"value": 0, "previous": 1, "year_before": _YEAR}
_WINDOWS: Final = {"rolling_12": 0, "rolling_12_before": _YEAR}


def compared(reference: Reference) -> Iterator[Statement]:
    """Return what the comparison says of cells whose own number is not shown.

    Everything else in it follows from shown numbers. Its changes are told only where both
    sides are, so the sides tell at least as much.
    """
    table = reference.published.tables["comparison"]
    month = Month.parse(reference.month)
    keys = list(zip(*(table[name].tolist() for name in _KEYS), strict=True))
    for column, steps in {**_MONTHS, **_WINDOWS}.items():
        last = month.shift(-steps)
        first = last.shift(1 - _YEAR) if column in _WINDOWS else last
        months = [str(each) for each in Month.range(first, last)]
        numbers = table[column].astype("float64").tolist()
        for key, number in zip(keys, numbers, strict=True):
            cells = [Cell(each, *key) for each in months]
            if math.isnan(number) or all(_is_shown(reference, cell) for cell in cells):
                continue
            quantity = column if column in _WINDOWS else "value"
            cell = Cell(reference.month, *key) if column in _WINDOWS else cells[0]
            place = Place(_PAGE, f"{' / '.join(key)} / {column}")
            yield Statement(cell, quantity, exact(number, str(number)), place)


def _is_shown(reference: Reference, cell: Cell) -> bool:
    return not math.isnan(reference.row(cell).numerator)
