"""Kampagnen: what is planned, what was counted, and what it can be said to have done."""

from __future__ import annotations

from typing import Any

import pandas as pd

from takeup.regions import ALL
from takeup.registration import Kampagne
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words


def _campaigns(data: PageData) -> dict[str, Kampagne]:
    """Campaigns that concern this administration, in order of their start."""
    known = data.params.campaigns(sample=data.sample)
    own = [
        (slug, each)
        for slug, each in known.items()
        if data.verwaltung in (ALL, *each.verwaltungen)
    ]
    return dict(sorted(own, key=lambda pair: (pair[1].beginn, pair[0])))


def _result(data: PageData, slug: str) -> Any:
    rows = data.table("effects")
    primary = (rows["role"] == "primary") & (rows["part"] == "campaign")
    return rows[primary & (rows["campaign"] == slug)].iloc[0]


def _told(data: PageData, slug: str, campaign: Kampagne) -> dict[str, str]:
    """Values for every sentence about a campaign."""
    return {
        "title": campaign.titel,
        "start": numbers.date(campaign.beginn),
        "end": numbers.date(campaign.ende),
        "areas": _areas(data, campaign.verwaltungen),
        "comparison": _areas(data, campaign.vergleich),
        "cost": numbers.integer(sum(campaign.kosten_eur.values())),
        **_estimate_words(_result(data, slug)),
    }


def _areas(data: PageData, slugs: tuple[str, ...]) -> str:
    if len(slugs) == len(data.params.verwaltungen):
        return text("report.campaign.everywhere")
    return enumerate_words([data.short_name(slug) for slug in slugs])


def _estimate_words(result: Any) -> dict[str, str]:
    """Estimates as they are printed; empty where there is none."""
    if pd.isna(result["effect"]):
        return {}
    return {
        "effect": numbers.signed_percent(result["effect"], 0),
        "low": numbers.signed_percent(result["low"], 0),
        "high": numbers.signed_percent(result["high"], 0),
        "additional": numbers.integer(result["additional"]),
        "additional_low": numbers.integer(result["additional_low"]),
        "additional_high": numbers.integer(result["additional_high"]),
        "mde": numbers.percent(result["mde"], 0),
        "fake_starts": numbers.integer(result["fake_starts"]),
        "flagged": numbers.integer(result["fake_starts_flagged"]),
    }


def point(data: PageData) -> str:
    """State or result of every campaign, for Das Wichtigste."""
    campaigns = _campaigns(data)
    if not campaigns:
        return ""
    return " ".join(verdict(data, slug, each) for slug, each in campaigns.items())


def verdict(data: PageData, slug: str, campaign: Kampagne) -> str:
    """State of a campaign, and its verdict in words once it can be evaluated."""
    result = _result(data, slug)
    told = _told(data, slug, campaign)
    if result["state"] == "not_evaluable":
        return text(
            "report.campaign.not_evaluable",
            **told,
            reason=text(f"report.reasons.{result['reason']}"),
        )
    if result["state"] != "evaluated":
        return text(f"report.campaign.{result['state']}", **told)
    loss = "_loss" if result["verdict"] == "proven" and result["effect"] < 0 else ""
    return text(f"report.campaign.{result['verdict']}{loss}", **told)


def overview(data: PageData) -> Block:
    """Campaigns that concern this administration, as a table."""
    campaigns = _campaigns(data)
    if not campaigns:
        return Note(
            "info", text("report.campaign.absent_title"), text("report.campaign.absent")
        )
    rows = [_overview_row(data, slug, each) for slug, each in campaigns.items()]
    names = ("campaign", "period", "area", "cost", "state")
    return Table(
        caption=text("report.campaign.caption"),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(rows),
        align=("left", "left", "left", "right", "left"),
        notes=(_visits_note(data), text("report.campaign.registered_note")),
        source=text("report.campaign.source"),
    )


def _visits_note(data: PageData) -> str:
    """Visits that came by a campaign link in the report month."""
    visits = data.cell("campaign_visits")
    month = numbers.month_long(str(data.month))
    return text("report.campaign.visits", month=month, value=visits.said)


def _overview_row(data: PageData, slug: str, campaign: Kampagne) -> tuple[str, ...]:
    told = _told(data, slug, campaign)
    return (
        campaign.titel,
        text("report.campaign.period", **told),
        told["areas"],
        text("report.campaign.cost", **told),
        text(f"report.campaign_states.{_result(data, slug)['state']}"),
    )


def effects(data: PageData) -> Block:
    """What the evaluated campaigns did, in words with their intervals."""
    campaigns = _campaigns(data)
    points: list[str] = []
    for slug, campaign in campaigns.items():
        points.append(verdict(data, slug, campaign))
        if _result(data, slug)["state"] == "evaluated":
            points += _evidence(data, slug, campaign)
    if not points:
        return Note(
            "info", text("report.campaign.absent_title"), text("report.campaign.absent")
        )
    return Text(lead=text("report.campaign.lead"), points=tuple(points))


def _evidence(data: PageData, slug: str, campaign: Kampagne) -> list[str]:
    """What stands beside every verdict: fake starts, comparison, cost, smallest effect."""
    result = _result(data, slug)
    told = _told(data, slug, campaign)
    told |= {
        "services": _services(campaign),
        "weeks": numbers.integer(result["n_during"]),
        "spill": campaign.ausstrahlung.strip(),
    }
    keys = ["fake_starts", "detectable", "counted"]
    if result["dark_days"] > 0:
        keys.append("dark_days")
        told |= {"dark_days": numbers.integer(result["dark_days"])}
    keys.append("compared" if campaign.vergleich else "uncompared")
    sentences = [text(f"report.campaign.{key}", **told) for key in keys]
    return [*sentences, _cost_sentence(result, told)]


def _services(campaign: Kampagne) -> str:
    """How many services are counted, in the sentence about the evidence."""
    if campaign.leistungen == "alle":
        return text("report.campaign.all_services")
    return numbers.integer(len(campaign.leistungen))


def _cost_sentence(result: Any, told: dict[str, str]) -> str:
    if pd.isna(result["cost_per_additional"]):
        return text("report.campaign.cost_none", **told)
    if result["verdict"] == "none_found":
        low = numbers.integer(result["cost_low"])
        return text("report.campaign.cost_unproven", **told, cost_low=low)
    key = "cost_open" if pd.isna(result["cost_high"]) else "cost_between"
    costs = {
        name: numbers.integer(result[name])
        for name in ("cost_per_additional", "cost_low", "cost_high")
        if not pd.isna(result[name])
    }
    return text(f"report.campaign.{key}", **told, **costs)
