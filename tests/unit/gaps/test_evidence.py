"""Outages in the calendar of events."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from takeup.gaps import outage_days
from takeup.params import load_params

from .conftest import MARNE


def test_an_outage_without_administrations_concerns_all():
    params = load_params(Path(__file__).parents[3] / "params")
    days = outage_days(params, sample=True)

    repair = days[days["date"] == pd.Timestamp("2023-08-08")]
    own = days[days["date"] == pd.Timestamp("2024-09-11")]
    assert sorted(repair["verwaltung"]) == sorted(params.verwaltungen)
    assert own["verwaltung"].tolist() == [MARNE]
    assert outage_days(params, sample=False).empty
