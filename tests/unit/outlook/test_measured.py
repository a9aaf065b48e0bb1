"""What each criterion measures, from milestones, goals and deliveries."""

from datetime import date

import pandas as pd
import pytest

from takeup.outlook import Deliveries, measured
from takeup.params import load_params
from takeup.periods import Month
from takeup.project import Kosten, Meilenstein, Projekt

SEPTEMBER = Month(2024, 9)
REQUIRED = ("antraege", "katalog")


@pytest.fixture(scope="module")
def projekt(request) -> Projekt:
    return load_params(request.config.rootpath / "params").projekt


def forecast(goal="use", month="2024-12", **values):
    row = {"goal": goal, "month": month, "kind": "forecast", "value": 900.0, "target": 1000.0}
    row |= {"low": 800.0, "high": 1000.0, "reason": None, "status": "ok"} | values
    return pd.DataFrame([row])


def sent(states=(), received=(), day=date(2024, 10, 20)):
    """States as (slug, source, state), receipts as (slug, source, day, rows, set aside)."""
    completeness = pd.DataFrame(
        [(slug, source, "2024-09", state) for slug, source, state in states],
        columns=["verwaltung", "source", "month", "state"],
    )
    balance = pd.DataFrame(
        [(slug, src, "2024-09", pd.Timestamp(at), n, q) for slug, src, at, n, q in received],
        columns=["verwaltung", "source", "folder_month", "received", "rows_in", "quarantined"],
    ).assign(period_first=pd.Timestamp("2024-09-01"), period_last=pd.Timestamp("2024-09-30"))
    return Deliveries(completeness, balance, REQUIRED, day)


def criteria(projekt, table=None, deliveries=None, month=SEPTEMBER):
    found = measured(
        projekt,
        forecast() if table is None else table,
        deliveries or sent(),
        month,
    )
    return {each.criterion: each for each in found}


def milestones(projekt, *each):
    return projekt.model_copy(update={"meilensteine": each})


def test_a_milestone_past_its_day_is_late_from_then_on(projekt):
    late = milestones(projekt, Meilenstein(name="Start", plan=date(2024, 9, 20)))
    delay = criteria(late)["delay"]
    assert (delay.value, delay.reason, delay.detail) == (10, "late", "Start")


def test_a_forecast_after_the_plan_is_late_before_it_is_past(projekt):
    soon = Meilenstein(name="Start", plan=date(2024, 10, 1), prognose=date(2024, 11, 1))
    assert criteria(milestones(projekt, soon))["delay"].value == 31


def test_of_several_milestones_the_latest_counts(projekt):
    found = criteria(
        milestones(
            projekt,
            Meilenstein(name="A", plan=date(2024, 9, 20)),
            Meilenstein(name="B", plan=date(2024, 9, 10)),
        )
    )
    assert (found["delay"].value, found["delay"].detail) == (20, "B")


def test_a_milestone_that_was_reached_is_no_delay(projekt):
    done = Meilenstein(name="Start", plan=date(2024, 5, 1), ist=date(2024, 9, 30))
    found = criteria(milestones(projekt, done))
    assert (found["delay"].value, found["delay"].reason) == (0, "all_done")
    assert criteria(milestones(projekt, done), month=Month(2024, 8))["delay"].value > 0


def test_milestones_without_a_day_count_the_days_to_the_end(projekt):
    undated = criteria(milestones(projekt, Meilenstein(name="A"), Meilenstein(name="B")))
    found = undated["undated"]
    assert (found.value, found.reason, found.detail) == (92, "left", "A; B")
    over = criteria(milestones(projekt, Meilenstein(name="A")), month=Month(2025, 1))
    assert (over["undated"].value, over["undated"].reason) == (-31, "over")


def test_costs_are_told_only_with_a_budget_and_spending(projekt):
    assert criteria(projekt)["spent"].reason == "no_budget"
    budget = Kosten(budget_eur=1000, ausgegeben_eur={"2024-06": 500, "2024-10": 900})
    paid = projekt.model_copy(update={"kosten": budget})
    assert criteria(paid)["spent"].value == 0.5
    assert criteria(paid, month=Month(2024, 5))["spent"].reason == "no_spending"


def test_scope_is_the_forecast_over_the_target_at_the_end(projekt):
    found = criteria(projekt)["use"]
    assert (found.value, found.reason, found.ends) == (0.9, "forecast", (900, 800, 1000, 1000))


def test_what_was_reached_in_an_incomplete_month_is_said_to_be_the_least(projekt):
    found = criteria(projekt, forecast(kind="reached", status="partial"))["use"]
    assert (found.value, found.reason) == (0.9, "reached_partial")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"target": None}, "no_target"),
        ({"value": None}, "few_months"),
        ({"month": "2024-11"}, "out_of_view"),
    ],
)
def test_scope_is_not_told_without_target_forecast_or_end(projekt, values, reason):
    found = criteria(projekt, forecast(**values))["use"]
    assert (found.value, found.reason) == (None, reason)


def test_quality_is_the_share_of_complete_deliveries_and_of_rows_set_aside(projekt):
    states = [("a", "antraege", "complete"), ("b", "antraege", "partial")]
    rows = [("a", "antraege", "2024-10-01", 90, 1), ("b", "antraege", "2024-10-01", 110, 1)]
    found = criteria(projekt, deliveries=sent(states, rows))
    assert found["complete"].value == 0.5
    assert found["set_aside"].value == 0.01


def test_whoever_sent_too_late_or_not_at_all_is_named(projekt):
    states = [(slug, "antraege", "complete") for slug in ("a", "b", "d")]
    states.append(("c", "antraege", "missing"))
    rows = [("a", "antraege", "2024-10-15", 9, 0), ("b", "antraege", "2024-10-16", 9, 0)]
    found = criteria(projekt, deliveries=sent(states, rows))["on_time"]
    assert (found.value, found.reason, found.detail) == (0.5, "late", "b; c")


def test_a_correction_after_the_deadline_is_no_late_delivery(projekt):
    rows = [("a", "antraege", "2024-10-01", 9, 0), ("a", "antraege", "2024-11-02", 9, 0)]
    found = criteria(projekt, deliveries=sent([("a", "antraege", "complete")], rows))
    assert (found["on_time"].value, found["on_time"].reason) == (1, "all")


def test_before_the_deadline_nobody_is_late(projekt):
    early = sent([("a", "antraege", "missing")], day=date(2024, 10, 14))
    found = criteria(projekt, deliveries=early)["on_time"]
    assert (found.value, found.reason) == (None, "running")


def test_a_source_that_is_not_required_is_no_matter_of_cooperation(projekt):
    states = [("a", "antraege", "complete"), ("a", "pvog", "missing")]
    found = criteria(projekt, deliveries=sent(states))["on_time"]
    assert found.reason == "all"
