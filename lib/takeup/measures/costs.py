"""Delivered costs by month, and where they stand for the same cases as the cases counted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from takeup.measures.inputs import KEYS, Inputs
from takeup.measures.scope import case_scope
from takeup.regions import ALL

_PLACE = ["month", "verwaltung"]
# With one of these a service's cases are missing in the total, but its costs are not.
_UNCOUNTED = ("catalogue_missing", "offline_unknown")


def cost_terms(frames: Mapping[str, pd.DataFrame], month: str) -> pd.DataFrame:
    """What the amounts of a month rest on, as delivered.

    Returns
    -------
    DataFrame
        One row per verwaltung and leistung_id (``alle``: all services online there) with a
        cost: ``months`` (length of the delivered period), ``price_year``, ``includes``.
    """
    rows = _by_month(frames["kosten"])
    here = rows[rows["month"] == month]
    return here[["verwaltung", "leistung_id", "months", "price_year", "includes"]]


def monthly_costs(inputs: Inputs) -> pd.DataFrame:
    """Delivered costs spread evenly over the months they stand for.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id (``alle``: all services that are
        online there): ``cost_eur``, ``months`` (length of the delivered period). Where two
        periods overlap, the shorter one counts: it says more about its month.
    """
    return _by_month(inputs.frames["kosten"])[[*KEYS, "cost_eur", "months"]].reset_index(
        drop=True
    )


def _by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of each month they stand for, with that month's part of the amount."""
    length = rows["months"].fillna(1).astype("int64")
    spread = rows.assign(
        leistung_id=rows["leistung_id"].replace("", ALL),
        months=length,
        cost_eur=rows["cost_eur"] / length,
    )
    spread = spread.loc[rows.index.repeat(length)]
    steps = spread.groupby(level=0).cumcount()
    first = pd.PeriodIndex(spread["month"], freq="M")
    spread = spread.assign(month=(first + steps.to_numpy()).strftime("%Y-%m"))
    spread = spread.astype({"month": "str"}).sort_values([*KEYS, "months"])
    return spread.drop_duplicates(KEYS)


def costs_of_counted_cases(inputs: Inputs) -> pd.DataFrame:
    """Costs of the cells whose cases over all channels are counted.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id in the scope of the digital take-up
        (:func:`takeup.measures.scope.case_scope`), and ``alle`` where the costs stand for
        exactly the services whose cases are counted: ``cost_eur``.
    """
    costs = monthly_costs(inputs)
    scope = case_scope(inputs)
    counted = scope.loc[scope["reason"] == "", KEYS]
    services = costs.merge(counted, on=KEYS)
    totals = pd.concat([_delivered_totals(costs, scope), _summed(services, counted)])
    cells = pd.concat([services, totals.drop_duplicates(KEYS)], ignore_index=True)
    return cells[[*KEYS, "cost_eur"]]


def _delivered_totals(costs: pd.DataFrame, scope: pd.DataFrame) -> pd.DataFrame:
    """Costs of all services online, where all of these are counted."""
    doubtful = scope.loc[scope["reason"].isin(_UNCOUNTED), _PLACE]
    places = scope.loc[scope["reason"] == "", _PLACE].drop_duplicates()
    certain = places[~pd.MultiIndex.from_frame(places).isin(pd.MultiIndex.from_frame(doubtful))]
    return costs[costs["leistung_id"] == ALL].merge(certain, on=_PLACE)


def _summed(services: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Sum of the services' costs, where every service that is counted has one."""
    wanted = counted.groupby(_PLACE).size().rename("wanted").reset_index()
    groups = services.groupby(_PLACE)["cost_eur"].agg(["sum", "size"]).reset_index()
    complete = groups.merge(wanted, on=_PLACE).query("size == wanted")
    return complete.assign(leistung_id=ALL, cost_eur=complete["sum"])[[*KEYS, "cost_eur"]]
