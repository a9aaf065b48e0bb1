"""How far the data carry: complete deliveries, doubtful months, texts that need work."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.measures.inputs import month_of
from takeup.periods import Month

# Poisson: with five visits on a usual day, a day without any has a probability under 1 %.
MIN_USUAL_VISITS: Final = 5
_DAILY: Final = ("matomo", "antraege")
_CELL: Final = ["source", "verwaltung", "month"]
_PLACE: Final = ["verwaltung", "month"]
_TEXT_PARTS: Final = ("description", "costs", "documents", "duration", "contact")


def completeness(
    coverage: pd.DataFrame, expected: pd.DataFrame, months: tuple[str, ...]
) -> pd.DataFrame:
    """Which deliveries are there, in part or whole.

    Parameters
    ----------
    coverage
        One row per delivered source, verwaltung and month: ``days_expected``,
        ``days_present``.
    expected
        ``source``, ``verwaltung``: who delivers what.
    months
        Months in which it is expected.

    Returns
    -------
    DataFrame
        One row per expected source, verwaltung and month: ``state`` (complete, partial,
        missing), ``days_expected``, ``days_present``. A monthly source expects one day.
    """
    calendar = pd.DataFrame(
        {"month": list(months), "length": [Month.parse(month).days for month in months]}
    ).astype({"month": "str", "length": "Int64"})
    cells = expected[["source", "verwaltung"]].merge(calendar, how="cross")
    days = cells["length"].where(cells["source"].isin(_DAILY), 1)
    cells = cells[_CELL].assign(length=days).merge(coverage, on=_CELL, how="left")
    present = cells["days_present"].astype("Int64").fillna(0)
    wanted = cells["days_expected"].astype("Int64").fillna(cells["length"])
    state = np.select([present == 0, present < wanted], ["missing", "partial"], "complete")
    table = cells[_CELL].assign(
        state=pd.Series(state, index=cells.index, dtype="str"),
        days_expected=wanted,
        days_present=present,
    )
    return table.sort_values(_CELL, ignore_index=True)


def _visits_by_day(matomo: pd.DataFrame) -> pd.DataFrame:
    rows = matomo[(matomo["report"] == "visits") & (matomo["period"] == "day")]
    rows = rows.assign(month=month_of(rows["date"]))
    return rows[["verwaltung", "month", "date", "visits"]].sort_values(["verwaltung", "date"])


def _usual_visits(days: pd.DataFrame) -> pd.Series[float]:
    """Median of the visited days of each day's month, or of the last month that had any."""
    visited = days[days["visits"] > 0]
    medians = visited.groupby(_PLACE)["visits"].median().rename("usual").reset_index()
    months = days[_PLACE].drop_duplicates().merge(medians, on=_PLACE, how="left")
    months = months.assign(usual=months.groupby("verwaltung")["usual"].ffill())
    usual = days[_PLACE].merge(months, on=_PLACE, how="left")["usual"]
    return usual.set_axis(days.index).fillna(0)


def _silent_days(days: pd.DataFrame) -> pd.DataFrame:
    """Days without visits once a portal is in use, where such a day is not ordinary."""
    visited = (days["visits"] > 0).astype("int64")
    in_use = visited.groupby(days["verwaltung"]).cummax() == 1
    silent = in_use & (days["visits"] == 0) & (_usual_visits(days) >= MIN_USUAL_VISITS)
    return days.loc[silent, ["verwaltung", "month", "date"]].assign(
        kind="silent_day", observed=0, expected=None
    )


def _differing_months(days: pd.DataFrame, matomo: pd.DataFrame) -> pd.DataFrame:
    """Months whose total differs from the sum of their days, where both were delivered."""
    totals = matomo[(matomo["report"] == "visits") & (matomo["period"] == "month")]
    totals = totals.assign(month=month_of(totals["date"]), expected=totals["visits"])
    sums = days.groupby(_PLACE)["visits"].sum().rename("observed").reset_index()
    both = sums.merge(totals[[*_PLACE, "date", "expected"]], on=_PLACE)
    differing = both[(both["observed"] != both["expected"]).fillna(False)]
    return differing.assign(kind="month_differs")


