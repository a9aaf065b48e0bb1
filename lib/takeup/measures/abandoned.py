"""Count ``abandoned``; its meaning is in ``abandoned.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import portal_rows
from takeup.measures.inputs import Inputs, tally


def abandoned(inputs: Inputs) -> pd.DataFrame:
    """Newly started applications that reach no end point.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with activity: ``numerator``
        (applications).

    Notes
    -----
    A draft saved for later counts here in its month, even if it is submitted afterwards.
    """
    rows = portal_rows(inputs)
    return tally(rows, rows["started"] - rows["resumed"] - rows["completed"])
