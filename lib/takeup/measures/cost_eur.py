"""Count ``cost_eur``; its meaning is in ``cost_eur.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.costs import costs_of_counted_cases
from takeup.measures.inputs import Inputs, tally


def cost_eur(inputs: Inputs) -> pd.DataFrame:
    """Costs of the cases that are counted over all channels.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with a cost, and ``alle``:
        ``numerator`` (EUR, at the prices of the year stated in the delivery).
    """
    rows = costs_of_counted_cases(inputs)
    return tally(rows, rows["cost_eur"])
