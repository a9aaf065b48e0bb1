"""Registrations of residence that could have gone online: the base of the eWA-Quote."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import Inputs
from takeup.measures.scope import cases_in_scope
from takeup.regions import EWA_LEIKA


def eligible_rows(inputs: Inputs) -> pd.DataFrame:
    """Eligible registrations and the digital ones among them, where both are certain.

    Returns
    -------
    DataFrame
        One row per month and verwaltung with eWA: the columns of the case list and
        ``digital``. A list with fewer eligible than digital cases contradicts itself and is
        absent.
    """
    rows = cases_in_scope(inputs)
    digital = rows["online"] + rows["assisted"]
    certain = (rows["eligible_state"] == "value") & (rows["eligible"] >= digital).fillna(False)
    return rows.assign(digital=digital)[(rows["leistung_id"] == EWA_LEIKA) & certain]
