"""One campaign, one report month, one result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from takeup.effects.design import Campaign, Event, WeeklyPanel, timing, weekly_panel
from takeup.effects.its import Series, fit_its, weekly_series
from takeup.effects.local_level import fit_local_level
from takeup.effects.panel import PanelFit, fit_panel
from takeup.effects.placebo import panel_fake_starts
from takeup.effects.randomisation import randomisation_test
from takeup.effects.result import (
    ALPHA,
    CampaignResult,
    Check,
    EffectEstimate,
    FakeStarts,
    Reason,
    State,
    UsedFor,
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
    return _with(campaign, panel, estimated)


@dataclass(frozen=True)
class _Estimated:
    """The estimate, the invented starts, and what every method said."""

    estimate: EffectEstimate
    fake_starts: FakeStarts
    checks: tuple[Check, ...]


def _panel_llr(panel: WeeklyPanel) -> _Estimated:
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
    second = Check(
        "randomisation",
        UsedFor.SECOND,
        fit.effect,
        test.low,
        test.high,
        test.p_value,
        test.smallest_p,
    )
    checks = (_as_check(fit, "panel_llr", UsedFor.PRIMARY), second)
    fake_starts = panel_fake_starts(log_rates, panel.treatment, panel.weeks)
    return _Estimated(estimate, fake_starts, checks)


def _as_check(fit: PanelFit, method: str, used_for: UsedFor) -> Check:
    """Turn a fit into a row of the checks."""
    return Check(method, used_for, fit.effect, *fit.interval, p_value=fit.p_value)


def _its(panel: WeeklyPanel) -> _Estimated | Reason:
    """Interrupted time series, confirmed by the local level."""
    series = weekly_series(panel)
    if series is None:
        return Reason.NO_CALENDAR
    fit = fit_its(series)
    if fit is None:
        return Reason.TOO_FEW_FAKE_STARTS
    second = _local_level(series, panel)
    second_low, second_high = second.interval
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
    checks = (
        Check("its", UsedFor.PRIMARY, fit.effect, low, high, fit.p_value),
        _as_check(second, "local_level", UsedFor.SECOND),
    )
    return _Estimated(estimate, fit.fake_starts, checks)


def _local_level(series: Series, panel: WeeklyPanel) -> PanelFit:
    """Fit the local level with the same regressors, log points."""
    log_rates = np.log(series.counts + 0.5) - np.log(series.exposure)
    return fit_local_level(log_rates, series.regressors, series.treatment, panel.weeks)


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


def _with(campaign: Campaign, panel: WeeklyPanel, estimated: _Estimated) -> CampaignResult:
    """Put the estimate into submissions and EUR."""
    estimate, fake_starts = estimated.estimate, estimated.fake_starts
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
        checks=estimated.checks,
    )
