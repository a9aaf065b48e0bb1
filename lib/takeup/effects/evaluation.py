"""One campaign, one report month, one result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from takeup.effects.design import Campaign, Event, WeeklyPanel, timing, weekly_panel
from takeup.effects.its import Series, fit_its, weekly_series
from takeup.effects.local_level import fit_local_level
from takeup.effects.panel import fit_panel
from takeup.effects.placebo import panel_fake_starts
from takeup.effects.randomisation import randomisation_test
from takeup.effects.result import (
    ALPHA,
    CampaignResult,
    EffectEstimate,
    FakeStarts,
    Reason,
    State,
    Verdict,
    additional_submissions,
    cost_per_additional,
    judge,
)
from takeup.periods import Month

# The randomisation test draws only in designs with more than 5,000 assignments; the seed makes
# two runs on the same data agree. Any number would do.
SEED = 20240930
STATES = {Reason.NOT_STARTED: State.ANNOUNCED, Reason.RUNNING: State.RUNNING}


def evaluate(
    campaign: Campaign,
    daily_counts: pd.DataFrame,
    month: Month,
    events: Sequence[Event] = (),
) -> CampaignResult:
    """Estimate what a campaign did, as far as the end of a month lets one know.

    Parameters
    ----------
    campaign
        The registered design.
    daily_counts
        The primary outcome: one row per ``verwaltung`` (slug) and ``date``, ``count``
        (submissions, all registered Leistungen) NA or the row absent where nothing could be
        counted. Only a campaign that is over is estimated, and rows after its end are not
        looked at: so none after the month is.
    month
        The report month.
    events
        What else moved the counts: other campaigns, elections, releases, eWA starts.

    Returns
    -------
    CampaignResult
        With a reason instead of an estimate where one would not be fair.
    """
    reason = timing(campaign, month.last_day)
    if reason is not None:
        return _without(campaign, reason)
    panel = weekly_panel(campaign, daily_counts, events)
    if isinstance(panel, Reason):
        return _without(campaign, panel)
    estimated = _its(panel) if campaign.estimator == "its" else _panel_llr(panel)
    if isinstance(estimated, Reason):
        return _without(campaign, estimated)
    return _with(campaign, panel, *estimated)


def _panel_llr(panel: WeeklyPanel) -> tuple[EffectEstimate, FakeStarts]:
    """Panel estimate, confirmed by the randomisation test."""
    log_rates = panel.log_rates
    fit = fit_panel(log_rates, panel.treatment, panel.weeks)
    design = (panel.treatment, panel.weeks)
    test = randomisation_test(log_rates, design, fit.ratio, np.random.default_rng(SEED))
    low, high = fit.interval
    estimate = EffectEstimate(
        estimator="panel_llr",
        effect=fit.effect,
        low=low,
        high=high,
        p_value=test.p_value,
        smallest_p=test.smallest_p,
        second_low=test.low,
        second_high=test.high,
        confirmed=test.p_value <= ALPHA,
        n_before=panel.n_before,
        n_during=panel.n_during,
        n_units=len(panel.units),
    )
    return estimate, panel_fake_starts(log_rates, panel.treatment, panel.weeks)


def _its(panel: WeeklyPanel) -> tuple[EffectEstimate, FakeStarts] | Reason:
    """Interrupted time series, confirmed by the local level."""
    series = weekly_series(panel)
    if series is None:
        return Reason.NO_CALENDAR
    fit = fit_its(series)
    if fit is None:
        return Reason.TOO_FEW_FAKE_STARTS
    second_low, second_high = _local_level_interval(series, panel)
    low, high = fit.interval
    estimate = EffectEstimate(
        estimator="its",
        effect=fit.effect,
        low=low,
        high=high,
        p_value=fit.p_value,
        smallest_p=None,
        second_low=second_low,
        second_high=second_high,
        confirmed=second_low > 0 if fit.effect > 0 else second_high < 0,
        n_before=panel.n_before,
        n_during=panel.n_during,
        n_units=len(panel.units),
    )
    return estimate, fit.fake_starts


def _local_level_interval(series: Series, panel: WeeklyPanel) -> tuple[float, float]:
    """Return the 95 % interval of the local level with the same regressors, log points."""
    log_rates = np.log(series.counts + 0.5) - np.log(series.exposure)
    fit = fit_local_level(log_rates, series.regressors, series.treatment, panel.weeks)
    return fit.interval


def _without(campaign: Campaign, reason: Reason) -> CampaignResult:
    """Say why there is no estimate."""
    state = STATES.get(reason, State.NOT_EVALUABLE)
    return CampaignResult(
        campaign=campaign.slug,
        state=state,
        reason=reason,
        estimator=campaign.estimator,
        cost_eur=campaign.cost_eur,
        verdict=Verdict.NOT_EVALUABLE,
    )


def _with(
    campaign: Campaign, panel: WeeklyPanel, estimate: EffectEstimate, fake_starts: FakeStarts
) -> CampaignResult:
    """Put the estimate into submissions and EUR."""
    additional = additional_submissions(panel.observed_during, estimate)
    return CampaignResult(
        campaign=campaign.slug,
        state=State.EVALUATED,
        reason=None,
        estimator=campaign.estimator,
        cost_eur=campaign.cost_eur,
        verdict=judge(estimate, fake_starts),
        estimate=estimate,
        fake_starts=fake_starts,
        observed=panel.observed_during,
        additional=additional,
        cost=cost_per_additional(campaign.cost_eur, additional),
    )
