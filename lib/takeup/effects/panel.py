"""Panel-LLR: the effect of a campaign in some administrations, the others as comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Floats, Integers
from takeup.effects.student import StudentEstimate
from takeup.effects.weighting import weighting

# Signal-to-noise ratio of the local level, weekly variance of the walk over that of the noise:
# 14 points from "no walk" to "as much walk as noise" (methods.md §2a).
RATIOS: Floats = np.concatenate([[0.0], np.geomspace(1e-4, 1.0, 13)])
# Weak log-normal prior on the ratio: centre 0.003, factor e^2 per standard deviation. It only
# decides when a short series cannot; the simulation of methods.md §3 was run with it.
PRIOR_CENTRE, PRIOR_WIDTH, PRIOR_FLOOR = 3e-3, 2.0, 3e-5


@dataclass(frozen=True)
class PanelFit(StudentEstimate):
    """An estimate with its most likely signal-to-noise ratio."""

    ratio: float


def fit_panel(
    log_rates: Floats, treatment: Floats, weeks: Integers, noise: Floats | None = None
) -> PanelFit:
    """Estimate the common effect of a treatment that units switch on and off.

    log rate = unit's local level (random walk) + week effect + effect x treatment + noise,
    by generalised least squares, averaged over the signal-to-noise grid by REML weights.

    Parameters
    ----------
    log_rates
        Units x weeks, log of submissions per available day; NaN where not observed. Every
        week and every unit must be observed somewhere.
    treatment
        Units x weeks, 1 while the campaign runs there, else 0; staggered starts are fine.
    weeks
        Week numbers of the columns, ascending.
    noise
        Units x weeks, relative noise variance of every cell
        (:func:`takeup.effects.noise.cell_noise`); without it all are alike.

    Returns
    -------
    PanelFit
        Log points.

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, ch. 4;
    Patterson & Thompson (1971), Biometrika 58:545 (REML); Brodersen et al. (2015), Annals of
    Applied Statistics 9:247 (the Bayesian relative of the local level with regression).
    """
    observed = ~np.isnan(log_rates)
    y = np.where(observed, log_rates, 0.0)
    relative = np.ones_like(log_rates) if noise is None else noise
    weights = weighting(np.where(observed, relative, np.nan), weeks, RATIOS)
    weighted = weights.apply(treatment)
    information = (weighted * treatment).sum(axis=(1, 2))
    effects = (weighted * y).sum(axis=(1, 2)) / information
    squares = (weights.apply(y) * y).sum(axis=(1, 2)) - effects**2 * information
    return average(effects, information, squares, weights.log_det, weights.df)


def average(
    effects: Floats, information: Floats, squares: Floats, log_det: Floats, df: int
) -> PanelFit:
    """Average the estimates of all :data:`RATIOS` by their restricted likelihood.

    Parameters
    ----------
    effects, information
        Per ratio: the estimate (log points) and its GLS information.
    squares, log_det
        Per ratio: weighted residual sum of squares, and log determinant of the covariance
        plus that of the information of everything but the effect.
    df
        Residual degrees of freedom.
    """
    variance = squares / df
    prior = (np.log(np.maximum(RATIOS, PRIOR_FLOOR) / PRIOR_CENTRE) / PRIOR_WIDTH) ** 2
    criterion = -0.5 * (df * np.log(variance) + log_det + np.log(information) + prior)
    weight = np.exp(criterion - criterion.max())
    weight /= weight.sum()
    effect = float(weight @ effects)
    spread = float(weight @ (variance / information + (effects - effect) ** 2))
    return PanelFit(effect, spread**0.5, df, float(RATIOS[criterion.argmax()]))
