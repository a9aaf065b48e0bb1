from types import SimpleNamespace

import pandas as pd

from takeup.campaigns import daily_outcomes, daily_submissions

HEIDE = "stadt-heide"


def staged(
    rows: list[tuple[str, str, int]], first: str = "2024-02-01", last: str = "2024-02-29"
) -> SimpleNamespace:
    frame = pd.DataFrame(rows, columns=["date", "leistung_id", "submitted"])
    frame = frame.assign(
        verwaltung=HEIDE,
        date=pd.to_datetime(frame["date"]).astype("datetime64[s]"),
        submitted=frame["submitted"].astype("Int64"),
    ).astype({"verwaltung": "str"})
    delivered = pd.date_range(first, last, unit="s")
    days = pd.DataFrame({"source": "antraege", "verwaltung": HEIDE, "date": delivered})
    return SimpleNamespace(frames={"antraege": frame}, days=days)


def dark(*days: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"verwaltung": [HEIDE] * len(days), "date": pd.to_datetime(list(days))}
    )
    return frame.astype({"verwaltung": "str", "date": "datetime64[s]"})


def by_day(counts: pd.DataFrame) -> dict[str, object]:
    return dict(zip(counts["date"].dt.strftime("%m-%d"), counts["count"], strict=True))


def test_a_day_without_rows_in_a_delivered_month_counts_zero():
    counts = daily_submissions(
        staged([("2024-02-03", "a", 2), ("2024-02-03", "b", 1)]),
        "alle",
        dark(),
    )
    assert len(counts) == 29
    assert by_day(counts)["02-03"] == 3
    assert by_day(counts)["02-04"] == 0


def test_days_that_were_not_delivered_are_absent_not_zero():
    counts = daily_submissions(staged([], last="2024-02-20"), "alle", dark())
    assert counts["date"].max() == pd.Timestamp("2024-02-20")


def test_a_day_without_exposure_is_missing_not_zero():
    rows = [("2024-02-03", "a", 2)]
    counts = daily_submissions(staged(rows), "alle", dark("2024-02-05"))
    assert by_day(counts)["02-05"] is pd.NA


def test_only_the_registered_services_count():
    rows = [("2024-02-03", "a", 2), ("2024-02-03", "b", 1)]
    counts = daily_submissions(staged(rows), ("b",), dark())
    assert by_day(counts)["02-03"] == 1


def _registered(*further: str) -> SimpleNamespace:
    return SimpleNamespace(
        zielgroesse="submitted", nebenzielgroessen=further, leistungen=("a",)
    )


def test_a_resumed_draft_is_no_new_start():
    source = staged([("2024-02-03", "a", 2)])
    rows = source.frames["antraege"]
    source.frames["antraege"] = rows.assign(
        started=pd.array([5], "Int64"), resumed=pd.array([2], "Int64")
    )
    found = SimpleNamespace(dark=dark())
    outcomes = daily_outcomes(source, _registered("started"), found)
    assert {name: by_day(each)["02-03"] for name, each in outcomes.items()} == {
        "submitted": 2,
        "started": 3,
    }


def test_visits_are_missing_where_the_portal_or_the_counting_was_out():
    source = staged([])
    dates = pd.to_datetime(["2024-02-01", "2024-02-01", "2024-02-02", "2024-02-03"])
    source.frames["matomo"] = pd.DataFrame(
        {
            "verwaltung": HEIDE,
            "date": dates.astype("datetime64[s]"),
            "report": ["visits", "campaign", "visits", "visits"],
            "period": "day",
            "visits": pd.array([90, 5, 80, 0], "Int64"),
        }
    ).astype({"verwaltung": "str"})
    source.days = source.days.assign(source="matomo").iloc[:4]
    grid = pd.DataFrame(
        {
            "source": ["matomo", "antraege"],
            "verwaltung": HEIDE,
            "date": pd.to_datetime(["2024-02-03", "2024-02-01"]).astype("datetime64[s]"),
            "state": "silent",
        }
    ).astype({"verwaltung": "str"})
    found = SimpleNamespace(dark=dark("2024-02-02"), grid=grid)
    visits = by_day(daily_outcomes(source, _registered("visits"), found)["visits"])
    assert (visits["02-01"], visits["02-04"]) == (90, 0)
    assert visits["02-02"] is visits["02-03"] is pd.NA
