"""What tells a gap from a quiet day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from takeup.params import Params

WEB: Final = "matomo"
PORTAL: Final = "antraege"
DAILY: Final = (WEB, PORTAL)


@dataclass(frozen=True)
class Evidence:
    """What tells a gap from a quiet day.

    Attributes
    ----------
    frames
        Staged ``matomo`` and ``antraege``.
    days
        Delivered days: ``source``, ``verwaltung``, ``date``.
    doubts
        What the intake knows: ``source``, ``verwaltung``, ``month``, ``date``,
        ``leistung_id``, ``reason`` (:func:`takeup.sources.doubts.doubts`).
    outages
        Days of known outages: ``verwaltung``, ``date``.
    verwaltungen, months
        What the grid spans; the months in order.
    """

    frames: Mapping[str, pd.DataFrame]
    days: pd.DataFrame
    doubts: pd.DataFrame
    outages: pd.DataFrame
    verwaltungen: tuple[str, ...]
    months: tuple[str, ...]

    @cached_property
    def visits(self) -> pd.DataFrame:
        """All visits, by day and by month."""
        rows = self.frames[WEB]
        return rows[rows["report"] == "visits"]


def outage_days(params: Params, *, sample: bool) -> pd.DataFrame:
    """Days of the outages in the calendar of events: one row per verwaltung and date."""
    rows = [
        (slug, day)
        for event in params.events(sample=sample)
        if event.art == "ausfall"
        for slug in event.verwaltungen or params.verwaltungen
        for day in pd.date_range(event.first_day, event.bis or event.first_day)
    ]
    days = pd.DataFrame(rows, columns=["verwaltung", "date"])
    return days.astype({"verwaltung": "str", "date": "datetime64[s]"}).drop_duplicates()
