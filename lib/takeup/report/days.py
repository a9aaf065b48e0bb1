"""Datenqualität: the days of the report month, and those nobody can explain."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final

import pandas as pd

from takeup.gaps import DAILY
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Figure
from takeup.render.charts import Keys, Words, day_strips
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.few import few, reading
from takeup.report.wording import enumerate_words

_SOUND: Final = ("there", "zero")
# Nobody announced an outage, and Matomo answers what it has not archived with zeros as well.
_UNEXPLAINED: Final = ("silent", "not_archived")
_ROW: Final = "row"
# Two days are named one by one; a longer run by its ends.
_LONG: Final = 3


def strips(data: PageData) -> Figure:
    """One strip per daily source here; one per administration and source for all nine."""
    days = data.own("days")
    days = days.assign(**{_ROW: days["verwaltung"] + " " + days["source"]})
    names = {
        f"{slug} {source}": _label(data, slug, source)
        for slug in (data.alphabetical if data.verwaltung == ALL else [data.verwaltung])
        for source in DAILY
    }
    words = _words(data, days, names)
    if data.verwaltung != ALL:
        return day_strips(days, Keys(_ROW, names), words)
    sound = days["state"].isin(_SOUND).groupby(days["verwaltung"]).sum()
    shown = few(data.alphabetical, sound)
    drawn = {row: name for row, name in names.items() if row.split()[0] in shown}
    further = reading(words.reading, text("report.days.few"), data.alphabetical)
    own = days[days["verwaltung"].isin(shown)]
    return day_strips(own, Keys(_ROW, drawn), replace(words, reading=further))


def _label(data: PageData, slug: str, source: str) -> str:
    name = text(f"report.sources.{source}")
    if data.verwaltung != ALL:
        return name
    return text("report.days.of", name=data.short_name(slug), said=name)


def _words(data: PageData, days: pd.DataFrame, names: dict[str, str]) -> Words:
    lacking = days[~days["state"].isin(_SOUND)]
    gaps = "; ".join(
        text("report.days.of", name=name, said=_states(rows))
        for row, name in names.items()
        if len(rows := lacking[lacking[_ROW] == row])
    )
    told = {
        "name": data.name(data.verwaltung),
        "month": numbers.month_long(str(data.month)),
        "days": numbers.integer(data.month.days),
        "lacking": numbers.integer(lacking["date"].nunique()),
        "places": numbers.integer(lacking["verwaltung"].nunique()),
        "count": numbers.integer(days["verwaltung"].nunique()),
        "gaps": gaps or text("report.days.no_gaps"),
    }
    title = "title_complete" if lacking.empty else "title"
    if data.verwaltung == ALL and not lacking.empty:
        title = "title_all" if told["places"] == told["count"] else "title_some"
    return Words(
        title=text(f"report.days.{title}", **told),
        subtitle=text("report.days.subtitle", **told),
        unit=text("report.days.unit"),
        source=data.delivered_source(*DAILY),
        alt=text("report.days.alt", **told),
        reading=text("report.days.reading"),
    )


def _states(rows: pd.DataFrame) -> str:
    """Days of one strip that are not sound, state by state."""
    said = [
        text("report.days.state", state=text(f"charts.days.{state}"), days=named(own["date"]))
        for state, own in rows.groupby("state", sort=True)
    ]
    return enumerate_words(said)


def named(dates: pd.Series[pd.Timestamp]) -> str:
    """Days of one month in words: ``4., 7. und 11. bis 15.``."""
    days = sorted({int(day) for day in dates.dt.day})
    words: list[str] = []
    for _, run in groupby(enumerate(days), key=lambda place: place[1] - place[0]):
        numbered = [day for _, day in run]
        if len(numbered) < _LONG:
            words += [f"{day}." for day in numbered]
        else:
            span = {"first": str(numbered[0]), "last": str(numbered[-1])}
            words.append(text("charts.days.span", **span))
    return enumerate_words(words)


def questions(data: PageData) -> str:
    """Name the days without a number that no event explains; empty if there is none."""
    days = data.own("days")
    days = days[days["state"].isin(_UNEXPLAINED)]
    month = numbers.month_long(str(data.month))
    asked = []
    for slug in data.alphabetical:
        for source in DAILY:
            own = days[(days["verwaltung"] == slug) & (days["source"] == source)]
            if own.empty:
                continue
            said = text(f"report.days.question.{source}", days=named(own["date"]), month=month)
            name = data.short_name(slug)
            asked.append(
                text("report.days.of", name=name, said=said) if data.verwaltung == ALL else said
            )
    return " ".join(asked)
