"""The project's status from what was measured, what was planned and what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from takeup.outlook import (
    NUMBERS,
    Deliveries,
    forecast_uniformity,
    forecast_use,
    judged,
    measured,
)
from takeup.params import Params
from takeup.periods import Month
from takeup.portals import portal_facts
from takeup.sources.staged import Staged
from takeup.uniformity import uniformity
from takeup.variation import Known

# Months of uniformity looked back on: a year shows how much a share moves.
_MONTHS_BACK: Final = 12
NOW, FROZEN, PREVIOUS = "now", "frozen", "previous"


def forecast(
    staged: Staged, params: Params, published: pd.DataFrame, known: Known, *, sample: bool
) -> pd.DataFrame:
    """Both goals up to the report month, and up to the project's end.

    Parameters
    ----------
    staged, params
        Deliveries about the portals, target paths and end of the project.
    published
        The long table of measures as published: use is forecast from it alone.
    known
        What is known of the months.
    sample
        Whether the data are the labelled sample: a path made for it applies to nothing else.
    """
    month, last = Month.parse(known.months[-1]), params.projekt.last_month
    use = params.ziele.nutzung if sample or not params.ziele.nutzung.muster else None
    history = {
        str(each): uniformity(portal_facts(staged, params, each)).components
        for each in Month.range(month.shift(-_MONTHS_BACK), month)
        if str(each) in known.months
    }
    agreed, path = params.einheitlich, params.ziele.einheitlichkeit
    parts = [
        forecast_use(published, known, use, last),
        forecast_uniformity(history, agreed, path, last),
    ]
    return pd.concat(parts, ignore_index=True)


def status(
    tables: Mapping[str, pd.DataFrame],
    params: Params,
    month: Month,
    day: date,
    before: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Lights of the project as they are, as they were frozen, and the ones before.

    Parameters
    ----------
    tables
        Published tables of the month.
    params
        Milestones, thresholds, required sources.
    month
        Report month.
    day
        Day of the report: before the deadline nobody is late, and nothing is frozen.
    before
        Frozen statuses by month (:func:`takeup.frozen.read`).

    Returns
    -------
    DataFrame
        Columns as in the contract ``publication/project_status.yml``.
    """
    required = params.settings.pflichtquellen
    deliveries = Deliveries(tables["completeness"], tables["balance"], required, day)
    found = measured(params.projekt, tables["forecast"], deliveries, month)
    now = judged(found, params.projekt.ampeln).assign(month=str(month))
    editions = [now.assign(edition=NOW)]
    if day >= params.projekt.deadline(month):
        editions.append(before.get(str(month), now).assign(edition=FROZEN))
    earlier = max((each for each in before if each < str(month)), default="")
    if earlier:
        editions.append(before[earlier].assign(edition=PREVIOUS))
    typed = [each.astype(dict.fromkeys(NUMBERS, "Float64")) for each in editions]
    return pd.concat(typed, ignore_index=True)
