"""What an evaluation of a campaign says: estimate, verdict, additional submissions, cost.

Everything here is a number or a code; the German words stand in ``render/texts.yml``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

# Two-sided level of every interval and test (methods.md §3).
ALPHA = 0.05
# Key of the measure that a campaign is judged by unless its registration says otherwise.
PRIMARY_OUTCOME = "submitted"
# Power 80 % at two-sided 5 %: (1.96 + 0.84) / 1.96 half-widths, as rounded in methods.md §4.
MDE_FACTOR = 1.414
# "Hinweis" while the interval still covers 0: the 80 % interval must exclude it
# (normal quantiles 1.2816 / 1.9600). The worked example of methods.md §4, +14 % (-4 to +35),
# is a hint by this rule; a 90 % interval would call it nothing.
HINT_SHARE = 1.2816 / 1.9600
# More invented starts than this that "work" discredit the real one. Of 12, 5 % would give 0.6;
# neighbours share weeks, so more than a quarter still flag by chance in 3.5 % of 400 simulated
# series without a campaign (3 of 9 administrations, 20 a week; 0.5 % at 3 a week).
MAX_FLAGGED_SHARE = 0.25


class Verdict(StrEnum):
    """The four verdicts of methods.md §4."""

    PROVEN = "proven"
    HINT = "hint"
    NONE_FOUND = "none_found"
    NOT_EVALUABLE = "not_evaluable"


class Role(StrEnum):
    """Whether a row is what the campaign was registered for."""

    PRIMARY = "primary"
    EXPLORATORY = "exploratory"


class Part(StrEnum):
    """The period a row speaks of."""

    CAMPAIGN = "campaign"
    AFTER = "after"
    ANTICIPATION = "anticipation"


class UsedFor(StrEnum):
    """What a method's answer is used for."""

    PRIMARY = "primary"
    SECOND = "second"
    CHECK = "check"
    PICTURE = "picture"


class State(StrEnum):
    """Where a campaign stands at the end of the report month."""

    ANNOUNCED = "announced"
    RUNNING = "running"
    EVALUATED = "evaluated"
    NOT_EVALUABLE = "not_evaluable"


class Reason(StrEnum):
    """Why there is no estimate."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    NO_COMPARISON = "no_comparison"
    NO_FULL_WEEK = "no_full_week"
    TOO_SHORT_BEFORE = "too_short_before"
    TOO_FEW_PER_WEEK = "too_few_per_week"
    TOO_FEW_FAKE_STARTS = "too_few_fake_starts"
    GAP = "gap"
    OTHER_EVENT = "other_event"
    NO_CALENDAR = "no_calendar"
    TOO_FEW_UNITS = "too_few_units"
    UNEQUAL_STARTS = "unequal_starts"


@dataclass(frozen=True)
class EffectEstimate:
    """An effect with its 95 % interval, in log points (0.10 is about +10.5 %).

    ``p_value`` is two-sided and comes from the randomisation test (panel) or from the less
    certain of both looks at a series (its), whose interval covers both; ``smallest_p`` is the
    least p the randomisation could have given (None without one). ``second_low`` and
    ``second_high`` are the interval of the second analysis (inverted randomisation test;
    local level), infinite where it sets no bound, and ``confirmed`` says that this second
    analysis excludes zero on the same side.
    ``n_before`` and ``n_during`` are weeks, ``n_units`` administrations.
    """

    estimator: str
    effect: float
    low: float
    high: float
    p_value: float
    smallest_p: float | None
    second_low: float
    second_high: float
    confirmed: bool
    n_before: int
    n_during: int
    n_units: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval, log points."""
        return (self.high - self.low) / 2

    @property
    def reach_to_zero(self) -> float:
        """From the effect to the end of the interval on the side of zero, log points."""
        return self.effect - self.low if self.effect > 0 else self.high - self.effect

    @property
    def excludes_zero(self) -> bool:
        """Whether the 95 % interval lies on one side of zero."""
        return self.low > 0 or self.high < 0

    @property
    def minimum_detectable(self) -> float:
        """Smallest relative change found in 8 of 10 cases (0.27 is +27 %), methods.md §4."""
        return relative(MDE_FACTOR * self.half_width)


