"""Kreis: the nine administrations beside each other, in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Figure, Table
from takeup.render.charts import Keys, Words, small_multiples
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.few import few, reading

_SIDE_BY_SIDE: Final = (
    "visits",
    "submitted",
    "submissions_per_1000",
    "digital_takeup",
    "completion_rate",
    "satisfaction",
)


def side_by_side(data: PageData) -> Table:
    """Key figures of all administrations in the report month."""
    rows = [
        (
            data.short_name(slug),
            *[data.cell(each, verwaltung=slug).shown for each in _SIDE_BY_SIDE],
        )
        for slug in data.alphabetical
    ]
    total = (
        data.short_name(data.verwaltung),
        *[data.cell(each).shown for each in _SIDE_BY_SIDE],
    )
    return Table(
        caption=text("report.kreis.caption", month=numbers.month_long(str(data.month))),
        columns=(
            text("report.columns.verwaltung"),
            *[data.sidecars[each].short for each in _SIDE_BY_SIDE],
        ),
        rows=(*rows, total),
        align=("left", *["right"] * len(_SIDE_BY_SIDE)),
        notes=(text("report.kreis.note"), text("report.kreis.population_note")),
        source=data.delivered_source("matomo", "antraege", "faelle", "zufriedenheit"),
    )


def courses(data: PageData) -> Figure:
    """Course of the submissions of each administration, one panel each."""
    slugs = data.alphabetical
    frame = pd.concat(
        [data.series("submitted", verwaltung=slug).assign(verwaltung=slug) for slug in slugs]
    )
    told = {
        "month": numbers.month_long(str(data.month)),
        "first": numbers.month_long(data.months[0]),
    }
    changes = _yearly_changes(data, slugs)
    told["rising"] = numbers.integer(sum(change > 0 for change in changes))
    told["comparable"] = numbers.integer(len(changes))
    words = Words(
        title=text(f"report.kreis.courses.{_courses_title(changes)}", **told),
        subtitle=text("report.kreis.courses.subtitle", **told),
        unit=data.sidecars["submitted"].unit,
        source=data.delivered_source("antraege"),
        alt=text("report.kreis.courses.alt", **told),
        reading=reading(
            text("report.kreis.courses.reading"), text("report.kreis.courses.few"), slugs
        ),
    )
    latest = frame[frame["month"] == str(data.month)].set_index("verwaltung")["value"]
    shown = few(slugs, -latest.astype("Float64"))
    names = {slug: data.short_name(slug) for slug in shown}
    frame = frame[frame["verwaltung"].isin(shown)]
    return small_multiples(frame, Keys("verwaltung", names), "integer", words, shared=False)


def _courses_title(changes: Sequence[float]) -> str:
    """Which title says how many rise; one administration alone is no "1 of 1"."""
    if len(changes) <= 1:
        return "title_without"
    rising = {change > 0 for change in changes}
    return "title" if len(rising) > 1 else "title_all" if True in rising else "title_nowhere"


def _yearly_changes(data: PageData, slugs: list[str]) -> list[float]:
    """Change of twelve months' submissions, of the administrations where both are known.

    Months with gaps count with what was counted: a day without numbers in each year would
    otherwise leave nothing to compare. The reading says so.
    """
    rows = [data.compared("submitted", verwaltung=slug) for slug in slugs]
    pairs = [(row["rolling_12"], row["rolling_12_before"]) for row in rows if row is not None]
    return [float(now - then) for now, then in pairs if not (pd.isna(now) or pd.isna(then))]
