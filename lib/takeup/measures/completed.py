"""Count ``completed``; its meaning is in ``completed.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import portal_rows
from takeup.measures.inputs import Inputs, tally


def completed(inputs: Inputs) -> pd.DataFrame:
    """Newly started applications that reach an end point.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with activity: ``numerator``
        (applications).

    Notes
    -----
    "Nicht anspruchsberechtigt" is an end point: the service answered.
    """
    rows = portal_rows(inputs)
    return tally(rows, rows["completed"])
