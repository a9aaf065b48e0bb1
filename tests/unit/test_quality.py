"""Complete deliveries, doubtful months, texts that need work."""

from __future__ import annotations

import pandas as pd

from takeup.measures.example import typed_rows
from takeup.quality import completeness, tasks, visit_gaps

HEIDE, MARNE, BIRTH, TRADE = (
    "stadt-heide",
    "amt-marne-nordsee",
    "99027002012000",
    "99050012104000",
)


def test_each_expected_delivery_is_complete_partial_or_missing():
    coverage = typed_rows(
        "coverage",
        [
            {
                "source": "matomo",
                "verwaltung": HEIDE,
                "month": "2024-09",
                "days_expected": 30,
                "days_present": 30,
            },
            {
                "source": "matomo",
                "verwaltung": MARNE,
                "month": "2024-09",
                "days_expected": 30,
                "days_present": 12,
            },
            {
                "source": "konten",
                "verwaltung": HEIDE,
                "month": "2024-09",
                "days_expected": 1,
                "days_present": 1,
            },
            {
                "source": "konten",
                "verwaltung": HEIDE,
                "month": "2024-08",
                "days_expected": 1,
                "days_present": 1,
            },
        ],
    )
    expected = pd.DataFrame(
        [("matomo", HEIDE), ("matomo", MARNE), ("konten", HEIDE), ("konten", MARNE)],
        columns=["source", "verwaltung"],
    )
    assert completeness(coverage, expected, ("2024-09",)).to_numpy().tolist() == [
        ["konten", MARNE, "2024-09", "missing", 1, 0],
        ["konten", HEIDE, "2024-09", "complete", 1, 1],
        ["matomo", MARNE, "2024-09", "partial", 30, 12],
        ["matomo", HEIDE, "2024-09", "complete", 30, 30],
    ]


def test_a_daily_source_that_is_missing_lacks_all_days_of_its_month():
    expected = pd.DataFrame({"source": ["antraege"], "verwaltung": [HEIDE]})
    table = completeness(typed_rows("coverage", []), expected, ("2024-02",))
    assert table[["state", "days_expected", "days_present"]].to_numpy().tolist() == [
        ["missing", 29, 0]
    ]


def days(visits, start="2024-09-01", verwaltung=HEIDE):
    dates = pd.date_range(start, periods=len(visits))
    return [
        {
            "verwaltung": verwaltung,
            "period": "day",
            "date": date,
            "report": "visits",
            "visits": count,
        }
        for date, count in zip(dates, visits, strict=True)
    ]


def gaps(rows):
    found = visit_gaps(typed_rows("matomo", rows))
    dates = found["date"].dt.strftime("%Y-%m-%d")
    return list(zip(found["verwaltung"], dates, found["kind"], strict=True))


def test_days_without_visits_between_visited_days_look_like_an_outage():
    assert gaps(days([20, 0, 0, 25, 22])) == [
        (HEIDE, "2024-09-02", "silent_day"),
        (HEIDE, "2024-09-03", "silent_day"),
    ]


def test_days_without_visits_at_the_end_may_not_be_archived_yet():
    assert gaps(days([20, 25, 0])) == [(HEIDE, "2024-09-03", "silent_day")]


def test_a_portal_that_has_not_started_has_no_gap():
    assert gaps(days([0, 0, 20, 25])) == []


def test_a_quiet_portal_has_ordinary_days_without_visits():
    assert gaps(days([3, 0, 4, 0, 2])) == []


def test_a_whole_month_without_visits_is_measured_by_the_last_visited_one():
    rows = days([30] * 30) + days([0] * 31, "2024-10-01")
    assert len(gaps(rows)) == 31


def test_administrations_are_judged_apart():
    rows = days([20, 20, 20]) + days([0, 0, 0], verwaltung=MARNE)
    assert gaps(rows) == []


def test_a_month_total_that_differs_from_its_days_is_doubtful():
    total = {"verwaltung": HEIDE, "period": "month", "date": "2024-09-01", "report": "visits"}
    rows = days([20, 25])
    assert gaps([*rows, {**total, "visits": 45}]) == []
    found = visit_gaps(typed_rows("matomo", [*rows, {**total, "visits": 50}]))
    assert found[["kind", "observed", "expected"]].to_numpy().tolist() == [
        ["month_differs", 45, 50]
    ]


def test_campaign_days_are_no_visits():
    campaign = [{**row, "report": "campaign", "label": "plakat"} for row in days([9, 0, 9])]
    assert gaps(campaign) == []


def test_nothing_delivered_has_no_gap():
    assert gaps([]) == []


COMPLETE = {
    **dict.fromkeys(
        ["has_description", "has_costs", "has_documents", "has_duration", "has_contact"], True
    ),
    "checked_on": "2024-09-01",
}


def catalogue(*entries):
    base = {"verwaltung": HEIDE, "month": "2024-09", "leistung_id": BIRTH, **COMPLETE}
    frame = pd.DataFrame([{**base, **entry} for entry in entries], columns=list(base))
    flags = {name: "boolean" for name in base if name.startswith("has_")}
    return frame.astype({**flags, "checked_on": "datetime64[s]"})


def listed(katalog, month="2024-09"):
    known = pd.DataFrame({"leistung_id": [BIRTH, TRADE]})
    return tasks(katalog, known, month, 365).to_numpy().tolist()


def test_a_complete_text_checked_within_the_year_needs_nothing():
    assert listed(catalogue({}, {"leistung_id": TRADE, "checked_on": "2023-10-01"})) == []


def test_a_text_checked_over_a_year_ago_is_outdated():
    assert listed(catalogue({"checked_on": "2023-09-30"})) == [
        [HEIDE, BIRTH, "outdated", "2023-09-30"]
    ]


def test_a_text_without_a_check_is_unchecked_not_outdated():
    assert listed(catalogue({"checked_on": None})) == [[HEIDE, BIRTH, "unchecked", ""]]


def test_missing_parts_are_named():
    found = listed(catalogue({"has_costs": False, "has_contact": False}))
    assert found == [[HEIDE, BIRTH, "incomplete", "costs,contact"]]


def test_one_text_can_need_two_things():
    found = listed(catalogue({"has_costs": False, "checked_on": "2020-01-01"}))
    assert [row[2] for row in found] == ["incomplete", "outdated"]


def test_the_last_catalogue_up_to_the_month_counts():
    katalog = catalogue(
        {"month": "2024-08", "has_costs": False},
        {"month": "2024-10", "leistung_id": TRADE, "has_costs": False},
    )
    assert listed(katalog) == [[HEIDE, BIRTH, "incomplete", "costs"]]


def test_unknown_services_and_empty_catalogues_give_no_task():
    assert listed(catalogue({"leistung_id": "99999999999999", "has_costs": False})) == []
    assert listed(catalogue()) == []
