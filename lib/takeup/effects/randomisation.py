"""Randomisation tests: the same campaign calendars, held by other administrations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from takeup.effects.arrays import Floats, Integers
from takeup.effects.result import ALPHA
from takeup.effects.staggered import Comparison, base_period, comparisons
from takeup.effects.weighting import Weighting, weighting

# All assignments are tried up to this number, a random sample of it beyond (methods.md §2a).
MAX_ASSIGNMENTS = 5000
# Statistics closer than this are ties; they differ by rounding only.
TIE = 1e-9


@dataclass(frozen=True)
class RandomisationTest:
    """Two-sided p, the least p possible in this design, and the inverted 95 % interval.

    Log points; an end is infinite where the design has too few assignments to set a bound.
    """

    p_value: float
    smallest_p: float
    low: float
    high: float
    n_assignments: int


def randomisation_test(
    log_rates: Floats,
    design: tuple[Floats, Integers],
    ratio: float,
    rng: np.random.Generator,
    noise: Floats | None = None,
) -> RandomisationTest:
    """Test the effect by permuting whole campaign calendars among the administrations.

    The statistic is the GLS estimate of the panel divided by its standard error, up to a
    constant that all assignments share. It is linear in the hypothetical effect: under
    effect x, assignment k gives a[k] - x b[k] with abs(b[k]) <= 1, so the set of x that k
    finds at least as extreme as the real calendar is one interval around the estimate, and
    the confidence interval follows exactly, without a search.

    Parameters
    ----------
    log_rates
        Units x weeks, log of submissions per available day; NaN where not observed.
    design
        Treatment (units x weeks, 0 to 1) and week numbers of the columns.
    ratio
        Signal-to-noise ratio of the local level, from :func:`takeup.effects.panel.fit_panel`.
    rng
        Draws assignments when there are more than :data:`MAX_ASSIGNMENTS`.
    noise
        As in :func:`takeup.effects.panel.fit_panel`.

    Returns
    -------
    RandomisationTest

    References
    ----------
    Fisher (1935), The Design of Experiments; Rosenbaum (2002), Statistical Science 17:286
    (inversion); Abadie, Diamond & Hainmueller (2010), JASA 105:493 (placebo in space).
    """
    treatment, weeks = design
    observed = ~np.isnan(log_rates)
    relative = np.ones_like(log_rates) if noise is None else noise
    weights = weighting(np.where(observed, relative, np.nan), weeks, np.array([ratio]))
    y = np.where(observed, log_rates, 0.0)
    calendars, labels = np.unique(treatment, axis=0, return_inverse=True)
    assignments = assign(np.ravel(labels), rng)
    scale = _scales(weights, calendars, assignments)
    a = _sums(calendars, weights.apply(y)[0], assignments) / scale
    b = _sums(calendars, weights.apply(treatment)[0], assignments) / scale
    return _invert(a / b[0], b / b[0])


def staggered_test(
    outcomes: Floats, starts: Floats, comparison: Comparison, rng: np.random.Generator
) -> RandomisationTest:
    """Test a roll-out that stays by permuting the starts among the administrations.

    The statistic is the simple mean of Callaway & Sant'Anna's group-time effects. With equal
    group sizes in every permutation it is a fixed sum over units, one weight per start and
    period, so the interval of a constant effect is inverted as in :func:`randomisation_test`.

    Parameters
    ----------
    outcomes, starts, comparison
        As in :func:`takeup.effects.staggered.fit_staggered`, which must not refuse them.
    rng
        Draws assignments when there are more than :data:`MAX_ASSIGNMENTS`.

    Returns
    -------
    RandomisationTest
        ``low`` and ``high`` in units of the outcome.

    References
    ----------
    Callaway & Sant'Anna (2021), Journal of Econometrics 225:200; Roth & Sant'Anna (2023),
    Journal of Political Economy Microeconomics 1:669 (randomised roll-out).
    """
    labels = np.unique(starts, return_inverse=True)[1]
    by_unit = _start_weights(starts, outcomes.shape[1], comparison)
    # Units with the same start have the same weights.
    weights = by_unit[[int((labels == label).argmax()) for label in range(labels.max() + 1)]]
    assignments = assign(labels, rng)
    treated = (np.arange(outcomes.shape[1]) >= starts[:, None]).astype(float)
    return _invert(*(_sums(weights, values, assignments) for values in (outcomes, treated)))


def _start_weights(starts: Floats, n_periods: int, comparison: Comparison) -> Floats:
    """Weight of each outcome (units x periods) in the simple mean of the effects."""
    weights, n_treated = np.zeros((len(starts), n_periods)), 0
    for group, period, (members, others) in comparisons(starts, n_periods, comparison):
        if period >= group:
            contrast = members - others * (members.sum() / others.sum())
            weights[:, period] += contrast
            weights[:, base_period(group, period)] -= contrast
            n_treated += int(members.sum())
    return weights / n_treated


def assign(labels: Integers, rng: np.random.Generator) -> Integers:
    """List the ways to hand the calendars ``labels`` (units) to units; the real one first.

    All distinct ways (assignments x units) if there are at most :data:`MAX_ASSIGNMENTS`,
    else that many including the real one, drawn with replacement.
    """
    counts = np.bincount(labels)
    total = math.factorial(len(labels)) // math.prod(map(math.factorial, counts.tolist()))
    if total > MAX_ASSIGNMENTS:
        drawn = rng.permuted(np.tile(labels, (MAX_ASSIGNMENTS - 1, 1)), axis=1)
        return np.vstack([labels, drawn])
    ways = np.array(list(_arrangements(counts.tolist())))
    real = (ways == labels).all(axis=1)
    return np.vstack([labels, ways[~real]])


def _arrangements(counts: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield every distinct sequence that holds label i ``counts[i]`` times."""
    if not any(counts):
        yield ()
    for label, count in enumerate(counts):
        if count:
            rest = [n - (i == label) for i, n in enumerate(counts)]
            yield from ((label, *tail) for tail in _arrangements(rest))


