"""A/A test: campaigns that never were, in the past of the sample's world.

The sample is somebody else's generator: growth, launches of services one by one, holidays,
elections, outages, level shifts. Each replication draws a new past of it. A campaign that never
was is put right before each of the two that the sample holds, with its administrations, its
services and its method; beside it stands the real one, whose true effect is taken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from effects.methods import Answer, answers_of
from effects.worlds import RUN, Floats, replication
from takeup.campaigns import design_of, known_events
from takeup.effects.alone import look_twice
from takeup.effects.design import Campaign, weekly_panel
from takeup.effects.estimation import randomise
from takeup.effects.its import weekly_series
from takeup.effects.panel import fit_panel
from takeup.effects.result import Reason
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.sample import rhythm
from takeup.sample.demand import expected_rates
from takeup.sample.plan import SamplePlan, build_scene
from takeup.sample.portal import portal_frame, simulate_sessions
from takeup.sample.settings import load_settings

PARAMS = Path(__file__).parents[2] / "params"
FIRST, LAST = Month.parse("2022-07"), Month.parse("2024-11")
SLUGS = ("muster-fruehjahr-2024", "muster-herbst-2024")
SEED = 20240902


@cache
def facts() -> Params:
    """The facts under params/, read once per process."""
    return load_params(PARAMS)


def ask_sample(number: int) -> dict[str, Answer]:
    """Answers in one draw of the sample's world, minus the true effect."""
    rows = applications(number)
    found: dict[str, Answer] = {}
    for slug in SLUGS:
        registered = facts().kampagnen[slug]
        own = rows[rows["leistung_id"].isin(registered.leistungen)]
        real = campaign_of(slug)
        monday = real.start - timedelta(days=real.start.weekday())
        start, end = monday - timedelta(weeks=RUN), monday - timedelta(days=1)
        fake = replace(real, start=start, end=end)
        truth = float(np.log(load_settings().truth.campaigns[slug].submissions))
        for kind, campaign, effect in (("nothing", fake, 0.0), ("planted", real, truth)):
            daily = by_day(own[own["date"] <= pd.Timestamp(campaign.end)], campaign)
            for name, answer in _answers(campaign, daily):
                shifted = tuple(each - effect for each in answer)
                found[f"{name}, {kind}"] = (shifted[0], shifted[1], shifted[2])
    return found


def applications(number: int) -> pd.DataFrame:
    """Daily applications in a new draw of the sample's world."""
    rng = replication((SEED, number))
    scene = build_scene(SamplePlan(FIRST, LAST, facts(), rng), load_settings())
    sessions = simulate_sessions(scene, expected_rates(scene, rhythm.disturbance(scene)))
    return portal_frame(scene, sessions)


def campaign_of(slug: str) -> Campaign:
    """A campaign of the sample as it was registered."""
    return replace(design_of(slug, facts().kampagnen[slug]), window_weeks=RUN)


def by_day(rows: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """Submissions of every day, zeros included."""
    sums = rows.groupby(["verwaltung", "date"])["submitted"].sum()
    days = pd.date_range(FIRST.first_day, campaign.end)
    grid = pd.MultiIndex.from_product([campaign.units, days], names=["verwaltung", "date"])
    return sums.reindex(grid, fill_value=0).rename("count").reset_index()


def _answers(campaign: Campaign, daily: pd.DataFrame) -> Iterator[tuple[str, Answer]]:
    """Answers of the registered method and its second, if they are not refused."""
    events = [event for slug, event in known_events(facts(), sample=True) if slug not in SLUGS]
    earlier = [event for slug, event in known_events(facts(), sample=True) if slug == SLUGS[0]]
    panel = weekly_panel(
        campaign, daily, events + (earlier if campaign.slug != SLUGS[0] else [])
    )
    if isinstance(panel, Reason):
        return
    if campaign.estimator == "panel_llr":
        compared = fit_panel(panel.log_rates, panel.treatment, panel.weeks, panel.noise)
        test = randomise(panel, compared)
        yield "Panel-LLR", (compared.effect, *compared.interval)
        yield "randomisation", (compared.effect, test.low, test.high)
        return
    series = weekly_series(panel)
    if series is None:
        return
    looks = look_twice(series)
    if looks is not None:
        yield from answers_of(looks).items()


def as_errors(answers: list[dict[str, Answer]]) -> dict[str, Floats]:
    """Answers by method (replications x 3), minus the truth."""
    names = sorted({name for each in answers for name in each})
    return {name: np.array([each[name] for each in answers if name in each]) for name in names}
