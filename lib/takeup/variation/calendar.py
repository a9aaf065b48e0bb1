"""What a month can hold: days that were counted, each with its weight; school holidays."""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd

from takeup.gaps.days import UNCOUNTED

_STATE: Final = "SH"
# Weight of a free day beside a working day, and of a day in the school holidays beside
# another. Judgement: portals are used at weekends too, but less. With 0.4 or 0.8 for a free
# day no month would weigh 1.5 percent more or less. How the school holidays differ from
# their weight, the chart estimates.
FREE_DAY: Final = 0.6
SCHOOL_DAY: Final = 0.9


@cache
def _holidays(category: str, years: tuple[int, ...]) -> frozenset[object]:
    # Only a run needs them; pages import this module as well.
    import holidays

    known = holidays.country_holidays("DE", _STATE, years=years, categories=(category,))
    return frozenset(known)


def _among(dates: pd.Series, category: str) -> pd.Series[bool]:
    years = tuple(sorted(set(dates.dt.year)))
    among: pd.Series[bool] = dates.dt.date.isin(_holidays(category, years))
    return among


def exposure(days: pd.DataFrame) -> pd.DataFrame:
    """Weight of the days of each month, of those that were counted, and school holidays.

    Parameters
    ----------
    days
        The grid of days (:func:`takeup.gaps.days.day_grid`).

    Returns
    -------
    DataFrame
        One row per source, verwaltung and month: ``full`` and ``counted`` (in working days),
        ``school`` (share of days in the school holidays of Schleswig-Holstein).
    """
    dates = days["date"]
    school = _among(dates, "school")
    free = (dates.dt.day_of_week >= 5) | _among(dates, "public")  # noqa: PLR2004  Saturday
    weight = free.map({True: FREE_DAY, False: 1.0}) * school.map({True: SCHOOL_DAY, False: 1.0})
    counted = weight.where(~days["state"].isin(UNCOUNTED), 0.0)
    table = days[["source", "verwaltung", "month"]].assign(
        full=weight, counted=counted, school=school.astype("float64")
    )
    groups = table.groupby(["source", "verwaltung", "month"])
    sums = groups[["full", "counted"]].sum().assign(school=groups["school"].mean())
    return sums.reset_index()