@dataclass(frozen=True)
class FakeStarts:
    """How many invented campaign starts were tried, and how many would have flagged."""

    total: int
    flagged: int

    @property
    def discredit(self) -> bool:
        """Whether so many invented starts flag that a real one proves nothing."""
        return self.flagged > MAX_FLAGGED_SHARE * self.total


@dataclass(frozen=True)
class Additional:
    """Submissions that would not have come without the campaign, with 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Cost:
    """EUR per additional submission; None in ``value`` or ``low``: there may be none at all.

    ``high`` is None when the interval is open upwards.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Check:
    """What one method says about a campaign, log points; or why it says nothing.

    An end is infinite where the method sets no bound; ``p_value`` is two-sided, and
    ``smallest_p`` the least one this design could have given (None where there is none).
    """

    method: str
    used_for: UsedFor
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    smallest_p: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class CampaignResult:
    """One period of one outcome of a campaign, in one report month.

    Everything but the head is None without an estimate. ``observed`` counts the outcome in the
    treated administrations in the counted weeks (full ISO weeks inside the campaign), and
    ``additional`` belongs to the same weeks. ``p_adjusted`` is the p-value after Holm's
    correction over all exploratory rows of the campaign; these have no cost of their own.
    """

    campaign: str
    state: State
    reason: Reason | None
    estimator: str
    cost_eur: float | None
    verdict: Verdict
    outcome: str = PRIMARY_OUTCOME
    role: Role = Role.PRIMARY
    part: Part = Part.CAMPAIGN
    estimate: EffectEstimate | None = None
    fake_starts: FakeStarts | None = None
    observed: float | None = None
    additional: Additional | None = None
    cost: Cost | None = None
    p_adjusted: float | None = None
    checks: tuple[Check, ...] = ()


def relative(log_points: float) -> float:
    """Relative change of an effect in log points, as a share (0.25 is +25 %)."""
    return math.expm1(log_points)


def additional_submissions(observed: float, estimate: EffectEstimate) -> Additional:
    """Observed minus what would have been: N - N / exp(effect) (methods.md §4).

    Parameters
    ----------
    observed
        Submissions counted during the campaign in the treated administrations.
    estimate
        The effect, log points.

    Returns
    -------
    Additional
        In submissions. The count is fixed and the counterfactual is uncertain, so the ends
        belong to the ends of the effect's interval.
    """
    value, low, high = (
        -observed * math.expm1(-effect)
        for effect in (estimate.effect, estimate.low, estimate.high)
    )
    return Additional(value, low, high)


def cost_per_additional(cost_eur: float, additional: Additional) -> Cost:
    """Campaign cost per additional submission, EUR: K/N with interval [K/N_high, K/N_low].

    The upper end is open (None) while the interval of the additional submissions reaches
    zero (Fieller-type open interval, methods.md §4).
    """
    value, low, high = (
        cost_eur / count if count > 0 else None
        for count in (additional.value, additional.high, additional.low)
    )
    return Cost(value, low, high)


def judge(estimate: EffectEstimate, fake_starts: FakeStarts) -> Verdict:
    """Put the evidence into one of the verdicts of methods.md §4.

    Proven needs three things: the interval excludes zero, the second analysis confirms it,
    and the invented starts stay quiet. One missing makes it a hint. The sign is not judged:
    a proven effect can be a loss.
    """
    if estimate.excludes_zero and estimate.confirmed and not fake_starts.discredit:
        return Verdict.PROVEN
    if abs(estimate.effect) > HINT_SHARE * estimate.reach_to_zero:
        return Verdict.HINT
    return Verdict.NONE_FOUND
