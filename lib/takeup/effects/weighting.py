"""GLS weights of a panel: unit levels that walk at random, week effects common to all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from takeup.effects.arrays import Booleans, Floats, Integers


@dataclass(frozen=True)
class Weighting:
    """The weighting for each signal-to-noise ratio, without unit levels and week effects.

    ``pattern`` (units) names for each unit its block; ``blocks`` (patterns, ratios, weeks,
    weeks) is its precision with the unit's level removed, zero at unobserved weeks;
    ``pooled_inverse`` (ratios, weeks, weeks) inverts their sum over units; ``log_det``
    (ratios) is the determinant part of the REML criterion.
    """

    pattern: Integers
    blocks: Floats
    pooled_inverse: Floats
    log_det: Floats
    df: int

    def by_unit(self, values: Floats) -> Floats:
        """Weight rows of ``values`` (units, weeks) by their unit's block: (ratios, u, w)."""
        weighted = np.empty((len(self.log_det), *values.shape))
        for number, block in enumerate(self.blocks):
            units = self.pattern == number
            weighted[:, units] = (block @ values[units].T).swapaxes(1, 2)
        return weighted

    def apply(self, values: Floats) -> Floats:
        """Weight ``values`` (units, weeks) and remove the week effects: (ratios, u, w)."""
        weighted = self.by_unit(values)
        week_effects = self.pooled_inverse @ weighted.sum(axis=1)[..., None]
        for number, block in enumerate(self.blocks):
            weighted[:, self.pattern == number] -= (block @ week_effects).swapaxes(1, 2)
        return weighted


def weighting(observed: Booleans, weeks: Integers, ratios: Floats) -> Weighting:
    """Build the GLS weighting of a panel with local levels and common week effects.

    Parameters
    ----------
    observed
        Units x weeks, whether the cell counts. Every week and every unit must be observed
        somewhere.
    weeks
        Week numbers, ascending; gaps between them widen the walk.
    ratios
        Variance of the weekly step of the level over that of the noise, >= 0.
    """
    return _weighting(observed.shape, observed.tobytes(), weeks.tobytes(), ratios.tobytes())


# Fake starts, permutations and simulations ask for the same few panels again and again, and
# building one costs ten times as much as using it. A panel of two years takes 3 MB.
@lru_cache(maxsize=16)
def _weighting(
    shape: tuple[int, ...], observed_bytes: bytes, week_bytes: bytes, ratio_bytes: bytes
) -> Weighting:
    """Build the weighting from the bytes of its arrays, which can be a key."""
    observed = np.frombuffer(observed_bytes, dtype=bool).reshape(shape)
    weeks = np.frombuffer(week_bytes, dtype=np.int64)
    ratios = np.frombuffer(ratio_bytes, dtype=np.float64)
    patterns, index = np.unique(observed, axis=0, return_inverse=True)
    built = [_block(pattern, weeks, ratios) for pattern in patterns]
    blocks = np.stack([block for block, _ in built])
    members = np.bincount(np.ravel(index), minlength=len(patterns))
    inverse, log_det = _pool(np.tensordot(members, blocks, axes=1))
    log_det = log_det + members @ np.stack([part for _, part in built])
    df = int(observed.sum()) - len(observed) - (len(weeks) - 1) - 1
    return Weighting(np.ravel(index), blocks, inverse, log_det, df)


def _pool(pooled: Floats) -> tuple[Floats, Floats]:
    """Inverse and log determinant of the units' summed precision, for each ratio.

    The constant is in every unit's level, so the sum is singular along it. Adding a constant
    matrix repairs that without touching anything orthogonal to the constant.
    """
    n_weeks = pooled.shape[1]
    lift = np.trace(pooled, axis1=1, axis2=2) / n_weeks**2
    lifted = pooled + lift[:, None, None]
    return np.linalg.inv(lifted), np.linalg.slogdet(lifted)[1] - np.log(lift * n_weeks)


def _block(pattern: Booleans, weeks: Integers, ratios: Floats) -> tuple[Floats, Floats]:
    """Precision of one unit without its level, and its determinant part, for each ratio."""
    at = np.flatnonzero(pattern)
    walk = np.minimum.outer(weeks[at], weeks[at]) - weeks[at[0]] + 1.0
    covariance = np.eye(len(at)) + ratios[:, None, None] * walk
    precision = np.linalg.inv(covariance)
    rows = precision.sum(axis=2)
    total = rows.sum(axis=1)
    block = np.zeros((len(ratios), len(pattern), len(pattern)))
    block[:, at[:, None], at] = (
        precision - rows[:, :, None] * rows[:, None, :] / (total[:, None, None])
    )
    return block, np.linalg.slogdet(covariance)[1] + np.log(total)
