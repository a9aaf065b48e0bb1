"""Figures that later deliveries changed: before, now, and which delivery did it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from takeup.disclosure import Protected, Revision, SuppressionRule, revised
from takeup.measures.definition import all_counts
from takeup.measures.inputs import Inputs
from takeup.measures.sidecar import load_sidecars

_COLUMNS: Final = {
    "month": "str",
    "verwaltung": "str",
    "measure": "str",
    "before": "Float64",
    "now": "Float64",
    "status": "str",
    "delivered": "str",
}


def revisions(
    counts: pd.DataFrame,
    before: Inputs,
    changes: pd.DataFrame,
    protected: Protected,
    rule: SuppressionRule,
) -> Revision:
    """Count again what was known first, and compare.

    Parameters
    ----------
    counts
        Raw counts as known now (:func:`takeup.measures.definition.all_counts`).
    before
        What the measures could know first.
    changes
        Places where other rows count now: ``source``, ``verwaltung``, ``month``,
        ``delivered`` (folder month).
    protected
        What is published of ``counts``.
    rule
        Thresholds of disclosure control.

    Returns
    -------
    Revision
        As :func:`takeup.disclosure.revised`, with ``delivered``: folder months of what
        changed the figure, separated by blanks; empty if rows only fell away.
    """
    months = sorted(set(changes["month"]) & set(before.months))
    if not months:
        nothing = pd.DataFrame(columns=list(_COLUMNS)).astype(_COLUMNS)
        return Revision(nothing, protected.register)
    earlier = all_counts(replace(before, months=tuple(months)), months[0])
    now = counts[counts["month"].isin(months)]
    found = revised(now, earlier, protected, rule)
    table = found.table
    figures = zip(table["month"], table["verwaltung"], table["measure"], strict=True)
    delivered = [_delivered(changes, *figure) for figure in figures]
    told = table.assign(delivered=delivered)[list(_COLUMNS)].astype(_COLUMNS)
    return Revision(told, found.register)


def _delivered(changes: pd.DataFrame, month: str, verwaltung: str, measure: str) -> str:
    """Folder months of the deliveries that changed a figure."""
    here = changes["source"].isin(load_sidecars()[measure].sources)
    here &= (changes["verwaltung"] == verwaltung) & (changes["month"] == month)
    return " ".join(sorted(set(changes.loc[here, "delivered"]) - {""}))
