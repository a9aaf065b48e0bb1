"""The example of CausalImpact (Brodersen et al. 2015): 100 points, +10 in the last 30."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from takeup.effects.local_level import fit_local_level
from takeup.effects.panel import PanelFit

N_BEFORE, N_AFTER = 70, 30
Z = 1.959963984540054
# methods.md §1: two Bayesian fits of one series differ by as much.
MEAN_TOLERANCE, END_TOLERANCE = 0.15, 0.3
# tfp-causalimpact on the same data: mean effect, its interval, and the sum.
BAYESIAN, BAYESIAN_SUM = (10.511, 9.779, 11.228), 315.3


@dataclass(frozen=True)
class Vignette:
    """Response and covariate, both in the vignette's units."""

    y: np.ndarray
    x: np.ndarray

    def fit(self) -> PanelFit:
        """The estimator takes logs as a rule, but is linear: any additive series will do."""
        n = len(self.y)
        regressors = np.column_stack([np.ones(n), self.x])
        treatment = (np.arange(n) >= N_BEFORE).astype(float)
        return fit_local_level(self.y, regressors, treatment, np.arange(n))


@pytest.fixture
def vignette(reference: Callable[[str], pd.DataFrame]) -> Vignette:
    data = reference("causalimpact_vignette.csv")
    return Vignette(data["y"].to_numpy(), data["x1"].to_numpy())


def test_the_mean_effect_and_its_interval(vignette: Vignette) -> None:
    fit = vignette.fit()
    low, high = fit.interval
    assert fit.effect == pytest.approx(BAYESIAN[0], abs=MEAN_TOLERANCE)
    assert (low, high) == pytest.approx(BAYESIAN[1:], abs=END_TOLERANCE)
    # As printed: 11 [9.8, 11].
    assert [float(f"{value:.2g}") for value in (fit.effect, low, high)] == [11, 9.8, 11]


def test_actual_predicted_sum_and_relative_effect(vignette: Vignette) -> None:
    # As printed: actual 117 and 3511, predicted 107; cumulative 316 [294, 338]; 9.9 %.
    fit = vignette.fit()
    after = vignette.y[N_BEFORE:]
    assert [round(after.mean()), round(after.sum())] == [117, 3511]
    # The Bayesian fit has 106.54, so its rounded 107 is the very edge.
    assert after.mean() - fit.effect == pytest.approx(106.54, abs=MEAN_TOLERANCE)
    total = N_AFTER * fit.effect
    assert total == pytest.approx(BAYESIAN_SUM, abs=N_AFTER * MEAN_TOLERANCE)
    ends = [N_AFTER * end for end in fit.interval]
    assert ends == pytest.approx([294, 338], abs=N_AFTER * END_TOLERANCE)
    assert total / (after.sum() - total) == pytest.approx(0.099, abs=0.0015)


def test_statsmodels_forecast_agrees(vignette: Vignette) -> None:
    before = UnobservedComponents(
        vignette.y[:N_BEFORE], level="local level", exog=vignette.x[:N_BEFORE]
    ).fit(disp=False)
    forecast = before.get_forecast(N_AFTER, exog=vignette.x[N_BEFORE:])
    effect = float((vignette.y[N_BEFORE:] - forecast.predicted_mean).mean())
    assert effect == pytest.approx(10.563, abs=1e-3)
    # Variance of the mean forecast: level at the end, its walk on, and the noise.
    noise, walk = before.params[:2]
    level = float(before.filter_results.predicted_state_cov[0, 0, -1]) - walk
    step = np.arange(1, N_AFTER + 1)
    variance = level + walk * np.minimum.outer(step, step).mean() + noise / N_AFTER
    reach = Z * variance**0.5
    assert (effect - reach, effect + reach) == pytest.approx((9.87, 11.22), abs=0.05)
    fit = vignette.fit()
    assert fit.effect == pytest.approx(effect, abs=MEAN_TOLERANCE)
    assert fit.interval == pytest.approx((effect - reach, effect + reach), abs=END_TOLERANCE)
