"""What may be told of a figure that was revised: nothing that gives a small count back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from takeup.disclosure.attack import of_history
from takeup.disclosure.decision import hidden_versions, with_decision
from takeup.disclosure.history import SHOWN, VERSION, History, grown
from takeup.disclosure.protection import Protected
from takeup.disclosure.rule import (
    CELL,
    SATISFACTION_POINTS,
    Relations,
    SuppressionRule,
    is_rounded,
    rounded,
    too_small,
)
from takeup.regions import ALL

_FIGURE: Final = ["month", "verwaltung", "measure"]
_GROUP: Final = ["month", "verwaltung", "family"]


@dataclass(frozen=True)
class Revision:
    """What is told of figures that changed (``table``), and the register with it."""

    table: pd.DataFrame
    register: pd.DataFrame


def revised(
    now: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> Revision:
    """Compare totals over services of each administration with what was known before.

    Parameters
    ----------
    now, before
        Raw counts of the same months, one row per month, verwaltung, leistung_id and
        measure with ``numerator``, ``value``, ``status``.
    protected
        What is published of ``now``.
    rule
        Profile and thresholds.

    Returns
    -------
    Revision
        One row per month, verwaltung and measure that changed: ``before``, ``now`` and
        ``status`` (``revised``; ``added``: nothing was known before; ``withdrawn``: nothing
        is known any more; ``hidden``: changed, no figures of the change).

    Notes
    -----
    ``now`` is published anyway. ``before`` stands in the register as one more state of its
    month, of which totals are shown at most: so what is told here can be laid beside every
    edition, and :func:`takeup.disclosure.audit` attacks both together. A number that an
    edition showed is public and told. Any other number of persons or cases is told only if

    - no small count of any edition follows with it.
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
    harmful = guarded & _in_family(pairs, _harm(pairs))
    register = _with_before(pairs[changed & ~harmful], before, protected, rule)
    shown = _shown_before(pairs, register)
    shown |= ~harmful & _leader_shown(pairs, shown, protected.relations)
    untold = pairs["kept"] & ~shown
    silent = guarded & (_hidden_now(pairs) | (untold & pairs["now"].eq(0).fillna(False)))
    rounds = is_rounded(pairs, protected.relations, rule)
    pairs = pairs.assign(before=pairs["before"].mask(rounds, rounded(pairs["before"])))
    alike = rounds & ~_differ(pairs["published"], pairs["before"])
    kept = changed & ~silent & ~alike
    return Revision(_told(pairs[kept], untold[kept]), register)


def _pairs(
    now: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> pd.DataFrame:
    """Both numbers of every figure, what is published, its limit and its family.

    ``kept`` tells the figures the register knows; only those have a limit or are rounded.
    """
    relations = protected.relations
    pairs = _figures(now, "now").merge(_figures(before, "before"), on=_FIGURE, how="outer")
    pairs = pairs.merge(_figures(protected.counts, "published"), on=_FIGURE, how="left")
    # What follows a count is guarded as that count is.
    guarded = pairs["measure"].replace(dict(relations.follows))
    return pairs.assign(
        leistung_id=ALL,
        limit=guarded.map(relations.kinds).map(rule.limits).fillna(0),
        family=guarded.map(_families(relations)),
        kept=guarded.isin(relations.linked_measures()),
    )


def _with_before(
    told: pd.DataFrame, before: pd.DataFrame, protected: Protected, rule: SuppressionRule
) -> pd.DataFrame:
    """Register with the state before of every month in which a figure might be told."""
    relations, register = protected.relations, protected.register
    taking_part = relations.linked_measures() & set(told["measure"])
    if not taking_part:
        return register
    months = set(told.loc[told["measure"].isin(taking_part), "month"])
    known = before["measure"].isin(relations.linked_measures()) & before["numerator"].notna()
    cells = before.loc[known & before["month"].isin(months), VERSION].sort_values(VERSION)
    may = pd.MultiIndex.from_frame(told[CELL])
    past, no_rows = dict(list(register.groupby("month"))), register.iloc[:0]
    histories = [
        _told_beside(each, History.of(past.get(month, no_rows)), may, relations, rule)
        for month, each in cells.groupby("month")
    ]
    return grown(register, histories)


def _told_beside(
    cells: pd.DataFrame,
    history: History,
    may: pd.MultiIndex,
    relations: Relations,
    rule: SuppressionRule,
) -> History:
    """One month with what was known before, and as much told of it as is safe.

    Nothing is, if a small count of then can be computed from what is published now: then it
    is best not to speak of it.
    """
    if history.state_of(cells) >= 0:
        return history
    grown_by = history.with_state(cells)
    versions = grown_by.versions
    small = too_small(versions, relations.kinds, rule).to_numpy(dtype=bool)
    closed = small | np.isfinite(grown_by.hidden_since())
    untold = hidden_versions(grown_by, closed, relations, rule)
    untold |= ~pd.MultiIndex.from_frame(versions[CELL]).isin(may)
    found = with_decision(grown_by, untold, "untold", relations, rule)
    return found if of_history(found, relations, rule).empty else history


def _shown_before(pairs: pd.DataFrame, register: pd.DataFrame) -> pd.Series[bool]:
    """Tell the figures whose number before some edition or table of revisions shows."""
    shown = register.loc[register["shown"].isin(SHOWN), VERSION]
    keys = pd.MultiIndex.from_frame(pairs[[*CELL, "before"]])
    found = keys.isin(pd.MultiIndex.from_frame(shown)) & pairs["before"].notna()
    return pd.Series(found, index=pairs.index).astype(bool)


def _leader_shown(
    pairs: pd.DataFrame, shown: pd.Series[bool], relations: Relations
) -> pd.Series[bool]:
    """Tell the figures beside which the count they follow is shown; money beside cases."""
    leader = pairs["measure"].map(dict(relations.follows))
    places = pd.MultiIndex.from_frame(pairs.loc[shown, _FIGURE])
    beside = pd.MultiIndex.from_frame(pairs[_FIGURE].assign(measure=leader))
    return pd.Series(beside.isin(places), index=pairs.index).astype(bool)


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


def _in_family(pairs: pd.DataFrame, harm: pd.Series[bool]) -> pd.Series[bool]:
    """Spread harm over the figures of an administration and month that add up."""
    return pairs.assign(harm=harm).groupby(_GROUP)["harm"].transform("any").astype(bool)


def _told(pairs: pd.DataFrame, untold: pd.Series[bool]) -> pd.DataFrame:
    status = pd.Series("revised", index=pairs.index, dtype="str").mask(untold, "hidden")
    status = status.mask(pairs["before"].isna(), "added").mask(pairs["now"].isna(), "withdrawn")
    tellable = (status == "revised") | ((status == "withdrawn") & ~pairs["kept"])
    rows = pairs[_FIGURE].assign(
        before=pairs["before"].where(tellable), now=pairs["published"], status=status
    )
    return rows.sort_values(_FIGURE, ignore_index=True)
