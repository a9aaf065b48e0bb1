"""The report month beside the month before, the year before and the last twelve months.

Everything is computed from published values, so a comparison can reveal nothing that the
published table does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from takeup.measures.rates import MinimumBase, share, smallest_base
from takeup.measures.sidecar import Sidecar
from takeup.periods import Month
from takeup.regions import ALL

_CELL: Final = ["measure", "verwaltung", "leistung_id"]
_YEAR: Final = 12
# Which services a case measure counts changes from month to month (measures.scope).
_SCOPED: Final = "faelle"
_COLUMNS: Final = [
    *_CELL,
    "value",
    "status",
    "previous",
    "previous_status",
    "change_previous",
    "year_before",
    "year_before_status",
    "change_year",
    "rolling_12",
    "rolling_12_status",
    "rolling_12_before",
    "rolling_12_before_status",
    "change_rolling",
    "basis",
]


def _facts(sidecars: Mapping[str, Sidecar], minimum: MinimumBase) -> pd.DataFrame:
    """Collect what a comparison must know of each measure, one row per measure."""
    rows = [
        {
            "measure": name,
            "is_rate": sidecar.kind == "rate",
            "scoped": _SCOPED in sidecar.sources,
            "additive": "months" in sidecar.additive,
            "scale": sidecar.scale or 1,
            "smallest_base": smallest_base(sidecar, minimum),
        }
        for name, sidecar in sidecars.items()
    ]
    return pd.DataFrame(rows)


def _at(published: pd.DataFrame, month: Month, name: str) -> pd.DataFrame:
    """Value and status of every cell in one month, as columns ``name``, ``name_status``."""
    rows = published.loc[published["month"] == str(month), [*_CELL, "value", "status"]]
    return rows.rename(columns={"value": name, "status": f"{name}_status"})


def _poolable(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell rows that may enter a sum over months: counted, and open to the reader.

    A rate whose monthly base is too small still shows both counts, so it can be pooled.
    """
    certain = rows["status"].isin(["ok", "partial"]) & rows["numerator"].notna()
    small = (rows["status"] == "too_small") & rows["numerator"].notna()
    return certain | (small & rows["denominator"].notna())


def _window(published: pd.DataFrame, last: Month, facts: pd.DataFrame) -> pd.DataFrame:
    """Twelve months up to ``last``: sums of counts, pooled rates.

    Returns
    -------
    DataFrame
        One row per cell that can be pooled in all twelve months: ``pooled`` and
        ``pooled_status`` (partial if a month was; too_small for rates on too small a base;
        not_applicable for counts that cannot be added over months).
    """
    months = [str(each) for each in Month.range(last.shift(1 - _YEAR), last)]
    rows = published[published["month"].isin(months)]
    rows = rows[_poolable(rows)].assign(partial=rows["status"] == "partial")
    groups = rows.groupby(_CELL)
    sums = groups[["numerator", "denominator"]].sum(min_count=1)
    sums = sums.assign(partial=groups["partial"].any())[groups.size() == _YEAR]
    sums = sums.reset_index().merge(facts, on="measure")
    rate = share(sums["numerator"], sums["denominator"]) * sums["scale"]
    status = _window_status(sums)
    pooled = rate.where(sums["is_rate"], sums["numerator"])
    shown = pooled.where(status.isin(["ok", "partial"]))
    return sums[_CELL].assign(pooled=shown, pooled_status=status)


def _window_status(sums: pd.DataFrame) -> pd.Series[str]:
    too_small = (sums["denominator"] < sums["smallest_base"]).fillna(False).astype(bool)
    holds = [
        ~sums["is_rate"] & ~sums["additive"],
        sums["is_rate"] & too_small,
        sums["partial"],
    ]
    names = ["not_applicable", "too_small", "partial"]
    chosen = np.select([each.to_numpy() for each in holds], names, default="ok")
    return pd.Series(chosen, index=sums.index, dtype="str")


def _change(
    now: pd.Series[float], then: pd.Series[float], is_rate: pd.Series[bool]
) -> pd.Series[float]:
    """Difference for rates, share of the earlier value for counts."""
    difference = now - then
    return difference.where(is_rate, share(difference, then))


