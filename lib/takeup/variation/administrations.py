"""Each administration beside the others: rates of one month in a funnel plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.measures.sidecar import load_sidecars
from takeup.regions import ALL
from takeup.variation.funnel import MIN_OTHERS, Family, Units, funnel
from takeup.variation.ranges import Range
from takeup.variation.verdict import verdict, without

METHOD: Final = "funnel"
# Rates that are set beside each other, and the law of chance of what they count.
COMPARED: Final[dict[str, Family]] = {
    "digital_takeup": "binomial",
    "completion_rate": "binomial",
    "submissions_per_1000": "poisson",
}


def judge_administrations(
    published: pd.DataFrame, month: str, comparable: tuple[str, ...]
) -> pd.DataFrame:
    """Judge the totals of one month against those of the others.

    Parameters
    ----------
    published
        The long table of measures as published.
    month
        Report month.
    comparable
        Administrations that offer the same services; the others get no verdict.

    Returns
    -------
    DataFrame
        One row per rate of ``COMPARED`` and administration, columns as in the contract
        ``publication/variation.yml``.
    """
    chosen = (published["month"] == month) & (published["leistung_id"] == ALL)
    rows = published[chosen & (published["verwaltung"] != ALL)]
    found = [
        {
            "measure": measure,
            "verwaltung": row["verwaltung"],
            "leistung_id": ALL,
            "month": month,
            "method": METHOD,
            **judged,
        }
        for measure in COMPARED
        for row, judged in _judge(rows[rows["measure"] == measure], measure, comparable)
    ]
    return pd.DataFrame(found)


def _judge(
    rows: pd.DataFrame, measure: str, comparable: tuple[str, ...]
) -> list[tuple[Mapping[Any, Any], dict[str, Any]]]:
    """Row and verdict of every administration."""
    names, units = units_of(rows, measure, comparable)
    judged: list[tuple[Mapping[Any, Any], dict[str, Any]]] = []
    for row in rows.to_dict("records"):
        reason = _reason(row, names, comparable)
        if reason:
            judged.append((row, without(row, reason)))
        else:
            judged.append((row, verdict(row, _range(units, names.index(row["verwaltung"])))))
    return judged


def units_of(
    rows: pd.DataFrame, measure: str, comparable: tuple[str, ...]
) -> tuple[list[str], Units]:
    """Administrations with a certain rate, and their counts.

    Parameters
    ----------
    rows
        Published totals of a measure in one month, one row per administration.
    measure
        A rate of ``COMPARED``.
    comparable
        Administrations that may be among them.
    """
    inside = rows[rows["verwaltung"].isin(comparable) & rows["status"].isin(_certain(measure))]
    scale = load_sidecars()[measure].scale or 1
    units = Units(
        inside["numerator"].to_numpy(dtype=np.float64),
        inside["denominator"].to_numpy(dtype=np.float64) / scale,
        COMPARED[measure],
    )
    return inside["verwaltung"].tolist(), units


def _certain(measure: str) -> tuple[str, ...]:
    """States of a rate that is judged: a share of some days is still a share."""
    return ("ok", "partial") if COMPARED[measure] == "binomial" else ("ok",)


def _reason(row: Mapping[Any, Any], names: list[str], comparable: tuple[str, ...]) -> str:
    if row["verwaltung"] not in comparable:
        return "other_services"
    if row["verwaltung"] not in names:
        return str(row["status"])
    return "few_others" if len(names) <= MIN_OTHERS else ""


def _range(units: Units, at: int) -> Range:
    found = funnel(units, at)
    low, high = found.limits(float(units.bases[at]))
    return Range(found.centre, low, high, found.phi, len(units.parts) - 1)
