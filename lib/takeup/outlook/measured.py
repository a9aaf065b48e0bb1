"""What the lights are judged by: one number per criterion, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from takeup.periods import Month
from takeup.project import Projekt

# Names of milestones may hold commas.
SEPARATOR: Final = "; "


@dataclass(frozen=True)
class Measured:
    """The number of a criterion.

    Attributes
    ----------
    aspect, criterion
        What is judged, and by what.
    value
        In the unit of the criterion; None if it cannot be told.
    reason
        Name of the sentence that says why the light is as it is.
    detail
        Administrations or milestones concerned, joined by semicolons.
    ends
        Forecast, its lower and upper end, and the target, where the value is their ratio.
    """

    aspect: str
    criterion: str
    value: float | None
    reason: str
    detail: str = ""
    ends: tuple[float | None, ...] = (None, None, None, None)


@dataclass(frozen=True)
class Deliveries:
    """What was delivered, as published, and until when it had to be.

    Attributes
    ----------
    completeness, balance
        The published tables.
    required
        Sources without which a delivery is incomplete.
    day
        The day of the report.
    """

    completeness: pd.DataFrame
    balance: pd.DataFrame
    required: tuple[str, ...]
    day: date


def measured(
    projekt: Projekt, forecast: pd.DataFrame, deliveries: Deliveries, month: Month
) -> list[Measured]:
    """All criteria at the end of a month, in the order of the lights.

    Parameters
    ----------
    projekt
        Milestones, budget and dates.
    forecast
        Forecast of the goals (contract ``publication/forecast.yml``).
    deliveries
        What was delivered.
    month
        Report month.
    """
    return [
        *_schedule(projekt, month),
        _costs(projekt, month),
        *(_goal(forecast, goal, projekt.last_month) for goal in ("use", "uniformity")),
        *_quality(deliveries, month),
        _cooperation(deliveries, month, projekt.deadline(month)),
    ]


def _schedule(projekt: Projekt, month: Month) -> Iterator[Measured]:
    """Worst delay of an open milestone, and days left while some have no date."""
    still_open = [each for each in projekt.meilensteine if not each.is_done(month)]
    late = []
    for each in still_open:
        if each.expected is None:
            continue
        days = [(month.last_day - each.expected).days, 0]
        if each.plan is not None:
            days.append((each.expected - each.plan).days)
        late.append((max(days), each.name))
    if late:
        # Of several milestones that are equally late the first one planned is named.
        days_late, name = max(late, key=lambda found: found[0])
        reason = "late" if days_late else "on_time"
        yield Measured("schedule", "delay", days_late, reason, name if days_late else "")
    undated = [each.name for each in still_open if each.expected is None]
    if undated:
        left = (projekt.ende - month.last_day).days
        reason = "left" if left >= 0 else "over"
        yield Measured("schedule", "undated", left, reason, SEPARATOR.join(undated))
    if not still_open:
        yield Measured("schedule", "delay", 0, "all_done")


def _costs(projekt: Projekt, month: Month) -> Measured:
    if projekt.kosten is None:
        return Measured("costs", "spent", None, "no_budget")
    spent = projekt.kosten.ausgegeben_eur
    latest = max((each for each in spent if each <= str(month)), default="")
    if not latest:
        return Measured("costs", "spent", None, "no_spending")
    return Measured("costs", "spent", spent[latest] / projekt.kosten.budget_eur, "spent")


def _goal(forecast: pd.DataFrame, goal: str, last: Month) -> Measured:
    """How much of the target the forecast reaches, or what was reached, at the end."""
    rows = forecast[(forecast["goal"] == goal) & (forecast["month"] == str(last))]
    if rows.empty:
        return Measured("scope", goal, None, "out_of_view")
    row = rows.iloc[0]
    ends = tuple(
        None if pd.isna(row[name]) else float(row[name])
        for name in ("value", "low", "high", "target")
    )
    value, target = ends[0], ends[3]
    if value is None or not target:
        reason = "no_target" if value is not None else "few_months"
        return Measured("scope", goal, None, reason, ends=ends)
    partial = "_partial" if row["status"] == "partial" else ""
    return Measured("scope", goal, value / target, f"{row['kind']}{partial}", ends=ends)


def _quality(deliveries: Deliveries, month: Month) -> Iterator[Measured]:
    """Share of complete deliveries, and of rows that had to be set aside."""
    rows = deliveries.completeness
    states = rows.loc[rows["month"] == str(month), "state"]
    if states.empty:
        yield Measured("quality", "complete", None, "nothing")
    else:
        yield Measured("quality", "complete", float((states == "complete").mean()), "share")
    sent = deliveries.balance[deliveries.balance["folder_month"] == str(month)]
    total = float(sent["rows_in"].sum())
    if total:
        aside = float(sent["quarantined"].sum()) / total
        yield Measured("quality", "set_aside", aside, "share")


def _cooperation(deliveries: Deliveries, month: Month, deadline: date) -> Measured:
    """Share of administrations of which everything was there in time."""
    if deliveries.day < deadline:
        return Measured("cooperation", "on_time", None, "running")
    states = deliveries.completeness
    states = states[
        (states["month"] == str(month)) & states["source"].isin(deliveries.required)
    ]
    senders = sorted(states["verwaltung"].unique())
    if not senders:
        return Measured("cooperation", "on_time", None, "nothing")
    lacking = set(states.loc[states["state"] == "missing", "verwaltung"])
    lacking |= _late(deliveries, month, deadline)
    named = [each for each in senders if each in lacking]
    value = 1 - len(named) / len(senders)
    reason = "late" if named else "all"
    return Measured("cooperation", "on_time", value, reason, SEPARATOR.join(named))


def _late(deliveries: Deliveries, month: Month, deadline: date) -> set[str]:
    """Administrations of which a required source about the month first came too late."""
    rows = deliveries.balance
    first, last = pd.Timestamp(month.first_day), pd.Timestamp(month.last_day)
    about = (rows["period_first"] <= last) & (rows["period_last"] >= first)
    own = rows[about & rows["source"].isin(deliveries.required)]
    receipts = own.groupby(["verwaltung", "source"])["received"].min()
    late = receipts[receipts > pd.Timestamp(deadline)]
    return set(late.index.get_level_values("verwaltung"))
