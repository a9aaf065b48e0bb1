"""What a measure sees: delivered rows, what was delivered at all, and a few parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

KEYS: Final = ["month", "verwaltung", "leistung_id"]


# Compared by identity: what several counts need of the same inputs is computed once.
@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything the measures may know.

    Attributes
    ----------
    frames
        Staged rows by source; a source without deliveries is an empty frame with its columns.
    coverage
        One row per delivered source, verwaltung and month: ``days_expected``,
        ``days_present``.
    gaps
        Months that are incomplete although delivered: ``source``, ``verwaltung``, ``month``,
        ``leistung_id`` (:func:`takeup.gaps.months.month_gaps`).
    months
        Months to compute, as text, in order.
    verwaltungen
        ``verwaltung``, ``ars``; all administrations a total stands for.
    leistungen
        ``leistung_id``, ``attendance_required``.
    zustaendigkeit
        ``leistung_id``, ``verwaltung``, ``zustaendig`` (ja, nein, unbekannt).
    ewa_start
        ``verwaltung``, ``date``: first day of the elektronische Wohnsitzanmeldung.
    """

    frames: Mapping[str, pd.DataFrame]
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    months: tuple[str, ...]
    verwaltungen: pd.DataFrame
    leistungen: pd.DataFrame
    zustaendigkeit: pd.DataFrame
    ewa_start: pd.DataFrame


def month_of(dates: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    """Month of each date as text ``yyyy-mm``."""
    # Formatting is slow and a history has few distinct days: format each day once.
    days = dates.drop_duplicates()
    return dates.map(pd.Series(days.dt.strftime("%Y-%m").array, index=days)).astype("str")


def tally(rows: pd.DataFrame, numerator: pd.Series[float]) -> pd.DataFrame:
    """Sum a quantity per cell.

    Parameters
    ----------
    rows
        Delivered rows with month, verwaltung and leistung_id.
    numerator
        Quantity of each row, same index.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id: ``numerator``, missing if no row of
        the cell holds a value.
    """
    cells = rows[KEYS].assign(numerator=numerator.astype("Float64"))
    return cells.groupby(KEYS)["numerator"].sum(min_count=1).reset_index()
