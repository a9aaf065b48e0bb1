"""Count ``started``; its meaning is in ``started.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import portal_rows
from takeup.measures.inputs import Inputs, tally


def started(inputs: Inputs) -> pd.DataFrame:
    """Applications newly started; a resumed draft is no new start.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with activity: ``numerator``
        (applications).
    """
    rows = portal_rows(inputs)
    return tally(rows, rows["started"] - rows["resumed"])
