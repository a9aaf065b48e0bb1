"""Nutzung: the four counts beside each other, and their course."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.periods import Month
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table
from takeup.render.charts import Event, Keys, Words, line_chart
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import change_phrase

# Outages show as incomplete months, and seasons return every year: neither needs a mark.
_MARKED: Final = frozenset({"wahl", "recht", "ewa", "portal", "messung"})
# The four answers to "how many use the portal", from the widest to the one that counts.
# Months of the table, by their distance from this one, and their columns in the comparison.
_COMPARED: Final = {0: "value", -1: "previous", -12: "year_before"}
FOUR_LINES: Final = ("visits", "active_accounts", "started", "submitted")


def four_lines(data: PageData) -> Table:
    """The four counts: this month, the month before, a year ago, twelve months."""
    return Table(
        caption=text("report.use.table_caption", month=numbers.month_long(str(data.month))),
        columns=(
            text("report.columns.measure"),
            *(_month_column(data, steps) for steps in _COMPARED),
            text("report.columns.rolling"),
            text("report.columns.rolling_before"),
        ),
        rows=tuple(_four_lines_row(data, measure) for measure in FOUR_LINES),
        align=("left", *["right"] * 5),
        notes=(text("report.signs.note"), text("report.notes.not_additive")),
        source=data.delivered_source("matomo", "konten", "antraege"),
    )


def _month_column(data: PageData, steps: int) -> str:
    """Head of a month's column, with the sign of a provisional one."""
    month = str(data.month.shift(steps))
    shown = numbers.month_long(month)
    return text("report.signs.provisional", month=shown) if month in data.provisional else shown


def _month_cell(data: PageData, row: pd.Series, name: str, steps: int) -> str:
    """Figure of a month, with the sign of a revised one."""
    measure = str(row["measure"])
    status = "status" if name == "value" else f"{name}_status"
    shown = data.show(measure, row[name], row[status])
    is_revised = data.revised(measure, str(data.month.shift(steps))) and not pd.isna(row[name])
    return text("report.signs.revised", value=shown) if is_revised else shown


def _four_lines_row(data: PageData, measure: str) -> tuple[str, ...]:
    row = data.compared(measure)
    name = data.sidecars[measure].name
    if row is None:
        return (name, *[data.show(measure, None, "unknown")] * 5)
    return (
        name,
        *(_month_cell(data, row, name, steps) for steps, name in _COMPARED.items()),
        data.show(measure, row["rolling_12"], row["rolling_12_status"]),
        data.show(measure, row["rolling_12_before"], row["rolling_12_before_status"]),
    )


def visits_history(data: PageData) -> Block:
    """Course of the visits with the events of the calendar."""
    return history(data, ("visits",), "matomo", "visits_history")


def submissions_history(data: PageData) -> Block:
    """Course of started and submitted cases."""
    return history(data, ("started", "submitted"), "antraege", "submissions_history")


def history(data: PageData, measures: tuple[str, ...], source: str, key: str) -> Block:
    """Lines of measures over the months in view; the last one carries the message."""
    frame = pd.concat([data.series(each).assign(measure=each) for each in measures])
    if frame["value"].isna().all():
        return Note("warning", text("report.use.none_title"), text(f"report.{key}.none"))
    names = {each: data.sidecars[each].short for each in measures}
    words = history_words(data, measures[-1], source, key)
    style = data.style(measures[-1])
    return line_chart(frame, Keys("measure", names), style, words, events(data))


def history_words(data: PageData, measure: str, source: str, key: str) -> Words:
    """Words of a course: the message is how its last month compares with a year ago."""
    cell = data.cell(measure)
    month = numbers.month_long(str(data.month))
    told = {
        "name": data.name(data.verwaltung),
        "month": month,
        "first": numbers.month_long(data.months[0]),
        "value": cell.said,
        "measure": data.sidecars[measure].name,
        "change": change_phrase(data, measure, "year"),
    }
    title = "title" if cell.has_value else "title_without"
    return Words(
        title=text(f"report.{key}.{title}", **told),
        subtitle=text(f"report.{key}.subtitle", **told),
        unit=data.sidecars[measure].unit,
        source=data.delivered_source(source),
        alt=text(f"report.{key}.alt", **told),
        reading=text(f"report.{key}.reading", **told),
    )


def events(data: PageData) -> tuple[Event, ...]:
    """Events and campaigns of this administration within the months in view, as marks."""
    first, last = Month.parse(data.months[0]).first_day, data.month.last_day
    own = data.verwaltung
    known = data.params.events(sample=data.sample)
    campaigns = data.params.campaigns(sample=data.sample).values()
    dated = [
        (each.first_day, each.name)
        for each in known
        if each.art in _MARKED and (not each.verwaltungen or own in each.verwaltungen)
    ]
    dated += [
        (each.beginn, each.titel) for each in campaigns if own in (ALL, *each.verwaltungen)
    ]
    marks = [(day, name) for day, name in sorted(dated) if first <= day <= last]
    return tuple(Event(str(Month.of(day)), name) for day, name in marks)
