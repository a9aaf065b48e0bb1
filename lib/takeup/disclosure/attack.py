"""Attacking what is published: the last check before anything leaves the house."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.linked import (
    TOLERANCE,
    Flags,
    Linked,
    Numbers,
    families,
    links,
)
from takeup.disclosure.moves import Space, some_table
from takeup.disclosure.ranges import Seen, explored
from takeup.disclosure.rule import (
    CELL,
    HIDDEN,
    POSSIBLE_VALUES,
    Relations,
    SuppressionRule,
    points_without_answers,
    too_small,
)

_DEFAULT_RULE: Final = SuppressionRule()
_NOTHING: Final = pd.DataFrame(
    {
        **{name: pd.Series(dtype="str") for name in CELL},
        "lower": pd.Series(dtype="Float64"),
        "upper": pd.Series(dtype="Float64"),
        "reason": pd.Series(dtype="str"),
    }
)


def visibly_false(linked: Linked, counts: Numbers, hidden: Flags) -> Flags:
    """Tell the relations that no numbers of one and more in the hidden cells can fulfil."""
    inside = linked.matrix[:, np.flatnonzero(hidden)]
    parts = (inside > 0).sum(axis=1)
    total = (inside < 0).sum(axis=1) > 0
    # Hidden parts minus a hidden total must make up for what is shown.
    needed = -(linked.matrix @ counts)
    lowest = np.where(total, -np.inf, parts)
    highest = np.where(parts > 0, np.inf, -1.0 * total)
    false: Flags = (needed < lowest - TOLERANCE) | (needed > highest + TOLERANCE)
    return false


def _bounded(space: Space, reach: int) -> Seen:
    """Ranges of all cells; of those that are not safe, the exact ones."""
    seen = Seen.of(space.base)
    for cell in range(len(space.base)):
        if not seen.safe(reach)[cell]:
            seen = explored(space, seen, cell, reach)
    return seen


def _bounds(matrix: csr_array, sums: Numbers, reach: int) -> pd.DataFrame:
    """Bounds of the hidden cells of one family, and the ``reason`` why one is not safe."""
    table = some_table(matrix, sums)
    if table is None:
        return pd.DataFrame(index=range(matrix.shape[1])).assign(reason="contradiction")
    seen = _bounded(Space(matrix, table, np.zeros(len(table))), reach)
    bounds = pd.DataFrame(
        {
            "lower": np.ceil(seen.low - TOLERANCE),
            "upper": np.floor(seen.high + TOLERANCE),
        }
    )
    return bounds.assign(reason=np.where(seen.safe(reach), "", "derivable"))


def _derivable(cells: pd.DataFrame, relations: Relations, reach: int) -> pd.DataFrame:
    """Hidden cells of one month that its shown cells bound too closely."""
    hidden = cells["numerator"].isna().to_numpy()
    counts = cells["numerator"].fillna(0).to_numpy(dtype=float)
    linked = links(cells, relations)
    matrix = linked.only(~visibly_false(linked, counts, hidden)).matrix
    inside, sums = matrix[:, np.flatnonzero(hidden)], -(matrix @ counts)
    found = [_NOTHING]
    for family in families(inside):
        columns = inside[:, np.flatnonzero(family)]
        rows = np.flatnonzero(np.diff(columns.indptr))
        bounds = _bounds(columns[rows], sums[rows], reach)
        found.append(cells.loc[hidden, CELL][family].reset_index(drop=True).join(bounds))
    ranges = pd.concat(found)
    return ranges[ranges["reason"] != ""]


def _shown(
    published: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> list[pd.DataFrame]:
    """Numbers that may not stand there at all."""
    number = published["numerator"]
    faults = {
        "not_hidden": published["status"].isin(HIDDEN) & number.notna(),
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
    published: pd.DataFrame, relations: Relations, rule: SuppressionRule = _DEFAULT_RULE
) -> pd.DataFrame:
    """Try to compute hidden counts from published ones, as a reader could.

    He knows all relations and that every hidden count is one or more. Linear programs bound
    each of them; only the published rows are looked at.

    Parameters
    ----------
    published
        The long table as it leaves the house; rates and other tables' rows are ignored.
    relations
        How counts add up: best those of :class:`takeup.disclosure.Protected`, which tell
        what does not hold because deliveries are missing. Without that, every relation is
        believed that the shown numbers do not refute.
    rule
        The thresholds.

    Returns
    -------
    DataFrame
        The leaks, one row per cell and reason; empty if the table is safe. ``lower`` and
        ``upper`` bound the count. ``reason``: ``derivable`` (fewer than three possible
        values, or only small ones), ``small`` (published though too small), ``points``
        (sum of ratings shown without the number of answers), ``not_hidden`` (number beside
        a status that says hidden), ``contradiction`` (no numbers fit the published ones).
    """
    counts = published[published["measure"].isin(list(relations.kinds))]
    hidden = counts["status"].isin(HIDDEN)
    linked = counts["measure"].isin(relations.linked_measures())
    cells = counts[linked & (hidden | counts["numerator"].notna())].sort_values(CELL)
    reach = max(rule.min_count, POSSIBLE_VALUES)
    leaks = [
        _derivable(month.reset_index(drop=True), relations, reach)
        for _, month in cells.groupby("month")
        if month["numerator"].isna().any()
    ]
    found = pd.concat([_NOTHING, *leaks, *_shown(counts, relations, rule)])
    return found.sort_values([*CELL, "reason"], ignore_index=True)
