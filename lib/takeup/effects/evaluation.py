"""One campaign, one report month: what it was registered for, and what is only explored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from takeup.effects.checks import (
    check_roll_out,
    check_synthetic_control,
    check_unit_changes,
)
from takeup.effects.design import Campaign, Event, timing, weekly_panel
from takeup.effects.estimation import Estimated, estimate_alone, estimate_with_comparison
from takeup.effects.result import (
    ALPHA,
    CampaignResult,
    Check,
    FakeStarts,
    Part,
    Reason,
    Role,
    State,
    Verdict,
    additional_submissions,
    cost_per_additional,
    judge,
)
from takeup.effects.weekly import WeeklyPanel
from takeup.periods import Month

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
    result = _head(campaign)
    panel = _panel(campaign, daily_counts, month, events, Part.CAMPAIGN)
    if isinstance(panel, Reason):
        return _without(result, panel)
    estimated = _estimated(campaign, panel)
    if isinstance(estimated, Reason):
        return _without(result, estimated)
    checks = _checks(campaign, panel, daily_counts, events)
    return _with(result, panel, replace(estimated, checks=(*estimated.checks, *checks)))


def explore(
    campaign: Campaign,
    outcomes: Mapping[str, pd.DataFrame],
    month: Month,
    events: Sequence[Event] = (),
) -> list[CampaignResult]:
    """Look beside what a campaign was registered for; none of it proves anything.

    The primary outcome in the weeks after the end and before the start, and every further
    registered outcome during the campaign. Over all of them the p-values are adjusted, so that
    the chance of any false hint stays at 5 %.

    Parameters
    ----------
    campaign, month, events
        As in :func:`evaluate`.
    outcomes
        Daily counts, as in :func:`evaluate`, of the primary outcome and of those in
        ``campaign.outcomes``.

    Returns
    -------
    list of CampaignResult
        One per part and outcome, at most :attr:`Verdict.HINT`.
    """
    asked = [(campaign.primary, Part.AFTER), (campaign.primary, Part.ANTICIPATION)]
    asked += [(outcome, Part.CAMPAIGN) for outcome in campaign.outcomes]
    found = [
        _explored(campaign, (outcome, part), outcomes[outcome], month, events)
        for outcome, part in asked
    ]
    return _adjusted(found)


def _panel(
    campaign: Campaign,
    daily_counts: pd.DataFrame,
    month: Month,
    events: Sequence[Event],
    part: Part,
) -> WeeklyPanel | Reason:
    """Weekly panel of a period that is over, or why there is none."""
    reason = timing(campaign, month.last_day, part)
    return reason or weekly_panel(campaign, daily_counts, events, part)


def _estimated(
    campaign: Campaign, panel: WeeklyPanel, *, with_fakes: bool = True
) -> Estimated | Reason:
    """Estimate by the registered method."""
    if campaign.estimator == "its":
        return estimate_alone(panel)
    return estimate_with_comparison(panel, with_fakes=with_fakes)


def _checks(
    campaign: Campaign,
    panel: WeeklyPanel,
    daily_counts: pd.DataFrame,
    events: Sequence[Event],
) -> list[Check]:
    """What the other methods say, as far as the design allows them."""
    if campaign.estimator == "its":
        return []
    found = [check_unit_changes(panel)]
    if campaign.is_staggered:
        whole = weekly_panel(replace(campaign, announced_weeks=0), daily_counts, events)
        if isinstance(whole, WeeklyPanel):
            found.append(check_roll_out(whole))
    if len(campaign.treated) == 1:
        found.append(check_synthetic_control(panel))
    return found


def _explored(
    campaign: Campaign,
    asked: tuple[str, Part],
    daily_counts: pd.DataFrame,
    month: Month,
    events: Sequence[Event],
) -> CampaignResult:
    """One exploratory row, not yet adjusted."""
    outcome, part = asked
    head = replace(
        _head(campaign), outcome=outcome, part=part, role=Role.EXPLORATORY, cost_eur=None
    )
    panel = _panel(campaign, daily_counts, month, events, part)
    if isinstance(panel, Reason):
        return _without(head, panel)
    estimated = _estimated(campaign, panel, with_fakes=False)
    if isinstance(estimated, Reason):
        return _without(head, estimated)
    return replace(
        head,
        state=State.EVALUATED,
        verdict=Verdict.NONE_FOUND,
        estimate=estimated.estimate,
        observed=panel.observed_during,
    )


def _adjusted(results: Sequence[CampaignResult]) -> list[CampaignResult]:
    """Adjust the p-values of all estimates together, and judge by them."""
    p_values = [each.estimate.p_value for each in results if each.estimate]
    adjusted = iter(holm(p_values))
    return [_hinted(each, next(adjusted)) if each.estimate else each for each in results]


def _hinted(result: CampaignResult, p_adjusted: float) -> CampaignResult:
    """Judge an exploratory result by its adjusted p-value."""
    verdict = Verdict.HINT if p_adjusted <= ALPHA else Verdict.NONE_FOUND
    return replace(result, p_adjusted=p_adjusted, verdict=verdict)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values so that any false rejection among them is as rare as the level says.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    order = np.argsort(p_values)
    factors = np.arange(len(p_values), 0, -1)
    stepped = np.maximum.accumulate(np.asarray(p_values)[order] * factors)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(stepped, 1.0)
    return [float(each) for each in adjusted]


def _head(campaign: Campaign) -> CampaignResult:
    """What is known of a campaign without any estimate."""
    return CampaignResult(
        campaign=campaign.slug,
        state=State.NOT_EVALUABLE,
        reason=None,
        estimator=campaign.estimator,
        cost_eur=campaign.cost_eur,
        verdict=Verdict.NOT_EVALUABLE,
        outcome=campaign.primary,
    )


def _without(head: CampaignResult, reason: Reason) -> CampaignResult:
    """Say why there is no estimate."""
    return replace(head, state=STATES.get(reason, State.NOT_EVALUABLE), reason=reason)


def _with(head: CampaignResult, panel: WeeklyPanel, estimated: Estimated) -> CampaignResult:
    """Put the estimate into submissions and EUR."""
    estimate = estimated.estimate
    fake_starts = estimated.fake_starts or FakeStarts(0, 0)
    additional = additional_submissions(panel.observed_during, estimate)
    return replace(
        head,
        state=State.EVALUATED,
        verdict=judge(estimate, fake_starts),
        estimate=estimate,
        fake_starts=fake_starts,
        observed=panel.observed_during,
        additional=additional,
        cost=cost_per_additional(head.cost_eur or 0.0, additional),
        checks=estimated.checks,
    )
