"""How well each administration describes its services, month by month."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from takeup.sample.plan import Counts, Scene

FLAGS = ("has_description", "has_costs", "has_documents", "has_duration", "has_contact")


def simulate_catalogue(scene: Scene) -> pd.DataFrame:
    """Draw the descriptions; uses the plan's generator up.

    Returns
    -------
    DataFrame
        One row per administration, service and month, as it stands at the month's end:
        verwaltung, leistung_id, month, name (empty if the agreed one), online, maturity,
        checked_on, the five flags of :data:`FLAGS`, url and online_dienst (empty if not
        online).
    """
    entries = _entries(scene)
    months = [_on(entries, month.last_day).assign(month=str(month)) for month in scene.months]
    return pd.concat(months, ignore_index=True)


def _entries(scene: Scene) -> pd.DataFrame:
    """Draw what does not change: flags, both maturities, cycle of reviews."""
    rng, settings = scene.plan.rng, scene.settings.catalogue
    count = len(scene.pairs)
    flags = rng.random((count, len(FLAGS))) < np.array(settings.complete)
    shortest, longest = settings.review_days
    keys = scene.pairs[["verwaltung", "leistung_id"]]
    pairs = list(keys.itertuples(index=False, name=None))
    return scene.pairs[["verwaltung", "leistung_id", "online_from"]].assign(
        **dict(zip(FLAGS, flags.T, strict=True)),
        name=[settings.names.get(slug, {}).get(key, "") for slug, key in pairs],
        address=[f"{settings.address}/{slug}/{key}" for slug, key in pairs],
        maturity_online=_drawn(scene, settings.online_maturity),
        maturity_offline=_drawn(scene, settings.offline_maturity),
        review_days=rng.integers(shortest, longest, count),
        review_phase=rng.integers(0, shortest, count),
        dienst=_online_services(scene),
    )


def _online_services(scene: Scene) -> list[str]:
    """Draw the online service of every pair, from a stream of its own."""
    chances = scene.settings.catalogue.online_services.names
    (rng,) = scene.plan.rng.spawn(1)
    drawn = rng.choice(len(chances), size=len(scene.pairs), p=list(chances.values()))
    return [list(chances)[at] for at in drawn]


def _drawn(scene: Scene, chances: dict[int, float]) -> Counts:
    return scene.plan.rng.choice(
        list(chances), size=len(scene.pairs), p=np.array(list(chances.values()))
    )


def _on(entries: pd.DataFrame, day: date) -> pd.DataFrame:
    """Catalogue as it stands on a day."""
    online = entries["online_from"] <= pd.Timestamp(day)
    return entries[["verwaltung", "leistung_id", "name", *FLAGS]].assign(
        online=online,
        maturity=entries["maturity_online"].where(online, entries["maturity_offline"]),
        checked_on=_last_review(entries, day),
        url=entries["address"].where(online, ""),
        online_dienst=entries["dienst"].where(online, ""),
    )


def _last_review(entries: pd.DataFrame, day: date) -> pd.Series[pd.Timestamp]:
    """Day of the last review, from the service's own cycle."""
    origin = pd.Timestamp(0, unit="s")
    elapsed = (pd.Timestamp(day) - origin).days - entries["review_phase"]
    reviews = elapsed // entries["review_days"]
    days = entries["review_phase"] + reviews * entries["review_days"]
    return origin + pd.to_timedelta(days, unit="D")
