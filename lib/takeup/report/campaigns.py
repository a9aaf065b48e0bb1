"""Kampagnen in a monthly report: what is planned, and what it can be said to have done."""

from __future__ import annotations

import pandas as pd

from takeup.regions import ALL
from takeup.registration import Registered
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.texts import text
from takeup.report.campaign_facts import Facts, needed_effect
from takeup.report.data import PageData


def campaigns(data: PageData) -> list[Facts]:
    """Campaigns that concern this administration, in order of their start."""
    known = data.params.campaigns(sample=data.sample)
    own = [
        (each.beginn, slug)
        for slug, each in known.items()
        if data.verwaltung in (ALL, *each.verwaltungen)
    ]
    return [Facts(data, slug) for _, slug in sorted(own)]


def point(data: PageData) -> str:
    """State or result of every campaign, for Das Wichtigste."""
    return " ".join(verdict(each) for each in campaigns(data))


def verdict(facts: Facts) -> str:
    """State of a campaign, and its verdict in words once it can be evaluated."""
    result = facts.result
    if result["state"] == "not_evaluable":
        reason = text(f"report.reasons.{result['reason']}")
        return facts.say("not_evaluable", reason=reason)
    if result["state"] != "evaluated":
        return facts.say(str(result["state"]))
    loss = "_loss" if result["verdict"] == "proven" and result["effect"] < 0 else ""
    return facts.say(f"{result['verdict']}{loss}")


def _absent() -> Note:
    return Note("info", text("report.campaign.absent_title"), text("report.campaign.absent"))


def overview(data: PageData) -> Block:
    """Campaigns that concern this administration, as a table."""
    found = campaigns(data)
    if not found:
        return _absent()
    names = ("campaign", "period", "area", "cost", "registered", "state")
    return Table(
        caption=text("report.campaign.caption"),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(_overview_row(each) for each in found),
        align=("left", "left", "left", "right", "left", "left"),
        notes=(_visits_note(data), text("report.campaign.registered_note")),
        source=text("report.campaign.source"),
    )


def _visits_note(data: PageData) -> str:
    """Visits that came by a campaign link in the report month."""
    visits = data.cell("campaign_visits")
    month = numbers.month_long(str(data.month))
    return text("report.campaign.visits", month=month, value=visits.said)


def _overview_row(facts: Facts) -> tuple[str, ...]:
    return (
        facts.campaign.titel,
        facts.say("period"),
        facts.told["areas"],
        facts.say("cost"),
        registered_words(facts.registered),
        text(f"report.campaign_states.{facts.result['state']}"),
    )


def registered_words(registered: Registered | None) -> str:
    """Day of the first registration, and whether it was late or followed by changes."""
    if registered is None:
        return text("report.campaign.unregistered_short")
    day = numbers.date(registered.registration.first.am)
    if registered.is_late:
        return text("report.campaign.late_short", day=day)
    key = "amended_short" if registered.campaign.geaendert else "registered_short"
    return text(f"report.campaign.{key}", day=day)


def effects(data: PageData) -> Block:
    """What the campaigns did, in words with their intervals."""
    points: list[str] = []
    for facts in campaigns(data):
        points.append(verdict(facts))
        if facts.is_evaluated:
            points += [*evidence(facts), *price(facts)]
    if not points:
        return _absent()
    return Text(lead=text("report.campaign.lead"), points=tuple(points))


def evidence(facts: Facts) -> list[str]:
    """What stands beside every verdict: second look, fake starts, least p, comparison."""
    result = facts.result
    keys = [_second_key(facts), _fakes_key(facts)]
    if not pd.isna(result["smallest_p"]):
        keys.append("floor" if facts.cannot_prove else "smallest_p")
    if result["verdict"] != "none_found":
        keys.append("detectable")
    keys.append("counted")
    if not pd.isna(result["dark_days"]) and result["dark_days"] > 0:
        keys.append("dark_days")
    keys.append("compared" if facts.campaign.vergleich else "uncompared")
    said = {key: facts.say(key) for key in keys}
    if facts.is_discredited:
        said[keys[1]] += f" {facts.say('fake_discredit')}"
    return list(said.values())


def _fakes_key(facts: Facts) -> str:
    """Sentence about the fake starts, by how many showed an effect."""
    flagged = int(facts.result["fake_starts_flagged"])
    return {0: "fake_starts_none", 1: "fake_starts_one"}.get(flagged, "fake_starts")


def _second_key(facts: Facts) -> str:
    """Sentence about the second analysis: it confirms, does not, or sets no bound."""
    result = facts.result
    if pd.isna(result["second_low"]) or pd.isna(result["second_high"]):
        return "second_open"
    return "second_agrees" if bool(result["confirmed"]) else "second_differs"


def price(facts: Facts) -> list[str]:
    """Cost of an additional submission, and the effect from which the campaign pays."""
    return [_cost_sentence(facts), *_break_even(facts)]


def _cost_sentence(facts: Facts) -> str:
    result = facts.result
    if pd.isna(result["cost_per_additional"]):
        return facts.say("cost_none")
    if result["verdict"] == "none_found":
        return facts.say("cost_unproven")
    return facts.say("cost_open" if pd.isna(result["cost_high"]) else "cost_between")


def _break_even(facts: Facts) -> list[str]:
    """From which effect on the campaign is worth its cost, and whether it got there."""
    result, needed = facts.result, needed_effect(facts.result, facts.campaign)
    if needed is None:
        return []
    worth = numbers.decimal(facts.campaign.wert_je_vorgang_eur or 0, 0)
    said = facts.say("break_even", needed=numbers.signed_percent(needed, 0), worth=worth)
    if result["low"] > needed:
        return [f"{said} {facts.say('pays')}"]
    return [f"{said} {facts.say('pays_not' if result['high'] < needed else 'pays_unknown')}"]
