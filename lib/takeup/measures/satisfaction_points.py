"""Count ``satisfaction_points``; its meaning is in ``satisfaction_points.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.delivered import ratings
from takeup.measures.inputs import Inputs, tally


def satisfaction_points(inputs: Inputs) -> pd.DataFrame:
    """Answers weighted by their grade: 1 (very dissatisfied) is 0, 5 (very satisfied) is 1.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with answers: ``numerator`` (points,
        in quarters).
    """
    rows = ratings(inputs)
    points = [rows[f"rating_{grade}"] * (grade - 1) / 4 for grade in range(1, 6)]
    return tally(rows, pd.concat(points, axis=1).sum(axis=1))
