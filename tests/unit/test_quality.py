"""Complete deliveries, texts that need work."""

from __future__ import annotations

import pandas as pd

from takeup.measures.example import typed_rows
from takeup.quality import completeness, tasks

HEIDE, MARNE, BIRTH, TRADE = (
    "stadt-heide",
    "amt-marne-nordsee",
    "99027002012000",
    "99050012104000",
)


NO_GAPS = typed_rows("gaps", []).assign(reason="")


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
    assert completeness(coverage, expected, ("2024-09",), NO_GAPS).to_numpy().tolist() == [
        ["konten", MARNE, "2024-09", "missing", "", 1, 0],
        ["konten", HEIDE, "2024-09", "complete", "", 1, 1],
        ["matomo", MARNE, "2024-09", "partial", "", 30, 12],
        ["matomo", HEIDE, "2024-09", "complete", "", 30, 30],
    ]


def test_a_month_with_a_gap_is_partial_and_names_all_reasons_gravest_first():
    whole = {"verwaltung": HEIDE, "month": "2024-09", "days_expected": 30, "days_present": 30}
    coverage = typed_rows("coverage", [{"source": "antraege", **whole}])
    place = {"source": "antraege", "verwaltung": HEIDE, "month": "2024-09"}
    gaps = pd.DataFrame(
        [
            {**place, "leistung_id": BIRTH, "reason": "quarantined"},
            {**place, "leistung_id": TRADE, "reason": "quarantined"},
            {**place, "leistung_id": "alle", "reason": "outage"},
        ]
    ).astype("str")
    expected = pd.DataFrame({"source": ["antraege"], "verwaltung": [HEIDE]})
    table = completeness(coverage, expected, ("2024-09",), gaps)
    assert table[["state", "reason"]].to_numpy().tolist() == [["partial", "outage,quarantined"]]


def test_a_daily_source_that_is_missing_lacks_all_days_of_its_month():
    expected = pd.DataFrame({"source": ["antraege"], "verwaltung": [HEIDE]})
    table = completeness(typed_rows("coverage", []), expected, ("2024-02",), NO_GAPS)
    assert table[["state", "days_expected", "days_present"]].to_numpy().tolist() == [
        ["missing", 29, 0]
    ]


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
