"""Before a campaign: which effect a design could show, tried on what the counts did so far.

Invented campaigns are put where nothing happened, again and again: in other administrations,
from other weeks on. Each is fitted by the code that will judge the real one. What it finds
there is noise, and how large an effect must be to stand out from that noise is the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from takeup.effects.alone import look_twice
from takeup.effects.arrays import Floats, Integers
from takeup.effects.its import MIN_FAKE_STARTS, weekly_series
from takeup.effects.panel import fit_panel
from takeup.effects.phases import fading
from takeup.effects.placebo import STEP
from takeup.effects.randomisation import randomisation_test
from takeup.effects.result import ALPHA, relative
from takeup.effects.soundness import MIN_WEEKS_BEFORE
from takeup.effects.weekly import WeeklyPanel

# Weeks from the start of one wave to that of the next (methods.md §3, design S6).
WAVE_SPACING = 6
POWER = 0.8
# Invented campaigns per design. Both ends of their intervals count, so 120 thresholds: from one
# seed to another the 80 % point then moves by up to a tenth (0.20 to 0.23 for six
# administrations in three waves of the sample, five seeds).
DRAWS = 60
# Without a comparison only the start can be drawn; every fit comes with a dozen fake starts.
DRAWS_ALONE = 16
# Fewer say nothing about the tail that power is about.
MIN_DRAWS = 8


@dataclass(frozen=True)
class Design:
    """A campaign that may be: administrations that take part, waves, weeks in each of them."""

    treated: int
    waves: int
    weeks: int

    @property
    def span(self) -> int:
        """Weeks from the first start to the last end."""
        return self.weeks + (self.waves - 1) * WAVE_SPACING


@dataclass(frozen=True)
class Outlook:
    """What a design can show.

    ``mde`` is the smallest true effect (relative change) whose 95 % interval excludes zero
    in 8 of 10 invented campaigns, ``mde_proven`` the one that the second analysis confirms as
    well; None if no effect can be shown so. ``smallest_p`` is the least p of the
    randomisation (None without one), ``false_alarms`` the share of invented campaigns whose
    interval excludes zero, ``draws`` their number. ``base`` is how many submissions the
    campaign weeks hold without an effect.
    """

    design: Design
    mde: float | None
    mde_proven: float | None
    smallest_p: float | None
    false_alarms: float
    draws: int
    base: float

    @property
    def additional(self) -> float | None:
        """Submissions that the smallest provable effect adds."""
        effect = self.mde if self.mde_proven is None else self.mde_proven
        return None if effect is None else self.base * effect


def break_even_effect(cost_eur: float, value_eur: float, base: float) -> float:
    """Relative change at which the additional submissions are worth what was paid.

    Parameters
    ----------
    cost_eur, value_eur
        Cost of the campaign, and what one more submission is worth.
    base
        Submissions without the campaign, > 0.
    """
    return cost_eur / (value_eur * base)


@dataclass(frozen=True)
class _Draw:
    """Ends of both intervals of an invented campaign, log points; least p; whether it flags."""

    first: tuple[float, float]
    second: tuple[float, float]
    smallest_p: float | None

    @property
    def flags(self) -> bool:
        return self.first[0] > 0 or self.first[1] < 0


def outlook(history: WeeklyPanel, design: Design, rng: np.random.Generator) -> Outlook | None:
    """Try a design on a history without a campaign.

    Parameters
    ----------
    history
        Weekly counts of all administrations that could take part or be compared; its
        ``treatment`` is not looked at. At least :data:`MIN_WEEKS_BEFORE` weeks more than the
        design spans.
    design
        If all administrations take part in one wave, there is nobody to compare with, and the
        interrupted time series is used.
    rng
        Draws administrations and starts.

    Returns
    -------
    Outlook or None
        None if the history is too short for :data:`MIN_DRAWS` invented campaigns.

    Notes
    -----
    All estimators are linear in the log rates, so an injected effect of x log points moves
    estimate and intervals by exactly x and leaves their width alone. What an effect must be
    to be found in a draw is therefore known without refitting: minus the lower end. Upper
    ends tell the same of an effect of the other sign, and are used as further draws.

    References
    ----------
    Bloom (1995), Evaluation Review 19:547 (minimum detectable effects); Bertrand, Duflo &
    Mullainathan (2004), QJE 119:249 (placebo laws).
    """
    is_alone = design.treated == len(history.units) and design.waves == 1
    draws = list(_alone(history, design) if is_alone else _compared(history, design, rng))
    if len(draws) < MIN_DRAWS:
        return None
    first = [-each.first[0] for each in draws] + [each.first[1] for each in draws]
    second = [-each.second[0] for each in draws] + [each.second[1] for each in draws]
    both = [max(pair) for pair in zip(first, second, strict=True)]
    least = [each.smallest_p for each in draws if each.smallest_p is not None]
    smallest_p = float(np.median(least)) if least else None
    # Intervals of few assignments may end by the way ties fall; p cannot go below its floor.
    can_prove = smallest_p is None or smallest_p <= ALPHA
    return Outlook(
        design=design,
        mde=_detectable(first),
        mde_proven=_detectable(both) if can_prove else None,
        smallest_p=smallest_p,
        false_alarms=sum(each.flags for each in draws) / len(draws),
        draws=len(draws),
        base=_per_week(history) * design.treated * design.weeks,
    )


def _detectable(thresholds: list[float]) -> float | None:
    """Relative change above the threshold in 8 of 10 draws; None if that is no number."""
    point = float(np.quantile(thresholds, POWER, method="higher"))
    return relative(point) if math.isfinite(point) else None


def _per_week(history: WeeklyPanel) -> float:
    """Submissions a week of one administration, on average."""
    return float(np.nanmean(history.counts))


def _starts(history: WeeklyPanel, design: Design) -> range:
    """Columns at which an invented campaign may begin."""
    return range(MIN_WEEKS_BEFORE, len(history.mondays) - design.span + 1)


def _compared(
    history: WeeklyPanel, design: Design, rng: np.random.Generator
) -> Iterator[_Draw]:
    """Yield invented campaigns in some administrations, the others as comparison."""
    starts = _starts(history, design)
    for _ in range(DRAWS if starts else 0):
        start = int(rng.choice(starts))
        treated = rng.permutation(len(history.units))[: design.treated]
        panel = invented(history, design, start, treated)
        if panel is not None:
            counts = np.where(fading(panel.treatment, panel.weeks), np.nan, panel.counts)
            yield _try_panel(replace(panel, counts=counts), rng)


def invented(
    history: WeeklyPanel, design: Design, start: int, treated: Integers
) -> WeeklyPanel | None:
    """Put an invented campaign into a history.

    Parameters
    ----------
    history
        Units x weeks.
    design
        What to put there.
    start
        Column of its first week.
    treated
        Rows of the units that take part, in the order of their waves.

    Returns
    -------
    WeeklyPanel or None
        The weeks up to its end; None if a unit that takes part was not observed during its
        own weeks, or nobody was in some week.
    """
    end = start + design.span
    treatment = np.zeros((len(history.units), end))
    for wave, rows in enumerate(np.array_split(treated, design.waves)):
        first = start + wave * WAVE_SPACING
        treatment[rows, first : first + design.weeks] = 1.0
    counts = history.counts[:, :end]
    observed = ~np.isnan(counts)
    is_seen = np.any(observed[treated] & (treatment[treated] > 0), axis=1)
    before = observed[:, :start].any(axis=1)
    if not (is_seen.all() and observed.any(axis=0).all() and before.all()):
        return None
    return replace(
        history,
        mondays=history.mondays[:end],
        counts=counts,
        days=history.days[:, :end],
        treatment=treatment,
    )


def _try_panel(panel: WeeklyPanel, rng: np.random.Generator) -> _Draw:
    log_rates, design = panel.log_rates, (panel.treatment, panel.weeks)
    fit = fit_panel(log_rates, *design, panel.noise)
    test = randomisation_test(log_rates, design, fit.ratio, rng, panel.noise)
    return _Draw(fit.interval, (test.low, test.high), test.smallest_p)


def _alone(history: WeeklyPanel, design: Design) -> Iterator[_Draw]:
    """Yield invented campaigns everywhere at once, spread evenly over the possible starts."""
    # Before it there must be room for the fake starts that calibrate it.
    room = design.weeks + STEP * MIN_FAKE_STARTS
    starts = _starts(history, design)[room:]
    if not starts:
        return
    chosen = np.linspace(0, len(starts) - 1, min(DRAWS_ALONE, len(starts))).astype(int)
    everybody = np.arange(len(history.units))
    for start in (starts[int(each)] for each in chosen):
        panel = invented(history, design, start, everybody)
        series = weekly_series(panel) if panel is not None else None
        looks = look_twice(series) if series is not None else None
        if looks is not None:
            yield _Draw(looks.interval, looks.level.interval, None)


def at_volume(history: WeeklyPanel, per_week: float, rng: np.random.Generator) -> WeeklyPanel:
    """Return the history of administrations with another weekly volume.

    A smaller volume is drawn from the counts (binomial thinning keeps their own ups and downs
    and adds the chance of small numbers). A larger one is scaled, which keeps the chance of
    the smaller numbers: what follows is then rather too careful.

    Parameters
    ----------
    history
        Units x weeks.
    per_week
        Submissions a week of one administration, on average.
    rng
        Draws which submissions are kept.
    """
    factor = per_week / _per_week(history)
    observed = history.observed
    whole = np.where(observed, history.counts, 0.0)
    if factor < 1:
        kept = rng.binomial(whole.round().astype(np.int64), factor).astype(float)
    else:
        kept = whole * factor
    counts: Floats = np.where(observed, kept, np.nan)
    return replace(history, counts=counts)
