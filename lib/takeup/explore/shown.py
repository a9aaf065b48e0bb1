"""Blocks of a selection, in the words, signs and charts of the reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pandas as pd

from takeup.explore.selection import COURSE, Selection
from takeup.periods import Month
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Figure, Table
from takeup.render.charts import Keys, Words, bar_chart, line_chart, small_multiples
from takeup.render.charts.lines import MOST_LINES
from takeup.render.texts import text
from takeup.report import use
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words, signed

# What is counted in other services than before cannot be set beside it.
_OTHER_SCOPE: Final = "other_scope"
_STEPS: Final = {"previous": -1, "year_before": -12, "rolling_12": -12}


def figure(data: PageData, chosen: Selection, found: pd.DataFrame) -> Figure:
    """Figure of a selection with the table of all its rows.

    Parameters
    ----------
    data
        The published month.
    chosen
        What to show; at least one administration.
    found
        Its rows, from :func:`takeup.explore.selection.rows`.
    """
    if chosen.comparison == COURSE:
        return _course(data, chosen, found)
    return _beside(data, chosen, found)


def _course(data: PageData, chosen: Selection, found: pd.DataFrame) -> Figure:
    keys, style = _keys(data, chosen), data.style(chosen.measure)
    words = _words(data, chosen, _course_title(data, chosen))
    if len(chosen.verwaltungen) > MOST_LINES:
        shared = data.sidecars[chosen.measure].kind == "rate"
        drawn = small_multiples(found, keys, style, words, shared=shared)
    else:
        marks = use.events(replace(data, verwaltung=chosen.verwaltungen[0]))
        alone = marks if len(chosen.verwaltungen) == 1 else ()
        drawn = line_chart(found, keys, style, words, alone)
    notes = (*drawn.table.notes, *_signs(drawn.table.rows))
    return replace(drawn, table=replace(drawn.table, notes=notes))


def _beside(data: PageData, chosen: Selection, found: pd.DataFrame) -> Figure:
    others = found["compared_status"] == _OTHER_SCOPE
    known = found["compared_status"].mask(others, "not_applicable")
    drawable = found.assign(compared_status=known, compared=found["compared"].mask(others))
    words = _words(data, chosen, _beside_title(data, chosen, found))
    style = data.style(chosen.measure)
    mark = _label(chosen, before=True)
    drawn = bar_chart(drawable, _keys(data, chosen), style, words, mark)
    return replace(drawn, table=_beside_table(data, chosen, drawable, drawn.table))


def _keys(data: PageData, chosen: Selection) -> Keys:
    return Keys("verwaltung", {slug: data.short_name(slug) for slug in chosen.verwaltungen})


def _label(chosen: Selection, *, before: bool = False) -> str:
    """Name of the period that is shown, or of the one it is set beside."""
    month = Month.parse(chosen.last).shift(_STEPS[chosen.comparison] if before else 0)
    shown = numbers.month_long(str(month))
    is_year = chosen.comparison == "rolling_12"
    return text("explore.twelve_months", month=shown) if is_year else shown


def _words(data: PageData, chosen: Selection, title: str) -> Words:
    sidecar = data.sidecars[chosen.measure]
    kind = "course" if chosen.comparison == COURSE else "beside"
    told = {
        "measure": sidecar.name,
        "names": _who(data, chosen),
        "first": numbers.month_long(chosen.first),
        "month": numbers.month_long(chosen.last),
    }
    if kind == "beside":
        told |= {"month": _label(chosen), "before": _label(chosen, before=True)}
    return Words(
        title=title,
        subtitle=text(f"explore.{kind}.subtitle", **told),
        unit=sidecar.unit,
        source=data.delivered_source(*sidecar.sources),
        alt=text(f"explore.{kind}.alt", **told),
        reading=text(f"explore.{kind}.reading", about=sidecar.reading),
    )


def _who(data: PageData, chosen: Selection) -> str:
    """Names of the administrations; of many, how many they are."""
    if len(chosen.verwaltungen) > MOST_LINES:
        return text("explore.many", count=numbers.integer(len(chosen.verwaltungen)))
    return enumerate_words([data.short_name(each) for each in chosen.verwaltungen])


def _course_title(data: PageData, chosen: Selection) -> str:
    """Message of a course: the last value of one administration, or what is compared."""
    measure = data.sidecars[chosen.measure].name
    month = numbers.month_long(chosen.last)
    if len(chosen.verwaltungen) > 1:
        count = numbers.integer(len(chosen.verwaltungen))
        return text("explore.course.many", measure=measure, month=month, count=count)
    slug = chosen.verwaltungen[0]
    cell = data.cell(chosen.measure, verwaltung=slug, month=chosen.last)
    key = "one" if cell.has_value else "one_without"
    told = {"measure": measure, "month": month, "name": data.short_name(slug)}
    return text(f"explore.course.{key}", value=cell.said, **told)


def _beside_title(data: PageData, chosen: Selection, found: pd.DataFrame) -> str:
    """Message of a comparison: the change of one administration, or how many rose."""
    measure, changes = data.sidecars[chosen.measure].name, found["change"].dropna()
    told = {
        "measure": measure,
        "month": _label(chosen),
        "before": _label(chosen, before=True),
    }
    if changes.empty:
        return text("explore.beside.none", **told)
    if len(found) == 1:
        name = data.short_name(chosen.verwaltungen[0])
        change = _change(data, chosen.measure, found.iloc[0])
        return text("explore.beside.one", name=name, change=change, **told)
    told |= {"rising": numbers.integer((changes > 0).sum())}
    return text("explore.beside.many", comparable=numbers.integer(len(changes)), **told)


def _beside_table(
    data: PageData, chosen: Selection, found: pd.DataFrame, drawn: Table
) -> Table:
    """Table of the chart, with the change in a column of its own."""
    changes = [_change(data, chosen.measure, row) for _, row in found.iterrows()]
    rows = tuple((*row, each) for row, each in zip(drawn.rows, changes, strict=True))
    return replace(
        drawn,
        columns=(
            text("report.columns.verwaltung"),
            _label(chosen),
            _label(chosen, before=True),
            text("explore.change"),
        ),
        rows=rows,
        align=(*drawn.align, "right"),
        notes=(text("explore.change_note"), *_signs(rows)),
    )


def _change(data: PageData, measure: str, row: pd.Series) -> str:
    """Change with its sign; where there is none, the sign that says why."""
    if not pd.isna(row["change"]):
        values = (float(row[name]) for name in ("value", "compared", "change"))
        return signed(data, measure, *values)
    reason = row["status"] if row["status"] != "ok" else row["compared_status"]
    return numbers.SIGNS.get(reason, numbers.SIGNS["not_applicable"])


def _signs(rows: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Meaning of the signs that stand in the cells."""
    cells = {cell for row in rows for cell in row}
    found = {sign: status for status, sign in numbers.SIGNS.items() if sign in cells}
    if any(cell.startswith("(") for cell in cells):
        found[text("numbers.partial", value="")] = "partial"
    return tuple(
        text("explore.sign", sign=sign, meaning=text(f"signs.{status}"))
        for sign, status in found.items()
    )


def names(data: PageData) -> dict[str, str]:
    """Short names of all administrations together and of each one, by slug."""
    return {slug: data.short_name(slug) for slug in (ALL, *data.alphabetical)}
