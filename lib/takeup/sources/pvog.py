"""What the PVOG lists, delivered as a table per month."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.regions import administration_key
from takeup.sources.source import Source, contract_beside, issues


def refuse(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Areas that belong to no administration of ours."""
    known = {each.schluessel for each in params.verwaltungen.values()}
    foreign = rows[~rows["ars"].map(administration_key).isin(sorted(known))]
    return issues(foreign, "ars", "unknown_area", foreign["name"])


SOURCE: Final = Source(contract_beside(__file__), time="month", refuse=refuse)
