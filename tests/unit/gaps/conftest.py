"""Evidence written as counts per day, and days read as a strip of marks."""

from __future__ import annotations

import pandas as pd

from takeup.gaps import Evidence

HEIDE, MARNE = "stadt-heide", "amt-marne-nordsee"
BIRTH = "99027002012000"
MARKS = {
    "there": "+",
    "zero": "0",
    "silent": "?",
    "outage": "A",
    "not_archived": "m",
    "missing": "-",
    "incomplete": "q",
    "wrong_time_zone": "z",
}


def visits(counts, start="2024-09-01", verwaltung=HEIDE):
    """Daily answers of Matomo, one file per month; None is a day that was not delivered."""
    dates = pd.date_range(start, periods=len(counts))
    return [
        {
            "verwaltung": verwaltung,
            "period": "day",
            "date": date,
            "report": "visits",
            "visits": count,
            "file": f"{date:%Y-%m}",
        }
        for date, count in zip(dates, counts, strict=True)
        if count is not None
    ]


def total(count, month="2024-09", verwaltung=HEIDE):
    first = pd.Timestamp(f"{month}-01")
    row = {"verwaltung": verwaltung, "period": "month", "date": first, "report": "visits"}
    return {**row, "visits": count, "file": f"{month} total"}


def applications(counts, start="2024-09-01"):
    """Rows of the portal statistics: as many services a day as the number says."""
    dates = pd.date_range(start, periods=len(counts))
    return [
        {"verwaltung": HEIDE, "date": date}
        for date, rows in zip(dates, counts, strict=True)
        for _ in range(rows or 0)
    ]


def doubt(reason, source="matomo", day=None, leistung_id="alle"):
    place = {"source": source, "verwaltung": HEIDE, "month": "2024-09"}
    return {**place, "date": day, "leistung_id": leistung_id, "reason": reason}


def evidence(web=(), portal=(), **known):
    """Known: ``covered`` (last day the portal's file speaks of), outages, doubts, months."""
    covered, months = known.get("covered"), known.get("months", ("2024-09",))
    matomo = pd.DataFrame(
        list(web), columns=["verwaltung", "period", "date", "report", "visits", "file"]
    ).astype({"date": "datetime64[s]", "visits": "Int64", "file": "str"})
    antraege = pd.DataFrame(list(portal), columns=["verwaltung", "date"])
    delivered = matomo.loc[matomo["period"] == "day", ["verwaltung", "date"]]
    span = pd.date_range("2024-09-01", covered) if covered else []
    parts = [
        delivered.assign(source="matomo"),
        pd.DataFrame({"source": "antraege", "verwaltung": HEIDE, "date": span}),
    ]
    columns = ["source", "verwaltung", "month", "date", "leistung_id", "reason"]
    return Evidence(
        frames={"matomo": matomo, "antraege": antraege.astype({"date": "datetime64[s]"})},
        days=pd.concat(parts).astype({"date": "datetime64[s]"}),
        doubts=pd.DataFrame(list(known.get("doubts", ())), columns=columns).astype(
            {"date": "datetime64[s]"}
        ),
        outages=pd.DataFrame(
            [(HEIDE, day) for day in known.get("outages", ())], columns=["verwaltung", "date"]
        ).astype({"date": "datetime64[s]"}),
        verwaltungen=(HEIDE, MARNE),
        months=tuple(months),
    )


def strip(found, source="matomo", verwaltung=HEIDE, month="2024-09"):
    """The days of a month as a strip of marks."""
    grid = found.grid
    own = (grid["source"] == source) & (grid["verwaltung"] == verwaltung)
    return "".join(grid.loc[own & (grid["month"] == month), "state"].map(MARKS))


def reasons(found, source="matomo"):
    gaps = found.gaps[found.gaps["source"] == source]
    return gaps[["month", "leistung_id", "reason"]].to_numpy().tolist()
