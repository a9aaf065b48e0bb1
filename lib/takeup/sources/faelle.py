"""Cases per service, month and channel: the back-office system."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Params
from takeup.sources.source import Source, contract_beside, issues

CHANNELS: Final = ("online", "assisted", "counter", "post", "phone")


def remark(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Totals that do not equal their channels, and parts larger than the total.

    Notes
    -----
    A channel that does not apply adds nothing; a row with an unknown or suppressed channel
    cannot be checked.
    """
    del params
    known = rows["total"].notna()
    for channel in CHANNELS:
        known &= rows[f"{channel}_state"].isin(["value", "not_applicable"])
    channels = rows[list(CHANNELS)].fillna(0).sum(axis=1)
    unequal = known & (channels != rows["total"]).fillna(False)
    excess = (rows["eligible"] > rows["total"]).fillna(False)
    total = rows["total"].astype("str")
    return pd.concat(
        [
            issues(rows[unequal], "total", "sum_mismatch", channels[unequal].astype("str")),
            issues(rows[excess], "eligible", "eligible_exceeds_total", total[excess]),
        ]
    )


SOURCE: Final = Source(contract_beside(__file__), time="month", remark=remark)
