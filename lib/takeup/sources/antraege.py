"""Applications per service and day: the statistics of the portal."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.sources.source import Source, contract_beside, issues


def refuse(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Rows that count more parts than there are in the whole.

    Resumed drafts are part of the started applications; only newly started ones can be
    completed, so that the completion rate never exceeds 1.
    """
    del params
    fresh = rows["started"] - rows["resumed"]
    resumed = rows["resumed"] > rows["started"]
    completed = (rows["completed"] > fresh) & ~resumed
    started_texts = rows.loc[resumed, "started"].astype("str")
    fresh_texts = fresh[completed].astype("str")
    return pd.concat(
        [
            issues(rows[resumed], "resumed", "resumed_exceeds_started", started_texts),
            issues(rows[completed], "completed", "exceeds_started", fresh_texts),
        ]
    )


SOURCE: Final = Source(contract_beside(__file__), time="date", daily=True, refuse=refuse)
