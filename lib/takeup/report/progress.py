"""Fortschritt in der Berichtsphase: what the leader says, and what was measured to change."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from takeup.render import numbers
from takeup.render.blocks import Text
from takeup.render.texts import text
from takeup.report import campaigns, ewa
from takeup.report.data import PageData
from takeup.report.variation import ends, sentence, side, verdict_of
from takeup.report.wording import enumerate_words
from takeup.variation import JUDGED

_USE = "submitted"


def progress(data: PageData) -> Text:
    """The leader's sentences, then the measured changes of the month."""
    month = numbers.month_long(str(data.month))
    said = data.params.projekt.staende.get(str(data.month))
    own = said.fortschritt if said else (text("status.progress.no_statement"),)
    return Text(text("status.progress.lead", month=month), (*own, *changes(data)))


def changes(data: PageData) -> list[str]:
    """What changed in the month beyond ordinary variation, as sentences."""
    noticed = [measure for measure in JUDGED if _is_noticeable(data, measure, data.verwaltung)]
    said = [sentence(data, measure) for measure in noticed]
    where = [
        _of_one(data, slug) for slug in data.alphabetical if _is_noticeable(data, _USE, slug)
    ]
    points = [
        *(said or [text("status.progress.usual")]),
        *(where or [text("status.progress.nowhere")]),
        *_uniform(data),
        *_started(data),
    ]
    if campaign := campaigns.point(data):
        points.append(campaign)
    return points


def _is_noticeable(data: PageData, measure: str, slug: str) -> bool:
    row = verdict_of(data, measure, slug)
    return row is not None and bool(row["verdict"] == "noticeable")


def _of_one(data: PageData, slug: str) -> str:
    """Use of one administration that exceeds ordinary variation."""
    own = replace(data, verwaltung=slug)
    row = verdict_of(own, _USE)
    if row is None:
        raise KeyError(slug)
    told = {"name": data.short_name(slug), "value": own.cell(_USE).said}
    return text(f"status.progress.{side(row)}", **told, **ends(own, _USE, row))


def _uniform(data: PageData) -> list[str]:
    """How many ticked components are reached, if that changed."""
    reached = data.rows("forecast", goal="uniformity", kind="reached")
    counts = reached.set_index("month")["value"]
    now, before = (counts.get(str(data.month.shift(steps))) for steps in (0, -1))
    if now is None or before is None or pd.isna(now) or pd.isna(before) or now == before:
        return []
    told = {"now": numbers.integer(now), "before": numbers.integer(before)}
    month = numbers.month_long(str(data.month.shift(-1)))
    return [text("status.progress.uniform", month=month, **told)]


def _started(data: PageData) -> list[str]:
    """Administrations in which the eWA started this month."""
    first, last = data.month.first_day, data.month.last_day
    new = {slug for slug, each in ewa.starts(data).items() if first <= each.first_day <= last}
    names = [data.short_name(slug) for slug in data.alphabetical if slug in new]
    return [text("status.progress.ewa", names=enumerate_words(names))] if names else []
