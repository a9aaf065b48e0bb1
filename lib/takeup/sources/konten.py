"""Accounts of the portal per month."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.sources.source import Source, contract_beside, issues


def refuse(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Rows with more active than registered accounts: one of the two is wrong."""
    del params
    excess = (rows["active_accounts"] > rows["registered_accounts"]).fillna(False)
    registered = rows["registered_accounts"].astype("str")
    return issues(
        rows[excess], "active_accounts", "active_exceeds_registered", registered[excess]
    )


SOURCE: Final = Source(contract_beside(__file__), time="month", refuse=refuse)
