"""How noisy a cell of the panel is: few submissions say less than many."""

from __future__ import annotations

import numpy as np

from takeup.effects.arrays import Floats

# The variance of log(count + 0.5) is 1 / mean to 14 % for means from 2 on, and never above a
# half (exact sums over the Poisson distribution).
LEAST_COUNT = 2.0


def cell_noise(counts: Floats, days: Floats) -> Floats:
    """Relative variance of the log rate in every cell: Poisson error plus a common remainder.

    The Poisson error of a log rate is one over the expected count; what the first differences
    of the log rates scatter beyond it is the remainder, the same for all.

    Parameters
    ----------
    counts
        Units x weeks, submissions; NaN where not observed or during the campaign: the noise is
        learned from before.
    days
        Units x weeks, days with exposure, also during the campaign; NaN where the cell does
        not count.

    Returns
    -------
    array
        Units x weeks, mean 1 over the cells that count; NaN elsewhere.

    References
    ----------
    Cochran (1954), Biometrics 10:101 (weights from sampling error plus a common variance).
    """
    known = ~np.isnan(counts)
    exposure = np.where(known, days, 0.0).sum(axis=1)
    # Half a submission more keeps a unit without any from an infinite error.
    rates = (np.where(known, counts, 0.0).sum(axis=1) + 0.5) / np.maximum(exposure, 1.0)
    poisson = 1 / np.maximum(rates[:, None] * days, LEAST_COUNT)
    noise = poisson + _remainder(counts, days, poisson)
    normed: Floats = noise / np.nanmean(noise)
    return normed


def _remainder(counts: Floats, days: Floats, poisson: Floats) -> float:
    """Variance that first differences show beyond the Poisson error; never negative."""
    known = ~np.isnan(counts)
    log_rates = np.where(known, np.log(np.where(known, counts, 0.0) + 0.5), np.nan)
    log_rates = log_rates - np.log(np.where(known, days, 1.0))
    n_units = known.sum(axis=0)
    shared = np.nansum(log_rates, axis=0) / np.maximum(n_units, 1)
    # The mean over units takes a share of their scatter with it.
    scale = np.where(n_units > 1, n_units / np.maximum(n_units - 1, 1), 1.0)
    own = (log_rates - np.where(n_units > 1, shared, 0.0)) * np.sqrt(scale)
    steps = np.diff(own, axis=1)
    paired = ~np.isnan(steps)
    if not paired.any():
        return 0.0
    expected = poisson[:, 1:][paired] + poisson[:, :-1][paired]
    return max(0.0, float(np.mean(steps[paired] ** 2 - expected)) / 2)
