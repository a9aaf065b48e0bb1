"""What the offices count each month: cases by channel, accounts, answers to the survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from takeup.regions import EWA_LEIKA
from takeup.sample.demand import Rates, ramp, unit_values
from takeup.sample.plan import Counts, Flags, Floats, Scene


def by_pair_and_month(scene: Scene, values: Mapping[str, npt.NDArray[Any]]) -> pd.DataFrame:
    """List monthly values, pairs by months: verwaltung, leistung_id, month and the values."""
    repeat = np.repeat(np.arange(len(scene.pairs)), len(scene.months))
    frame = scene.pairs[["verwaltung", "leistung_id"]].iloc[repeat].reset_index(drop=True)
    months = np.tile([str(month) for month in scene.months], len(scene.pairs))
    return frame.assign(month=months, **{name: each.ravel() for name, each in values.items()})


def _is_online(scene: Scene) -> Flags:
    ends = np.array([month.last_day for month in scene.months], dtype="datetime64[s]")
    online_from = scene.pairs["online_from"].to_numpy()[:, None]
    return np.asarray(online_from <= ends[None, :])


def simulate_cases(scene: Scene, rates: Rates, submitted: Counts) -> pd.DataFrame:
    """Draw cases by channel; those online are the submissions. Columns as in the world."""
    rng, truth = scene.plan.rng, scene.settings.truth
    online_mean = rates.submissions(truth.not_eligible)
    others = rng.poisson(scene.by_month(np.maximum(rates.demand - online_mean, 0)))
    is_online = _is_online(scene)
    assisted = rng.binomial(others, truth.assisted) * is_online
    online = scene.by_month(submitted)
    channels = rng.multinomial(others - assisted, _service_channels(scene)[:, None, :])
    eligible = online + assisted + _eligible_elsewhere(scene, channels.sum(axis=-1))
    names = dict(zip(("counter", "post", "phone"), np.moveaxis(channels, -1, 0), strict=True))
    counts = {"is_online": is_online, "online": online, "assisted": assisted, **names}
    frame = by_pair_and_month(scene, {**counts, "eligible": eligible})
    parts = ["online", "assisted", "counter", "post", "phone"]
    return frame.assign(total=frame[parts].sum(axis=1))


def _service_channels(scene: Scene) -> Floats:
    services = scene.settings.services
    return np.array([services[key].channels for key in scene.pairs["leistung_id"]])


def _eligible_elsewhere(scene: Scene, counts: Counts) -> Counts:
    """Cases at the counter or by post that could have been online; only while online."""
    part_online = scene.by_month((ramp(scene) > 0).astype(float))
    part_online = part_online / np.array([month.days for month in scene.months])
    is_ewa = (scene.pairs["leistung_id"] == EWA_LEIKA).to_numpy()[:, None]
    chance = scene.settings.truth.ewa_eligible * part_online * is_ewa
    return scene.plan.rng.binomial(counts, chance)


def simulate_answers(scene: Scene, submitted: Counts) -> pd.DataFrame:
    """Draw the survey: rating_1 to rating_5 by service and month, rows with answers only."""
    rng, survey = scene.plan.rng, scene.settings.truth.answers
    common = survey.likeness * np.array(survey.ratings)
    chances = rng.dirichlet(common, len(scene.slugs))[scene.units]
    answers = rng.binomial(scene.by_month(submitted), survey.share)
    ratings = np.moveaxis(rng.multinomial(answers, chances[:, None, :]), -1, 0)
    values = {f"rating_{number}": each for number, each in enumerate(ratings, start=1)}
    frame = by_pair_and_month(scene, values)
    return frame[frame[list(values)].sum(axis=1) > 0].reset_index(drop=True)


def simulate_accounts(scene: Scene) -> pd.DataFrame:
    """Draw accounts: active and registered by administration and month."""
    rng, truth = scene.plan.rng, scene.settings.truth.accounts
    # Accounts go with visits: the Kreis has many residents and few of them come to its portal.
    visits = unit_values(scene, "visits")
    size = unit_values(scene, "residents") / 1000 * visits / np.median(visits)
    years = scene.years[np.flatnonzero(scene.days.day == 1)]
    growth = np.exp(scene.settings.truth.growth.per_year * years)
    active = rng.poisson(np.outer(size, truth.active_per_1000 * growth))
    first = np.maximum(truth.registered_per_1000 + 12 * truth.new_per_1000 * years[0], 0)
    new = rng.poisson(truth.new_per_1000 * size[:, None], (len(size), len(years)))
    registered = rng.poisson(first * size)[:, None] + np.cumsum(new, axis=1)
    months = [str(month) for month in scene.months]
    keys = pd.MultiIndex.from_product([scene.slugs, months], names=["verwaltung", "month"])
    counts = {"active": active.ravel(), "registered": registered.ravel()}
    return pd.DataFrame(counts, index=keys).reset_index()
