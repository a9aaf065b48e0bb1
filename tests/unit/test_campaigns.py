from types import SimpleNamespace

import pandas as pd

from takeup.campaigns import daily_submissions

HEIDE = "stadt-heide"


def staged(
    rows: list[tuple[str, str, int]], delivered: list[tuple[str, str]]
) -> SimpleNamespace:
    frame = pd.DataFrame(rows, columns=["date", "leistung_id", "submitted"])
    frame = frame.assign(
        verwaltung=HEIDE,
        date=pd.to_datetime(frame["date"]).astype("datetime64[s]"),
        submitted=frame["submitted"].astype("Int64"),
    ).astype({"verwaltung": "str"})
    coverage = pd.DataFrame(
        [("antraege", HEIDE, month, 1) for _, month in delivered],
        columns=["source", "verwaltung", "month", "days_present"],
    )
    return SimpleNamespace(frames={"antraege": frame}, coverage=coverage)


def outages(*days: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"verwaltung": [HEIDE] * len(days), "date": pd.to_datetime(list(days))}
    )
    return frame.astype({"verwaltung": "str", "date": "datetime64[s]"})


def by_day(counts: pd.DataFrame) -> dict[str, object]:
    return dict(zip(counts["date"].dt.strftime("%m-%d"), counts["count"], strict=True))


def test_a_day_without_rows_in_a_delivered_month_counts_zero():
    counts = daily_submissions(
        staged([("2024-02-03", "a", 2), ("2024-02-03", "b", 1)], [(HEIDE, "2024-02")]),
        "alle",
        outages(),
    )
    assert len(counts) == 29
    assert by_day(counts)["02-03"] == 3
    assert by_day(counts)["02-04"] == 0


def test_a_month_that_was_not_delivered_has_no_days():
    counts = daily_submissions(staged([], [(HEIDE, "2024-02")]), "alle", outages())
    assert set(counts["date"].dt.strftime("%Y-%m")) == {"2024-02"}


def test_a_day_of_an_outage_is_missing_not_zero():
    rows = [("2024-02-03", "a", 2)]
    counts = daily_submissions(
        staged(rows, [(HEIDE, "2024-02")]), "alle", outages("2024-02-05")
    )
    assert by_day(counts)["02-05"] is pd.NA


def test_only_the_registered_services_count():
    rows = [("2024-02-03", "a", 2), ("2024-02-03", "b", 1)]
    counts = daily_submissions(staged(rows, [(HEIDE, "2024-02")]), ("b",), outages())
    assert by_day(counts)["02-03"] == 1
