import json

import pytest

from takeup.fetch.answers import Known, in_doubt, objections, visits_in
from takeup.fetch.plan import Order
from takeup.periods import Month

from .conftest import RECORDED

BY_DAY = Order("VisitsSummary.get", "day", "visits")
BY_MONTH = Order("VisitsSummary.get", "month", "visits")
CAMPAIGNS = Order("Referrers.getCampaigns", "day", "campaign")
DEVICES = Order("DevicesDetection.getType", "month", "device", "de")
LABELS = ("2024-09-01", "2024-09-02")


@pytest.mark.parametrize(
    ("kind", "answer", "first", "second"),
    [
        ("visits", {"2024-09-01": {"nb_visits": 5}, "2024-09-02": []}, 5, 0),
        ("visits", {"2024-09-01": {"nb_visits": "5"}, "2024-09-02": {"nb_visits": 0}}, 5, 0),
        ("campaign", {"2024-09-01": [], "2024-09-02": []}, 0, 0),
        ("visits", [], 0, 0),
    ],
)
def test_visits_are_counted_by_period(kind, answer, first: int, second: int) -> None:
    counted = {"2024-09-01": first, "2024-09-02": second}
    assert visits_in(answer, kind, LABELS) == counted


def test_rows_of_a_period_are_added_up_and_a_row_may_say_nothing() -> None:
    answer = {"2024-09-01": [{"nb_visits": 2}, {"label": "b"}, {"nb_visits": 3}]}
    assert visits_in(answer, "campaign", LABELS) == {"2024-09-01": 5}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("visits", {"1": {"nb_visits": 5}, "2": {"nb_visits": 3}}),  # many sites
        ("visits", {"1": {"2024-09-01": {"nb_visits": 5}}}),  # many sites, many periods
        ("visits", {"nb_visits": 5}),  # one period without its label
        ("visits", {"value": 115}),
        ("visits", {"2024-10-01": {"nb_visits": 5}}),  # another month
        ("visits", {"2024-09-01": [{"nb_visits": 5}]}),
        ("visits", {"2024-09-01": {"visits": 5}}),
        ("visits", {"2024-09-01": {"nb_visits": -5}}),
        ("visits", {"2024-09-01": {"nb_visits": 5.5}}),
        ("visits", {"2024-09-01": {"nb_visits": True}}),
        ("visits", {"2024-09-01": None}),
        ("campaign", {"2024-09-01": {"nb_visits": 5}}),
        ("campaign", {"2024-09-01": ["a"]}),
        ("campaign", [{"label": "a", "nb_visits": 5}]),
        ("visits", {}),
        ("visits", 5),
        ("visits", None),
    ],
)
def test_an_answer_of_another_shape_says_nothing(kind, answer) -> None:
    assert visits_in(answer, kind, LABELS) is None


@pytest.mark.parametrize(
    ("name", "kind", "month", "visits"),
    [
        ("vs_get_day_outage_site2.json", "visits", Month(2026, 9), 30),
        ("vs_get_allsites_month.json", "visits", Month(2026, 10), None),
        ("vs_get_month.json", "visits", Month(2026, 10), None),
        (
            "pending_archive_month_never_archived_site2_devices.json",
            "device",
            Month(2026, 8),
            0,
        ),
        ("pending_archive_week_vs_single.json", "visits", Month(2026, 8), None),
        ("campaigns_multiperiod.json", "campaign", Month(2026, 9), None),
    ],
)
def test_recorded_answers_are_counted_or_refused(name, kind, month, visits) -> None:
    if not (RECORDED / name).is_file():
        pytest.skip("the recorded answers are not here")
    labels = Order("x", "day", kind).labels(month)
    counts = visits_in(json.loads((RECORDED / name).read_bytes()), kind, labels)
    assert (None if counts is None else sum(counts.values())) == visits


def known(now: int, stored: int = 0, neighbours: int = 0) -> Known:
    """A month of one period; what was stored about it, and beside it."""
    return Known({"2024-09": now}, {"2024-09": stored} if stored else {}, neighbours)


def test_zeros_between_months_with_visits_are_in_doubt() -> None:
    alone = {BY_DAY: known(0), BY_MONTH: known(0)}
    beside = {BY_DAY: known(0, neighbours=40), BY_MONTH: known(0, neighbours=40)}
    assert in_doubt(alone) == set()
    assert in_doubt(beside) == {BY_DAY, BY_MONTH}


def test_a_month_that_is_not_the_sum_of_its_days_is_in_doubt() -> None:
    answers = {BY_DAY: known(90), BY_MONTH: known(115), DEVICES: known(115)}
    assert in_doubt(answers) == {BY_DAY, BY_MONTH}


def test_visits_without_devices_are_in_doubt_and_visits_without_campaigns_are_not() -> None:
    visits = {BY_DAY: known(5), BY_MONTH: known(5)}
    assert in_doubt(visits | {DEVICES: known(0)}) == {DEVICES}
    assert in_doubt(visits | {CAMPAIGNS: known(0, neighbours=7)}) == set()


def test_a_campaign_that_was_known_before_and_is_gone_is_in_doubt() -> None:
    assert in_doubt({CAMPAIGNS: known(0, stored=7)}) == {CAMPAIGNS}
    assert known(0, stored=7).objection == "loss"
    assert not known(1, stored=7).objection
    assert not known(0, neighbours=7).objection


@pytest.mark.parametrize("now", [{"2024-09-01": 30, "2024-09-02": 0}, {"2024-09-01": 30}])
def test_one_period_that_loses_its_visits_is_a_loss_whatever_the_others_have(now) -> None:
    stored = {"2024-09-01": 10, "2024-09-02": 10}
    assert Known(now, stored, 0).objection == "loss"
    assert in_doubt({CAMPAIGNS: Known(now, stored, 0)}) == {CAMPAIGNS}


def test_where_the_stored_answer_cannot_be_read_a_zero_may_be_a_loss() -> None:
    assert Known({"2024-09-01": 30, "2024-09-02": 0}, None, 0).objection == "unread"
    assert not Known({"2024-09-01": 30, "2024-09-02": 1}, None, 0).objection


def test_where_days_lose_visits_the_sums_that_shrink_are_lost_with_them() -> None:
    days = Known({"2024-09-01": 10, "2024-09-02": 0}, {"2024-09-01": 10, "2024-09-02": 5}, 0)
    whole = Known({"2024-09-01": 9, "2024-09-02": 1}, {"2024-09-01": 10, "2024-09-02": 5}, 0)
    sums = {BY_MONTH: known(10, stored=15), DEVICES: known(15, stored=15)}
    assert objections({BY_DAY: days} | sums) == {BY_DAY: "loss", BY_MONTH: "loss", DEVICES: ""}
    assert set(objections({BY_DAY: whole} | sums).values()) == {""}
