"""Known causes: which events break a series, and which may explain an unusual month."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.params import Ereignis, Params
from takeup.periods import Month
from takeup.regions import ALL, EWA_LEIKA

_PORTAL: Final = ("started", "submitted", "completion_rate", "digital_takeup")
# Measures whose level a kind of event may change for good. How something is measured moves
# what the browser counts; what the server counts stays the same.
BREAKS: Final = {
    "messung": ("visits",),
    "portal": ("visits", "active_accounts", *_PORTAL),
    "ewa": _PORTAL,
}


def concerns(event: Ereignis, verwaltung: str) -> bool:
    """Whether an event changes the figures of an administration, or of all together.

    What happens in one of nine administrations does not break the sum of all.
    """
    return not event.verwaltungen or verwaltung in event.verwaltungen


def breaks(params: Params, *, sample: bool) -> pd.DataFrame:
    """Breaks of series.

    Returns
    -------
    DataFrame
        One row per ``measure``, ``verwaltung``, ``leistung_id`` and ``month``: ``mixed``
        tells whether the month holds days before the break.
    """
    rows = [
        (measure, verwaltung, leistung, str(Month.of(event.first_day)), event.first_day.day > 1)
        for event in params.events(sample=sample)
        for measure in BREAKS.get(event.art, ())
        for verwaltung in (ALL, *params.verwaltungen)
        if concerns(event, verwaltung)
        for leistung in _services(event, params)
    ]
    names = ["measure", "verwaltung", "leistung_id", "month", "mixed"]
    return pd.DataFrame(rows, columns=names)


def _services(event: Ereignis, params: Params) -> list[str]:
    """Services whose series breaks, and the total."""
    return [ALL, EWA_LEIKA] if event.art == "ewa" else [ALL, *params.leistungen]
