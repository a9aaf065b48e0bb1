"""Months to come, if the course goes on as it does: the chart's range of a later month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.periods import Month
from takeup.regions import ALL
from takeup.variation.calendar import exposure
from takeup.variation.months import JUDGED, MIN_MONTHS, Known, as_columns, series_of
from takeup.variation.ranges import Months, Range, usual

# Probability of a value outside of the interval of a forecast.
ALPHA: Final = 0.05
Cell = tuple[str, str, str]


def ahead(
    published: pd.DataFrame, known: Known, cell: Cell, months: Sequence[str]
) -> pd.DataFrame:
    """Forecast months after the last one in view, if nothing changes.

    The chart that judges a month looks further: trend, season, school holidays and level go
    on, the scatter stays what it was, the level may shift in every month in between. Its
    95 % limits are those of one month to come.

    Parameters
    ----------
    published
        The long table of measures as published: nothing hidden enters a forecast.
    known
        What else is known.
    cell
        Measure, administration and Leistung.
    months
        Consecutive months after ``known.months[-1]``.

    Returns
    -------
    DataFrame
        Per month ``month, value, low, high``; empty with fewer usable months than a verdict
        needs.
    """
    past = _usable(published, known, cell)
    if len(past) < MIN_MONTHS:
        return pd.DataFrame(columns=["month", "value", "low", "high"])
    coming = _coming(known, cell, months)
    ranges = [_range(past, row, cell[0]) for _, row in coming.iterrows()]
    found = [{"value": each.centre, "low": each.low, "high": each.high} for each in ranges]
    return pd.DataFrame(found).assign(month=list(months))


def hindsight(published: pd.DataFrame, known: Known, cell: Cell, steps: int) -> tuple[int, int]:
    """Forecast months of the past from what was known so many months before.

    Returns
    -------
    tuple of int
        How many of them lay within their 95 % interval, and how many there are.
    """
    months = _usable(published, known, cell)
    judged = []
    for _, month in months.iterrows():
        past = months[months["at"] <= month["at"] - steps]
        if len(past) >= MIN_MONTHS:
            found = _range(past, month, cell[0])
            judged.append(found.low <= month["counts"] <= found.high)
    return sum(judged), len(judged)


def _usable(published: pd.DataFrame, known: Known, cell: Cell) -> pd.DataFrame:
    """Months in view of a cell that can carry a forecast."""
    own = published[["measure", "verwaltung", "leistung_id"]].eq(list(cell)).all(axis=1)
    series = series_of(published[own], known, cell)
    return series[series["usable"]]


def _range(past: pd.DataFrame, month: pd.Series[Any], measure: str) -> Range:
    """Range of a month from usable ones before it; its own figure is not looked at."""
    now = {"at": month["at"], "school": month["school"], "base": month["base"], "counts": 0.0}
    now["epoch"] = past["epoch"].iloc[-1]
    columns = {
        name: np.append(column, column.dtype.type(now[name]))
        for name, column in as_columns(past).items()
    }
    steps = int(month["at"] - past["at"].iloc[-1])
    return usual(Months(**columns, steps=steps), JUDGED[measure], ALPHA)


def _coming(known: Known, cell: Cell, months: Sequence[str]) -> pd.DataFrame:
    """What the days of later months can hold, as far as the calendar knows."""
    measure, verwaltung, _ = cell
    source = known.sources[measure]
    senders = known.exposure.loc[known.exposure["source"] == source, "verwaltung"].unique()
    chosen = pd.DataFrame(
        {"verwaltung": [each for each in senders if verwaltung in (ALL, each)]}
    )
    first, last = Month.parse(months[0]).first_day, Month.parse(months[-1]).last_day
    days = pd.DataFrame(
        {"date": pd.date_range(first, last), "source": source, "state": "there"}
    )
    days = days.assign(month=days["date"].dt.strftime("%Y-%m"))
    groups = exposure(days.merge(chosen, how="cross")).groupby("month")
    table = groups.agg(base=("full", "sum"), school=("school", "mean"))
    return table.assign(at=np.arange(len(table)) + len(known.months))