def _certain(table: pd.DataFrame, name: str) -> pd.Series[float]:
    """Value where its status is ok; only such values are compared."""
    status = "status" if name == "value" else f"{name}_status"
    return table[name].where(table[status] == "ok")


def _side_by_side(published: pd.DataFrame, month: Month, facts: pd.DataFrame) -> pd.DataFrame:
    """Cells of the report month with all values they are compared with."""
    now = published.loc[published["month"] == str(month)]
    table = now[[*_CELL, "value", "status"]].assign(basis=now["denominator"])
    table = table.merge(_at(published, month.shift(-1), "previous"), on=_CELL, how="left")
    table = table.merge(
        _at(published, month.shift(-_YEAR), "year_before"), on=_CELL, how="left"
    )
    for name, last in {"rolling_12": month, "rolling_12_before": month.shift(-_YEAR)}.items():
        window = _window(published, last, facts)
        named = {"pooled": name, "pooled_status": f"{name}_status"}
        table = table.merge(window.rename(columns=named), on=_CELL, how="left")
    # A cell without a row in an earlier month was not published then.
    absent = {name: "unknown" for name in table.columns if name.endswith("_status")}
    table = table.fillna(absent).merge(facts[["measure", "is_rate", "scoped"]], on="measure")
    return _without_other_scope(table, published, month)


def _scopes(published: pd.DataFrame, month: Month) -> pd.Series[str]:
    """Services that the case measures of a month count, as one text per administration."""
    rows = published[
        (published["measure"] == "cases_total") & (published["month"] == str(month))
    ]
    known = rows["status"].isin(["ok", "partial", "suppressed"])
    cells = rows[known & (rows["leistung_id"] != ALL) & (rows["verwaltung"] != ALL)]
    cells = cells.sort_values(["verwaltung", "leistung_id"])
    scopes = cells.groupby("verwaltung")["leistung_id"].agg(" ".join)
    return pd.concat([scopes, pd.Series({ALL: str(scopes.to_dict())})])


def _without_other_scope(
    table: pd.DataFrame, published: pd.DataFrame, month: Month
) -> pd.DataFrame:
    """Mark totals of other services than today's: a comparison would mix up two things."""
    totals = table["scoped"] & (table["leistung_id"] == ALL)
    now = table["verwaltung"].map(_scopes(published, month))
    for name, steps in {"previous": -1, "year_before": -_YEAR}.items():
        then = table["verwaltung"].map(_scopes(published, month.shift(steps)))
        other = totals & (now != then) & (table[f"{name}_status"] == "ok")
        status = table[f"{name}_status"].mask(other, "other_scope")
        table = table.assign(**{f"{name}_status": status})
    return table


def compare(
    published: pd.DataFrame,
    month: str,
    sidecars: Mapping[str, Sidecar],
    minimum: MinimumBase,
) -> pd.DataFrame:
    """Compare a month with the one before, the year before and the twelve months before.

    Parameters
    ----------
    published
        The long table of measures as published.
    month
        Report month.
    sidecars
        Meaning of the measures: rate or count, whether months may be added.
    minimum
        Smallest denominators of pooled rates.

    Returns
    -------
    DataFrame
        One row per measure, verwaltung and leistung_id of the month: ``value``, ``status``;
        ``previous``, ``year_before`` with status and change; ``rolling_12``,
        ``rolling_12_before`` (sum of counts or pooled rate) likewise;
        ``basis`` (denominator of the month). Changes are relative for counts (0.1 is
        ten percent more) and differences for rates; they are missing unless both values
        are certain. A total of cases that counted other services then has the status
        ``other_scope``. A rolling value is unknown if one of its months is.
    """
    facts = _facts(sidecars, minimum)
    table = _side_by_side(published, Month.parse(month), facts)
    is_rate = table["is_rate"]
    now = _certain(table, "value")
    table = table.assign(
        change_previous=_change(now, _certain(table, "previous"), is_rate),
        change_year=_change(now, _certain(table, "year_before"), is_rate),
        change_rolling=_change(
            _certain(table, "rolling_12"), _certain(table, "rolling_12_before"), is_rate
        ),
    )
    return table[_COLUMNS].sort_values(_CELL, ignore_index=True)
