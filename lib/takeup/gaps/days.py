"""The grid of days: what was counted, what was not, and why as far as one can tell."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.gaps.evidence import DAILY, PORTAL, WEB, Evidence
from takeup.measures.inputs import month_of
from takeup.periods import Month

# Poisson: a silent run in which so many visits (or rows) were to be expected has a probability
# of e^-10. Among nine administrations that is one false alarm in about seven years of days;
# weekends and holidays, with half the usual number, are still over e^-5.
MIN_EXPECTED: Final = 10
# States of a day without a number of its own.
UNCOUNTED: Final = ("not_archived", "silent", "outage", "missing")
_SENDER: Final = ["source", "verwaltung"]
_MONTH: Final = [*_SENDER, "month"]
_DAY: Final = [*_SENDER, "date"]


def day_grid(evidence: Evidence) -> pd.DataFrame:
    """Judge every day of every administration.

    Returns
    -------
    DataFrame
        One row per source (matomo, antraege), verwaltung and date, complete from the first
        known day to the last of the months: ``month``, ``state``.

        there: counted. zero: nothing, and that is ordinary (before the first use, or too
        little use to tell). silent: nothing, where much was to be expected. outage: nothing,
        and the calendar of events says why. not_archived: nothing from some day to the end
        of an answer of Matomo. missing: not delivered. incomplete: a row of that day was set
        aside. wrong_time_zone: counted, but its midnight is not ours.

    Notes
    -----
    Days are calendar days and only zeros are judged, so the hour that is lacking in March
    and doubled in October needs no care.
    """
    grid = _calendar(evidence)
    state = pd.Series(
        np.select(
            [grid["count"] > 0, ~grid["delivered"], grid["outage"] & grid["in_use"]],
            ["there", "missing", "outage"],
            "zero",
        ),
        index=grid.index,
        dtype="str",
    )
    unexplained = (state == "zero") & grid["in_use"]
    state = state.mask(unexplained, _silences(grid, unexplained))
    state = state.mask(unexplained & _silent_on_the_web(grid, state), "silent")
    judged = _with_doubts(grid.assign(state=state), evidence.doubts)
    return grid[[*_MONTH, "date"]].assign(state=judged)


def _counted(evidence: Evidence) -> pd.DataFrame:
    """Visits, or rows of applications, of each day; whether an answer of Matomo ends there."""
    visits = evidence.visits
    visits = visits[visits["period"] == "day"]
    ends = visits["date"] == visits.groupby("file")["date"].transform("max")
    web = visits[["verwaltung", "date"]].assign(count=visits["visits"], ends=ends)
    portal = evidence.frames[PORTAL].groupby(["verwaltung", "date"]).size()
    rows = portal.rename("count").reset_index().assign(ends=False)
    return pd.concat([web.assign(source=WEB), rows.assign(source=PORTAL)])


def _calendar(evidence: Evidence) -> pd.DataFrame:
    """Every day from the first known one to the last month, with what is known of it."""
    counted = _counted(evidence)
    first = Month.parse(evidence.months[0]).first_day
    last = Month.parse(evidence.months[-1]).last_day
    start = min([pd.Timestamp(first), *counted["date"]])
    grid = pd.DataFrame({"source": list(DAILY)})
    grid = grid.merge(pd.DataFrame({"verwaltung": list(evidence.verwaltungen)}), how="cross")
    grid = grid.merge(pd.DataFrame({"date": pd.date_range(start, last, unit="s")}), how="cross")
    grid = grid.merge(counted, on=_DAY, how="left")
    keys = pd.MultiIndex.from_frame(grid[_DAY])
    places = pd.MultiIndex.from_frame(grid[["verwaltung", "date"]])
    grid = grid.assign(
        month=month_of(grid["date"]),
        count=grid["count"].fillna(0).astype("int64"),
        ends=grid["ends"].eq(True),
        delivered=keys.isin(pd.MultiIndex.from_frame(evidence.days[_DAY])),
        outage=places.isin(pd.MultiIndex.from_frame(evidence.outages)),
    )
    used = (grid["count"] > 0).groupby([grid[name] for name in _SENDER])
    return grid.assign(in_use=used.cummax())


def _silences(grid: pd.DataFrame, unexplained: pd.Series[bool]) -> pd.Series[str]:
    """Judge runs of days without anything; only the unexplained days mean something."""
    begins = unexplained & ~(unexplained.shift(fill_value=False) & _same_sender(grid))
    runs = begins.cumsum().where(unexplained, 0)
    expected = _expected(grid, runs).groupby(runs).transform("sum")
    ends = grid["ends"].groupby(runs).transform("last")
    kinds = np.select([expected < MIN_EXPECTED, ends], ["zero", "not_archived"], "silent")
    return pd.Series(kinds, index=grid.index, dtype="str")


def _expected(grid: pd.DataFrame, runs: pd.Series[int]) -> pd.Series[float]:
    """Mean count of a day's month outside its own run, or of the last month that had any.

    Days of outages and those before the first use say nothing about what is usual.
    """
    usable = grid["in_use"] & grid["delivered"] & ~(grid["outage"] & (grid["count"] == 0))
    table = grid[_MONTH].assign(run=runs, count=grid["count"], days=usable.astype("int64"))
    months = table.groupby(_MONTH)[["count", "days"]].transform("sum")
    own = table.groupby([*_MONTH, "run"])["days"].transform("sum").where(runs > 0, 0)
    others = (months["days"] - own).astype("float64")
    mean = months["count"] / others.where((others > 0) & (months["count"] > 0))
    senders = [grid[name] for name in _SENDER]
    return mean.groupby(senders).ffill().fillna(0)


def _same_sender(grid: pd.DataFrame) -> pd.Series[bool]:
    """Whether a day follows another one of the same source and administration."""
    return grid[_SENDER].eq(grid[_SENDER].shift()).all(axis=1)


def _silent_on_the_web(grid: pd.DataFrame, state: pd.Series[str]) -> pd.Series[bool]:
    """Days on which the web statistics are silent: applications lacking then are no chance."""
    silent = grid.loc[(state == "silent") & (grid["source"] == WEB), ["verwaltung", "date"]]
    places = pd.MultiIndex.from_frame(grid[["verwaltung", "date"]])
    return (grid["source"] != WEB) & places.isin(pd.MultiIndex.from_frame(silent))


def _with_doubts(grid: pd.DataFrame, doubts: pd.DataFrame) -> pd.Series[str]:
    """States with what the intake knows of days and whole months."""
    days = pd.MultiIndex.from_frame(grid[_DAY])
    months = pd.MultiIndex.from_frame(grid[_MONTH])
    dated = doubts[(doubts["reason"] == "quarantined") & doubts["date"].notna()]
    set_aside = days.isin(pd.MultiIndex.from_frame(dated[_DAY]))
    of_month = {
        reason: months.isin(pd.MultiIndex.from_frame(rows[_MONTH]))
        for reason, rows in (
            (each, doubts[doubts["reason"] == each])
            for each in ("not_archived", "wrong_time_zone")
        )
    }
    state = grid["state"]
    state = state.mask((state == "missing") & of_month["not_archived"], "not_archived")
    state = state.mask((state == "there") & of_month["wrong_time_zone"], "wrong_time_zone")
    counted = state.isin(["there", "zero", "missing", "wrong_time_zone"])
    return state.mask(set_aside & counted, "incomplete")


def published_days(grid: pd.DataFrame, month: str) -> pd.DataFrame:
    """Days of one month as they may be shown.

    A day without applications is no news unless it is a gap: next to a small total of the
    month it would say on which day somebody applied.
    """
    days = grid[grid["month"] == month]
    quiet = (days["source"] == PORTAL) & (days["state"] == "zero")
    return days.assign(state=days["state"].mask(quiet, "there"))


def dark_days(grid: pd.DataFrame, outages: pd.DataFrame) -> pd.DataFrame:
    """Days whose applications say nothing about demand: none could come, or be counted.

    Returns
    -------
    DataFrame
        One row per verwaltung and date. A day of an outage is dark as a whole, even if
        something was counted before the portal failed.
    """
    rows = grid[(grid["source"] == PORTAL) & grid["state"].isin(UNCOUNTED)]
    both = pd.concat([rows[["verwaltung", "date"]], outages])
    return both.drop_duplicates().sort_values(["verwaltung", "date"], ignore_index=True)
