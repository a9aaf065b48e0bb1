"""Synthetic control: the course of one administration, put together from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Booleans, Floats
from takeup.effects.result import Reason
from takeup.effects.soundness import MAX_MISSING

# With one donor there is nothing to put together.
MIN_DONORS = 2
# A mean and a spread around it need two periods.
MIN_BEFORE = 2


@dataclass(frozen=True)
class SyntheticControl:
    """Weights of the donors (>= 0, sum 1) and the course they make, in units of the outcome.

    ``path`` is the counterfactual and ``gap`` treated minus path (periods); both are NaN in
    periods that the treated unit or a donor lacks. The first ``n_before`` periods are before.
    """

    weights: Floats
    path: Floats
    gap: Floats
    n_before: int

    @property
    def effect(self) -> float:
        """Mean gap after the start."""
        return float(np.nanmean(self.gap[self.n_before :]))

    @property
    def rmspe_before(self) -> float:
        """Root mean square gap before the start: how well the course is met."""
        return float(np.nanmean(self.gap[: self.n_before] ** 2) ** 0.5)

    @property
    def rmspe_after(self) -> float:
        """Root mean square gap after the start."""
        return float(np.nanmean(self.gap[self.n_before :] ** 2) ** 0.5)

    @property
    def ratio(self) -> float:
        """How many times larger the gap is after the start than before; inf if met exactly."""
        return self.rmspe_after / self.rmspe_before if self.rmspe_before > 0 else np.inf


@dataclass(frozen=True)
class PlaceboInSpace:
    """Ratio of RMSPE after to before for every unit in the place of the treated one.

    ``rank`` is the treated unit's place among all, 1 for the largest ratio; with n units the
    p-value, rank / n, can never be below ``smallest_p``, 1 / n.
    """

    ratios: Floats
    rank: int

    @property
    def p_value(self) -> float:
        """Share of units whose ratio is at least as large as that of the treated one."""
        return self.rank / len(self.ratios)

    @property
    def smallest_p(self) -> float:
        """The least p-value this many units can give."""
        return 1 / len(self.ratios)


def fit_synthetic_control(
    treated: Floats, donors: Floats, n_before: int, *, demeaned: bool = True
) -> SyntheticControl | Reason:
    """Weigh the donors so that together they take the treated unit's course before the start.

    Parameters
    ----------
    treated
        Outcome of the treated unit (periods); NaN where not observed.
    donors
        Donors x periods, units without campaign; NaN where not observed. Only periods that
        all of them observed are used.
    n_before
        Number of periods before the start.
    demeaned
        Match movements around each unit's own mean before the start, so that a unit larger or
        smaller than all others has a counterpart; else match levels.

    Returns
    -------
    SyntheticControl or Reason
        ``TOO_FEW_UNITS`` below :data:`MIN_DONORS`, ``TOO_SHORT_BEFORE`` below
        :data:`MIN_BEFORE` periods, ``NO_FULL_WEEK`` without a period after the start, ``GAP``
        if more than :data:`MAX_MISSING` of the periods before or after are incomplete.

    Notes
    -----
    A picture, not a test: what the weights fit before the start is partly noise.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), JASA 105:493, with outcomes as the only predictors;
    demeaned: Ferman & Pinto (2021), Quantitative Economics 12:1197.
    """
    complete = np.asarray(~np.isnan(np.vstack([treated, donors])).any(axis=0))
    reason = _refusal(complete, len(donors), n_before)
    if reason is not None:
        return reason
    before = complete & (np.arange(len(treated)) < n_before)
    level, levels = 0.0, np.zeros((len(donors), 1))
    if demeaned:
        level, levels = treated[before].mean(), donors[:, before].mean(axis=1, keepdims=True)
    weights = simplex_weights(treated[before] - level, (donors - levels)[:, before].T)
    path = np.where(complete, level + weights @ np.nan_to_num(donors - levels), np.nan)
    return SyntheticControl(weights, path, treated - path, n_before)


def placebo_in_space(
    outcomes: Floats, treated: int, n_before: int, *, demeaned: bool = True
) -> PlaceboInSpace | Reason:
    """Fit a synthetic control to every unit in turn, all others its donors.

    Parameters
    ----------
    outcomes
        Units x periods.
    treated
        Row of the treated unit.
    n_before, demeaned
        As in :func:`fit_synthetic_control`, whose reasons apply.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), JASA 105:493, section 3.4.
    """
    ratios = np.empty(len(outcomes))
    for unit in range(len(outcomes)):
        donors = np.delete(outcomes, unit, axis=0)
        fit = fit_synthetic_control(outcomes[unit], donors, n_before, demeaned=demeaned)
        if isinstance(fit, Reason):
            return fit
        ratios[unit] = fit.ratio
    return PlaceboInSpace(ratios, int((ratios >= ratios[treated]).sum()))


def simplex_weights(target: Floats, columns: Floats) -> Floats:
    """Find the convex combination of columns that is nearest to a target.

    Parameters
    ----------
    target
        Values to meet (n).
    columns
        n x k.

    Returns
    -------
    array
        Weights (k), >= 0, sum 1; least squares.

    Notes
    -----
    Weights that sum to 1 leave the residual (target - columns) w, which grows with the sum s
    of w like s^2. Minimising f s^2 + (s - 1)^2 over s gives f / (1 + f), which grows with the
    squared residual f of the normed weights: so non-negative least squares with one more row
    for the sum finds exactly the best normed weights.
    """
    # Pages import this module, and none of them puts a control together.
    from scipy.optimize import nnls

    rows = np.vstack([target[:, None] - columns, np.ones(columns.shape[1])])
    weights = nnls(rows, np.append(np.zeros(len(target)), 1.0))[0]
    return np.asarray(weights / weights.sum())


def _refusal(complete: Booleans, n_donors: int, n_before: int) -> Reason | None:
    """Say what a synthetic control lacks."""
    if n_donors < MIN_DONORS:
        return Reason.TOO_FEW_UNITS
    if n_before < MIN_BEFORE:
        return Reason.TOO_SHORT_BEFORE
    if n_before >= len(complete):
        return Reason.NO_FULL_WEEK
    missing = [1 - complete[:n_before].mean(), 1 - complete[n_before:].mean()]
    return Reason.GAP if max(missing) > MAX_MISSING else None
