"""Phrases that compare one figure with another; the patterns stand in ``render/texts.yml``."""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.texts import text
from takeup.report.data import PageData

Against = Literal["previous", "year"]

# Below this a change is told in cases: one case more or less is already 2 percent.
_SMALL_COUNT: Final = 50
_COLUMNS: Final[dict[Against, tuple[str, str, str]]] = {
    "previous": ("previous", "previous_status", "change_previous"),
    "year": ("year_before", "year_before_status", "change_year"),
}


def earlier_month(data: PageData, against: Against) -> str:
    """Month of comparison in full, for example ``August 2024``."""
    month = data.month.shift(-1 if against == "previous" else -12)
    return numbers.month_long(str(month))


def change_phrase(
    data: PageData, measure: str, against: Against, *, leistung: str = ALL
) -> str:
    """How a figure moved, as the end of a sentence: "12,3 % mehr als im August 2024 (98)".

    Where the two cannot be compared, the phrase says why.
    """
    row = data.compared(measure, leistung=leistung)
    month = earlier_month(data, against)
    if row is None:
        return text("report.change.unknown", month=month)
    before, before_status, change = (row[name] for name in _COLUMNS[against])
    if pd.isna(change):
        return _no_comparison(row["status"], before_status, month)
    shown_before = data.show(measure, before, before_status)
    if change == 0:
        return text("report.change.same", month=month, before=shown_before)
    size = _size(data, measure, float(row["value"]), float(before), float(change))
    direction = "more" if change > 0 else "less"
    return text(f"report.change.{direction}", size=size, month=month, before=shown_before)


def _size(data: PageData, measure: str, value: float, before: float, change: float) -> str:
    """Size of a change without its sign: cases, percent or percentage points."""
    style = data.style(measure)
    if style == "percent":
        return numbers.points(abs(change)).removeprefix("+")
    if style == "decimal":
        return numbers.decimal(abs(value - before))
    if before < _SMALL_COUNT:
        return numbers.integer(abs(value - before))
    return numbers.percent(abs(change), 0)


def _no_comparison(status: str, before_status: str, month: str) -> str:
    reason = status if status != "ok" else before_status
    return text(f"report.change.{reason}", month=month)


def short_change(data: PageData, measure: str, against: Against) -> str:
    """Change for a tile: "+12,3 % zum Vormonat"; a sign where there is none."""
    row = data.compared(measure)
    against_words = text(f"report.against.{against}", month=earlier_month(data, against))
    before, _, change = _COLUMNS[against]
    if row is None or pd.isna(row[change]):
        return text("report.change.none_short", against=against_words)
    size = _signed(data, measure, float(row["value"]), float(row[before]), float(row[change]))
    return text("report.change.short", size=size, against=against_words)


def _signed(data: PageData, measure: str, value: float, before: float, change: float) -> str:
    style = data.style(measure)
    if style == "percent":
        return numbers.points(change)
    if style == "decimal":
        return numbers.signed_decimal(value - before)
    if before < _SMALL_COUNT:
        return numbers.signed_integer(value - before)
    return numbers.signed_percent(change, 0)


def enumerate_words(words: list[str]) -> str:
    """Join words as German does: ``a, b und c``."""
    if len(words) < 2:  # noqa: PLR2004  one word needs no conjunction
        return "".join(words)
    return text("report.and", first=", ".join(words[:-1]), last=words[-1])
