"""Months whose figures are incomplete, with the reasons."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.gaps.evidence import WEB, Evidence
from takeup.measures.inputs import month_of
from takeup.regions import ALL

# Gravest first.
REASONS: Final = (
    "not_archived",
    "silent",
    "outage",
    "part",
    "days_lacking",
    "month_stale",
    "wrong_time_zone",
    "quarantined",
)
# What lacks then is more or less than whole days, and nobody knows how much.
UNQUANTIFIED: Final = ("days_lacking", "month_stale")
# State of a day without a number of its own → reason it gives for its month.
_OF_DAYS: Final = {
    "not_archived": "not_archived",
    "silent": "silent",
    "outage": "outage",
    "missing": "part",
}
_MONTH: Final = ["source", "verwaltung", "month"]
_COLUMNS: Final = [*_MONTH, "leistung_id", "reason"]


def month_gaps(grid: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Why figures of a month are incomplete.

    Parameters
    ----------
    grid
        Days as :func:`takeup.gaps.days.day_grid` judges them.
    evidence
        The same evidence.

    Returns
    -------
    DataFrame
        One row per source, verwaltung, month, leistung_id and ``reason`` (``REASONS``):
        those of days; part (days are lacking); days_lacking (the days make less than the
        month's total), month_stale (more: the month was archived before its last days);
        wrong_time_zone; quarantined (rows were set aside). ``leistung_id`` is ``alle``
        unless only figures of one service are incomplete. A month of which nothing was
        delivered has no row.
    """
    whole = pd.concat([_of_days(grid), _differing(evidence)]).assign(leistung_id=ALL)
    gaps = pd.concat([whole[_COLUMNS], evidence.doubts[_COLUMNS]])
    gaps = gaps[gaps["month"].isin(evidence.months)].drop_duplicates(_COLUMNS)
    return gaps[_COLUMNS].astype("str").sort_values(_COLUMNS, ignore_index=True)


def _of_days(grid: pd.DataFrame) -> pd.DataFrame:
    """Reasons that single days give, for months of which anything was delivered."""
    lacking = grid.assign(reason=grid["state"].map(_OF_DAYS))
    absent = (grid["state"] == "missing").groupby([grid[name] for name in _MONTH])
    lacking = lacking[lacking["reason"].notna() & ~absent.transform("all")]
    return lacking[[*_MONTH, "reason"]].drop_duplicates()


def _differing(evidence: Evidence) -> pd.DataFrame:
    """Months whose total of visits is not the sum of their days, where both were delivered."""
    rows = evidence.visits.assign(month=month_of(evidence.visits["date"]))
    totals = {
        period: rows[rows["period"] == period].groupby(["verwaltung", "month"])["visits"].sum()
        for period in ("day", "month")
    }
    days, total = totals["day"].align(totals["month"], join="inner")
    reason = np.select(
        [total == 0, days > total], ["not_archived", "month_stale"], "days_lacking"
    )
    both = days.index.to_frame(index=False).assign(source=WEB, reason=reason)
    return both.loc[(days != total).to_numpy(dtype=bool), [*_MONTH, "reason"]]
