"""Answers of Matomo from a few rows one can check by hand."""

import pandas as pd

from takeup.periods import Month
from takeup.sample import matomo
from takeup.sample.sender import Row
from takeup.sample.settings import SampleSettings

SEPTEMBER = Month(2024, 9)


def day(number: int, visits: int, visitors: int) -> Row:
    return {
        "date": pd.Timestamp(2024, 9, number),
        "visits": visits,
        "visitors": visitors,
        "actions": 3 * visits,
        "seconds": 135 * visits,
        "bounces": visits // 3,
        "converted": 1,
        "max_actions": 5,
    }


def test_a_day_without_visits_is_an_empty_list() -> None:
    answer = matomo.visits_by_day([day(1, 6, 5), day(2, 0, 0)])

    assert answer["2024-09-02"] == []
    assert answer["2024-09-01"] == {
        "nb_uniq_visitors": 5,
        "nb_users": 0,
        "nb_visits": 6,
        "nb_actions": 18,
        "nb_visits_converted": 1,
        "bounce_count": 2,
        "sum_visit_length": 810,
        "max_actions": 5,
        "bounce_rate": "33%",
        "nb_actions_per_visit": 3,
        "avg_time_on_site": 135,
    }


def test_visitors_of_a_month_are_fewer_than_the_sum_of_its_days(
    settings: SampleSettings,
) -> None:
    days = [day(1, 60, 50), day(2, 60, 50)]

    answer = matomo.visits_of_month(days, SEPTEMBER, settings.truth.visits)

    assert answer["2024-09"]["nb_visits"] == 120
    assert answer["2024-09"]["nb_uniq_visitors"] == 81


def test_a_month_without_visits_is_an_empty_list(settings: SampleSettings) -> None:
    answer = matomo.visits_of_month([day(1, 0, 0)], SEPTEMBER, settings.truth.visits)

    assert answer == {"2024-09": []}


def test_labels_are_ordered_by_visits_and_every_day_is_there() -> None:
    rows = [
        {"date": pd.Timestamp(2024, 9, 3), "label": label, "visits": visits}
        for label, visits in [("plakat", 1), ("frühjahr2024-anzeige", 4)]
    ]

    answer = matomo.campaigns_by_day(rows, SEPTEMBER)

    assert len(answer) == 30
    assert answer["2024-09-01"] == []
    third = answer["2024-09-03"]
    assert [row["label"] for row in third] == ["frühjahr2024-anzeige", "plakat"]
    assert third[0]["segment"].endswith("referrerName==fr%C3%BChjahr2024-anzeige")


def test_devices_without_visits_are_listed_without_details() -> None:
    keys = {"TV": "tv", "Desktop": "desktop", "Digitalkamera": "camera"}

    rows = matomo.devices_of_month({"Desktop": 7, "TV": 0}, SEPTEMBER, keys)["2024-09"]

    assert [(row["label"], row["nb_visits"]) for row in rows] == [
        ("Desktop", 7),
        ("Digitalkamera", 0),
        ("TV", 0),
    ]
    assert "nb_actions" in rows[0]
    assert "nb_actions" not in rows[1]


def test_an_answer_is_kept_under_its_report_period_and_span() -> None:
    assert matomo.file_name("Referrers.getCampaigns", "day", SEPTEMBER) == (
        "matomo_Referrers.getCampaigns_day_2024-09-01,2024-09-30.json"
    )
