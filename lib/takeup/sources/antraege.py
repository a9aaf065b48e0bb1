"""Applications per service and day: the statistics of the portal."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.sources.source import Source, contract_beside, issues

# A rate printed as whole percent is off by up to half of one.
_ROUNDING: Final = 0.0051


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


def remark(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Completion rates that were delivered and do not follow from the counts beside them."""
    del params
    told = rows[rows["stated_completion"].notna()]
    counted = told["completed"] / (told["started"] - told["resumed"]).mask(
        lambda base: base == 0
    )
    differs = ((counted - told["stated_completion"]).abs() > _ROUNDING).fillna(False)
    detail = (100 * counted[differs]).round(1).astype("str")
    return issues(told[differs], "stated_completion", "share_mismatch", detail)


SOURCE: Final = Source(
    contract_beside(__file__), time="date", daily=True, refuse=refuse, remark=remark
)
