"""The page of one campaign: did it work, how sure is that, at what price, and what next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from takeup.periods import Month
from takeup.render import numbers
from takeup.render.blocks import Block, KeyValue, Note, Table, Text
from takeup.render.texts import text
from takeup.report.campaign_advice import next_steps
from takeup.report.campaign_chart import intervals
from takeup.report.campaign_design import changes, costs, registered_design, registration
from takeup.report.campaign_facts import Facts, reach, shown
from takeup.report.campaigns import evidence, price, verdict

# From the link to the application; each is a measure.
_WAY: Final = ("campaign_visits", "visits", "started", "completed", "submitted")
# Columns of the methods that hold no number.
_WORDS: Final = frozenset({"method", "use", "reason"})


class CampaignReport:
    """The story of one campaign in one report month, block by block."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def summary(self) -> Text:
        """Verdict, how sure it is, the price, and the first thing to do next time."""
        facts = self._facts
        if not facts.is_evaluated:
            return Text(verdict(facts), tuple(next_steps(facts)[:1]), key=True)
        points = (*evidence(facts)[:2], price(facts)[0], *next_steps(facts)[:1])
        return Text(verdict(facts), points, key=True)

    def registration(self) -> Note:
        """Since when the campaign is fixed, and whether anything changed since."""
        return registration(self._facts)

    def changes(self) -> Block:
        """Changes since the first registration, with their reasons."""
        return changes(self._facts)

    def design(self) -> KeyValue:
        """What was registered."""
        return KeyValue(tuple(registered_design(self._facts)))

    def costs(self) -> Table:
        """Cost by channel."""
        return costs(self._facts)

    def estimates(self) -> Block:
        """All estimates with their intervals, as a chart."""
        return intervals(self._facts) if self._facts.is_evaluated else _without(self._facts)

    def evidence(self) -> Text:
        """Fake starts, second analysis, least p, comparison, what was corrected."""
        facts = self._facts
        if not facts.is_evaluated:
            return Text(facts.say("page.evidence_later"))
        corrected = facts.say("page.corrected" if facts.campaign.vergleich else "page.modelled")
        return Text(facts.say("page.evidence"), (*evidence(facts), corrected))

    def methods(self) -> Block:
        """What every method says."""
        return _methods(self._facts)

    def explored(self) -> Block:
        """Other outcomes and periods: marked as explored, with adjusted p-values."""
        return _explored(self._facts)

    def price(self) -> Text:
        """Cost of an additional submission, and from which effect the campaign pays."""
        facts = self._facts
        if not facts.is_evaluated:
            return Text(facts.say("page.price_later"))
        lead, *points = price(facts)
        return Text(lead, tuple(points))

    def bottleneck(self) -> Text:
        """Where people were lost between the advertisement and the application."""
        facts = self._facts
        note = (facts.say("page.bottleneck_note"),) if facts.outcome("visits") else ()
        return Text(_bottleneck(facts), note)

    def way(self) -> Block:
        """Visits by link, visits, started, completed and submitted in the campaign area."""
        return _way(self._facts)

    def next_time(self) -> Text:
        """What the next campaign should do otherwise."""
        facts = self._facts
        return Text(facts.say("page.next"), tuple(next_steps(facts)))


def _without(facts: Facts) -> Note:
    """Say that there is no estimate, and what is known instead."""
    return Note("info", facts.say("page.no_estimate"), verdict(facts))


def _methods(facts: Facts) -> Block:
    if not facts.checks:
        estimator = text(f"report.methods.{facts.campaign.schaetzer}")
        return Text(facts.say("page.methods_later", estimator=estimator))
    has_reason = any(not pd.isna(each["reason"]) for each in facts.checks)
    reasons = ("reason",) if has_reason else ()
    # Only a randomisation has a least p-value.
    least = () if all(pd.isna(each["smallest_p"]) for each in facts.checks) else ("smallest_p",)
    names = ("method", "use", "effect", "interval", "p_value", *least, *reasons)
    return Table(
        caption=facts.say("page.methods"),
        columns=tuple(text(f"report.campaign.columns.{name}") for name in names),
        rows=tuple(tuple(_method_cells(each)[name] for name in names) for each in facts.checks),
        align=tuple("left" if name in _WORDS else "right" for name in names),
        notes=(facts.say("page.methods_note"),),
        source=facts.data.delivered_source("antraege"),
    )


