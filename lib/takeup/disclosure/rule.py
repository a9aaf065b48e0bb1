"""What is protected: thresholds, relations the reader knows, and the primary step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import pandas as pd

from takeup.errors import DisclosureError

# Kinds of counts behind which stand persons; visits and residents are never suppressed.
PROTECTED: Final = ("persons", "cases")
ANSWERS: Final = "answers"
# The sum of ratings tells as much as the number of answers: both are shown or neither.
SATISFACTION_POINTS: Final = "satisfaction_points"
PLACE: Final = ["month", "verwaltung", "leistung_id"]
CELL: Final = [*PLACE, "measure"]
# The two statuses of a count that was hidden here.
HIDDEN: Final = ("suppressed", "too_small")
# A hidden count must keep at least this many possible values (issue C, item 4).
POSSIBLE_VALUES: Final = 3
# The profile *oeffentlich* shows the nearest multiple (domain, section 6).
ROUNDED_TO: Final = 5
_HALF: Final = ROUNDED_TO // 2

Profile: TypeAlias = Literal["intern", "oeffentlich"]


@dataclass(frozen=True)
class SuppressionRule:
    """Profile and thresholds (domain, section 6; ADR 3, 7 and 17).

    Attributes
    ----------
    profile
        *intern* hides small counts of persons or cases, *oeffentlich* rounds them all.
    min_count
        *intern*: counts of persons or cases from 1 to one below this are suppressed.
    min_answers
        Satisfaction is shown from this number of answers on.
    min_denominator
        No percentage below this denominator; used where rates are computed.
    """

    min_count: int = 3
    min_answers: int = 5
    min_denominator: int = 10
    profile: Profile = "intern"

    @property
    def rounded_kinds(self) -> tuple[str, ...]:
        """Kinds of counts that are rounded; those of answers never are."""
        return PROTECTED if self.profile == "oeffentlich" else ()

    @property
    def limits(self) -> dict[str, int]:
        """Kind of count → smallest number that is shown as it is; rounded ones have none."""
        limits = dict.fromkeys(PROTECTED, self.min_count) | {ANSWERS: self.min_answers}
        return {kind: at for kind, at in limits.items() if kind not in self.rounded_kinds}

    @property
    def reach(self) -> int:
        """Smallest number that a hidden count must be able to have."""
        return max(self.min_count, POSSIBLE_VALUES)


@dataclass(frozen=True)
class Relation:
    """Name of one relation: the cell of its total and the direction of the sum.

    ``over`` is ``leistung_id`` or ``verwaltung`` for a sum over that dimension,
    ``measure`` for the parts of a measure inside one cell and ``nearly`` for two measures
    that are nearly the same number.
    """

    month: str
    verwaltung: str
    leistung_id: str
    measure: str
    over: str


@dataclass(frozen=True)
class Relations:
    """All a reader knows about how published counts add up.

    Attributes
    ----------
    kinds
        Measure → persons, cases, visits, answers or residents; count measures only.
    parts
        Measure → the measures that add up to it inside one cell.
    void
        Relations that do not hold, because parts were never delivered.
        :func:`takeup.disclosure.protect` finds them; nobody needs to list them.
    follows
        Measure → the measure with whose cells its own are hidden: money beside cases.
    nearly
        Measure → another count of the same thing, nearly the same number in each service.
    """

    kinds: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]
    void: frozenset[Relation] = field(default_factory=frozenset)
    follows: Mapping[str, str] = field(default_factory=dict)
    nearly: Mapping[str, str] = field(default_factory=dict)

    def linked_measures(self) -> frozenset[str]:
        """Measures that are protected, and those that add up with a protected one."""
        chosen = {
            measure
            for measure, kind in self.kinds.items()
            if kind in (*PROTECTED, ANSWERS) and measure != SATISFACTION_POINTS
        }
        families = [{total, *parts} for total, parts in self.parts.items()]
        families += [set(pair) for pair in self.nearly.items()]
        for _ in families:
            chosen = chosen.union(*(family for family in families if family & chosen))
        return frozenset(chosen)


def check_kinds(counts: pd.DataFrame, relations: Relations) -> None:
    """Refuse a measure whose kind nobody stated: it could be one of persons.

    Raises
    ------
    DisclosureError
        Naming the measures.
    """
    unknown = sorted(set(counts["measure"]) - set(relations.kinds))
    if unknown:
        raise DisclosureError("measure_without_kind", measures=", ".join(unknown))


def too_small(
    counts: pd.DataFrame, kinds: Mapping[str, str], rule: SuppressionRule
) -> pd.Series[bool]:
    """Tell the counts that are too small to be shown: the primary step.

    Zero is shown: nobody stands behind it. Unknown counts are not touched, rounded ones
    never too small.
    """
    kind = counts["measure"].map(kinds)
    limit = kind.map(rule.limits).fillna(0)
    count = counts["numerator"].astype("Float64")
    small = (count > 0) & (count < limit) & (counts["measure"] != SATISFACTION_POINTS)
    return small.fillna(False).astype(bool)


def points_without_answers(counts: pd.DataFrame) -> pd.Series[bool]:
    """Tell the known sums of ratings beside which the number of answers is not known."""
    known = counts["numerator"].notna()
    answered = counts.loc[known & (counts["measure"] == ANSWERS), PLACE]
    here = pd.MultiIndex.from_frame(counts[PLACE])
    alone = ~here.isin(pd.MultiIndex.from_frame(answered))
    return known & (counts["measure"] == SATISFACTION_POINTS) & alone


def is_rounded(
    counts: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> pd.Series[bool]:
    """Tell the counts that the profile rounds."""
    return counts["measure"].map(relations.kinds).isin(rule.rounded_kinds)


def rounded(numbers: pd.Series[float]) -> pd.Series[float]:
    """Round whole numbers to the nearest multiple; no two are equally near."""
    return (numbers + _HALF) // ROUNDED_TO * ROUNDED_TO


def interval(numbers: pd.Series[float]) -> pd.DataFrame:
    """``low`` and ``high`` of what a rounded number may have been."""
    return pd.DataFrame({"low": (numbers - _HALF).clip(lower=0), "high": numbers + _HALF})


def check_profile(register: pd.DataFrame, relations: Relations, rule: SuppressionRule) -> None:
    """Refuse months that another profile published: exact and rounded give both away.

    A decision without a number is one of *intern*: the only profile that kept none.

    Raises
    ------
    DisclosureError
        With the first such month.
    """
    bare = register["numerator"].isna()
    exact = (register["shown"] == "exact") | bare
    others = register["shown"] == "rounded" if rule.profile == "intern" else exact
    guarded = register["measure"].map(relations.kinds).isin(PROTECTED)
    months = sorted(register.loc[others & guarded, "month"])
    if months:
        was = "oeffentlich" if rule.profile == "intern" else "intern"
        raise DisclosureError("profile_mixed", month=months[0], was=was, profile=rule.profile)
