"""Links of the portals, checked elsewhere: delivered results, nothing is fetched."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.sources.source import Source, contract_beside, issues


def remark(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Checks dated after the month they stand for."""
    del params
    end = pd.to_datetime(rows["month"], format="%Y-%m") + pd.offsets.MonthEnd(0)
    later = rows["checked_on"] > end
    return issues(rows[later], "checked_on", "checked_in_future", rows.loc[later, "month"])


SOURCE: Final = Source(contract_beside(__file__), time="month", remark=remark)
