"""Use and uniformity up to now, and up to the end of the project if nothing changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.agreement import Einheitlich
from takeup.effects.arrays import Floats
from takeup.effects.student import critical
from takeup.periods import Month
from takeup.project import Ziel
from takeup.regions import ALL
from takeup.uniformity import WHOLE, ticked
from takeup.variation import Known, ahead, hindsight

GOALS: Final = ("use", "uniformity")
_USE: Final = ("submitted", ALL, ALL)
# Half a year: with fewer points nobody knows how much a share moves.
MIN_MONTHS: Final = 6
_NUMBERS: Final = ("value", "low", "high", "target", "threshold")
_TALLIES: Final = ("inside", "judged")
_COLUMNS: Final = ("goal", "month", "kind", *_NUMBERS, "status", "reason", *_TALLIES)


def _table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    return table.astype(dict.fromkeys(_NUMBERS, "Float64") | dict.fromkeys(_TALLIES, "Int64"))


def _wanted(goal: Ziel | None, month: str) -> float | None:
    return goal.wanted(Month.parse(month)) if goal else None


def _without(goal: str, last: Month, target: float | None) -> dict[str, Any]:
    """Row that says that there is no forecast."""
    row = {"goal": goal, "month": str(last), "kind": "forecast", "target": target}
    return row | {"status": "unknown", "reason": "few_months"}


def forecast_use(
    published: pd.DataFrame, known: Known, goal: Ziel | None, last: Month
) -> pd.DataFrame:
    """Submitted cases of all administrations by month, and forecast up to a month.

    Parameters
    ----------
    published
        The long table of measures as published.
    known
        What else is known.
    goal
        Target path; None if there is none for these data.
    last
        Month of the project's end. If it is over, nothing is forecast.

    Returns
    -------
    DataFrame
        Columns as in the contract ``publication/forecast.yml``.
    """
    own = published[["measure", "verwaltung", "leistung_id"]].eq(list(_USE)).all(axis=1)
    cells = published[own & published["month"].isin(known.months)]
    rows: list[dict[str, Any]] = [
        {
            "goal": "use",
            "month": month,
            "kind": "reached",
            "value": value,
            "target": _wanted(goal, month),
            "status": status,
        }
        for month, value, status in zip(
            cells["month"], cells["value"], cells["status"], strict=True
        )
    ]
    coming = _coming(known.months[-1], last)
    found = ahead(published, known, _USE, coming) if coming else pd.DataFrame()
    if coming and found.empty:
        rows.append(_without("use", last, _wanted(goal, str(last))))
    inside, judged = hindsight(published, known, _USE, len(coming)) if len(found) else (0, 0)
    same = {
        "goal": "use",
        "kind": "forecast",
        "status": "ok",
        "inside": inside,
        "judged": judged,
    }
    for row in found.itertuples(index=False):
        month = str(row.month)
        ends = {"value": row.value, "low": row.low, "high": row.high}
        rows.append({**same, **ends, "month": month, "target": _wanted(goal, month)})
    return _table(rows)


def _coming(now: str, last: Month) -> list[str]:
    return [str(each) for each in Month.range(Month.parse(now).shift(1), last)]


def forecast_uniformity(
    history: Mapping[str, pd.DataFrame], agreement: Einheitlich, goal: Ziel, last: Month
) -> pd.DataFrame:
    """Ticked components that reach their share, by month and forecast up to a month.

    Each component goes on from what is certain of it now (unknown counts as "no", as it does
    in the verdict), as a random walk. How many are reached follows from
    the forecasts of all: at least as many as reach their share with the lower end of the
    interval, at most as many as do with the upper end.

    Parameters
    ----------
    history
        Month → components (:func:`takeup.uniformity.components.components`), oldest first.
    agreement
        The ticked components with their thresholds.
    goal
        Target path of how many are reached.
    last
        Month of the project's end. If it is over, nothing is forecast.

    Returns
    -------
    DataFrame
        Columns as in the contract ``publication/forecast.yml``; goals are ``uniformity`` and
        the ticked components.
    """
    now = max(history)
    thresholds = agreement.gilt_als_einheitlich
    rows = [_counted(month, table, agreement, goal) for month, table in history.items()]
    shares = {name: _shares(history, name) for name in thresholds}
    rows += [
        _share_row(name, now, "reached", series.get(now), thresholds[name])
        for name, series in shares.items()
    ]
    coming = _coming(now, last)
    if coming and min(map(len, shares.values()), default=0) < MIN_MONTHS:
        return _table([*rows, _without("uniformity", last, _wanted(goal, str(last)))])
    for month in coming:
        ends = {name: _walk(series, month) for name, series in shares.items()}
        rows += [
            _share_row(name, month, "forecast", end, thresholds[name])
            for name, end in ends.items()
        ]
        reached = [
            sum(end[at] >= thresholds[name] for name, end in ends.items()) for at in range(3)
        ]
        row = dict(zip(("value", "low", "high"), reached, strict=True))
        place = {"goal": "uniformity", "month": month, "kind": "forecast", "status": "ok"}
        rows.append({**place, **row, "target": _wanted(goal, month)})
    return _table(rows)


def _counted(
    month: str, table: pd.DataFrame, agreement: Einheitlich, goal: Ziel
) -> dict[str, Any]:
    reached = sum(each.verdict == "reached" for each in ticked(table, agreement))
    row = {"goal": "uniformity", "month": month, "kind": "reached", "value": reached}
    return row | {"target": _wanted(goal, month), "status": "ok"}


def _shares(history: Mapping[str, pd.DataFrame], component: str) -> dict[str, Floats]:
    """Certain share of a component by month with what one entry weighs, where it is known."""
    found = {}
    for month, table in history.items():
        row = table[
            (table["component"] == component)
            & (table["verwaltung"] == ALL)
            & (table["part"] == WHOLE)
        ]
        for yes, known, unknown in (
            row[["numerator", "denominator", "unknown"]].astype(float).to_numpy()
        ):
            if known + unknown > 0:
                found[month] = np.array([yes, 1.0]) / (known + unknown)
    return found


def _share_row(
    component: str, month: str, kind: str, found: Any, threshold: float
) -> dict[str, Any]:
    numbers = [None, None, None] if found is None else [*map(float, found)]
    value, low, high = numbers if kind == "forecast" else (numbers[0], None, None)
    row = {"goal": component, "month": month, "kind": kind, "threshold": threshold}
    known = {"value": value, "low": low, "high": high}
    return row | known | {"status": "unknown" if value is None else "ok"}


def _walk(series: Mapping[str, Floats], month: str) -> tuple[float, float, float]:
    """Value, low and high of a share in a month to come.

    A local level without noise: entries are counted, not sampled. What a share moved from
    month to month so far it moves on, up or down; one that never moved still can by an entry.
    """
    months = [Month.parse(each) for each in (*series, month)]
    at = np.array([len(Month.range(months[0], each)) for each in months])
    shares, entries = np.array(list(series.values())).T
    gaps = np.diff(at)
    step = np.mean(np.diff(shares) ** 2 / gaps[:-1])
    reach = critical(len(shares) - 1) * np.sqrt(step * gaps[-1])
    reach = max(float(reach), float(entries[-1]))
    centre = float(shares[-1])
    return centre, max(centre - reach, 0.0), min(centre + reach, 1.0)
