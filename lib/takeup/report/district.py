"""Kreis: the nine administrations beside each other, in the order of the alphabet."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Figure, Table
from takeup.render.charts import Keys, Words, small_multiples
from takeup.render.texts import text
from takeup.report.data import PageData

_SIDE_BY_SIDE: Final = (
    "visits",
    "active_accounts",
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
        source=data.delivered_source("matomo", "konten", "antraege", "faelle", "zufriedenheit"),
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
        "rising": numbers.integer(_rising(data, slugs)),
        "count": numbers.integer(len(slugs)),
    }
    words = Words(
        title=text("report.kreis.courses.title", **told),
        subtitle=text("report.kreis.courses.subtitle", **told),
        unit=data.sidecars["submitted"].unit,
        source=data.delivered_source("antraege"),
        alt=text("report.kreis.courses.alt", **told),
        reading=text("report.kreis.courses.reading"),
    )
    names = {slug: data.short_name(slug) for slug in slugs}
    return small_multiples(frame, Keys("verwaltung", names), "integer", words, shared=False)


def _rising(data: PageData, slugs: list[str]) -> int:
    """Administrations with more submissions in the last twelve months than before."""
    rows = [data.compared("submitted", verwaltung=slug) for slug in slugs]
    changes = [row["change_rolling"] for row in rows if row is not None]
    return sum(1 for change in changes if not pd.isna(change) and change > 0)
