"""Count ``active_accounts``; its meaning is in ``active_accounts.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import Inputs, tally
from takeup.regions import ALL


def active_accounts(inputs: Inputs) -> pd.DataFrame:
    """Accounts with at least one login in the month.

    Returns
    -------
    DataFrame
        One row per month and verwaltung: ``numerator`` (accounts).
    """
    rows = inputs.frames["konten"].assign(leistung_id=ALL)
    return tally(rows, rows["active_accounts"])
