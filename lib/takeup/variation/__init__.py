"""Whether a figure exceeds ordinary variation: months in a chart, administrations in a funnel.

Everything is computed from published values and from the calendar, so a verdict can reveal
nothing that the published table does not.
"""

from __future__ import annotations

import pandas as pd

from takeup.variation.administrations import COMPARED, judge_administrations
from takeup.variation.ahead import ahead, hindsight
from takeup.variation.breaks import breaks, concerns
from takeup.variation.calendar import exposure
from takeup.variation.months import JUDGED, Known, judge_months

__all__ = [
    "COMPARED",
    "JUDGED",
    "Known",
    "ahead",
    "breaks",
    "concerns",
    "exposure",
    "hindsight",
    "variation",
]


def variation(published: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Verdicts on months and administrations.

    Parameters
    ----------
    published
        The long table of measures as published.
    known
        What is known beside it.

    Returns
    -------
    DataFrame
        Rows of the contract ``publication/variation.yml``: method individuals for every
        month in view, method funnel for the last one.
    """
    months = judge_months(published, known)
    units = judge_administrations(published, known.months[-1], known.comparable)
    return pd.concat([months, units], ignore_index=True)
