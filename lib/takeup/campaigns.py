"""Registered campaigns, evaluated on unprotected daily counts; only estimates leave here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd

from takeup.effects import Campaign, Event, checks_table, effects_table, evaluate
from takeup.effects.design import MAX_WEEKS_BEFORE
from takeup.params import Params
from takeup.periods import Month
from takeup.registration import Kampagne
from takeup.sources.staged import Counted, Staged

_DAY: Final = ["verwaltung", "date"]


def evaluate_campaigns(
    staged: Staged, params: Params, month: Month, dark: pd.DataFrame, *, sample: bool
) -> dict[str, pd.DataFrame]:
    """Evaluate every campaign that is registered, as far as the month lets one know.

    Parameters
    ----------
    staged, params, month
        Typed rows, registered campaigns, and the month up to which anything is known.
    dark
        Days without exposure: ``verwaltung``, ``date`` (:func:`takeup.gaps.days.dark_days`).
    sample
        Whether the data are the labelled sample.

    Returns
    -------
    dict
        Table ``effects``: as in :func:`takeup.effects.effects_table`, and ``dark_days``: days
        of single administrations that an evaluation left out. Table ``effect_checks``: as in
        :func:`takeup.effects.checks_table`.
    """
    campaigns = params.campaigns(sample=sample)
    events = known_events(params, sample=sample)
    designs = {slug: _campaign(slug, each) for slug, each in campaigns.items()}
    results = [
        evaluate(
            designs[slug],
            daily_submissions(staged, each.leistungen, dark),
            month,
            [event for other, event in events if other != slug],
        )
        for slug, each in campaigns.items()
    ]
    table = effects_table(results)
    left_out = [_count_within(dark, each) for each in designs.values()]
    counted = pd.Series(left_out, index=table.index, dtype="Int64")
    evaluated = table["state"] == "evaluated"
    return {
        "effects": table.assign(dark_days=counted.where(evaluated)),
        "effect_checks": checks_table(results),
    }


def _count_within(dark: pd.DataFrame, campaign: Campaign) -> int:
    """Count the dark days of the compared administrations in the weeks that are looked at."""
    first = campaign.start - timedelta(weeks=MAX_WEEKS_BEFORE)
    within = dark["date"].between(pd.Timestamp(first), pd.Timestamp(campaign.last_counted_day))
    return int((within & dark["verwaltung"].isin(campaign.units)).sum())


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


def known_events(params: Params, *, sample: bool) -> list[tuple[str, Event]]:
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


def daily_submissions(
    staged: Staged | Counted, leistungen: tuple[str, ...] | str, dark: pd.DataFrame
) -> pd.DataFrame:
    """Submissions per administration and day, zeros included.

    Parameters
    ----------
    staged
        Typed rows; a delivered day without a row means zero.
    leistungen
        LeiKa keys that count, or ``alle``.
    dark
        Days without exposure: ``verwaltung``, ``date``.

    Returns
    -------
    DataFrame
        One row per ``verwaltung`` and ``date`` of every delivered day: ``count``, missing
        on dark days. Days that were not delivered have no rows.
    """
    rows = staged.frames["antraege"]
    if not isinstance(leistungen, str):
        rows = rows[rows["leistung_id"].isin(leistungen)]
    counts = rows.groupby(_DAY, as_index=False)["submitted"].sum()
    days = staged.days.loc[staged.days["source"] == "antraege", _DAY]
    merged = days.merge(counts, on=_DAY, how="left")
    filled = merged["submitted"].fillna(0).astype("Float64")
    is_dark = pd.MultiIndex.from_frame(merged[_DAY]).isin(pd.MultiIndex.from_frame(dark[_DAY]))
    return merged[_DAY].assign(count=filled.mask(is_dark))
