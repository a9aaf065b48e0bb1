"""What is protected: thresholds, relations the reader knows, and the primary step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

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


@dataclass(frozen=True)
class SuppressionRule:
    """Thresholds of the profile *intern* (domain, section 6; ADR 7).

    Attributes
    ----------
    min_count
        Counts of persons or cases from 1 to one below this are suppressed.
    min_answers
        Satisfaction is shown from this number of answers on.
    min_denominator
        No percentage below this denominator; used where rates are computed.
    """

    min_count: int = 3
    min_answers: int = 5
    min_denominator: int = 10


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
    nearly
        Measure → another count of the same thing, nearly the same number in each service.
    """

    kinds: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]
    void: frozenset[Relation] = field(default_factory=frozenset)
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

    Zero is shown: nobody stands behind it. Unknown counts are not touched.
    """
    kind = counts["measure"].map(kinds)
    limits = dict.fromkeys(PROTECTED, rule.min_count) | {ANSWERS: rule.min_answers}
    limit = kind.map(limits).fillna(0)
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
