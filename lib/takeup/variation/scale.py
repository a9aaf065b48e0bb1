"""Scales on which chance is equally large everywhere: square root and arcsine.

On them the Poisson variance of a count and the binomial one of a share are known without
knowing its mean, so that a limit "never narrower than chance" is one comparison.

References
----------
Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data,
Biometrika 35:246. Laney (2002), Improved control charts for attributes, Quality
Engineering 14:531 (scatter between periods beside that of a count or a share).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Floats
from takeup.variation.chance import Binomial, Poisson, highest, lowest

Slope = Callable[[float], float]


@dataclass(frozen=True)
class Scaled:
    """Figures on a scale with known variance of chance, one per month."""

    height: Floats
    variance: Floats


def scale_counts(counts: Floats, exposure: Floats) -> Scaled:
    """Counts per exposure as 2 √((count + 3/8) / exposure); chance has variance 1/exposure."""
    return Scaled(2 * np.sqrt((counts + 0.375) / exposure), 1 / exposure)


def scale_shares(parts: Floats, totals: Floats) -> Scaled:
    """Shares as 2 arcsin √((part + 3/8) / (total + 3/4)); variance 1 / (total + 1/2)."""
    return Scaled(2 * np.arcsin(np.sqrt((parts + 0.375) / (totals + 0.75))), 1 / (totals + 0.5))


def slope_of_counts(height: float) -> float:
    """Change of height that belongs to a small relative change of a count, for example 0.01."""
    # Below half an event a month a relative change has no meaning; the floor keeps it finite.
    return max(height / 2, 0.5)


def slope_of_shares(height: float) -> float:
    """Change of height that belongs to a small change of a share's log odds."""
    return max(float(np.sin(np.clip(height, 0, np.pi))) / 2, 0.05)


def restore_count(height: float, exposure: float) -> float:
    """Count whose height it is."""
    return max(max(height, 0.0) ** 2 * exposure / 4 - 0.375, 0.0)


def restore_mean(height: float, exposure: float) -> float:
    """Mean of counts whose mean height it is: 2 √(x + 3/8) is 2 √(mean + 1/8) on average."""
    return max(max(height, 0.0) ** 2 * exposure / 4 - 0.125, 0.0)


def restore_share(height: float) -> float:
    """Share whose height it is."""
    return float(np.sin(np.clip(height, 0, np.pi) / 2) ** 2)


def count_limits(low: float, high: float, mean: float, tail: float) -> tuple[float, float]:
    """Smallest and largest usual count: whole numbers, never inside the Poisson limits.

    Parameters
    ----------
    low, high
        Limits of the chart in counts.
    mean
        Expected count.
    tail
        Probability beyond each Poisson limit.
    """
    chance = Poisson(max(mean, 1e-9))
    return (
        float(min(np.ceil(low), lowest(chance, tail))),
        float(max(np.floor(high), highest(chance, tail))),
    )


def share_limits(
    low: float, high: float, centre: float, total: float, tail: float
) -> tuple[float, float]:
    """Smallest and largest usual share of ``total``, never inside the binomial limits."""
    chance = Binomial(total, centre)
    return (
        float(min(np.ceil(low * total), lowest(chance, tail)) / total),
        float(max(np.floor(high * total), highest(chance, tail)) / total),
    )
