"""What a panel must hold before anything is estimated from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Booleans, Floats
from takeup.effects.phases import launch
from takeup.effects.result import Reason

# One full year, or the season cannot be told from the campaign (methods.md §4).
MIN_WEEKS_BEFORE = 52
# A treated administration may lack this share of its weeks, before and during; beyond it the
# rest need not stand for the whole (our judgement, as "gaps" in methods.md §4 has no number).
MAX_MISSING = 0.25


@dataclass(frozen=True)
class Soundness:
    """Cells of the launch (units x weeks), units that cannot be used, and why none can."""

    launching: Booleans
    unusable: Booleans
    reason: Reason | None


def inspect(rates: Floats, treatment: Floats, design: Booleans) -> Soundness:
    """Look for the launch of every unit, for too short a past and for gaps.

    Parameters
    ----------
    rates
        Units x weeks, submissions per day; NaN where not observed.
    treatment
        Units x weeks, 1 in the weeks in question of treated units.
    design
        Units x weeks, whether the cell is of use: in question or baseline.
    """
    treated: Booleans = np.asarray(treatment.any(axis=1))
    on: Booleans = np.asarray(treatment.any(axis=0))
    # Deliveries that begin after the campaign leave no week at all.
    n_before = int(on.argmax()) if on.size else 0
    launching = np.zeros(rates.shape, dtype=bool)
    launching[:, :n_before] = launch(rates[:, :n_before])
    short: Booleans = np.asarray(n_before - launching.sum(axis=1) < MIN_WEEKS_BEFORE)
    during = np.where(treated[:, None], treatment > 0, on)
    expected = ~launching & design
    lacking = np.logical_or(_lacking(rates, expected & ~on), _lacking(rates, during))
    unusable = np.logical_or(short, lacking)
    comparison = unusable[~treated]
    if not on.any():
        reason: Reason | None = Reason.NO_FULL_WEEK
    elif short[treated].any():
        reason = Reason.TOO_SHORT_BEFORE
    elif lacking[treated].any() or (len(comparison) > 0 and comparison.all()):
        reason = Reason.GAP
    else:
        reason = None
    return Soundness(launching, unusable, reason)


def _lacking(rates: Floats, expected: Booleans) -> Booleans:
    """Which units miss too many of the cells that are expected of them."""
    missing = (expected & np.isnan(rates)).sum(axis=1)
    return np.asarray(missing > MAX_MISSING * expected.sum(axis=1))
