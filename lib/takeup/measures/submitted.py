"""Count ``submitted``; its meaning is in ``submitted.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import portal_rows
from takeup.measures.inputs import Inputs, tally


def submitted(inputs: Inputs) -> pd.DataFrame:
    """Applications received by the administration, drafts resumed earlier included.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with activity: ``numerator``
        (applications).
    """
    rows = portal_rows(inputs)
    return tally(rows, rows["submitted"])
