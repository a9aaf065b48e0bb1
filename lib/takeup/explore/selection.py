"""What was chosen, and the published rows that show it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from takeup.comparison import compare
from takeup.measures.rates import MinimumBase
from takeup.periods import Month
from takeup.publication import contract
from takeup.regions import ALL
from takeup.report.data import PageData

COURSE: Final = "course"
# Columns of the comparison table by what is compared: now, before, change.
_COMPARED: Final[Mapping[str, tuple[str, str, str]]] = {
    "previous": ("value", "previous", "change_previous"),
    "year_before": ("value", "year_before", "change_year"),
    "rolling_12": ("rolling_12", "rolling_12_before", "change_rolling"),
}
COMPARISONS: Final = (COURSE, *_COMPARED)
_KEYS: Final = ["month", "verwaltung", "leistung_id", "measure"]


@dataclass(frozen=True)
class Selection:
    """A measure, administrations (``alle``: all together), first and last month, a comparison.

    ``comparison`` is ``course`` (every month of the period), or what the last month is set
    beside: ``previous``, ``year_before``, or ``rolling_12`` (twelve months and those before).
    """

    measure: str
    verwaltungen: tuple[str, ...]
    first: str
    last: str
    comparison: str = COURSE

    @property
    def months(self) -> list[str]:
        """Months of the period."""
        span = Month.range(Month.parse(self.first), Month.parse(self.last))
        return [str(each) for each in span]


def rows(data: PageData, chosen: Selection) -> pd.DataFrame:
    """Rows that show a selection: totals over all services, as published.

    Parameters
    ----------
    data
        The published month.
    chosen
        What to show.

    Returns
    -------
    DataFrame
        For a course, one row per administration and month with the columns of the table of
        measures; a month without a row is ``unknown``. Otherwise one row per administration:
        ``value, status``, ``compared, compared_status`` and ``change`` as the comparison
        table has them, for the last month of the period.
    """
    if chosen.comparison == COURSE:
        return _course(data, chosen)
    return _compared(data, chosen)


def _course(data: PageData, chosen: Selection) -> pd.DataFrame:
    table = data.rows("measures")
    found = table[(table["measure"] == chosen.measure) & (table["leistung_id"] == ALL)]
    places = itertools.product(chosen.verwaltungen, chosen.months)
    wanted = pd.DataFrame(places, columns=["verwaltung", "month"], dtype="str")
    wanted = wanted.assign(leistung_id=ALL, measure=chosen.measure)
    full = wanted.merge(found, on=_KEYS, how="left")
    full = full.assign(status=full["status"].fillna("unknown"))
    return full[list(contract("measures").dtypes)]


def _compared(data: PageData, chosen: Selection) -> pd.DataFrame:
    limits = data.params.settings.geheimhaltung
    minimum = MinimumBase(share=limits.mindestbasis, answers=limits.mindestantworten)
    table = data.rows("measures")
    # The cases of each service say whether totals count the same services.
    needed = table["measure"].isin([chosen.measure, "cases_total"])
    found = compare(table[needed], chosen.last, data.sidecars, minimum)
    found = found[(found["measure"] == chosen.measure) & (found["leistung_id"] == ALL)]
    now, before, change = _COMPARED[chosen.comparison]
    wanted = {
        now: "value",
        "status" if now == "value" else f"{now}_status": "status",
        before: "compared",
        f"{before}_status": "compared_status",
        change: "change",
    }
    full = found.set_index("verwaltung").reindex(list(chosen.verwaltungen))
    named = full[list(wanted)].rename(columns=wanted).reset_index()
    statuses = {name: named[name].fillna("unknown") for name in ("status", "compared_status")}
    keys = {"month": chosen.last, "leistung_id": ALL, "measure": chosen.measure}
    named = named.assign(**keys, comparison=chosen.comparison, **statuses)
    return named[[*_KEYS, "comparison", *wanted.values()]]
