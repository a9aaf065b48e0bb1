"""Attacking what is published: the last check before anything leaves the house."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.history import VERSION, History
from takeup.disclosure.limits import Limits
from takeup.disclosure.linked import Flags, Numbers, families, links
from takeup.disclosure.rule import (
    CELL,
    HIDDEN,
    Relations,
    SuppressionRule,
    is_rounded,
    points_without_answers,
    rounded,
    too_small,
)
from takeup.disclosure.witnesses import Box, seen_in

Places: TypeAlias = npt.NDArray[np.int64]

_DEFAULT_RULE: Final = SuppressionRule()
# In a rounded table nobody may be told from his like: counts of one and two.
_SMALL: Final = (1, 2)
_NOTHING: Final = pd.DataFrame(
    {
        **{name: pd.Series(dtype="str") for name in CELL},
        "lower": pd.Series(dtype="Float64"),
        "upper": pd.Series(dtype="Float64"),
        "reason": pd.Series(dtype="str"),
    }
)


def leaking(
    matrix: csr_array, limits: Limits, table: Numbers | None, asked: Flags
) -> pd.DataFrame:
    """Bound the secret counts of one system.

    Parameters
    ----------
    matrix
        Relations by counts.
    limits
        What each count alone tells.
    table
        The true counts; None if only the published ones are known.
    asked
        Counts to look at, if they are secret.

    Returns
    -------
    DataFrame
        One row per leak, by the position of the count: ``lower``, ``upper``, ``reason``.
    """
    box = Box.of(matrix, limits.low, limits.high)
    unknown = limits.low < limits.high
    found = [pd.DataFrame(columns=["lower", "upper", "reason"])]
    for family in families(box.only(unknown).matrix):
        places = np.flatnonzero(unknown)[family]
        inside = np.isin(np.arange(len(unknown)), places)
        if (limits.secret & asked)[inside].any():
            found.append(_of_family(box.only(inside), limits, table, places, asked))
    return pd.concat(found)


def _of_family(
    box: Box,
    limits: Limits,
    table: Numbers | None,
    places: Places,
    asked: Flags,
) -> pd.DataFrame:
    """Leaks among counts that relations connect; ``places`` are their positions."""
    start = table[places] if table is not None else None
    if start is None or not box.holds(start):
        start = box.best(np.zeros(len(places)), whole=True)
    secret = (limits.secret & asked)[places]
    if start is None:
        nothing = np.full(len(places), np.nan)
        rows = {"lower": nothing, "upper": nothing, "reason": "contradiction"}
        return pd.DataFrame(rows, index=places).loc[secret]
    reach = limits.reach[places]
    seen = seen_in(box, start, secret, reach)
    danger = ~limits.rounds[places] | ((seen.low <= max(_SMALL)) & (seen.high >= min(_SMALL)))
    rows = {"lower": seen.low, "upper": seen.high, "reason": "derivable"}
    return pd.DataFrame(rows, index=places).loc[secret & ~seen.safe(reach) & danger]


def _of_table(cells: pd.DataFrame, relations: Relations, rule: SuppressionRule) -> pd.DataFrame:
    """Leaks of one month of a table alone: it is believed as far as it holds."""
    shown = cells["numerator"].notna().to_numpy()
    limits = Limits.of(cells, shown, relations, rule)
    box = Box.of(links(cells, relations).matrix, limits.low, limits.high)
    matrix = box.matrix[np.flatnonzero(~box.refuted())]
    found = leaking(matrix, limits, None, np.ones(len(cells), dtype=bool))
    return cells[CELL].join(found, how="inner")


def of_history(history: History, relations: Relations, rule: SuppressionRule) -> pd.DataFrame:
    """Leaks of one month over all that was ever published of it.

    Of numbers that no edition held, or that another one showed, only small ones are secret.

    Parameters
    ----------
    history
        Every version decided.
    relations, rule
        How counts add up, profile and thresholds.

    Returns
    -------
    DataFrame
        As :func:`audit`.
    """
    versions = history.versions
    limits = Limits.of(versions, history.is_shown, relations, rule)
    table = versions["numerator"].fillna(0).to_numpy(dtype=float)
    small = too_small(versions, relations.kinds, rule).to_numpy(dtype=bool) | limits.rounds
    asked = history.is_shown | history.is_hidden & (small | ~history.is_no_secret)
    found = leaking(history.joint(relations, rule), limits, table, asked)
    return versions[CELL].join(found, how="inner")


def _unregistered(
    month: pd.DataFrame, history: History, relations: Relations, rule: SuppressionRule
) -> pd.DataFrame:
    """Numbers of one month that no single state of the register has as shown."""
    versions = history.versions
    rounds = is_rounded(versions, relations, rule)
    number = versions["numerator"].mask(rounds, rounded(versions["numerator"]))
    known = pd.MultiIndex.from_frame(versions[CELL].assign(numerator=number))
    told = month[month["numerator"].notna()]
    keys = pd.MultiIndex.from_frame(told[VERSION])
    missing = [
        told[~keys.isin(known[stood & history.is_shown])] for stood in history.together.T
    ]
    nearest = min(missing, key=len, default=told)
    return nearest[CELL].assign(
        lower=nearest["numerator"], upper=nearest["numerator"], reason="unregistered"
    )


def _new_months(register: pd.DataFrame, known: pd.DataFrame) -> set[str]:
    """Months of which the register has learned something."""
    rows = register.merge(known, how="left", indicator=True)
    return set(rows.loc[rows["_merge"] == "left_only", "month"])


def _editions(
    cells: pd.DataFrame,
    relations: Relations,
    rule: SuppressionRule,
    register: pd.DataFrame,
    new: set[str],
) -> list[pd.DataFrame]:
    """Leaks of the months of a table, over all editions of them."""
    past = dict(list(register.groupby("month")))
    leaks = []
    for month, each in cells.groupby("month"):
        history = History.of(past.get(month, register.iloc[:0]))
        leaks.append(_unregistered(each, history, relations, rule))
        if month in new:
            leaks.append(of_history(history, relations, rule))
    return leaks


def _shown(
    published: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> list[pd.DataFrame]:
    """Numbers that may not stand there at all."""
    number = published["numerator"]
    rounds = is_rounded(published, relations, rule)
    faults = {
        "not_hidden": published["status"].isin(HIDDEN) & number.notna(),
        "not_rounded": rounds & (number != rounded(number)).fillna(False),
        "small": too_small(published, relations.kinds, rule),
        "points": points_without_answers(published),
    }
    return [
        published.loc[fault, CELL].assign(
            lower=number[fault], upper=number[fault], reason=reason
        )
        for reason, fault in faults.items()
    ]


def audit(
    published: pd.DataFrame,
    relations: Relations,
    rule: SuppressionRule = _DEFAULT_RULE,
    register: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Try to compute hidden counts from published ones, as a reader could.

    He knows all relations and that every hidden count is one or more. Whole tables are sought
    that he cannot rule out, and integer programs bound the counts that are left open.

    Parameters
    ----------
    published
        The long table as it leaves the house; rates and other tables' rows are ignored.
    relations
        How counts add up: best those of :class:`takeup.disclosure.Protected`, which tell
        what does not hold because deliveries are missing. Without that, every relation is
        believed that the shown numbers do not refute.
    rule
        Profile and thresholds.
    register
        All that was published so far, this table included. With it the months of the table
        are attacked together with all earlier editions of them, by a reader who knows which
        numbers did not change; without it the table is attacked alone.
    known
        The register as an earlier audit found it safe: months of which nothing is new since
        are only compared with it.

    Returns
    -------
    DataFrame
        The leaks, one row per cell and reason; empty if the table is safe. ``lower`` and
        ``upper`` bound the count. ``reason``: ``derivable`` (fewer than three possible
        values, or only small ones), ``small`` (published though too small), ``points``
        (sum of ratings shown without the number of answers), ``not_hidden`` (number beside
        a status that says hidden), ``not_rounded`` (exact in a rounded table),
        ``contradiction`` (no numbers fit the published ones), ``unregistered`` (number that
        the register does not know to be shown).
    """
    counts = published[published["measure"].isin(list(relations.kinds))]
    hidden = counts["status"].isin(HIDDEN)
    linked = counts["measure"].isin(relations.linked_measures())
    cells = counts[linked & (hidden | counts["numerator"].notna())].sort_values(CELL)
    if register is None:
        months = [each.reset_index(drop=True) for _, each in cells.groupby("month")]
        leaks = [_of_table(each, relations, rule) for each in months]
    else:
        new = set(cells["month"]) if known is None else _new_months(register, known)
        leaks = _editions(cells, relations, rule, register, new)
    found = pd.concat([_NOTHING, *leaks, *_shown(counts, relations, rule)])
    return found.sort_values([*CELL, "reason"], ignore_index=True)
