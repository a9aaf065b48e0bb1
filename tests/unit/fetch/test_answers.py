import json

import pytest

from takeup.fetch.answers import Known, in_doubt, visits_in
from takeup.fetch.plan import Order
from takeup.periods import Month

from .conftest import RECORDED

BY_DAY = Order("VisitsSummary.get", "day", "visits")
BY_MONTH = Order("VisitsSummary.get", "month", "visits")
CAMPAIGNS = Order("Referrers.getCampaigns", "day", "campaign")
DEVICES = Order("DevicesDetection.getType", "month", "device", "de")
LABELS = ("2024-09-01", "2024-09-02")


@pytest.mark.parametrize(
    ("kind", "answer", "visits"),
    [
        ("visits", {"2024-09-01": {"nb_visits": 5}, "2024-09-02": []}, 5),
        ("visits", {"2024-09-01": {"nb_visits": "5"}, "2024-09-02": {"nb_visits": 0}}, 5),
        ("campaign", {"2024-09-01": [{"label": "a", "nb_visits": 2}, {"label": "b"}]}, 2),
        ("campaign", {"2024-09-01": [], "2024-09-02": []}, 0),
        ("visits", [], 0),
    ],
)
def test_visits_are_added_up_over_periods_and_rows(kind, answer, visits) -> None:
    assert visits_in(answer, kind, LABELS) == visits


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
    assert visits_in(json.loads((RECORDED / name).read_bytes()), kind, labels) == visits


def test_zeros_between_months_with_visits_are_in_doubt() -> None:
    alone = {BY_DAY: Known(0, 0, 0), BY_MONTH: Known(0, 0, 0)}
    beside = {BY_DAY: Known(0, 0, 40), BY_MONTH: Known(0, 0, 40)}
    assert in_doubt(alone) == set()
    assert in_doubt(beside) == {BY_DAY, BY_MONTH}


def test_a_month_that_is_not_the_sum_of_its_days_is_in_doubt() -> None:
    known = {BY_DAY: Known(90, 0, 0), BY_MONTH: Known(115, 0, 0), DEVICES: Known(115, 0, 0)}
    assert in_doubt(known) == {BY_DAY, BY_MONTH}


def test_visits_without_devices_are_in_doubt_and_visits_without_campaigns_are_not() -> None:
    visits = {BY_DAY: Known(5, 0, 0), BY_MONTH: Known(5, 0, 0)}
    assert in_doubt(visits | {DEVICES: Known(0, 0, 0)}) == {DEVICES}
    assert in_doubt(visits | {CAMPAIGNS: Known(0, 0, 7)}) == set()


def test_a_campaign_that_was_known_before_and_is_gone_is_in_doubt() -> None:
    assert in_doubt({CAMPAIGNS: Known(0, 7, 0)}) == {CAMPAIGNS}
    assert Known(0, 7, 0).is_loss
    assert not Known(1, 7, 0).is_loss
    assert not Known(0, 0, 7).is_loss
