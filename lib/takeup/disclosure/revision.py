"""What may be told of a figure that was revised: nothing that gives a small count back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from takeup.disclosure.protection import Protected, protect
from takeup.disclosure.rule import (
    ANSWERS,
    CELL,
    PROTECTED,
    SATISFACTION_POINTS,
    Relations,
    SuppressionRule,
)
from takeup.regions import ALL

_FIGURE: Final = ["month", "verwaltung", "measure"]
_GROUP: Final = ["month", "verwaltung", "family"]


def revised(
    now: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> pd.DataFrame:
    """Compare totals over services of each administration with what was known before.

    Parameters
    ----------
    now, before
        Raw counts of the same months, one row per month, verwaltung, leistung_id and
        measure with ``numerator``, ``value``, ``status``.
    protected
        What is published of ``now``.
    rule
        The thresholds.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and measure that changed: ``before``, ``now`` and
        ``status`` (``revised``; ``added``: nothing was known before; ``withdrawn``: nothing
        is known any more; ``hidden``: changed, no figures of the change).

    Notes
    -----
    ``now`` is published anyway. ``before`` is told of a count of persons or cases only if

    - a report on ``before`` alone would publish it: :func:`protect` hides in it what is small
      and what gives a small one back, across administrations, services and parts. So what is
      told here can be laid beside any report built from the earlier deliveries.
    - neither it nor its difference from ``now`` is small: a correction by one case is one
      person's case.
    - the same holds for all counts it adds up with (started = completed + abandoned), and
      none of them is hidden now: a count without a row here did not change, so both of its
      numbers would follow from the others.

    All reasons have one status: two would tell a small count from a small difference. With
    it ``before`` has at least three possible values, small and not small, unless ``now`` is
    zero; there, and where ``now`` is hidden, nothing is told. Totals of the Kreis are left
    out: nine administrations less eight are the ninth.
    """
    pairs = _pairs(now, before, protected, rule)
    changed = _differ(pairs["now"], pairs["before"])
    guarded = pairs["limit"] > 0
    hidden = pd.Series(False, index=pairs.index)
    if (changed & guarded).any():
        hidden = _hidden_before(pairs, before, protected, rule)
    harmful = guarded & _in_family(pairs, _harm(pairs) | hidden)
    silent = guarded & (_hidden_now(pairs) | (harmful & pairs["now"].eq(0).fillna(False)))
    kept = changed & ~silent
    return _told(pairs[kept], harmful[kept], guarded[kept])


def _pairs(
    now: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> pd.DataFrame:
    """Both numbers of every figure, what is published, its limit (0: none) and its family."""
    relations = protected.relations
    pairs = _figures(now, "now").merge(_figures(before, "before"), on=_FIGURE, how="outer")
    pairs = pairs.merge(_figures(protected.counts, "published"), on=_FIGURE, how="left")
    limits = dict.fromkeys(PROTECTED, rule.min_count) | {ANSWERS: rule.min_answers}
    # What follows a count is guarded as that count is.
    guarded = pairs["measure"].replace(dict(relations.follows))
    return pairs.assign(
        limit=guarded.map(relations.kinds).map(limits).fillna(0),
        family=guarded.map(_families(relations)),
    )


def _figures(counts: pd.DataFrame, name: str) -> pd.DataFrame:
    total = (counts["leistung_id"] == ALL) & (counts["verwaltung"] != ALL)
    # The sum of ratings is no figure a reader knows; with the number of answers it tells each.
    rows = counts[total & (counts["measure"] != SATISFACTION_POINTS)]
    return rows[_FIGURE].assign(**{name: rows["numerator"].astype("Float64")})


def _families(relations: Relations) -> dict[str, str]:
    """Name of the family of each measure: those that add up with each other."""
    family = {measure: measure for measure in sorted(relations.kinds)}
    for total, parts in sorted(relations.parts.items()):
        joined = {family[each] for each in (total, *parts)}
        family = {each: min(joined) if of in joined else of for each, of in family.items()}
    return family


def _differ(now: pd.Series[float], before: pd.Series[float]) -> pd.Series[bool]:
    """Tell figures that changed; two unknown ones did not."""
    return now.ne(before).fillna(now.notna() | before.notna()).astype(bool)


def _harm(pairs: pd.DataFrame) -> pd.Series[bool]:
    """Tell figures whose earlier number or change is small, or that are hidden now."""
    difference = (pairs["now"] - pairs["before"]).abs()
    small = [
        (number > 0) & (number < pairs["limit"]) for number in (pairs["before"], difference)
    ]
    return (small[0].fillna(False) | small[1].fillna(False)).astype(bool) | _hidden_now(pairs)


def _hidden_now(pairs: pd.DataFrame) -> pd.Series[bool]:
    return pairs["now"].notna() & pairs["published"].isna()


def _hidden_before(
    pairs: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> pd.Series[bool]:
    """Tell figures that a report on the earlier deliveries would hide."""
    relations = replace(protected.relations, void=frozenset())
    earlier = protect(before, relations, rule, protected.register[CELL])
    shown = pairs.merge(_figures(earlier.counts, "shown"), on=_FIGURE, how="left")["shown"]
    return pairs["before"].notna() & shown.isna().set_axis(pairs.index)


def _in_family(pairs: pd.DataFrame, harm: pd.Series[bool]) -> pd.Series[bool]:
    """Spread harm over the figures of an administration and month that add up."""
    return pairs.assign(harm=harm).groupby(_GROUP)["harm"].transform("any").astype(bool)


def _told(
    pairs: pd.DataFrame, harmful: pd.Series[bool], guarded: pd.Series[bool]
) -> pd.DataFrame:
    status = pd.Series("revised", index=pairs.index, dtype="str").mask(harmful, "hidden")
    status = status.mask(pairs["before"].isna(), "added").mask(pairs["now"].isna(), "withdrawn")
    tellable = (status == "revised") | ((status == "withdrawn") & ~guarded)
    rows = pairs[_FIGURE].assign(
        before=pairs["before"].where(tellable), now=pairs["published"], status=status
    )
    return rows.sort_values(_FIGURE, ignore_index=True)
