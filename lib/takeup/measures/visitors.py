"""Count ``visitors``; its meaning is in ``visitors.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import web_rows
from takeup.measures.inputs import Inputs, tally


def visitors(inputs: Inputs) -> pd.DataFrame:
    """Visitors of a month, as web analytics delivered them for that month.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (visitors).

    Notes
    -----
    Never a sum: who comes on two days is one visitor of the month.
    """
    rows = web_rows(inputs, "visits", "month")
    return tally(rows, rows["visitors"])
