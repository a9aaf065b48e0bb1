"""Elektronische Wohnsitzanmeldung: where it runs, and which share uses it."""

from __future__ import annotations

from takeup.params import Ereignis
from takeup.regions import EWA_LEIKA
from takeup.render import numbers
from takeup.render.blocks import Note, Table
from takeup.render.texts import text
from takeup.report.data import Cell, PageData


def starts(data: PageData) -> dict[str, Ereignis]:
    """First eWA event per administration."""
    found: dict[str, Ereignis] = {}
    for event in data.params.events(sample=data.sample):
        if event.art == "ewa":
            for slug in event.verwaltungen:
                found.setdefault(slug, event)
    return found


def note(data: PageData) -> Note:
    """State of the eWA in one administration, in words."""
    start = starts(data).get(data.verwaltung)
    if start is None:
        return Note("info", text("report.ewa.none_title"), text("report.ewa.none"))
    day = numbers.date(start.first_day)
    if start.first_day > data.month.last_day:
        return Note(
            "info", text("report.ewa.planned_title"), text("report.ewa.planned", start=day)
        )
    if start.first_day > data.month.first_day:
        return Note(
            "info", text("report.ewa.running_title"), text("report.ewa.begun", start=day)
        )
    share = _share(data, data.verwaltung)
    key = "running" if share.has_value else "running_without"
    told = {
        "start": day,
        "value": share.said,
        "month": numbers.month_long(str(data.month)),
    }
    if share.has_value:
        told |= {
            "digital": numbers.integer(share.numerator or 0),
            "eligible": numbers.integer(share.denominator or 0),
        }
    return Note("info", text("report.ewa.running_title"), text(f"report.ewa.{key}", **told))


def _share(data: PageData, slug: str) -> Cell:
    return data.cell("ewa_share", leistung=EWA_LEIKA, verwaltung=slug)


def rollout(data: PageData) -> Table:
    """Roll-out over the administrations: start, eligible cases, share."""
    known = starts(data)
    slugs = [slug for slug in data.params.verwaltungen if slug in known]
    ordered = sorted(slugs, key=lambda slug: (known[slug].first_day, slug))
    names = ("verwaltung", "ewa_start", "ewa_eligible", "ewa_share")
    return Table(
        caption=text("report.ewa.caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(_rollout_row(data, slug, known[slug]) for slug in ordered),
        align=("left", "right", "right", "right"),
        notes=(text("report.ewa.note"),),
        source=data.delivered_source("faelle"),
    )


def _rollout_row(data: PageData, slug: str, start: Ereignis) -> tuple[str, ...]:
    day = numbers.date(start.first_day)
    if start.first_day > data.month.last_day:
        absent = data.show("ewa_share", None, "not_applicable")
        return data.name(slug), text("report.ewa.from", start=day), absent, absent
    eligible = data.cell("ewa_eligible", leistung=EWA_LEIKA, verwaltung=slug)
    return data.name(slug), day, eligible.shown, _share(data, slug).shown
