"""What people did in the portals, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from takeup.sample.demand import Rates
from takeup.sample.plan import Counts, Scene


@dataclass(frozen=True)
class Sessions:
    """Counts, pairs by days."""

    started: Counts
    resumed: Counts
    completed: Counts
    submitted: Counts


def simulate_sessions(scene: Scene, rates: Rates) -> Sessions:
    """Draw the sessions; uses the plan's generator up."""
    rng, truth = scene.plan.rng, scene.settings.truth
    new = rng.poisson(rates.sessions)
    completed = rng.binomial(new, rates.completion)
    done = rng.binomial(completed, 1 - truth.not_eligible)
    later = rng.binomial(done, truth.resumed.share)
    # Not in an outage, not before the service is online, not after an election.
    is_open = rates.sessions > 0
    back = _postponed(scene, later) * is_open
    in_vain = rng.binomial(new - completed, truth.resumed.given_up)
    resumed = back + _moved(in_vain, 1) * is_open
    return Sessions(new + resumed, resumed, completed, done - later + back)


def _moved(counts: Counts, days: int) -> Counts:
    """Move counts so many days on; what leaves the sample is lost."""
    moved = np.zeros_like(counts)
    moved[:, days:] = counts[:, :-days]
    return moved


def _postponed(scene: Scene, counts: Counts) -> Counts:
    """Spread counts over the days after."""
    longest = scene.settings.truth.resumed.longest_delay_days
    arrived = np.zeros_like(counts)
    left = counts
    for delay in range(1, longest + 1):
        leaves = scene.plan.rng.binomial(left, 1 / (longest - delay + 1))
        arrived += _moved(leaves, delay)
        left = left - leaves
    return arrived


def portal_frame(scene: Scene, sessions: Sessions) -> pd.DataFrame:
    """List the sessions: verwaltung, leistung_id, date and counts, rows with activity only."""
    pair, day = np.nonzero(sessions.started)
    keys = scene.pairs[["verwaltung", "leistung_id"]].iloc[pair].reset_index(drop=True)
    counts = {
        name: getattr(sessions, name)[pair, day]
        for name in ("started", "resumed", "completed", "submitted")
    }
    return keys.assign(date=scene.days[day], **counts)
