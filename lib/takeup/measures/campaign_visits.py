"""Count ``campaign_visits``; its meaning is in ``campaign_visits.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import web_rows
from takeup.measures.inputs import Inputs, tally


def campaign_visits(inputs: Inputs) -> pd.DataFrame:
    """Visits that came through a marked campaign link.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (visits).

    Notes
    -----
    Matomo answers a day without such visits with nothing, so no row means 0
    (:func:`takeup.measures.grids.traffic_cells`).
    """
    rows = web_rows(inputs, "campaign", "day")
    return tally(rows, rows["visits"])
