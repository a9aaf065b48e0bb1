"""Difference in differences over administrations: one change each, and a t-test on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Floats
from takeup.effects.result import Reason
from takeup.effects.student import StudentEstimate

# Two groups have a mean each; the third unit is the first that says how much units differ.
MIN_UNITS = 3
# Singular values below this share of the largest are zeros with rounding errors; the smallest
# real one is about the share of one week in all, 1 %.
RANK_TOLERANCE = 1e-9


@dataclass(frozen=True)
class UnitChangesFit(StudentEstimate):
    """An estimate with units - 2 degrees of freedom, and the sizes of both groups."""

    n_treated: int
    n_comparison: int


def fit_unit_changes(log_rates: Floats, treatment: Floats) -> UnitChangesFit | Reason:
    """Compare the treated units' change with that of the others, a unit being one observation.

    Each unit is reduced to one number, its mean during the campaign minus its mean before;
    what follows is the t-test of two groups with equal variance. However a unit's weeks hang
    together, the test holds, since units and not weeks are counted.

    Parameters
    ----------
    log_rates
        Units x weeks, log of submissions per available day; NaN where not observed. Weeks
        that some units lack are accounted for by week effects (:func:`period_means`).
    treatment
        Units x weeks, 1 while the campaign runs there, else 0. All treated units share one
        calendar, and the weeks in which nobody is treated are "before".

    Returns
    -------
    UnitChangesFit or Reason
        Log points. ``NO_COMPARISON`` if every unit is treated, ``TOO_FEW_UNITS`` below
        :data:`MIN_UNITS`, ``UNEQUAL_STARTS`` if the treated units' calendars differ,
        ``NO_FULL_WEEK`` and ``TOO_SHORT_BEFORE`` without a week during or before, ``GAP`` if
        a unit is not observed in one of them, or never beside the others.

    References
    ----------
    Donald & Lang (2007), Review of Economics and Statistics 89:221.
    """
    treated, during = treatment.any(axis=1), treatment.any(axis=0)
    reason = _refusal(treatment)
    if reason is not None:
        return reason
    means = period_means(log_rates[:, during]), period_means(log_rates[:, ~during])
    if means[0] is None or means[1] is None:
        return Reason.GAP
    changes = means[0] - means[1]
    groups = changes[treated], changes[~treated]
    df = len(changes) - len(groups)
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    spread = squares / df * sum(1 / len(group) for group in groups)
    effect = float(groups[0].mean() - groups[1].mean())
    return UnitChangesFit(effect, spread**0.5, df, len(groups[0]), len(groups[1]))


def period_means(log_rates: Floats) -> Floats | None:
    """Level of every unit in one period, free of the weeks that happen to be observed there.

    Parameters
    ----------
    log_rates
        Units x weeks of one period; NaN where not observed.

    Returns
    -------
    array or None
        Units; least squares on dummies for units and weeks. Known up to a number that all
        units share; where nothing is missing, the plain mean minus the mean of all. None if
        some unit has no week in common with the others, directly or through a third.
    """
    observed = ~np.isnan(log_rates)
    values = np.where(observed, log_rates, 0.0)[:, observed.any(axis=0)]
    cells = observed[:, observed.any(axis=0)].astype(float)
    # Normal equations of the units once the week effects are swept out; singular along the
    # shared number, which the least-norm solution sets to a mean of 0.
    shares = cells / cells.sum(axis=0)
    left = np.diag(cells.sum(axis=1)) - shares @ cells.T
    right = values.sum(axis=1) - shares @ values.sum(axis=0)
    levels, _, rank, _ = np.linalg.lstsq(left, right, rcond=RANK_TOLERANCE)
    return np.asarray(levels) if rank == len(levels) - 1 else None


def _refusal(treatment: Floats) -> Reason | None:
    """Say what the design lacks for a comparison."""
    treated, during = treatment.any(axis=1), treatment.any(axis=0)
    if treated.all():
        return Reason.NO_COMPARISON
    if len(treatment) < MIN_UNITS:
        return Reason.TOO_FEW_UNITS
    if not during.any():
        return Reason.NO_FULL_WEEK
    if during.all():
        return Reason.TOO_SHORT_BEFORE
    return Reason.UNEQUAL_STARTS if (treatment[treated] != during).any() else None
