"""What every method makes of a world: estimate and interval, log points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from effects.worlds import RUN, UNITS, Design, World
from takeup.effects.alone import BothLooks, look_twice
from takeup.effects.checks import recent_changes
from takeup.effects.design import Campaign, panel_of_weeks
from takeup.effects.estimation import randomise
from takeup.effects.its import Series, quasi_poisson, weekly_series
from takeup.effects.panel import fit_panel
from takeup.effects.result import ALPHA, Reason
from takeup.effects.weekly import WeeklyPanel

Z = float(stats.norm.ppf(1 - ALPHA / 2))
LAGS = 8  # Weeks the HAC error looks back, as in methods.md §3.
REFUSED = (np.nan, np.nan, np.nan)
Answer = tuple[float, float, float]

COMPARED = ("Panel-LLR", "randomisation", "unit t-test", "DiD, CR1")
ALONE = ("ITS + placebo", "local level", "ITS and local level")
DETERRENTS = ("before/after, Poisson", "ITS quasi-Poisson", "ITS HAC(8)")
HARMFUL = frozenset({"DiD, CR1", *DETERRENTS})


def ask(
    world: World, design: Design, effects: Sequence[float], *, alone: bool
) -> dict[str, list[Answer]]:
    """Answers of all methods by effect; the series methods only see the treated units."""
    is_everywhere = len(design.starts) == len(UNITS)
    found: dict[str, list[Answer]] = {}
    for effect in effects:
        answers: dict[str, Answer] = {}
        if not is_everywhere:
            answers |= _with_comparison(_panel(world, design, effect, "panel_llr"))
        if alone or is_everywhere:
            answers |= _without_comparison(_panel(world, design, effect, "its"))
        for name, answer in answers.items():
            found.setdefault(name, []).append(answer)
    return found


def campaign_of(world: World, design: Design, estimator: str) -> Campaign:
    """The campaign as it would be registered."""
    starts = [world.mondays[world.n_before + start].date() for start in design.starts]
    length = timedelta(weeks=RUN, days=-1)
    periods = {
        unit: (start, start + length)
        for unit, start in zip(design.treated, starts, strict=True)
    }
    return Campaign(
        slug=design.name,
        start=min(starts),
        end=max(starts) + length,
        treated=design.treated,
        comparison=() if estimator == "its" else UNITS[len(design.starts) :],
        window_weeks=RUN,
        estimator=estimator,  # type: ignore[arg-type]
        cost_eur=1.0,
        periods=periods,
        announced_weeks=world.announced_weeks,
    )


def _panel(world: World, design: Design, effect: float, estimator: str) -> WeeklyPanel | Reason:
    campaign = campaign_of(world, design, estimator)
    n_units = len(campaign.units)
    counted = (world.mondays, world.counts[effect][:n_units], world.days[:n_units])
    return panel_of_weeks(campaign, counted)


def _with_comparison(panel: WeeklyPanel | Reason) -> dict[str, Answer]:
    if isinstance(panel, Reason):
        return dict.fromkeys(COMPARED, REFUSED)
    fit = fit_panel(panel.log_rates, panel.treatment, panel.weeks, panel.noise)
    test = randomise(panel, fit)
    changes = recent_changes(panel)
    found = {
        "Panel-LLR": (fit.effect, *fit.interval),
        "randomisation": (fit.effect, test.low, test.high),
        "unit t-test": REFUSED,
        "DiD, CR1": _cluster_robust(panel),
    }
    if not isinstance(changes, Reason):
        found["unit t-test"] = (changes.effect, *changes.interval)
    return found


def _cluster_robust(panel: WeeklyPanel) -> Answer:
    """Difference in differences with errors clustered by unit (CR1), t with units - 1."""
    on = panel.treatment.any(axis=0)
    treated = panel.treatment.any(axis=1)
    if (panel.treatment[treated] != on).any():
        return REFUSED
    rates = panel.log_rates
    changes = np.nanmean(rates[:, on], axis=1) - np.nanmean(rates[:, ~on], axis=1)
    sides = changes[treated], changes[~treated]
    effect = float(sides[0].mean() - sides[1].mean())
    n = len(changes)
    squares = [((side - side.mean()) ** 2).sum() / len(side) ** 2 for side in sides]
    reach = float(stats.t.ppf(1 - ALPHA / 2, n - 1) * (n / (n - 1) * sum(squares)) ** 0.5)
    return effect, effect - reach, effect + reach


def _without_comparison(panel: WeeklyPanel | Reason) -> dict[str, Answer]:
    series = panel if isinstance(panel, Reason) else weekly_series(panel)
    if series is None or isinstance(series, Reason):
        return dict.fromkeys((*ALONE, *DETERRENTS), REFUSED)
    looks = look_twice(series)
    alone = dict.fromkeys(ALONE, REFUSED) if looks is None else answers_of(looks)
    return alone | {
        "before/after, Poisson": _before_after(series),
        "ITS quasi-Poisson": _its(series, robust=False),
        "ITS HAC(8)": _its(series, robust=True),
    }


def answers_of(looks: BothLooks) -> dict[str, Answer]:
    """What either look says alone, and what reports show."""
    series, level = looks.series, looks.level
    return {
        "ITS + placebo": (series.effect, *series.interval),
        "local level": (level.effect, *level.interval),
        "ITS and local level": (series.effect, *looks.interval),
    }


def _before_after(series: Series) -> Answer:
    """Counts during against as many weeks before, as if only chance stood between them."""
    on = np.flatnonzero(series.treatment > 0)
    before = np.arange(on[0] - len(on), on[0])
    totals = [(series.counts[at].sum(), series.exposure[at].sum()) for at in (on, before)]
    rates = [np.log((count + 0.5) / exposure) for count, exposure in totals]
    effect = float(rates[0] - rates[1])
    reach = Z * sum(1 / (count + 0.5) for count, _ in totals) ** 0.5
    return effect, effect - reach, effect + reach


def _its(series: Series, *, robust: bool) -> Answer:
    """Interrupted time series with the error that its own residuals suggest."""
    regressors = np.column_stack([series.regressors, series.treatment])
    if robust:
        model = GLM(series.counts, regressors, family=Poisson(), offset=np.log(series.exposure))
        fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": LAGS})
        effect, error = float(fit.params[-1]), float(fit.bse[-1])
    else:
        plain = quasi_poisson(series.counts, regressors, series.exposure)
        effect, error = float(plain.coefficients[-1]), float(plain.standard_errors[-1])
    return effect, effect - Z * error, effect + Z * error