def _method_cells(check: Mapping[str, Any]) -> dict[str, str]:
    return {
        "method": text(f"report.methods.{check['method']}"),
        "use": text(f"report.uses.{check['used_for']}"),
        "effect": shown(check, "effect"),
        "interval": reach(check),
        "p_value": shown(check, "p_value"),
        "smallest_p": shown(check, "smallest_p"),
        "reason": reason_words(check),
    }


def reason_words(row: Mapping[str, Any]) -> str:
    """Why a row has no estimate, as a clause; a dash where it has one."""
    if pd.isna(row["reason"]):
        return text("report.campaign.none")
    return text(f"report.reasons.{row['reason']}")


def _explored(facts: Facts) -> Block:
    if not facts.is_evaluated or not facts.explored:
        return Text(facts.say("page.nothing_explored"))
    names = ("outcome", "part", "effect", "interval", "p_value", "p_adjusted", "verdict")
    return Table(
        caption=facts.say("page.explored"),
        columns=tuple(text(f"report.campaign.columns.{name}") for name in names),
        rows=tuple(_explored_row(facts, each) for each in facts.explored),
        align=("left", "left", *("right",) * 4, "left"),
        notes=(facts.say(f"page.explored_{'floor' if facts.cannot_hint else 'note'}"),),
        source=facts.data.delivered_source("antraege", "matomo"),
    )


def _explored_row(facts: Facts, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        facts.data.sidecars[row["outcome"]].name,
        text(f"report.parts.{row['part']}"),
        shown(row, "effect"),
        reach(row),
        shown(row, "p_value"),
        shown(row, "p_adjusted"),
        _explored_verdict(row),
    )


def _explored_verdict(row: Mapping[str, Any]) -> str:
    """Verdict of an explored row, or why there is none."""
    if pd.isna(row["reason"]):
        return text(f"report.verdicts.{row['verdict']}")
    # Of the time after a campaign "running" means that time, not the campaign.
    is_after = (row["part"], row["reason"]) == ("after", "running")
    reason = text("report.reasons.after_running") if is_after else reason_words(row)
    return text("report.campaign.page.no_verdict", reason=reason)


def _bottleneck(facts: Facts) -> str:
    """Where the effect ends on the way from a visit to a submission."""
    if not facts.is_evaluated:
        return facts.say("page.bottleneck_later")
    visits, started = facts.outcome("visits"), facts.outcome("started")
    if visits is None or started is None:
        return facts.say("page.bottleneck_unknown")
    if not _moved(visits):
        return facts.say("page.bottleneck_attention")
    if not _moved(started):
        return facts.say("page.bottleneck_finding")
    is_sent = facts.result["verdict"] in {"proven", "hint"} and facts.result["effect"] > 0
    return facts.say("page.bottleneck_none" if is_sent else "page.bottleneck_completion")


def _moved(row: Mapping[str, Any]) -> bool:
    """Whether an outcome rose, as far as its own interval tells: nothing is proven here."""
    return bool(not pd.isna(row["low"]) and row["low"] > 0)


def _way(facts: Facts) -> Block:
    """Published figures of the last campaign month, by administration."""
    data, last = facts.data, Month.of(facts.campaign.ende)
    if facts.campaign.beginn > data.month.last_day:
        return Text(facts.say("page.way_later"))
    month = str(min(last, data.month))
    slugs = [each for each in data.alphabetical if each in facts.campaign.verwaltungen]
    rows = [
        (
            data.short_name(slug),
            *(data.cell(name, verwaltung=slug, month=month).shown for name in _WAY),
        )
        for slug in slugs
    ]
    names = tuple(data.sidecars[each].short for each in _WAY)
    return Table(
        caption=facts.say("page.way", month=numbers.month_long(month)),
        columns=(text("report.columns.verwaltung"), *names),
        rows=tuple(rows),
        align=("left", *("right",) * len(_WAY)),
        notes=(facts.say("page.way_note"),),
        source=data.delivered_source("matomo", "antraege"),
    )
