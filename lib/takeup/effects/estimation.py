"""The primary estimate of a panel, its second look, its fake starts and all other checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.alone import BothLooks, look_twice
from takeup.effects.its import weekly_series
from takeup.effects.panel import PanelFit, fit_panel
from takeup.effects.placebo import panel_fake_starts
from takeup.effects.randomisation import RandomisationTest, randomisation_test
from takeup.effects.result import ALPHA, Check, EffectEstimate, FakeStarts, Reason, UsedFor
from takeup.effects.student import StudentEstimate
from takeup.effects.weekly import WeeklyPanel

# The randomisation test draws only in designs with more than 5,000 assignments; the seed makes
# two runs on the same data agree. Any number would do.
SEED = 20240930


@dataclass(frozen=True)
class Estimated:
    """An estimate, its invented starts (None where not asked for), what both methods said."""

    estimate: EffectEstimate
    fake_starts: FakeStarts | None
    checks: tuple[Check, ...]


def estimate_with_comparison(panel: WeeklyPanel, *, with_fakes: bool) -> Estimated:
    """Panel estimate, confirmed by the randomisation test."""
    fit = fit_panel(panel.log_rates, panel.treatment, panel.weeks, panel.noise)
    test = randomise(panel, fit)
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
        n_before=panel.n_before * panel.width,
        n_during=panel.n_during * panel.width,
        n_units=len(panel.units),
    )
    fakes = panel_fake_starts(panel) if with_fakes else None
    primary = check_of_fit("panel_llr", UsedFor.PRIMARY, fit)
    second = check_of_test("randomisation", UsedFor.SECOND, fit.effect, test)
    return Estimated(estimate, fakes, (primary, second))


def randomise(panel: WeeklyPanel, fit: PanelFit) -> RandomisationTest:
    """Permute the calendars of a panel."""
    return randomisation_test(
        panel.log_rates,
        (panel.treatment, panel.weeks),
        fit.ratio,
        np.random.default_rng(SEED),
        panel.noise,
    )


def estimate_alone(panel: WeeklyPanel) -> Estimated | Reason:
    """Interrupted time series, widened to the local level that must confirm it."""
    series = weekly_series(panel)
    if series is None:
        return Reason.NO_CALENDAR
    looks = look_twice(series)
    if looks is None:
        return Reason.TOO_FEW_FAKE_STARTS
    estimate = _of_both(panel, looks)
    whole = (estimate.effect, estimate.low, estimate.high, estimate.p_value)
    checks = (
        Check("its", UsedFor.PRIMARY, *whole),
        check_of_fit("local_level", UsedFor.SECOND, looks.level),
        check_of_fit("its_alone", UsedFor.CHECK, looks.series),
    )
    return Estimated(estimate, looks.series.fake_starts, checks)


def _of_both(panel: WeeklyPanel, looks: BothLooks) -> EffectEstimate:
    """Put both looks at a series into an estimate."""
    low, high = looks.interval
    second_low, second_high = looks.level.interval
    return EffectEstimate(
        estimator="its",
        effect=looks.series.effect,
        low=low,
        high=high,
        p_value=looks.p_value,
        smallest_p=None,
        second_low=second_low,
        second_high=second_high,
        confirmed=looks.is_confirmed,
        n_before=panel.n_before,
        n_during=panel.n_during,
        n_units=len(panel.units),
    )


def check_of_test(
    method: str, used_for: UsedFor, effect: float, test: RandomisationTest
) -> Check:
    """Turn a randomisation test into a row of the checks."""
    return Check(method, used_for, effect, test.low, test.high, test.p_value, test.smallest_p)


def check_of_fit(method: str, used_for: UsedFor, fit: StudentEstimate) -> Check:
    """Turn an estimate into a row of the checks."""
    return Check(method, used_for, fit.effect, *fit.interval, p_value=fit.p_value)
