"""Registered campaigns, evaluated on unprotected daily counts; only estimates leave here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd

from takeup import gaps
from takeup.effects import (
    Campaign,
    CampaignResult,
    Event,
    checks_table,
    effects_table,
    evaluate,
    explore,
)
from takeup.effects.design import MAX_WEEKS_BEFORE
from takeup.effects.result import PRIMARY_OUTCOME
from takeup.gaps.days import UNCOUNTED
from takeup.params import Params
from takeup.periods import Month
from takeup.registration import Kampagne
from takeup.sources.staged import Counted, Staged

_DAY: Final = ["verwaltung", "date"]
_VISITS: Final = "visits"
_STARTED: Final = "started"


def evaluate_campaigns(
    staged: Staged, params: Params, month: Month, found: gaps.Found, *, sample: bool
) -> dict[str, pd.DataFrame]:
    """Evaluate every campaign that is registered, as far as the month lets one know.

    Parameters
    ----------
    staged, params, month
        Typed rows, registered campaigns, and the month up to which anything is known.
    found
        What is known of every day: days without exposure are no quiet days.
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
    designs = {slug: design_of(slug, each) for slug, each in campaigns.items()}
    results = [
        result
        for slug, each in campaigns.items()
        for result in _results(
            designs[slug],
            daily_outcomes(staged, each, found),
            month,
            [event for other, event in events if other != slug],
        )
    ]
    table = effects_table(results)
    left_out = [_count_within(found.dark, designs[slug]) for slug in table["campaign"]]
    counted = pd.Series(left_out, index=table.index, dtype="Int64")
    evaluated = table["state"] == "evaluated"
    return {
        "effects": table.assign(dark_days=counted.where(evaluated)),
        "effect_checks": checks_table(results),
    }


def _results(
    campaign: Campaign, outcomes: dict[str, pd.DataFrame], month: Month, events: list[Event]
) -> list[CampaignResult]:
    """The primary result, and what is explored beside it."""
    primary = evaluate(campaign, outcomes[campaign.primary], month, events)
    return [primary, *explore(campaign, outcomes, month, events)]


def _count_within(dark: pd.DataFrame, campaign: Campaign) -> int:
    """Count the dark days of the compared administrations in the weeks that are looked at."""
    first = campaign.start - timedelta(weeks=MAX_WEEKS_BEFORE)
    within = dark["date"].between(pd.Timestamp(first), pd.Timestamp(campaign.last_counted_day))
    return int((within & dark["verwaltung"].isin(campaign.units)).sum())


def design_of(slug: str, registered: Kampagne) -> Campaign:
    """Return the registered design, as far as the evaluation needs it."""
    return Campaign(
        slug=slug,
        start=registered.beginn,
        end=registered.ende,
        treated=registered.verwaltungen,
        comparison=registered.vergleich,
        window_weeks=registered.auswertungsfenster_wochen,
        estimator=registered.schaetzer,
        cost_eur=registered.cost_eur,
        periods={unit: (each.beginn, each.ende) for unit, each in registered.wellen.items()},
        outcomes=registered.nebenzielgroessen,
        primary=registered.zielgroesse,
        announced_weeks=registered.announced_weeks,
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


def daily_outcomes(
    staged: Staged, registered: Kampagne, found: gaps.Found
) -> dict[str, pd.DataFrame]:
    """Daily counts of the primary and all further registered outcomes, by measure key.

    Visits count all pages of an administration: they belong to no Leistung.
    """
    outcomes = (registered.zielgroesse, *registered.nebenzielgroessen)
    return {
        outcome: _daily_visits(staged, found)
        if outcome == _VISITS
        else daily_submissions(staged, registered.leistungen, found.dark, outcome)
        for outcome in outcomes
    }


def daily_submissions(
    staged: Staged | Counted,
    leistungen: tuple[str, ...] | str,
    dark: pd.DataFrame,
    outcome: str = PRIMARY_OUTCOME,
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
    outcome
        What else of an application may count instead: ``started`` (a resumed draft is no new
        start) or ``completed``.

    Returns
    -------
    DataFrame
        One row per ``verwaltung`` and ``date`` of every delivered day: ``count``, missing
        on dark days. Days that were not delivered have no rows.
    """
    rows = staged.frames["antraege"]
    if not isinstance(leistungen, str):
        rows = rows[rows["leistung_id"].isin(leistungen)]
    again = rows["resumed"].fillna(0) if outcome == _STARTED else 0
    counted = rows[_DAY].assign(count=rows[outcome] - again)
    return _daily(counted, staged.days[staged.days["source"] == "antraege"], dark)


def _daily_visits(staged: Staged, found: gaps.Found) -> pd.DataFrame:
    """Visits per administration and day; missing where the portal or the counting was out."""
    rows = staged.frames["matomo"]
    rows = rows[(rows["report"] == _VISITS) & (rows["period"] == "day")]
    grid = found.grid[found.grid["source"] == "matomo"]
    silent = grid.loc[grid["state"].isin(UNCOUNTED), _DAY]
    counted = rows[_DAY].assign(count=rows["visits"])
    days = staged.days[staged.days["source"] == "matomo"]
    return _daily(counted, days, pd.concat([found.dark, silent]))


def _daily(counted: pd.DataFrame, days: pd.DataFrame, dark: pd.DataFrame) -> pd.DataFrame:
    """Sums of every delivered day, zeros included, missing on dark days."""
    sums = counted.groupby(_DAY, as_index=False)["count"].sum()
    merged = days[_DAY].merge(sums, on=_DAY, how="left")
    filled = merged["count"].fillna(0).astype("Float64")
    is_dark = pd.MultiIndex.from_frame(merged[_DAY]).isin(pd.MultiIndex.from_frame(dark[_DAY]))
    return merged[_DAY].assign(count=filled.mask(is_dark))
