"""Local level with regression: the second look at a campaign without comparison."""

from __future__ import annotations

import numpy as np

from takeup.effects.arrays import Floats, Integers
from takeup.effects.panel import RATIOS, PanelFit, average


def fit_local_level(
    log_rates: Floats, regressors: Floats, treatment: Floats, weeks: Integers
) -> PanelFit:
    """Estimate the effect on one series whose level walks at random.

    log rate = local level + regressors + effect x treatment + noise, by generalised least
    squares, averaged over the signal-to-noise grid by REML weights. With the treatment at the
    end of the series this is the comparison of the campaign with its universal-kriging
    forecast: the deterministic core of a Bayesian structural time series.

    Parameters
    ----------
    log_rates
        Log of submissions per available day (weeks).
    regressors
        Weeks x k, with a constant, full rank.
    treatment
        1 while the campaign runs (weeks).
    weeks
        Week numbers, ascending; gaps between them widen the walk.

    Returns
    -------
    PanelFit
        Log points.

    References
    ----------
    Harvey (1989), ch. 3-4; Brodersen et al. (2015), Annals of Applied Statistics 9:247.
    """
    walk = np.minimum.outer(weeks, weeks) - weeks[0] + 1.0
    covariance = np.eye(len(weeks)) + RATIOS[:, None, None] * walk
    root = np.linalg.cholesky(covariance)
    columns = np.column_stack([regressors, treatment, log_rates])
    whitened = np.linalg.solve(root, np.broadcast_to(columns, (len(RATIOS), *columns.shape)))
    others, d, y = whitened[..., :-2], whitened[..., -2], whitened[..., -1]
    log_det = np.linalg.slogdet(covariance)[1]
    log_det = log_det + np.linalg.slogdet(others.swapaxes(1, 2) @ others)[1]
    d, y = _residual(others, d), _residual(others, y)
    information = (d * d).sum(axis=1)
    effects = (d * y).sum(axis=1) / information
    squares = (y * y).sum(axis=1) - effects**2 * information
    df = len(weeks) - columns.shape[1] + 1
    return average(effects, information, squares, log_det, df)


def _residual(regressors: Floats, values: Floats) -> Floats:
    """Remove from ``values`` (ratios, weeks) what ``regressors`` explain."""
    basis = np.linalg.qr(regressors)[0]
    fitted = basis @ (basis.swapaxes(1, 2) @ values[..., None])
    return values - fitted[..., 0]
