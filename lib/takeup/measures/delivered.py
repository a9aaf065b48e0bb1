"""Rows of one source in the grain of the measures: month, verwaltung, leistung_id."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from takeup.measures.inputs import Inputs, month_of
from takeup.regions import ALL


def web_rows(inputs: Inputs, report: str, period: str) -> pd.DataFrame:
    """Rows of one web analytics report (``visits``, ``campaign``, ``device``).

    Returns
    -------
    DataFrame
        One row per verwaltung, period (``day`` or ``month``) and label.
    """
    rows = inputs.frames["matomo"]
    rows = rows[(rows["report"] == report) & (rows["period"] == period)]
    return rows.assign(month=month_of(rows["date"]), leistung_id=ALL)


@lru_cache(maxsize=1)
def portal_rows(inputs: Inputs) -> pd.DataFrame:
    """Portal sessions, one row per verwaltung, day and leistung_id."""
    rows = inputs.frames["antraege"]
    return rows.assign(month=month_of(rows["date"]))


def ratings(inputs: Inputs) -> pd.DataFrame:
    """Answers per rating, one row per verwaltung, month and leistung_id; no answer is 0."""
    rows = inputs.frames["zufriedenheit"]
    columns = [f"rating_{grade}" for grade in range(1, 6)]
    return rows.assign(**{name: rows[name].fillna(0) for name in columns})
