"""Count ``device_visits``; its meaning is in ``device_visits.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import web_rows
from takeup.measures.inputs import Inputs, tally


def device_visits(inputs: Inputs) -> pd.DataFrame:
    """Visits whose kind of device is known.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (visits).
    """
    rows = web_rows(inputs, "device", "month")
    return tally(rows, rows["visits"])
