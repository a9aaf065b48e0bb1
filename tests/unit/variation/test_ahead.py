"""Months to come: what goes on as it did is forecast, and the interval holds what comes."""

import numpy as np
import pandas as pd
import pytest

from takeup.periods import Month
from takeup.variation import Known, ahead, exposure, hindsight

FIRST = Month(2022, 1)
CELL = ("submitted", "stadt-heide", "alle")


def months(length, start=0):
    return [str(FIRST.shift(at)) for at in range(start, start + length)]


def published(values):
    rows = {"month": months(len(values)), "numerator": values, "value": values}
    measure, verwaltung, leistung = CELL
    table = pd.DataFrame(rows).assign(
        measure=measure, verwaltung=verwaltung, leistung_id=leistung, status="ok"
    )
    table["denominator"] = pd.NA
    return table.astype(dict.fromkeys(("numerator", "denominator", "value"), "Float64"))


def known(length):
    last = FIRST.shift(length - 1).last_day
    grid = pd.DataFrame({"date": pd.date_range(FIRST.first_day, last)})
    grid = grid.assign(
        source="antraege",
        verwaltung="stadt-heide",
        month=grid["date"].dt.strftime("%Y-%m"),
        state="there",
    )
    return Known(
        months=tuple(months(length)),
        sources={"submitted": "antraege"},
        exposure=exposure(grid),
        unsure=pd.DataFrame(columns=["source", "verwaltung", "month"]),
        breaks=pd.DataFrame(columns=["measure", "verwaltung", "leistung_id", "month", "mixed"]),
        comparable=(),
    )


def weights(length):
    """What the days of each month can hold, relative to the mean month."""
    full = known(length).exposure["full"].to_numpy()
    return full / full.mean()


def test_a_steady_course_goes_on_with_the_days_of_the_month_to_come():
    expected = 400 * weights(27)
    found = ahead(published(np.round(expected[:24])), known(24), CELL, months(3, 24))
    assert found["month"].tolist() == ["2024-01", "2024-02", "2024-03"]
    assert found["value"].to_numpy() == pytest.approx(expected[24:], rel=0.02)
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()


def test_farther_months_are_less_certain():
    values = np.round(400 * weights(24))
    found = ahead(published(values), known(24), CELL, months(12, 24))
    widths = (found["high"] - found["low"]) / found["value"]
    assert widths.iloc[-1] > 1.1 * widths.iloc[0]


def test_without_a_year_there_is_no_forecast():
    assert ahead(published([100.0] * 11), known(11), CELL, months(2, 11)).empty
    assert not ahead(published([100.0] * 12), known(12), CELL, months(2, 12)).empty


def test_what_happens_lies_in_the_interval_as_often_as_it_says():
    rng = np.random.default_rng(20240930)
    mean = 300 * weights(27) * np.linspace(1, 1.25, 27)
    inside = []
    for _ in range(60):
        counts = rng.poisson(mean * rng.lognormal(0, 0.06, 27)).astype(float)
        found = ahead(published(counts[:24]), known(24), CELL, months(3, 24)).iloc[-1]
        inside.append(found["low"] <= counts[26] <= found["high"])
    assert 0.88 <= np.mean(inside) <= 1


def test_hindsight_counts_the_months_that_lay_in_the_interval_of_before():
    values = np.round(400 * weights(20))
    assert hindsight(published(values), known(20), CELL, 3) == (6, 6)
    values[17] *= 3
    assert hindsight(published(values), known(20), CELL, 3) == (5, 6)


def test_hindsight_does_not_know_what_came_in_between():
    values = np.round(400 * weights(20))
    values[15:] *= 2
    near = hindsight(published(values), known(20), CELL, 1)
    far = hindsight(published(values), known(20), CELL, 3)
    assert near[0] > far[0]
