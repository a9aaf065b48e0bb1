"""Which deliveries are complete."""

from __future__ import annotations

import pandas as pd

from takeup.measures.example import typed_rows
from takeup.quality import completeness

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
