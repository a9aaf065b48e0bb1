"""A/A test: campaigns that never were, in the past of the sample's world.

The sample is somebody else's generator: growth, launches of services one by one, holidays,
elections, outages, level shifts. Each replication draws a new past of it with the registered
campaigns, ends it before the first of them, and puts a campaign of eight weeks at its end into
three administrations, at all of them once. Beside it stands the campaign that the sample does
hold, with its true effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from effects.methods import Answer
from effects.worlds import Floats, replication
from takeup.effects.design import Campaign, weekly_panel
from takeup.effects.estimation import local_level_of, randomise
from takeup.effects.its import fit_its, weekly_series
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
FIRST, LAST = Month.parse("2022-07"), Month.parse("2024-05")
SLUG = "muster-fruehjahr-2024"
# Eight weeks that end on the Sunday before the campaign.
FAKE = (date(2024, 2, 5), date(2024, 3, 31))
SEED = 20240902


def planted() -> float:
    """True log effect of the sample's campaign."""
    return float(np.log(load_settings().truth.campaigns[SLUG].submissions))


def counts(params: Params, number: int) -> pd.DataFrame:
    """Daily submissions of the campaign's services in a new draw of the sample's world."""
    rng = replication((SEED, number))
    scene = build_scene(SamplePlan(FIRST, LAST, params, rng), load_settings())
    sessions = simulate_sessions(scene, expected_rates(scene, rhythm.disturbance(scene)))
    rows = portal_frame(scene, sessions)
    rows = rows[rows["leistung_id"].isin(params.kampagnen[SLUG].leistungen)]
    sums = rows.groupby(["verwaltung", "date"])["submitted"].sum()
    grid = pd.MultiIndex.from_product([scene.slugs, scene.days], names=["verwaltung", "date"])
    return sums.reindex(grid, fill_value=0).rename("count").reset_index()


def ask_sample(number: int) -> dict[str, Answer]:
    """Answers for the campaign that never was, and for the real one minus its true effect."""
    params = load_params(PARAMS)
    registered = params.kampagnen[SLUG]
    daily = counts(params, number)
    real = Campaign(
        slug=SLUG,
        start=registered.beginn,
        end=registered.ende,
        treated=registered.verwaltungen,
        comparison=registered.vergleich,
        window_weeks=8,
        estimator="panel_llr",
        cost_eur=1.0,
    )
    fake = replace(real, start=FAKE[0], end=FAKE[1])
    everywhere = replace(fake, treated=real.units, comparison=(), estimator="its")
    before = daily[daily["date"] <= pd.Timestamp(FAKE[1])]
    found = {f"{name}, nothing": answer for name, answer in _compared(fake, before) if answer}
    found |= {f"{name}, nothing": answer for name, answer in _alone(everywhere, before)}
    truth = planted()
    found |= {
        f"{name}, planted": (answer[0] - truth, answer[1] - truth, answer[2] - truth)
        for name, answer in _compared(real, daily)
    }
    return found


def _compared(campaign: Campaign, daily: pd.DataFrame) -> Iterator[tuple[str, Answer]]:
    panel = weekly_panel(campaign, daily)
    if isinstance(panel, Reason):
        return
    fit = fit_panel(panel.log_rates, panel.treatment, panel.weeks, panel.noise)
    test = randomise(panel, fit)
    yield "Panel-LLR", (fit.effect, *fit.interval)
    yield "randomisation", (fit.effect, test.low, test.high)


def _alone(campaign: Campaign, daily: pd.DataFrame) -> Iterator[tuple[str, Answer]]:
    panel = weekly_panel(campaign, daily)
    series = panel if isinstance(panel, Reason) else weekly_series(panel)
    if series is None or isinstance(series, Reason):
        return
    fit = fit_its(series)
    if fit is not None:
        yield "ITS + placebo", (fit.effect, *fit.interval)
    level = local_level_of(series)
    yield "local level", (level.effect, *level.interval)


def as_errors(answers: list[dict[str, Answer]]) -> dict[str, Floats]:
    """Answers by method (replications x 3), minus the truth."""
    names = sorted({name for each in answers for name in each})
    return {name: np.array([each[name] for each in answers if name in each]) for name in names}
