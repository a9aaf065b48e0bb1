"""Both goals up to the project's end: what is reached, what is forecast, what is not."""

import numpy as np
import pandas as pd
import pytest

from takeup.agreement import Einheitlich
from takeup.outlook import forecast_uniformity, forecast_use
from takeup.periods import Month
from takeup.project import Ziel
from takeup.variation import Known

DECEMBER = Month(2024, 12)
PATH = Ziel(pfad={"2024-01": 0, "2024-12": 2})
AGREED = Einheitlich(
    beschlossen_am=None,
    kernkatalog=("99115005104000",),
    reifegrad_ab=3,
    reifegradmodell="",
    linkpruefung_gueltig_tage=99,
    gilt_als_einheitlich={"E2": 0.8, "E5": 0.9},
    pruefliste={},
)


def components(e2, e5, unknown=0):
    """Yes of 100 entries each, so many unknown beside them."""
    rows = [("E2", e2), ("E5", e5)]
    return pd.DataFrame(
        [(name, "whole", "alle", yes, 100 - unknown, unknown) for name, yes in rows],
        columns=["component", "part", "verwaltung", "numerator", "denominator", "unknown"],
    )


def history(*pairs, first=1):
    return {
        str(Month(2024, first).shift(at)): components(*pair) for at, pair in enumerate(pairs)
    }


def at(table, goal, month):
    (row,) = table[(table["goal"] == goal) & (table["month"] == month)].to_dict("records")
    return row


def test_what_does_not_move_stays_within_one_entry():
    found = forecast_uniformity(history(*[(50, 95)] * 9), AGREED, PATH, DECEMBER)
    end = at(found, "E2", "2024-12")
    assert (end["value"], end["low"], end["high"]) == pytest.approx((0.5, 0.49, 0.51))
    whole = at(found, "uniformity", "2024-12")
    assert (whole["value"], whole["low"], whole["high"], whole["target"]) == (1, 1, 1, 2)


def test_a_share_near_its_threshold_may_be_reached_or_not():
    found = forecast_uniformity(
        history(*[(78 + at % 3, 95) for at in range(9)]), AGREED, PATH, DECEMBER
    )
    whole = at(found, "uniformity", "2024-12")
    assert (whole["low"], whole["high"]) == (1, 2)


def test_unknown_counts_as_no():
    found = forecast_uniformity(history(*[(79, 95, 5)] * 9), AGREED, PATH, DECEMBER)
    assert at(found, "E2", "2024-09")["value"] == 0.79
    assert at(found, "uniformity", "2024-09")["value"] == 1


def test_with_a_few_months_uniformity_is_not_forecast_and_the_row_says_why():
    found = forecast_uniformity(history(*[(50, 95)] * 5, first=5), AGREED, PATH, DECEMBER)
    end = at(found, "uniformity", "2024-12")
    assert (end["status"], end["reason"]) == ("unknown", "few_months")
    assert pd.isna(end["value"])
    assert at(found, "uniformity", "2024-09")["value"] == 1


def test_the_path_is_a_straight_line_and_ends_where_it_ends():
    assert PATH.wanted(Month(2024, 1)) == 0
    assert PATH.wanted(Month(2024, 12)) == 2
    assert PATH.wanted(Month(2024, 7)) == pytest.approx(2 * 6 / 11)
    assert PATH.wanted(Month(2023, 12)) is None
    assert PATH.wanted(Month(2025, 1)) is None


def test_a_walking_share_stays_in_its_interval_as_often_as_it_says():
    rng = np.random.default_rng(20241231)
    inside = []
    for _ in range(200):
        walk = np.clip(50 + np.cumsum(rng.normal(0, 1.5, 12)), 0, 100)
        shares = [(float(each), 95) for each in walk[:9]]
        end = at(forecast_uniformity(history(*shares), AGREED, PATH, DECEMBER), "E2", "2024-12")
        inside.append(end["low"] <= walk[11] / 100 <= end["high"])
    assert 0.9 <= np.mean(inside) < 1


def use(values, last="2024-09", goal=PATH, end=DECEMBER):
    """Goal rows of a course of all administrations that ends in a month."""
    stop = Month.parse(last)
    months = [str(stop.shift(step + 1 - len(values))) for step in range(len(values))]
    table = pd.DataFrame({"month": months, "numerator": values, "value": values}).assign(
        measure="submitted", verwaltung="alle", leistung_id="alle", status="ok"
    )
    table["denominator"] = pd.NA
    table = table.astype(dict.fromkeys(("numerator", "denominator", "value"), "Float64"))
    weights = pd.DataFrame({"month": months}).assign(
        source="antraege", verwaltung="a", full=25.0, counted=25.0, school=0.0
    )
    nowhere = pd.DataFrame(columns=["source", "verwaltung", "month"])
    breaks = pd.DataFrame(columns=["measure", "verwaltung", "leistung_id", "month", "mixed"])
    known = Known(tuple(months), {"submitted": "antraege"}, weights, nowhere, breaks, ())
    return forecast_use(table, known, goal, end)


def test_use_is_forecast_from_the_next_month_to_the_end_and_never_before():
    found = use([400.0] * 20)
    coming = found[found["kind"] == "forecast"]
    assert coming["month"].tolist() == ["2024-10", "2024-11", "2024-12"]
    assert (coming["low"] < coming["value"]).all()
    assert at(found, "use", "2024-12")["target"] == 2
    assert at(found, "use", "2024-09")["value"] == 400


def test_the_forecast_says_how_the_same_sum_did_before():
    assert at(use([400.0] * 20), "use", "2024-12")["judged"] == 6


@pytest.mark.parametrize("last", ["2024-12", "2025-02"])
def test_once_the_project_is_over_nothing_is_forecast(last):
    found = use([400.0] * 20, last=last)
    assert (found["kind"] == "reached").all()
    assert at(found, "use", "2024-12")["value"] == 400


def test_with_less_than_a_year_use_is_not_forecast_and_the_row_says_why():
    end = at(use([400.0] * 11), "use", "2024-12")
    assert (end["status"], end["reason"]) == ("unknown", "few_months")


def test_without_a_path_there_is_a_forecast_and_no_target():
    end = at(use([400.0] * 20, goal=None), "use", "2024-12")
    assert end["value"] > 0
    assert pd.isna(end["target"])
