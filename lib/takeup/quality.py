"""How far the data carry: complete deliveries, texts that need work."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.gaps import DAILY, REASONS
from takeup.periods import Month

_CELL: Final = ["source", "verwaltung", "month"]
_TEXT_PARTS: Final = ("description", "costs", "documents", "duration", "contact")


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
