"""Count ``ewa_other``; its meaning is in ``ewa_other.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.ewa import eligible_rows
from takeup.measures.inputs import Inputs, tally


def ewa_other(inputs: Inputs) -> pd.DataFrame:
    """Registrations that could have been made online, but were not.

    Returns
    -------
    DataFrame
        One row per month and verwaltung with eWA, at the Leistung "Wohnsitz anmelden":
        ``numerator`` (cases).
    """
    rows = eligible_rows(inputs)
    return tally(rows, rows["eligible"] - rows["digital"])
