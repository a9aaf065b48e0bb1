"""Count ``mobile_visits``; its meaning is in ``mobile_visits.yml``."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.measures.delivered import web_rows
from takeup.measures.inputs import Inputs, tally

MOBILE: Final = ("smartphone", "tablet")


def mobile_visits(inputs: Inputs) -> pd.DataFrame:
    """Visits by smartphone or tablet.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (visits).
    """
    rows = web_rows(inputs, "device", "month")
    return tally(rows, rows["visits"].where(rows["label"].isin(MOBILE), 0))
