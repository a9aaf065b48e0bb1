"""Registered campaigns, evaluated on unprotected daily counts; only estimates leave here."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from takeup.effects import Campaign, Event, effects_table, evaluate
from takeup.params import Kampagne, Params
from takeup.periods import Month
from takeup.sources.staged import Staged


def evaluate_campaigns(
    staged: Staged, params: Params, month: Month, *, sample: bool
) -> pd.DataFrame:
    """Evaluate every campaign that is registered, as far as the month lets one know.

    Returns
    -------
    DataFrame
        One row per campaign, as in :func:`takeup.effects.effects_table`.
    """
    campaigns = params.campaigns(sample=sample)
    outages = _outage_days(params, sample=sample)
    events = _other_events(params, sample=sample)
    results = [
        evaluate(
            _campaign(slug, each),
            daily_submissions(staged, each.leistungen, outages),
            month,
            [event for other, event in events if other != slug],
        )
        for slug, each in campaigns.items()
    ]
    return effects_table(results)


def _campaign(slug: str, registered: Kampagne) -> Campaign:
    return Campaign(
        slug=slug,
        start=registered.beginn,
        end=registered.ende,
        treated=registered.verwaltungen,
        comparison=registered.vergleich,
        window_weeks=registered.auswertungsfenster_wochen,
        estimator=registered.schaetzer,
        cost_eur=sum(registered.kosten_eur.values()),
    )


def _other_events(params: Params, *, sample: bool) -> list[tuple[str, Event]]:
    """Changes of the portal and campaigns, each with the campaign it belongs to."""
    changes = [
        ("", Event(each.first_day, each.bis or each.first_day, each.verwaltungen))
        for each in params.events(sample=sample)
        if each.art == "portal"
    ]
    own = [
        (slug, Event(each.beginn, each.ende, each.verwaltungen))
        for slug, each in params.campaigns(sample=sample).items()
    ]
    return [*changes, *own]


def _outage_days(params: Params, *, sample: bool) -> pd.DataFrame:
    """Days on which nothing could be submitted: one row per verwaltung and date."""
    rows = [
        (slug, day)
        for event in params.events(sample=sample)
        if event.art == "ausfall"
        for slug in event.verwaltungen or params.verwaltungen
        for day in _days(event.first_day, event.bis or event.first_day)
    ]
    return pd.DataFrame(rows, columns=["verwaltung", "date"]).astype({"date": "datetime64[s]"})


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def daily_submissions(
    staged: Staged, leistungen: tuple[str, ...] | str, outages: pd.DataFrame
) -> pd.DataFrame:
    """Submissions per administration and day, zeros included.

    Parameters
    ----------
    staged
        Typed rows; a delivered month without a row for a day means zero that day.
    leistungen
        LeiKa keys that count, or ``alle``.
    outages
        Days without exposure: ``verwaltung``, ``date``.

    Returns
    -------
    DataFrame
        One row per ``verwaltung`` and ``date`` of every delivered month: ``count``,
        missing on days of an outage. Months that were not delivered have no rows.
    """
    rows = staged.frames["antraege"]
    if not isinstance(leistungen, str):
        rows = rows[rows["leistung_id"].isin(leistungen)]
    counts = rows.groupby(["verwaltung", "date"], as_index=False)["submitted"].sum()
    days = _delivered_days(staged.coverage)
    merged = days.merge(counts, on=["verwaltung", "date"], how="left")
    filled = merged["submitted"].fillna(0).astype("Float64")
    keys = pd.MultiIndex.from_frame(merged[["verwaltung", "date"]])
    dark = keys.isin(pd.MultiIndex.from_frame(outages))
    return merged[["verwaltung", "date"]].assign(count=filled.mask(dark))


def _delivered_days(coverage: pd.DataFrame) -> pd.DataFrame:
    delivered = coverage[(coverage["source"] == "antraege") & (coverage["days_present"] > 0)]
    rows = [
        (verwaltung, day)
        for verwaltung, month in zip(delivered["verwaltung"], delivered["month"], strict=True)
        for day in _days(Month.parse(month).first_day, Month.parse(month).last_day)
    ]
    frame = pd.DataFrame(rows, columns=["verwaltung", "date"])
    return frame.astype({"verwaltung": "str", "date": "datetime64[s]"})
