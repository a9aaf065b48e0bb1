"""How much is asked for, and how much of it online: the means the counts are drawn around."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.sample import rhythm
from takeup.sample.plan import Floats, Scene

# No service is ever used online only, and in no service everyone reaches the end.
_HIGHEST_SHARE = 0.9
_HIGHEST_COMPLETION = 0.98


@dataclass(frozen=True)
class Rates:
    """Means, pairs by days: demand in all channels, and new sessions online."""

    demand: Floats
    sessions: Floats
    completion: Floats

    def submissions(self, not_eligible: float) -> Floats:
        """Mean of submissions; some who reach the end are told that they are not eligible."""
        return self.sessions * self.completion * (1 - not_eligible)


def expected_rates(scene: Scene, disturbance: Floats) -> Rates:
    """Work out the means of a scene; ``disturbance`` is a factor, administrations by days."""
    truth = scene.settings.truth
    demand = _demand(scene)
    usual = service_values(scene, "completion")[:, None]
    release = rhythm.event_factor(scene, "completion")[scene.units]
    completion = np.minimum(usual * release, _HIGHEST_COMPLETION)
    online = demand * _share(scene) * _online_day(scene, disturbance)
    sessions = online / (usual * (1 - truth.not_eligible)) * _campaign_factor(scene)
    return Rates(demand, sessions, completion)


def _demand(scene: Scene) -> Floats:
    truth = scene.settings.truth
    school = np.where(rhythm.holiday_flags(scene, "school"), truth.school_holidays, 1.0)
    usual = rhythm.wave_factor(scene) * school
    yearly = service_values(scene, "per_1000")[:, None] / 365.25 * usual
    is_election = service_values(scene, "election")[:, None]
    before_elections = is_election * rhythm.election_demand(scene)
    thousands = unit_values(scene, "residents")[scene.units] / 1000
    return thousands[:, None] * (yearly + before_elections)


def _share(scene: Scene) -> Floats:
    """Share of demand that is submitted online, pairs by days, before day effects."""
    pace = unit_values(scene, "pace")[scene.units] * service_values(scene, "share")
    growth = rhythm.growth_factor(scene)[scene.units]
    return np.minimum(pace[:, None] * growth, _HIGHEST_SHARE) * ramp(scene)


def ramp(scene: Scene) -> Floats:
    """Part of the full use a service has reached since it went online; 0 before."""
    online_from = scene.pairs["online_from"].to_numpy()[:, None]
    elapsed = (scene.days.to_numpy()[None, :] - online_from) / np.timedelta64(1, "D")
    reached = 1 - np.exp(-(elapsed + 1) / scene.settings.truth.ramp_days)
    return np.where(elapsed >= 0, reached, 0.0)


def _online_day(scene: Scene, disturbance: Floats) -> Floats:
    truth = scene.settings.truth
    public = np.where(rhythm.holiday_flags(scene, "public"), truth.public_holiday.online, 1.0)
    day = rhythm.weekday_factor(scene, truth.weekday.submissions) * public
    return (disturbance * rhythm.available(scene) * day)[scene.units]


def _campaign_factor(scene: Scene) -> Floats:
    factor = np.ones((len(scene.pairs), len(scene.days)))
    campaigns = scene.plan.params.campaigns(sample=True)
    for slug, true in scene.settings.truth.campaigns.items():
        campaign = campaigns[slug]
        treated = scene.pairs["verwaltung"].isin(campaign.verwaltungen)
        if campaign.leistungen != "alle":
            treated &= scene.pairs["leistung_id"].isin(campaign.leistungen)
        cells = np.outer(treated.to_numpy(), scene.between(campaign.beginn, campaign.ende))
        factor[cells] *= true.submissions
    return factor


def service_values(scene: Scene, name: str) -> Floats:
    """Take one setting of every pair's service."""
    services = scene.settings.services
    return np.array([getattr(services[key], name) for key in scene.pairs["leistung_id"]], float)


def unit_values(scene: Scene, name: str) -> Floats:
    """Take one setting of every administration."""
    return np.array([getattr(each, name) for each in scene.administrations], float)
