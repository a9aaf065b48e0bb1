"""Count ``answers``; its meaning is in ``answers.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import ratings
from takeup.measures.inputs import Inputs, tally


def answers(inputs: Inputs) -> pd.DataFrame:
    """Answers to the question how satisfied people are.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with answers: ``numerator`` (answers).
    """
    rows = ratings(inputs)
    return tally(rows, rows.filter(regex="^rating_").sum(axis=1))
