"""Group-time effects of a roll-out that stays: Callaway & Sant'Anna."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from takeup.effects.arrays import Booleans, Floats, Integers
from takeup.effects.result import ALPHA, Reason
from takeup.effects.unit_changes import period_means

Comparison = Literal["never_treated", "not_yet_treated"]


@dataclass(frozen=True)
class Average:
    """A weighted mean of group-time effects and its standard error, in units of the outcome."""

    effect: float
    standard_error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The pointwise 95 % interval by the normal distribution."""
        reach = float(special.ndtri(1 - ALPHA / 2)) * self.standard_error
        return self.effect - reach, self.effect + reach

    @property
    def p_value(self) -> float:
        """Two-sided p of no effect by the normal distribution."""
        return float(2 * special.ndtr(-abs(self.effect) / self.standard_error))


@dataclass(frozen=True)
class GroupTimeEffects:
    """Effect on each group of units that start together, in each period but the first.

    ``groups`` and ``periods`` (k) are column indices of the start and of the period; before
    the start the "effect" is a placebo, the change since the period before. ``effects`` (k)
    are in units of the outcome. ``influence`` (k x units) is what each unit adds to their
    errors; NaN where one side of the comparison is a single unit, which does not say how much
    units differ. ``members`` (k x units) is 1 for the units of the group, else 0.
    """

    groups: Integers
    periods: Integers
    effects: Floats
    influence: Floats
    members: Floats

    @property
    def event_times(self) -> Integers:
        """Periods since the start, 0 for the first treated one (k)."""
        return self.periods - self.groups

    @property
    def covariance(self) -> Floats:
        """Covariance of the effects (k x k)."""
        return np.asarray(self.influence @ self.influence.T / self.influence.shape[1] ** 2)

    @property
    def standard_errors(self) -> Floats:
        """Analytic standard errors (k)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


@dataclass(frozen=True)
class PreTest:
    """Wald test that every placebo before the start is zero: parallel trends so far."""

    statistic: float
    df: int
    p_value: float


@dataclass(frozen=True)
class StaggeredFit:
    """Group-time effects and their means, in units of the outcome.

    ``simple`` weighs the effects by the size of their group; ``by_event_time`` has one such
    mean per entry of ``event_times`` (periods since the start, placebos negative), and
    ``dynamic`` is the plain mean of those from the start on. ``pretest`` is None without
    placebos, or if the units are too few to tell them apart.
    """

    group_time: GroupTimeEffects
    simple: Average
    dynamic: Average
    event_times: Integers
    by_event_time: tuple[Average, ...]
    pretest: PreTest | None


def fit_staggered(
    outcomes: Floats, starts: Floats, comparison: Comparison = "never_treated"
) -> StaggeredFit | Reason:
    """Estimate what starting did, when units start at different times and never stop.

    Each group of units that start together is compared, period by period, with units that
    have not started, by their change since the last period before the start; the group-time
    effects are then averaged. No unit that has started serves as comparison, which is what
    goes wrong in a regression on unit and period effects when effects grow or fade.

    Parameters
    ----------
    outcomes
        Units x periods, nothing missing. One period before the start carries the whole
        comparison: feed months, not single weeks (:func:`pool_weeks`).
    starts
        Column index of each unit's first treated period (units), ``numpy.inf`` for never.
    comparison
        Units that never start, or all that have not started by the period: more units, and
        the only way if all start in the end.

    Returns
    -------
    StaggeredFit or Reason
        ``GAP`` if an outcome is missing, ``TOO_SHORT_BEFORE`` if a unit starts in the first
        period, ``NO_COMPARISON`` if nobody starts or no effect has a comparison.

    Notes
    -----
    The standard errors rest on many units in each group. With nine administrations they are
    too small: in the simulation of :func:`pool_weeks` the 95 % interval covered 86 to 89 %,
    that of :func:`takeup.effects.randomisation.staggered_test`, which is exact, 95 to 96 %.

    References
    ----------
    Callaway & Sant'Anna (2021), Journal of Econometrics 225:200, without covariates; base
    periods and analytic standard errors as in their R package did.
    """
    if np.isnan(outcomes).any():
        return Reason.GAP
    if starts.min() < 1:
        return Reason.TOO_SHORT_BEFORE
    found = group_time_effects(outcomes, starts, comparison)
    times = np.unique(found.event_times)
    if not (times >= 0).any():
        return Reason.NO_COMPARISON
    by_time = [_weighted(found, found.event_times == time) for time in times]
    after = [mean for time, mean in zip(times, by_time, strict=True) if time >= 0]
    effect, influence = (np.mean(part, axis=0) for part in zip(*after, strict=True))
    return StaggeredFit(
        group_time=found,
        simple=_average(*_weighted(found, found.event_times >= 0)),
        dynamic=_average(float(effect), influence),
        event_times=times,
        by_event_time=tuple(_average(*mean) for mean in by_time),
        pretest=_pretest(found),
    )


def group_time_effects(
    outcomes: Floats, starts: Floats, comparison: Comparison
) -> GroupTimeEffects:
    """Estimate every group's effect in every period that has a comparison.

    Arguments as in :func:`fit_staggered`.
    """
    n_units = len(starts)
    cells = list(comparisons(starts, outcomes.shape[1], comparison))
    effects, influence = np.empty(len(cells)), np.empty((len(cells), n_units))
    for k, (group, period, sides) in enumerate(cells):
        change = outcomes[:, period] - outcomes[:, base_period(group, period)]
        means = [float(change[side].mean()) for side in sides]
        effects[k] = means[0] - means[1]
        influence[k] = sum(
            sign * n_units * side * (change - mean) / _several(side)
            for sign, side, mean in zip((1, -1), sides, means, strict=True)
        )
    groups, periods = (np.array([cell[i] for cell in cells], dtype=int) for i in (0, 1))
    members = (starts == groups[:, None]).astype(float)
    return GroupTimeEffects(groups, periods, effects, influence, members)


def comparisons(
    starts: Floats, n_periods: int, comparison: Comparison
) -> Iterator[tuple[int, int, tuple[Booleans, Booleans]]]:
    """Yield group, period, and which units are the group and which its comparison."""
    for group in np.unique(starts[starts < n_periods]).astype(int):
        for period in range(1, n_periods):
            never, last = comparison == "never_treated", n_periods - 1
            others = (starts > (last if never else period)) & (starts != group)
            if others.any():
                yield group, period, (starts == group, others)


def base_period(group: int, period: int) -> int:
    """Period a change is counted from: the last before the start, or the one before."""
    return min(group, period) - 1


def starts_of(treatment: Floats) -> Floats | Reason:
    """Find each unit's first treated column.

    Parameters
    ----------
    treatment
        Units x periods, 1 while treated, else 0.

    Returns
    -------
    array or Reason
        Units, ``numpy.inf`` for never; ``UNEQUAL_STARTS`` if a unit stops again.
    """
    if (np.diff(treatment, axis=1) < 0).any():
        return Reason.UNEQUAL_STARTS
    return np.where(treatment.any(axis=1), treatment.argmax(axis=1), np.inf)


def pool_weeks(
    log_rates: Floats, starts: Floats, length: int
) -> tuple[Floats, Floats] | Reason:
    """Pool weeks to longer periods, cut so that the first start begins one.

    Parameters
    ----------
    log_rates
        Units x weeks; NaN where not observed.
    starts
        First treated week of each unit, ``numpy.inf`` for never; one of them is finite.
    length
        Weeks in a period; weeks that do not fill one at either end are left out.

    Returns
    -------
    tuple or Reason
        Units x periods, up to a number per period that all units share
        (:func:`takeup.effects.unit_changes.period_means`), and the starts in periods. In the
        period in which a unit starts, its weeks before the start do not count. ``GAP`` if a
        unit has nothing to compare in a period.

    Notes
    -----
    Long periods pay: with three waves of two in nine, twelve weeks apart, the simple mean of
    300 simulated series missed the truth by 8.6, 7.3 and 6.7 log points at 4, 8 and 12 weeks.
    """
    n_weeks, first = log_rates.shape[1], int(starts.min()) % length
    counted = np.where(_blank(starts, first, length, n_weeks), np.nan, log_rates)
    edges = range(first, n_weeks - length + 1, length)
    means = [period_means(counted[:, edge : edge + length]) for edge in edges]
    pooled = [mean for mean in means if mean is not None]
    if len(pooled) < len(means):
        return Reason.GAP
    return np.column_stack(pooled), np.floor((starts - first) / length)


def _blank(starts: Floats, first: int, length: int, n_weeks: int) -> Booleans:
    """Mark the weeks (units x weeks) before a start in the same period as the start."""
    weeks = np.arange(n_weeks)
    same = np.floor((weeks - first) / length) == np.floor((starts - first) / length)[:, None]
    return np.asarray(same & (weeks < starts[:, None]))


def _several(side: Booleans) -> float:
    """Return the number of units on one side; NaN for one, which has no spread."""
    count = float(side.sum())
    return count if count > 1 else np.nan


def _weighted(found: GroupTimeEffects, chosen: Booleans) -> tuple[float, Floats]:
    """Mean of chosen effects by size of group, and each unit's influence on it.

    The sizes are estimates too: a unit moves the mean through its outcomes and through the
    weight that its belonging to a group gives.
    """
    members, effects = found.members[chosen], found.effects[chosen]
    shares = members.mean(axis=1)
    weights = shares / shares.sum()
    surplus = members - shares[:, None]
    by_weight = (effects @ surplus - effects @ weights * surplus.sum(axis=0)) / shares.sum()
    return float(effects @ weights), weights @ found.influence[chosen] + by_weight


def _average(effect: float, influence: Floats) -> Average:
    """Attach the standard error that the units' influence makes."""
    return Average(effect, float((influence @ influence) ** 0.5 / len(influence)))


def _pretest(found: GroupTimeEffects) -> PreTest | None:
    """Test all placebos at once."""
    before = found.event_times < 0
    effects, covariance = found.effects[before], found.covariance[np.ix_(before, before)]
    df = len(effects)
    if df == 0 or np.isnan(covariance).any() or np.linalg.matrix_rank(covariance) < df:
        return None
    statistic = float(effects @ np.linalg.solve(covariance, effects))
    return PreTest(statistic, df, float(special.chdtrc(df, statistic)))
