"""From months of the past to the range of a month, in counts or shares as printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from takeup.effects.arrays import Floats, Integers
from takeup.variation import scale
from takeup.variation.chart import ALPHA, Course, Limits, limits

Kind = Literal["count", "share"]


@dataclass(frozen=True)
class Months:
    """Months of the past in order, and the month to judge as the last one.

    Attributes
    ----------
    at, school, epoch, steps
        As in :class:`takeup.variation.chart.Course`.
    counts
        What was counted; the last is not looked at.
    base
        Of a count: exposure, in days that count alike. Of a share: what it is a share of.
    """

    at: Integers
    school: Floats
    epoch: Integers
    counts: Floats
    base: Floats
    steps: int = 1


@dataclass(frozen=True)
class Range:
    """What is usual: a value is within it from ``low`` to ``high``, both included.

    ``phi`` is the scatter beside that of chance alone, ``months`` how many months it rests on.
    """

    centre: float
    low: float
    high: float
    phi: float
    months: int


def usual(months: Months, kind: Kind, alpha: float = ALPHA) -> Range:
    """Range of the last month, from those before it.

    Counts are whole numbers, shares lie between 0 and 1; both limits are themselves usual.
    """
    return _usual_count(months, alpha) if kind == "count" else _usual_share(months, alpha)


def _usual_count(months: Months, alpha: float) -> Range:
    scaled = scale.scale_counts(months.counts, months.base)
    found = limits(_course(months, scaled, scale.slope_of_counts), alpha)
    exposure = float(months.base[-1])
    low, high = (scale.restore_count(each, exposure) for each in (found.low, found.high))
    mean = scale.restore_mean(found.centre, exposure)
    return _range(mean, scale.count_limits(low, high, mean, alpha / 2), found)


def _usual_share(months: Months, alpha: float) -> Range:
    scaled = scale.scale_shares(months.counts, months.base)
    found = limits(_course(months, scaled, scale.slope_of_shares), alpha)
    low, high = (scale.restore_share(each) for each in (found.low, found.high))
    centre = scale.restore_share(found.centre)
    total = float(months.base[-1])
    return _range(centre, scale.share_limits(low, high, centre, total, alpha / 2), found)


def _course(months: Months, scaled: scale.Scaled, slope: scale.Slope) -> Course:
    return Course(
        at=months.at,
        height=scaled.height,
        variance=scaled.variance,
        school=months.school,
        epoch=months.epoch,
        slope=slope(float(np.median(scaled.height[:-1]))),
        steps=months.steps,
    )


def _range(centre: float, ends: tuple[float, float], found: Limits) -> Range:
    return Range(centre, *ends, found.phi, int(found.used.sum()))
