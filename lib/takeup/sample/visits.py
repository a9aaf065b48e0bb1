"""Visits of the portals as web analytics would count them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from takeup.sample import rhythm
from takeup.sample.plan import Counts, Floats, Scene


@dataclass(frozen=True)
class Traffic:
    """Visits in frames.

    Attributes
    ----------
    daily
        verwaltung, date, visits, visitors, actions, seconds, bounces, converted,
        max_actions; one row per day, outages with 0 visits.
    campaigns
        verwaltung, date, label, visits; only rows with visits, which are among ``daily``'s.
    devices
        verwaltung, month, one column of visits per device.
    """

    daily: pd.DataFrame
    campaigns: pd.DataFrame
    devices: pd.DataFrame


def simulate_traffic(scene: Scene, disturbance: Floats) -> Traffic:
    """Draw the visits; uses the plan's generator up."""
    mean = _usual_visits(scene, disturbance)
    lift = _campaign_lift(scene)
    labelled = scene.plan.rng.poisson(mean[None, :, :] * _labelled(scene))
    unlabelled = scene.plan.rng.poisson(mean * lift)
    visits = unlabelled + labelled.sum(axis=0)
    return Traffic(_daily(scene, visits), _campaigns(scene, labelled), _devices(scene, visits))


def _usual_visits(scene: Scene, disturbance: Floats) -> Floats:
    """Mean of visits without campaigns, administrations by days."""
    truth = scene.settings.truth
    a_day = [each.residents / 1000 * each.visits / 7 for each in scene.administrations]
    public = np.where(rhythm.holiday_flags(scene, "public"), truth.public_holiday.visits, 1.0)
    school = np.where(rhythm.holiday_flags(scene, "school"), truth.school_holidays, 1.0)
    day = rhythm.wave_factor(scene) * public * school
    day = day * rhythm.weekday_factor(scene, truth.weekday.visits)
    day = day * (1 + truth.election.visit_lift * rhythm.election_demand(scene))
    growth = np.exp(truth.growth.per_year * scene.years)
    units = rhythm.season_factor(scene) * rhythm.event_factor(scene, "visits") * disturbance
    return np.array(a_day)[:, None] * units * day * growth * rhythm.available(scene)


def _campaign_lift(scene: Scene) -> Floats:
    """Factor on visits without a label, administrations by days."""
    lift = np.ones((len(scene.slugs), len(scene.days)))
    campaigns = scene.plan.params.campaigns(sample=True)
    for slug, true in scene.settings.truth.campaigns.items():
        campaign = campaigns[slug]
        days = scene.between(campaign.beginn, campaign.ende)
        cells = np.outer(scene.concerned(campaign.verwaltungen), days)
        lift[cells] += true.visit_lift * (1 - true.labelled)
    return lift


def _labels(scene: Scene) -> list[str]:
    campaigns = scene.plan.params.campaigns(sample=True)
    named = [
        label
        for slug in scene.settings.truth.campaigns
        for label in campaigns[slug].matomo_kampagnen
    ]
    return named + list(scene.settings.truth.visits.other_campaigns)


def _labelled(scene: Scene) -> Floats:
    """Labelled visits relative to usual ones, labels by administrations by days."""
    campaigns = scene.plan.params.campaigns(sample=True)
    layers = []
    for slug, true in scene.settings.truth.campaigns.items():
        campaign = campaigns[slug]
        days = scene.between(campaign.beginn, campaign.ende)
        cells = np.outer(scene.concerned(campaign.verwaltungen), days)
        parts = np.arange(len(campaign.matomo_kampagnen), 0, -1)
        for part in parts / parts.sum():
            layers.append(cells * true.visit_lift * true.labelled * part)
    shape = (len(scene.slugs), len(scene.days))
    other = scene.settings.truth.visits.other_campaigns.values()
    return np.array(layers + [np.full(shape, share) for share in other])


def _daily(scene: Scene, visits: Counts) -> pd.DataFrame:
    rng, truth = scene.plan.rng, scene.settings.truth.visits
    keys = pd.MultiIndex.from_product([scene.slugs, scene.days], names=["verwaltung", "date"])
    count = visits.ravel()
    some = np.minimum(count, 1)
    further = rng.poisson(count * (truth.actions - 1))
    columns = {
        "visits": count,
        "visitors": np.maximum(rng.binomial(count, truth.visitors_per_day), some),
        "actions": count + further,
        "seconds": rng.poisson(count * truth.seconds),
        "bounces": rng.binomial(count, truth.bounces),
        "converted": rng.binomial(count, truth.conversions),
        "max_actions": some + np.minimum(further, 3 + rng.poisson(6, count.size)),
    }
    return pd.DataFrame(columns, index=keys).reset_index()


def _campaigns(scene: Scene, labelled: Counts) -> pd.DataFrame:
    label, unit, day = np.nonzero(labelled)
    return pd.DataFrame(
        {
            "verwaltung": np.array(scene.slugs)[unit],
            "date": scene.days[day],
            "label": np.array(_labels(scene))[label],
            "visits": labelled[label, unit, day],
        }
    )


def _devices(scene: Scene, visits: Counts) -> pd.DataFrame:
    truth = scene.settings.truth.visits
    names = list(truth.devices)
    years = scene.years[np.flatnonzero(scene.days.day == 1)]
    chances = np.tile(np.array(list(truth.devices.values())), (len(years), 1))
    gain = truth.smartphone_gain * years
    chances[:, names.index("Smartphone")] += gain
    chances[:, names.index("Desktop")] -= gain
    counts = scene.plan.rng.multinomial(scene.by_month(visits), chances[None, :, :])
    months = [str(month) for month in scene.months]
    keys = pd.MultiIndex.from_product([scene.slugs, months], names=["verwaltung", "month"])
    return pd.DataFrame(counts.reshape(-1, len(names)), index=keys, columns=names).reset_index()
