"""Phrases that compare one figure with another; the patterns stand in ``render/texts.yml``."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

import pandas as pd

from takeup.periods import Month
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
    return numbers.month_long(str(_month(data, against)))


def _month(data: PageData, against: Against) -> Month:
    return data.month.shift(-1 if against == "previous" else -12)


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
        bound = _bound(data, measure, row, against)
        if bound is None:
            return _no_comparison(row["status"], before_status, month)
        key, change = f"{bound.kind}_", bound.change
    else:
        key = ""
    shown_before = data.show(measure, before, "ok")
    if before_status == "partial":
        shown_before = text("report.change.incomplete", value=shown_before)
    if change == 0:
        return text("report.change.same", month=month, before=shown_before)
    size = _size(data, measure, float(row["value"]), float(before), float(change))
    key += "more" if change > 0 else "less"
    return text(f"report.change.{key}", size=size, month=month, before=shown_before)


class _Bound(NamedTuple):
    """Limit of a change; ``kind``: at_least or at_most, of its size."""

    kind: Literal["at_least", "at_most"]
    change: float


def _bound(data: PageData, measure: str, row: Any, against: Against) -> _Bound | None:
    """What is known of a change if one of two counts is incomplete, so at least what it says.

    A rise to an incomplete count, and a fall from one, is at least what it seems; the other
    two are at most that. Nothing is known of two incomplete counts, or of rates.
    """
    before, before_status, _ = _COLUMNS[against]
    statuses = (row["status"], row[before_status])
    if data.sidecars[measure].kind != "count" or sorted(statuses) != ["ok", "partial"]:
        return None
    month = str(data.month if statuses[0] == "partial" else _month(data, against))
    is_open = row[before] == 0 or row["value"] == row[before]
    if is_open or not data.is_least(measure, month):
        return None
    change = float(row["value"]) / float(row[before]) - 1
    is_least = (change > 0) == (statuses[0] == "partial")
    return _Bound("at_least" if is_least else "at_most", change)


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
    if row is None:
        return text("report.change.none_short", against=against_words)
    known, key = row[change], "short"
    if pd.isna(known):
        bound = _bound(data, measure, row, against)
        # "At most" before a signed number would be read the wrong way round.
        if bound is None or bound.kind == "at_most":
            return text("report.change.none_short", against=against_words)
        known, key = bound.change, "at_least_short"
    size = signed(data, measure, float(row["value"]), float(row[before]), float(known))
    return text(f"report.change.{key}", size=size, against=against_words)


def signed(data: PageData, measure: str, value: float, before: float, change: float) -> str:
    """Change with its sign: cases, percent or percentage points."""
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
