"""How far the data carry: which deliveries are complete."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.gaps import DAILY, REASONS
from takeup.periods import Month

_CELL: Final = ["source", "verwaltung", "month"]


def completeness(
    coverage: pd.DataFrame,
    expected: pd.DataFrame,
    months: tuple[str, ...],
    gaps: pd.DataFrame,
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
    gaps
        Why months are incomplete (:func:`takeup.gaps.months.month_gaps`).

    Returns
    -------
    DataFrame
        One row per expected source, verwaltung and month: ``state`` (complete, partial,
        missing), ``reason`` (of :data:`takeup.gaps.REASONS`, separated by commas, gravest
        first; empty if there is none), ``days_expected``, ``days_present``. A monthly source
        expects one day. A month with a reason is partial even if every day was delivered.
    """
    calendar = pd.DataFrame(
        {"month": list(months), "length": [Month.parse(month).days for month in months]}
    ).astype({"month": "str", "length": "Int64"})
    cells = expected[["source", "verwaltung"]].merge(calendar, how="cross")
    days = cells["length"].where(cells["source"].isin(DAILY), 1)
    cells = cells[_CELL].assign(length=days).merge(coverage, on=_CELL, how="left")
    present = cells["days_present"].astype("Int64").fillna(0)
    wanted = cells["days_expected"].astype("Int64").fillna(cells["length"])
    reason = cells[_CELL].merge(_reasons(gaps), on=_CELL, how="left")["reason"].fillna("")
    lacks = (present < wanted) | (reason != "")
    state = np.select([present == 0, lacks], ["missing", "partial"], "complete")
    table = cells[_CELL].assign(
        state=pd.Series(state, index=cells.index, dtype="str"),
        reason=reason.astype("str"),
        days_expected=wanted,
        days_present=present,
    )
    return table.sort_values(_CELL, ignore_index=True)


def _reasons(gaps: pd.DataFrame) -> pd.DataFrame:
    """All reasons of a month in one text."""
    known = gaps[[*_CELL, "reason"]].drop_duplicates()
    rank = known["reason"].map({name: place for place, name in enumerate(REASONS)})
    ordered = known.assign(rank=rank).sort_values([*_CELL, "rank"])
    return ordered.groupby(_CELL)["reason"].agg(",".join).reset_index()
