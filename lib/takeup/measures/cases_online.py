"""Count ``cases_online``; its meaning is in ``cases_online.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import Inputs, tally
from takeup.measures.scope import cases_in_scope


def cases_online(inputs: Inputs) -> pd.DataFrame:
    """Cases that arrived through the portal without help.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id in the scope of the digital take-up
        (:func:`takeup.measures.scope.case_scope`): ``numerator`` (cases).
    """
    rows = cases_in_scope(inputs)
    return tally(rows, rows["online"])
