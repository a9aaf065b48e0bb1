"""Count ``visits``; its meaning is in ``visits.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import web_rows
from takeup.measures.inputs import Inputs, tally


def visits(inputs: Inputs) -> pd.DataFrame:
    """Visits to the portal, from the daily web analytics.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (visits).

    Notes
    -----
    Days are summed: visits are additive over days, and a missing day shows in the coverage.
    """
    rows = web_rows(inputs, "visits", "day")
    return tally(rows, rows["visits"])
