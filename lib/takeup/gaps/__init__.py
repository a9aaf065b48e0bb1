"""Days and months whose figures are incomplete, told apart as far as the data allow.

Matomo answers a period that is not archived yet like one without visits: with zeros. The
portal's statistics list only days on which something happened. Neither says "we could not
count"; what speaks for it is the calendar around the silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from takeup.gaps.days import dark_days, day_grid, published_days
from takeup.gaps.evidence import DAILY, Evidence, outage_days
from takeup.gaps.months import REASONS, UNQUANTIFIED, month_gaps

__all__ = [
    "DAILY",
    "REASONS",
    "UNQUANTIFIED",
    "Evidence",
    "Found",
    "find",
    "outage_days",
    "published_days",
]


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes
    ----------
    months
        The months in view.
    grid
        Every day (:func:`takeup.gaps.days.day_grid`).
    gaps
        Incomplete months (:func:`takeup.gaps.months.month_gaps`).
    dark
        Days without exposure (:func:`takeup.gaps.days.dark_days`).
    """

    months: tuple[str, ...]
    grid: pd.DataFrame
    gaps: pd.DataFrame
    dark: pd.DataFrame


def find(evidence: Evidence) -> Found:
    """Judge days, then months."""
    grid = day_grid(evidence)
    return Found(
        months=evidence.months,
        grid=grid,
        gaps=month_gaps(grid, evidence),
        dark=dark_days(grid, evidence.outages),
    )
