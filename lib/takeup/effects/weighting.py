"""GLS weights of a panel: unit levels that walk at random, week effects common to all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from takeup.effects.arrays import Floats, Integers


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


def weighting(noise: Floats, weeks: Integers, ratios: Floats) -> Weighting:
    """Build the GLS weighting of a panel with local levels and common week effects.

    Parameters
    ----------
    noise
        Units x weeks, relative noise variance of the cell (1 is usual); NaN where it does not
        count. Every week and every unit must be observed somewhere.
    weeks
        Week numbers, ascending; gaps between them widen the walk.
    ratios
        Variance of the weekly step of the level over that of the usual noise, >= 0.
    """
    return _weighting(noise.shape, noise.tobytes(), weeks.tobytes(), ratios.tobytes())


# Fake starts, permutations and simulations ask for the same few panels again and again, and
# building one costs ten times as much as using it. A panel of two years takes 3 MB.
@lru_cache(maxsize=16)
def _weighting(
    shape: tuple[int, ...], noise_bytes: bytes, week_bytes: bytes, ratio_bytes: bytes
) -> Weighting:
    """Build the weighting from the bytes of its arrays, which can be a key."""
    noise = np.frombuffer(noise_bytes, dtype=np.float64).reshape(shape)
    weeks = np.frombuffer(week_bytes, dtype=np.int64)
    ratios = np.frombuffer(ratio_bytes, dtype=np.float64)
    # Units with the same noise and the same gaps share a block; NaN differs from NaN.
    patterns, index = np.unique(np.nan_to_num(noise, nan=-1.0), axis=0, return_inverse=True)
    built = [_blocks(patterns, weeks, ratio) for ratio in ratios]
    blocks = np.stack([each for each, _ in built], axis=1)
    parts = np.stack([each for _, each in built], axis=1)
    members = np.bincount(np.ravel(index), minlength=len(patterns))
    inverse, log_det = _pool(np.tensordot(members, blocks, axes=1))
    log_det = log_det + members @ parts
    df = int((~np.isnan(noise)).sum()) - len(noise) - (len(weeks) - 1) - 1
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


def _blocks(patterns: Floats, weeks: Integers, ratio: float) -> tuple[Floats, Floats]:
    """Precision of each pattern without its level, and its determinant part.

    ``patterns`` are the noise of the cells, negative where they do not count. A walk has a
    tridiagonal precision, so the precision of walk plus noise follows by Woodbury's identity
    from the inverse of a tridiagonal matrix, which two recursions give (Meurant 1992, SIAM
    Journal on Matrix Analysis and Applications 13:707): thrice as fast as inverting each.
    """
    counts = patterns >= 0
    safe = np.where(counts, patterns, 1.0)
    accuracy = counts / safe
    log_det = np.log(safe).sum(axis=1)
    precision = accuracy[:, :, None] * np.eye(len(weeks))
    if ratio > 0:
        inner, inner_log_det = _walk_and_noise(accuracy, weeks, ratio)
        precision -= accuracy[:, :, None] * inner * accuracy[:, None, :]
        log_det = log_det + inner_log_det
    rows = precision.sum(axis=2)
    total = rows.sum(axis=1)
    precision -= (rows / total[:, None])[:, :, None] * rows[:, None, :]
    return precision, log_det + np.log(total)


def _walk_and_noise(accuracy: Floats, weeks: Integers, ratio: float) -> tuple[Floats, Floats]:
    """Inverse of (precision of the walk + accuracy), and log det(1 + walk x accuracy)."""
    steps = np.diff(weeks, prepend=weeks[0] - 1).astype(float)
    links = 1 / (ratio * steps)
    diagonal = accuracy + links + np.append(links[1:], 0.0)
    forward, backward = diagonal.copy(), diagonal.copy()
    for week in range(1, len(weeks)):
        forward[:, week] -= links[week] ** 2 / forward[:, week - 1]
        backward[:, -week - 1] -= links[-week] ** 2 / backward[:, -week]
    own = 1 / (forward + backward - diagonal)
    decay = np.zeros_like(own)
    decay[:, 1:] = np.cumsum(np.log(links[1:] / forward[:, :-1]), axis=1)
    inverse = np.exp(-np.abs(decay[:, :, None] - decay[:, None, :]))
    later = np.maximum.outer(np.arange(len(weeks)), np.arange(len(weeks)))
    inverse *= own[:, later]
    return inverse, np.log(forward).sum(axis=1) - np.log(links).sum()
