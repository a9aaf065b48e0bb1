"""Sums over months, as comparisons show them: they may say what open months say already."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.disclosure.linked import TOLERANCE
from takeup.disclosure.rule import CELL, HIDDEN, Relations
from takeup.periods import Month

_YEAR: Final = 12
_PLACE: Final = ["verwaltung", "leistung_id", "measure"]
# Column of a comparison → months between the report month and the last one it sums.
_SUMS: Final = {"rolling_12": 0, "rolling_12_before": _YEAR}


def audit_sums(
    published: pd.DataFrame, comparison: pd.DataFrame, month: str, relations: Relations
) -> pd.DataFrame:
    """Find sums over twelve months that tell of a month that is hidden.

    A sum is an equation over its months. If all of them are shown, it says nothing new;
    otherwise it bounds a hidden count, whatever its size.

    Parameters
    ----------
    published
        The long table as it leaves the house, rates included.
    comparison
        Sums and pooled rates of the report month: ``rolling_12``, ``rolling_12_before``.
    month
        Report month.
    relations
        Its kinds tell counts from rates.

    Returns
    -------
    DataFrame
        One row per sum that is not the sum of shown numbers: key columns (``month`` is the
        last one of the sum), ``lower`` and ``upper`` (what is left for the hidden months; NA
        for rates) and ``reason`` (``time_sum``).
    """
    is_open = published["numerator"].notna() & ~published["status"].isin(["suppressed"])
    is_count = published["measure"].isin(list(relations.kinds))
    is_open &= is_count | published["denominator"].notna()
    is_open &= ~(is_count & published["status"].isin(HIDDEN))
    shown = published[is_open]
    found = [_of_column(shown, comparison, name, month, relations) for name in _SUMS]
    return pd.concat(found, ignore_index=True)


def _of_column(
    shown: pd.DataFrame, comparison: pd.DataFrame, name: str, month: str, relations: Relations
) -> pd.DataFrame:
    last = Month.parse(month).shift(-_SUMS[name])
    months = [str(each) for each in Month.range(last.shift(1 - _YEAR), last)]
    groups = shown[shown["month"].isin(months)].groupby(_PLACE)["numerator"]
    known = groups.agg(["size", "sum"]).rename(columns={"size": "months", "sum": "known"})
    told = comparison[comparison[name].notna()].merge(known, on=_PLACE, how="left")
    rest = (told[name] - told["known"].fillna(0)).where(
        told["measure"].isin(list(relations.kinds))
    )
    wrong = told["months"].ne(_YEAR) | (rest.abs() > TOLERANCE).fillna(False)
    left = rest[wrong]
    rows = told[wrong].assign(month=str(last), lower=left, upper=left, reason="time_sum")
    return rows[[*CELL, "lower", "upper", "reason"]]
