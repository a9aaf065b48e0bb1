"""What other methods say about the same campaign."""

from __future__ import annotations

import numpy as np

from takeup.effects.arrays import Floats
from takeup.effects.estimation import SEED, check_of_fit, check_of_test
from takeup.effects.phases import ANTICIPATION_WEEKS
from takeup.effects.randomisation import staggered_test
from takeup.effects.result import Check, Reason, UsedFor
from takeup.effects.staggered import Comparison, fit_staggered, pool_weeks, starts_of
from takeup.effects.synthetic_control import fit_synthetic_control, placebo_in_space
from takeup.effects.unit_changes import UnitChangesFit, fit_unit_changes
from takeup.effects.weekly import WeeklyPanel

# Levels drift, and older weeks say ever less about now: half a year before the start is better
# than all of it (three of nine at 20 a week, 600 replications: RMSE 9.0 against 11.2).
RECENT_WEEKS = 26


def check_unit_changes(panel: WeeklyPanel) -> Check:
    """t-test on one change per administration; the counter-check of the panel."""
    method = "unit_t_test"
    fit = recent_changes(panel)
    if isinstance(fit, Reason):
        return Check(method, UsedFor.CHECK, reason=fit)
    return check_of_fit(method, UsedFor.CHECK, fit)


def recent_changes(panel: WeeklyPanel) -> UnitChangesFit | Reason:
    """Change of every administration since the last :data:`RECENT_WEEKS`, compared."""
    first = max(0, panel.n_before - RECENT_WEEKS // panel.width)
    return fit_unit_changes(panel.log_rates[:, first:], panel.treatment[:, first:])


def check_roll_out(panel: WeeklyPanel) -> Check:
    """Group-time effects of a campaign that starts in waves and stays.

    Only for panels whose weeks before a start are not blanked
    (:attr:`takeup.effects.design.Campaign.announced_weeks` of 0): the comparison rests on the
    last weeks before each start.
    """
    method, used_for = "callaway_santanna", UsedFor.CHECK
    starts = starts_of(panel.treatment)
    if isinstance(starts, Reason):
        return Check(method, used_for, reason=starts)
    pooled = pool_weeks(panel.log_rates, starts, ANTICIPATION_WEEKS)
    if isinstance(pooled, Reason):
        return Check(method, used_for, reason=pooled)
    comparison: Comparison = "never_treated" if np.isinf(starts).any() else "not_yet_treated"
    fit = fit_staggered(*pooled, comparison)
    if isinstance(fit, Reason):
        return Check(method, used_for, reason=fit)
    test = staggered_test(*pooled, comparison, np.random.default_rng(SEED))
    return check_of_test(method, used_for, fit.simple.effect, test)


def check_synthetic_control(panel: WeeklyPanel) -> Check:
    """The one treated administration beside its synthetic twin: a picture with a rank."""
    method, used_for = "synthetic_control", UsedFor.PICTURE
    rates, treated = panel.log_rates, int(panel.treatment.any(axis=1).argmax())
    fit = fit_synthetic_control(rates[treated], _others(rates, treated), panel.n_before)
    if isinstance(fit, Reason):
        return Check(method, used_for, reason=fit)
    placebo = placebo_in_space(rates, treated, panel.n_before)
    if isinstance(placebo, Reason):
        return Check(method, used_for, fit.effect, reason=placebo)
    return Check(
        method,
        used_for,
        fit.effect,
        p_value=placebo.p_value,
        smallest_p=placebo.smallest_p,
    )


def _others(rates: Floats, unit: int) -> Floats:
    """All rows but one."""
    return np.delete(rates, unit, axis=0)
