"""Count ``cases_assisted``; its meaning is in ``cases_assisted.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import Inputs, tally
from takeup.measures.scope import cases_in_scope


def cases_assisted(inputs: Inputs) -> pd.DataFrame:
    """Cases entered in the portal by or with staff, for someone who needed help.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id in the scope of the digital take-up
        (:func:`takeup.measures.scope.case_scope`): ``numerator`` (cases).
    """
    rows = cases_in_scope(inputs)
    return tally(rows, rows["assisted"])
