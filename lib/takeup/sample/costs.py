"""What the invented cases cost, as the administrations account for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from takeup.sample.plan import Scene

_PLACE = ["verwaltung", "month"]
_COLUMNS = ["verwaltung", "month", "months", "leistung_id", "cost"]


def simulate_costs(scene: Scene, cases: pd.DataFrame) -> pd.DataFrame:
    """Draw the costs of the cases; a stream of its own leaves all other draws as they are.

    Parameters
    ----------
    scene
        Habits of the administrations (``costs``: service, all or year; empty: none).
    cases
        Cases by channel, as in the world.

    Returns
    -------
    DataFrame
        One row per delivered amount: ``verwaltung``, ``month`` (its first), ``months``,
        ``leistung_id`` (empty: all services online), ``cost`` (EUR).
    """
    truth = scene.settings.truth.costs
    (rng,) = scene.plan.rng.spawn(1)
    prices = truth.per_case
    spent = sum((cases[channel] * price for channel, price in prices.items()), start=0.0)
    drawn = spent * rng.lognormal(0.0, truth.spread, len(cases))
    costs = cases[[*_PLACE, "leistung_id"]].assign(cost=drawn.round(2), months=1)
    costs = costs[cases["is_online"] & (cases["month"] >= truth.since)]
    habits = {slug: each.costs for slug, each in scene.settings.administrations.items()}
    habit = costs["verwaltung"].map(habits)
    totals = costs.groupby(_PLACE)["cost"].sum().round(2).reset_index()
    totals = totals.assign(leistung_id="", months=1)
    yearly = _years(totals)
    parts = [
        costs[habit == "service"],
        totals[totals["verwaltung"].map(habits) == "all"],
        yearly[yearly["verwaltung"].map(habits) == "year"],
    ]
    return pd.concat(parts, ignore_index=True)[_COLUMNS]


def _years(totals: pd.DataFrame) -> pd.DataFrame:
    """Amounts of whole years, as a budget states them: in hundreds."""
    year = totals["month"].str[:4].rename("year")
    groups = totals.groupby(["verwaltung", year])
    sums = groups.agg(month=("month", "min"), months=("month", "size"), cost=("cost", "sum"))
    rounded = np.ceil(sums["cost"] / 100) * 100
    return sums.assign(leistung_id="", cost=rounded).reset_index()
