"""What makes one day differ from another: arrays of factors over days."""

from __future__ import annotations

import holidays
import numpy as np

from takeup.sample.plan import Flags, Floats, Scene
from takeup.sample.settings import Noise, Shift

STATE = "SH"


def wave_factor(scene: Scene) -> Floats:
    """Annual wave of demand, mean 1; one value per day."""
    wave = scene.settings.truth.wave
    phase = 2 * np.pi * (scene.days.day_of_year.to_numpy() - wave.peak_day) / 365.25
    return np.asarray(1 + wave.amplitude * np.cos(phase))


def weekday_factor(scene: Scene, profile: tuple[float, ...]) -> Floats:
    """Weekday profile, mean 1; one value per day."""
    return np.take(np.array(profile), scene.days.day_of_week)


def holiday_flags(scene: Scene, category: str) -> Flags:
    """Days that are holidays of Schleswig-Holstein; category "public" or "school"."""
    years = sorted(set(scene.days.year))
    known = holidays.country_holidays("DE", STATE, years=years, categories=(category,))
    return np.array([day in known for day in scene.days.date])


def election_demand(scene: Scene) -> Floats:
    """Postal votes asked for a day per 1,000 residents, all channels."""
    election = scene.settings.truth.election
    demand = np.zeros(len(scene.days))
    for event in scene.events("wahl"):
        before = np.array([(event.first_day - day).days for day in scene.days.date])
        score = (before - election.peak_days_before) / election.spread_days
        density = np.exp(-(score**2) / 2) / (election.spread_days * np.sqrt(2 * np.pi))
        open_for_requests = before > election.last_days_before
        demand += election.per_1000.get(event.name, 0.0) * density * open_for_requests
    return demand


def event_factor(scene: Scene, measure: str) -> Floats:
    """Factor of portal releases and consent banners on "completion" or "visits".

    Returns
    -------
    Floats
        Administrations by days; 1 before the event.
    """
    factor = np.ones((len(scene.slugs), len(scene.days)))
    truths = scene.settings.truth.events
    for event in (*scene.events("portal"), *scene.events("messung")):
        if event.name in truths:
            after = scene.between(event.first_day, scene.plan.last.last_day)
            cells = np.outer(scene.concerned(event.verwaltungen), after)
            factor[cells] *= getattr(truths[event.name], measure)
    return factor


def season_factor(scene: Scene) -> Floats:
    """Lift of visits within the season, administrations by days."""
    factor = np.ones((len(scene.slugs), len(scene.days)))
    for event in scene.events("saison"):
        first, last = event.first_day, event.bis or event.first_day
        length = (last - first).days
        position = np.array([(day - first).days for day in scene.days.date]) / length
        bell = np.sin(np.pi * np.clip(position, 0, 1))
        lift = scene.settings.truth.season_lift * bell
        factor += np.outer(scene.concerned(event.verwaltungen), lift)
    return factor


def available(scene: Scene) -> Flags:
    """Tell where the portal runs, administrations by days."""
    runs = np.ones((len(scene.slugs), len(scene.days)), dtype=bool)
    known = [
        (each.verwaltungen, each.first_day, each.bis or each.first_day)
        for each in scene.events("ausfall")
    ]
    silent = [((e.verwaltung,), e.first, e.last) for e in scene.settings.truth.silent_outages]
    for slugs, first, last in known + silent:
        runs &= ~np.outer(scene.concerned(slugs), scene.between(first, last))
    return runs


def growth_factor(scene: Scene) -> Floats:
    """Growth of use, 1 at the reference day, administrations by days."""
    growth = scene.settings.truth.growth
    rates = scene.plan.rng.normal(growth.per_year, growth.spread, len(scene.slugs))
    return np.exp(np.outer(rates, scene.years))


def disturbance(scene: Scene) -> Floats:
    """Factor of noise, drift and level shifts, administrations by days."""
    truth = scene.settings.truth
    shape = (len(scene.slugs), len(scene.days))
    rng = scene.plan.rng
    common = _autoregressive(rng.normal(size=(1, shape[1])), truth.noise) * truth.noise.common
    own = _autoregressive(rng.normal(size=shape), truth.noise) * truth.noise.own
    drift = np.cumsum(rng.normal(0, truth.noise.walk, shape), axis=1)
    # The drift is centred, so that the level of a long sample stays where the settings say.
    drift -= drift.mean(axis=1, keepdims=True)
    return np.exp(common + own + drift + _shifts(scene, truth.shift))


def _autoregressive(shocks: Floats, noise: Noise) -> Floats:
    """First-order autoregression with variance 1 along the last axis."""
    values = shocks.copy()
    for day in range(1, shocks.shape[1]):
        fresh = np.sqrt(1 - noise.memory**2) * shocks[:, day]
        values[:, day] = noise.memory * values[:, day - 1] + fresh
    return values


def _shifts(scene: Scene, shift: Shift) -> Floats:
    units = len(scene.slugs)
    happens = scene.plan.rng.random(units) < shift.chance
    size = scene.plan.rng.choice([-shift.size, shift.size], units)
    span = (shift.last - shift.first).days
    start = scene.plan.rng.integers(0, span, units)
    elapsed = np.array([(day - shift.first).days for day in scene.days.date])
    return np.asarray((happens * size)[:, None] * (elapsed[None, :] >= start[:, None]))
