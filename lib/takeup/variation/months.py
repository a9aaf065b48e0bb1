"""Each month against the months before it: usual, noticeable, or no verdict and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.effects.arrays import Integers
from takeup.regions import ALL
from takeup.variation.ranges import Kind, Months, usual
from takeup.variation.verdict import verdict, without

METHOD: Final = "individuals"
# One year: with less, a season would pass for a change.
MIN_MONTHS: Final = 12
# So many months carry the level after a break.
MIN_AFTER_BREAK: Final = 3
# With fewer of its days a month is judged no more: the rest need not stand for the whole.
MIN_COVERAGE: Final = 0.9
# A service is judged if it usually counts so many: below, not even a jump of 30 percent
# would show in one month of five (docs/variation.md).
MIN_SERVICE: Final = 100

# Measures that are judged, and whether they are counts or shares.
JUDGED: Final[dict[str, Kind]] = {
    "visits": "count",
    "active_accounts": "count",
    "started": "count",
    "submitted": "count",
    "digital_takeup": "share",
    "completion_rate": "share",
}
_CELL: Final = ["measure", "verwaltung", "leistung_id"]
_PLACE: Final = ["source", "verwaltung", "month"]
_WHOLE: Final = frozenset({"at", "epoch"})


@dataclass(frozen=True)
class Known:
    """What is known beside the published figures.

    Attributes
    ----------
    months
        The months in view, oldest first.
    sources
        Source of each measure.
    exposure
        What the days of each month can hold (:func:`takeup.variation.calendar.exposure`).
    unsure
        ``source, verwaltung, month`` of which not only whole days are lacking.
    breaks
        Breaks of series (:func:`takeup.variation.breaks.breaks`).
    comparable
        Administrations that can be measured against each other.
    """

    months: tuple[str, ...]
    sources: dict[str, str]
    exposure: pd.DataFrame
    unsure: pd.DataFrame
    breaks: pd.DataFrame
    comparable: tuple[str, ...]


def judge_months(published: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Judge every month in view, as far as it can be judged.

    Parameters
    ----------
    published
        The long table of measures as published: nothing hidden enters a limit.
    known
        What else is known.

    Returns
    -------
    DataFrame
        One row per month and cell: all totals of ``JUDGED``, and services with enough cases.
        Columns as in the contract ``publication/variation.yml``.
    """
    chosen = published["measure"].isin(list(JUDGED)) & published["month"].isin(known.months)
    cells = published[chosen & _carry(published)].groupby(_CELL)
    rows = [
        {**dict(zip(_CELL, name, strict=True)), "month": month, "method": METHOD, **judged}
        for name, cell in cells
        for month, judged in _judge(series_of(cell, known, name), JUDGED[str(name[0])])
    ]
    return pd.DataFrame(rows)


def _carry(published: pd.DataFrame) -> pd.Series[bool]:
    """Tell rows of totals, and of services that count enough to be judged."""
    certain = published["numerator"].where(published["status"] == "ok")
    groups = certain.groupby([published[name] for name in _CELL])
    enough = (groups.transform("count") > MIN_MONTHS) & (
        groups.transform("median") >= MIN_SERVICE
    )
    return (published["leistung_id"] == ALL) | enough.fillna(False).astype(bool)


def series_of(cell: pd.DataFrame, known: Known, name: Any) -> pd.DataFrame:
    """One cell over the months in view, with all that a verdict rests on."""
    measure, verwaltung, _ = name
    months = pd.Index(known.months, name="month")
    table = cell.set_index("month")[["value", "numerator", "denominator", "status"]]
    table = table.reindex(months)
    cover = _cover(known, measure, verwaltung).reindex(months)
    counted = cover["counted"].where(cover["counted"] > 0)
    school = known.exposure.drop_duplicates("month").set_index("month")["school"]
    broken, mixed = _broken(known.breaks, name)
    is_share = JUDGED[measure] == "share"
    covered = (counted / cover["full"]).fillna(0.0)
    table = table.assign(
        status=table["status"].fillna("unknown"),
        counts=table["numerator"].astype("float64"),
        base=table["denominator"].astype("float64") if is_share else counted.fillna(1.0),
        whole=(table["status"] == "ok") | ((table["status"] == "partial") & _enough(covered)),
        school=school.reindex(months).fillna(0.0),
        at=np.arange(len(months)),
        epoch=np.searchsorted(broken, list(known.months), side="right"),
        mixed=months.isin(mixed),
    )
    has_base = (table["base"] > 0) & table["counts"].notna()
    return table.assign(usable=table["whole"] & has_base & ~table["mixed"])


def _broken(breaks: pd.DataFrame, name: Any) -> tuple[list[str], list[str]]:
    """Months with a break of a cell, in order, and those that hold days before it."""
    own = np.logical_and.reduce(
        [breaks[column].to_numpy() == key for column, key in zip(_CELL, name, strict=True)]
    )
    months = breaks["month"].to_numpy()
    return sorted(months[own]), list(months[own & breaks["mixed"].to_numpy(dtype=bool)])


def _enough(covered: pd.Series[float]) -> pd.Series[bool]:
    return covered >= MIN_COVERAGE


def _cover(known: Known, measure: str, verwaltung: str) -> pd.DataFrame:
    """Exposure by month: ``full``, ``counted``; missing where days say nothing of it."""
    weights = known.exposure[known.exposure["source"] == known.sources[measure]]
    if verwaltung != ALL:
        unsure = known.unsure[known.unsure["verwaltung"] == verwaltung]
        lost = pd.MultiIndex.from_frame(weights[_PLACE]).isin(
            pd.MultiIndex.from_frame(unsure[_PLACE])
        )
        own = weights.assign(counted=weights["counted"].mask(lost))
        return own[own["verwaltung"] == verwaltung].set_index("month")
    groups = weights.groupby("month")
    return groups[["full", "counted"]].sum()


def _judge(series: pd.DataFrame, kind: Kind) -> list[tuple[str, dict[str, Any]]]:
    """Month and verdict of one cell, in order of time."""
    usable = series["usable"].to_numpy(dtype=bool)
    columns = as_columns(series)
    judged = []
    for at, (month, now) in enumerate(
        zip(series.index, series.to_dict("records"), strict=True)
    ):
        past = np.flatnonzero(usable[:at])
        reason = _reason(now, columns["epoch"][past])
        if reason:
            judged.append((month, without(now, reason)))
            continue
        places = np.append(past, at)
        months = Months(**{name: column[places] for name, column in columns.items()})
        judged.append((month, verdict(now, usual(months, kind))))
    return judged


def as_columns(series: pd.DataFrame) -> dict[str, Any]:
    """Months of a series as the chart wants them (:class:`takeup.variation.ranges.Months`)."""
    return {
        name: series[name].to_numpy(dtype=np.int64 if name in _WHOLE else np.float64)
        for name in ("at", "school", "epoch", "counts", "base")
    }


def _reason(now: Mapping[Any, Any], epochs: Integers) -> str:
    """Why there is no verdict; empty if there is one.

    Parameters
    ----------
    now
        The month to judge.
    epochs
        Number of breaks up to each usable month of the past.
    """
    if not now["whole"]:
        return str(now["status"])
    if now["mixed"]:
        return "break"
    if not now["usable"]:
        return "unknown"
    if now["epoch"] > 0 and (epochs == now["epoch"]).sum() < MIN_AFTER_BREAK:
        return "break"
    return "few_months" if len(epochs) < MIN_MONTHS else ""