def _sums(calendars: Floats, weighted: Floats, assignments: Integers) -> Floats:
    """Inner product of every assigned design with ``weighted`` (units, weeks)."""
    table = calendars @ weighted.T
    products: Floats = table[assignments, np.arange(len(weighted))].sum(axis=1)
    return products


def _scales(weights: Weighting, calendars: Floats, assignments: Integers) -> Floats:
    """Square root of the information each assignment would have; equal without outages."""
    n_units = len(weights.pattern)
    # weighted[u, c] is calendar c as unit u would weight it.
    tiled = [weights.by_unit(np.tile(c, (n_units, 1)))[0] for c in calendars]
    weighted = np.stack(tiled, axis=1)
    cells = weighted.reshape(n_units * len(calendars), -1)
    # One 1 per unit, at the calendar it is assigned.
    held = (assignments[:, :, None] == np.arange(len(calendars))).reshape(len(assignments), -1)
    own = held @ (weighted * calendars).sum(axis=2).ravel()
    lost = (held @ (cells @ weights.pooled_inverse[0] @ cells.T) * held).sum(axis=1)
    scales: Floats = np.sqrt(np.maximum(own - lost, TIE))
    return scales


def _invert(a: Floats, b: Floats) -> RandomisationTest:
    """Read p and interval off the statistics ``a - x b``; the real calendar is row 0."""
    n = len(a)
    extreme = np.abs(a) >= abs(a[0]) - TIE
    # |a - x b| >= |a0 - x| holds between the two roots, which enclose a0; b = +-1 is the real
    # calendar or its mirror image and is as extreme for every x.
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = np.sort(np.stack([(a - a[0]) / (b - 1), (a + a[0]) / (b + 1)]), axis=0)
    same = np.abs(b) >= 1 - TIE
    roots[:, same] = np.array([[-np.inf], [np.inf]])
    keep = math.floor(ALPHA * n)
    return RandomisationTest(
        p_value=float(extreme.mean()),
        smallest_p=float(same.mean()),
        low=float(np.sort(roots[0])[keep]),
        high=float(np.sort(roots[1])[::-1][keep]),
        n_assignments=n,
    )