def visit_gaps(matomo: pd.DataFrame) -> pd.DataFrame:
    """Find months of web analytics that look like an outage or a missing archive.

    Parameters
    ----------
    matomo
        Staged web analytics, days and months.

    Returns
    -------
    DataFrame
        One row per finding: verwaltung, month, ``date`` (the day; the first of the month
        for a month), ``kind`` (silent_day: no visits on a day between or after visited
        ones; month_differs: month total and sum of days disagree), ``observed`` (visits
        over the days), ``expected`` (month total; missing for a day).

    Notes
    -----
    Matomo answers a period that is not archived yet with zeros, like a period without
    visits. Zeros before the first visit are a portal that has not started. Portals with
    fewer than ``MIN_USUAL_VISITS`` on a usual day have ordinary days without visits.
    """
    days = _visits_by_day(matomo)
    columns = ["verwaltung", "month", "date", "kind", "observed", "expected"]
    parts = [_silent_days(days), _differing_months(days, matomo)]
    gaps = pd.concat([part[columns].astype({"expected": "Int64"}) for part in parts])
    gaps = gaps.astype({"observed": "Int64", "kind": "str"})
    return gaps.sort_values(columns[:4], ignore_index=True)


def _catalogue_of(katalog: pd.DataFrame, month: str) -> pd.DataFrame:
    """Last catalogue of each administration up to the month."""
    known = katalog[katalog["month"] <= month]
    latest = known.groupby("verwaltung")["month"].transform("max")
    return known[known["month"] == latest]


def _missing_parts(entries: pd.DataFrame) -> pd.Series[str]:
    """Names of the parts an entry lacks, separated by commas."""
    lacks = [
        (~entries[f"has_{part}"].fillna(False).astype(bool)).map({True: f"{part},", False: ""})
        for part in _TEXT_PARTS
    ]
    joined = pd.concat(lacks, axis=1).agg("".join, axis=1) if len(entries) else lacks[0]
    return joined.astype("str").str.rstrip(",")


def tasks(
    katalog: pd.DataFrame, leistungen: pd.DataFrame, month: str, valid_days: int
) -> pd.DataFrame:
    """List the texts of the portal that need work.

    Parameters
    ----------
    katalog
        Staged catalogues; the last one up to the month counts.
    leistungen
        ``leistung_id``: services to look at.
    month
        Report month; ages are counted to its last day.
    valid_days
        A text checked longer ago is outdated.

    Returns
    -------
    DataFrame
        One row per verwaltung, leistung_id and ``task``: outdated (``detail``: day of the
        last check, yyyy-mm-dd), unchecked (never checked), incomplete (``detail``: what is
        missing of description, costs, documents, duration, contact).
    """
    entries = _catalogue_of(katalog, month)
    entries = entries[entries["leistung_id"].isin(leistungen["leistung_id"])]
    last_day = pd.Timestamp(Month.parse(month).last_day)
    age_days = (last_day - entries["checked_on"]).dt.days
    checked = entries["checked_on"].dt.strftime("%Y-%m-%d").astype("str")
    missing = _missing_parts(entries)
    found = {
        "outdated": (age_days > valid_days, checked),
        "unchecked": (entries["checked_on"].isna(), pd.Series("", index=entries.index)),
        "incomplete": (missing != "", missing),
    }
    parts = [
        entries.loc[holds, ["verwaltung", "leistung_id"]].assign(
            task=name, detail=detail[holds]
        )
        for name, (holds, detail) in found.items()
    ]
    table: pd.DataFrame = pd.concat(parts).astype("str")
    return table.sort_values(["verwaltung", "leistung_id", "task"], ignore_index=True)
