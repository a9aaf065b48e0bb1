"""The invented truth: what really happened, before anyone wrote it down."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from takeup.sample import rhythm
from takeup.sample.catalogue import simulate_catalogue
from takeup.sample.checks import simulate_links, simulate_pvog
from takeup.sample.costs import simulate_costs
from takeup.sample.demand import expected_rates
from takeup.sample.offices import (
    by_pair_and_month,
    simulate_accounts,
    simulate_answers,
    simulate_cases,
)
from takeup.sample.plan import Scene
from takeup.sample.portal import portal_frame, simulate_sessions
from takeup.sample.visits import Traffic, simulate_traffic


@dataclass(frozen=True)
class World:
    """What happened, in frames.

    Attributes
    ----------
    expected
        verwaltung, leistung_id, month, submissions: mean the counts were drawn around.
    portal
        verwaltung, leistung_id, date, started (resumed ones included), resumed, completed,
        submitted; only rows with activity.
    cases
        verwaltung, leistung_id, month, is_online, online, assisted, counter, post, phone,
        eligible (means something for eWA only), total.
    accounts
        verwaltung, month, active, registered.
    answers
        verwaltung, leistung_id, month, rating_1 to rating_5; only rows with answers.
    traffic
        Visits of the portal.
    catalogue
        State of every service's description at the end of every month.
    costs
        What the cases cost (:func:`takeup.sample.costs.simulate_costs`).
    links, pvog
        What checks of links and of the PVOG found at the end of a quarter.
    """

    expected: pd.DataFrame
    portal: pd.DataFrame
    cases: pd.DataFrame
    accounts: pd.DataFrame
    answers: pd.DataFrame
    traffic: Traffic
    catalogue: pd.DataFrame
    costs: pd.DataFrame
    links: pd.DataFrame
    pvog: pd.DataFrame


def simulate(scene: Scene) -> World:
    """Draw the world of a plan; uses the plan's generator up."""
    disturbance = rhythm.disturbance(scene)
    rates = expected_rates(scene, disturbance)
    sessions = simulate_sessions(scene, rates)
    expected = rates.submissions(scene.settings.truth.not_eligible)
    cases = simulate_cases(scene, rates, sessions.submitted)
    drawn = {
        "cases": cases,
        "accounts": simulate_accounts(scene),
        "answers": simulate_answers(scene, sessions.submitted),
    }
    traffic, catalogue = simulate_traffic(scene, disturbance), simulate_catalogue(scene)
    return World(
        expected=by_pair_and_month(scene, {"submissions": scene.by_month(expected)}),
        portal=portal_frame(scene, sessions),
        **drawn,
        traffic=traffic,
        catalogue=catalogue,
        costs=simulate_costs(scene, cases),
        links=simulate_links(scene, catalogue),
        pvog=simulate_pvog(scene, catalogue),
    )
