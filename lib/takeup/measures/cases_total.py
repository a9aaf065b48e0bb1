"""Count ``cases_total``; its meaning is in ``cases_total.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import Inputs, tally
from takeup.measures.scope import CHANNELS, cases_in_scope


def cases_total(inputs: Inputs) -> pd.DataFrame:
    """Cases that arrived through any channel.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id in the scope of the digital take-up
        (:func:`takeup.measures.scope.case_scope`): ``numerator`` (cases).
    """
    rows = cases_in_scope(inputs)
    return tally(rows, rows[list(CHANNELS)].sum(axis=1))
