"""Answers of Matomo's reporting API about the invented visits."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from urllib.parse import quote_plus

from takeup.periods import Month
from takeup.sample.sender import Row
from takeup.sample.settings import Visits

Answer = dict[str, object]

_SUMS = ("visits", "visitors", "actions", "converted", "bounces", "seconds")


def file_name(report: str, period: str, month: Month) -> str:
    """Name under which the answer about a month is kept."""
    return f"matomo_{report}_{period}_{month.first_day},{month.last_day}.json"


def _ratio(numerator: int, denominator: int) -> float | int:
    """Ratio with one decimal; PHP writes a whole number without it."""
    ratio = round(numerator / denominator, 1)
    return int(ratio) if ratio.is_integer() else ratio


def _summary(row: Row) -> Answer:
    visits = row["visits"]
    return {
        "nb_uniq_visitors": row["visitors"],
        "nb_users": 0,
        "nb_visits": visits,
        "nb_actions": row["actions"],
        "nb_visits_converted": row["converted"],
        "bounce_count": row["bounces"],
        "sum_visit_length": row["seconds"],
        "max_actions": row["max_actions"],
        "bounce_rate": f"{100 * row['bounces'] / visits:.0f}%",
        "nb_actions_per_visit": _ratio(row["actions"], visits),
        "avg_time_on_site": round(row["seconds"] / visits),
    }


def visits_by_day(daily: list[Row]) -> Answer:
    """``VisitsSummary.get`` by day; a day without visits is an empty list."""
    return {f"{row['date']:%Y-%m-%d}": _summary(row) if row["visits"] else [] for row in daily}


def visits_of_month(daily: list[Row], month: Month, truth: Visits) -> Answer:
    """``VisitsSummary.get`` by month; visitors are fewer than the sum over days."""
    total: Row = {name: sum(row[name] for row in daily) for name in _SUMS}
    if total["visits"] == 0:
        return {str(month): []}
    busiest = max(row["visitors"] for row in daily)
    total["visitors"] = max(busiest, int(truth.visitors_per_month * total["visits"]))
    total["max_actions"] = max(row["max_actions"] for row in daily)
    return {str(month): _summary(total)}


def campaigns_by_day(campaigns: list[Row], month: Month) -> Answer:
    """``Referrers.getCampaigns`` by day: a list of labels, most visits first."""
    days = (month.first_day + timedelta(days=number) for number in range(month.days))
    answer: Answer = {str(day): [] for day in days}
    for day, rows in groupby(campaigns, key=_day):
        ordered = sorted(rows, key=lambda row: (-row["visits"], row["label"]))
        answer[str(day)] = [
            _campaign(row["label"], row["visits"], number)
            for number, row in enumerate(ordered, start=1)
        ]
    return answer


def _day(row: Row) -> date:
    day: date = row["date"].date()
    return day


def _campaign(label: str, visits: int, number: int) -> Answer:
    return {
        "label": label,
        "nb_visits": visits,
        "nb_actions": 3 * visits,
        "max_actions": 4,
        "sum_visit_length": 82 * visits,
        "bounce_count": 0,
        "nb_visits_converted": 0,
        "sum_daily_nb_uniq_visitors": visits,
        "sum_daily_nb_users": 0,
        "segment": f"referrerType==campaign;referrerName=={quote_plus(label)}",
        "idsubdatatable": number,
    }


def devices_of_month(devices: Row, month: Month, keys: dict[str, str]) -> Answer:
    """``DevicesDetection.getType`` by month with German labels, zero rows included.

    ``keys`` maps the German label of every device type Matomo knows to its English key.
    """
    counts = {label: devices.get(label, 0) for label in keys}
    if not sum(counts.values()):
        return {str(month): []}
    ordered = sorted(counts, key=lambda label: (-counts[label], label.casefold()))
    return {str(month): [_device(label, counts[label], keys[label]) for label in ordered]}


def _device(label: str, visits: int, key: str) -> Answer:
    known = {
        "nb_actions": 3 * visits,
        "max_actions": 5,
        "sum_visit_length": 82 * visits,
        "bounce_count": 0,
        "nb_visits_converted": 0,
        "sum_daily_nb_uniq_visitors": visits,
        "sum_daily_nb_users": 0,
    }
    icon = f"plugins/Morpheus/icons/dist/devices/{key.replace(' ', '_')}.png"
    return {
        "label": label,
        "nb_visits": visits,
        **(known if visits else {}),
        "segment": f"deviceType=={quote_plus(key)}",
        "logo": icon,
    }
