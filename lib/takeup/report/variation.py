"""Einordnung: which figures exceed ordinary variation, in words, as a course, as a funnel."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.charts import Words, band_chart
from takeup.render.charts.funnel import Dot, Funnel, Mouth, funnel_chart
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.few import few, reading
from takeup.report.wording import enumerate_words
from takeup.variation import JUDGED, concerns
from takeup.variation.administrations import units_of
from takeup.variation.funnel import funnel

# Kinds of events that may explain a month; the season returns every year and is expected.
_CAUSES: Final = frozenset({"wahl", "recht", "ewa", "portal", "messung", "ausfall"})
_CURVE_POINTS: Final = 40
_BESIDE: Final = ("digital_takeup", "completion_rate", "submissions_per_1000")


def verdict_of(data: PageData, measure: str, verwaltung: str = "") -> pd.Series | None:
    """Verdict on the month's total of a measure, against the months before it."""
    return _row(data, measure, verwaltung or data.verwaltung, "individuals")


def _row(data: PageData, measure: str, verwaltung: str, method: str) -> pd.Series | None:
    found = data.rows(
        "variation",
        measure=measure,
        verwaltung=verwaltung,
        leistung_id=ALL,
        month=str(data.month),
        method=method,
    )
    return None if found.empty else found.iloc[0]


def verdict_sentence(data: PageData, measure: str) -> str:
    """Say after a figure whether it is usual; empty where that cannot be said."""
    row = verdict_of(data, measure)
    if row is None or row["verdict"] == "none":
        return text("report.variation.short.none")
    return text(f"report.variation.short.{side(row)}", **ends(data, measure, row))


def side(row: pd.Series) -> str:
    """Name of the verdict in the texts: usual, or noticeable on which side."""
    if row["verdict"] == "usual":
        return "usual"
    return "low" if row["value"] < row["low"] else "high"


def ends(data: PageData, measure: str, row: pd.Series) -> dict[str, str]:
    """Both ends of the usual range, as printed."""
    return {name: data.show(measure, row[name], "ok") for name in ("low", "high")}


def sentences(data: PageData) -> Text:
    """One sentence per measure, and what a single verdict is worth."""
    points = [sentence(data, measure) for measure in JUDGED]
    told = {
        "month": numbers.month_long(str(data.month)),
        "name": data.name(data.verwaltung),
        "count": numbers.integer(len(JUDGED)),
    }
    return Text(
        lead=text("report.variation.lead", **told),
        points=(*points, text("report.variation.family", **told)),
    )


def sentence(data: PageData, measure: str) -> str:
    """What is to be said about the month's total of a measure, with possible causes."""
    row = verdict_of(data, measure)
    name = data.sidecars[measure].name
    if row is None or row["verdict"] == "none":
        reason = "unknown" if row is None else str(row["reason"])
        because = text(f"report.variation.reasons.{reason}")
        return text("report.variation.none", measure=name, reason=because)
    told = {"measure": name, "value": data.cell(measure).said, **ends(data, measure, row)}
    said = text(f"report.variation.{side(row)}", **told)
    if row["verdict"] == "usual":
        return said
    known = causes(data)
    if not known:
        return said + text("report.variation.no_cause")
    return said + text("report.variation.causes", events=enumerate_words(known))


def causes(data: PageData) -> list[str]:
    """Events and campaigns of the month, by name: possible causes, not proven ones."""
    first, last = data.month.first_day, data.month.last_day
    # What a vote brings comes in the weeks before it.
    soon = data.month.shift(1).last_day
    named = [
        each.name
        for each in data.params.events(sample=data.sample)
        if each.art in _CAUSES
        and concerns(each, data.verwaltung)
        and first <= (each.bis or each.first_day)
        and each.first_day <= (soon if each.art == "wahl" else last)
    ]
    named += [
        each.titel
        for each in data.params.campaigns(sample=data.sample).values()
        if data.verwaltung in (ALL, *each.verwaltungen)
        and each.beginn <= last
        and first <= each.ende
    ]
    return named


def course(data: PageData) -> Block:
    """Course of the submissions in front of their expected range."""
    measure = "submitted"
    rows = data.rows(
        "variation",
        measure=measure,
        verwaltung=data.verwaltung,
        leistung_id=ALL,
        method="individuals",
    )
    frame = data.series(measure).merge(
        rows[["month", "low", "high", "verdict"]], on="month", how="left"
    )
    if frame["low"].isna().all() or frame["value"].isna().all():
        title = text("report.variation.course.absent_title")
        return Note("info", title, text("report.variation.course.absent"))
    named = frame.assign(
        series=data.sidecars[measure].short, verdict=frame["verdict"].fillna("none")
    )
    return band_chart(named, "integer", _course_words(data, measure, named))


def _course_words(data: PageData, measure: str, frame: pd.DataFrame) -> Words:
    judged = frame[frame["low"].notna()]
    noticeable = judged.loc[judged["verdict"] == "noticeable", "month"]
    row = verdict_of(data, measure)
    key = "calm" if noticeable.empty else "none"
    if row is not None and row["verdict"] != "none":
        key = side(row)
    told = {
        "measure": data.sidecars[measure].name,
        "name": data.name(data.verwaltung),
        "month": numbers.month_long(str(data.month)),
        "first": numbers.month_long(data.months[0]),
        "value": data.cell(measure).said,
        "judged": numbers.integer(len(judged)),
        "count": numbers.integer(len(noticeable)),
    }
    return Words(
        title=text(f"report.variation.course.title_{key}", **told),
        subtitle=text("report.variation.course.subtitle", **told),
        unit=data.sidecars[measure].unit,
        source=data.delivered_source("antraege"),
        alt=text("report.variation.course.alt", **told),
        reading=text("report.variation.course.reading", **told),
    )


def beside_others(data: PageData) -> Block:
    """Digital take-up of this administration beside the others, as a funnel."""
    measure = "digital_takeup"
    row = _row(data, measure, data.verwaltung, "funnel")
    if row is None or row["verdict"] == "none":
        reason = "unknown" if row is None else str(row["reason"])
        return Note(
            "info",
            text("report.variation.funnel.absent_title"),
            text(
                "report.variation.funnel.absent",
                measure=data.sidecars[measure].name,
                reason=text(f"report.variation.reasons.{reason}"),
            ),
        )
    return funnel_chart(
        _funnel(data, measure), side_by_side(data), _funnel_words(data, measure, row)
    )


def _funnel(data: PageData, measure: str) -> Funnel:
    rows = data.rows("measures", month=str(data.month), leistung_id=ALL, measure=measure)
    inside = data.rows("variation", method="funnel", measure=measure)
    slugs = tuple(inside.loc[inside["verdict"] != "none", "verwaltung"])
    names, units = units_of(rows, measure, slugs)
    own = names.index(data.verwaltung)
    found = funnel(units, own)
    verdicts = inside.set_index("verwaltung")["verdict"]
    dots = [
        Dot(base, part / base, slug == data.verwaltung, verdicts[slug] == "noticeable")
        for slug, part, base in zip(names, units.parts, units.bases, strict=True)
    ]
    # Limits bend where few are counted, and have to be right where the own dot stands.
    curve = np.geomspace(units.bases.min() * 0.6, units.bases.max() * 1.1, _CURVE_POINTS)
    bases = np.sort(np.append(curve, units.bases[own]))
    limits = [Mouth(float(each), *found.limits(float(round(each)))) for each in bases]
    label = data.sidecars[str(data.sidecars[measure].denominator)].name
    return Funnel(dots, limits, found.centre, data.style(measure), label)


def _funnel_words(data: PageData, measure: str, row: pd.Series) -> Words:
    told = {
        "measure": data.sidecars[measure].name,
        "name": data.name(data.verwaltung),
        "month": numbers.month_long(str(data.month)),
        "value": data.show(measure, row["value"], "ok"),
        "phi": numbers.decimal(row["phi"]),
        "others": numbers.integer(row["compared"]),
        **ends(data, measure, row),
    }
    return Words(
        title=text(f"report.variation.funnel.title_{side(row)}", **told),
        subtitle=text("report.variation.funnel.subtitle", **told),
        unit=text("report.units.percent"),
        source=data.delivered_source("faelle"),
        alt=text("report.variation.funnel.alt", **told),
        reading=text("report.variation.funnel.reading", **told),
    )


def side_by_side(data: PageData) -> Table:
    """Rates of all administrations with what is usual for each, in alphabetical order.

    On the page of one of them it has what the funnel draws: all.
    """
    slugs, note = data.alphabetical, text("report.variation.beside.note")
    if data.verwaltung == ALL:
        note = reading(note, text("report.variation.beside.few"), slugs)
        slugs = few(slugs, -pd.Series({slug: _noticed(data, slug) for slug in slugs}))
    return Table(
        caption=text(
            "report.variation.beside.caption", month=numbers.month_long(str(data.month))
        ),
        columns=(
            text("report.columns.verwaltung"),
            *[data.sidecars[measure].short for measure in _BESIDE],
        ),
        rows=tuple(
            (data.short_name(slug), *[_beside(data, measure, slug) for measure in _BESIDE])
            for slug in slugs
        ),
        align=("left", *["right"] * len(_BESIDE)),
        notes=(note,),
        source=data.delivered_source("faelle", "antraege"),
    )


def _noticed(data: PageData, slug: str) -> int:
    """How many rates of an administration are not as usual for it."""
    rows = [_row(data, measure, slug, "funnel") for measure in _BESIDE]
    return sum(row is not None and row["verdict"] == "noticeable" for row in rows)


def _beside(data: PageData, measure: str, slug: str) -> str:
    row = _row(data, measure, slug, "funnel")
    if row is None or row["verdict"] == "none":
        return data.cell(measure, verwaltung=slug).shown
    shown = data.cell(measure, verwaltung=slug).shown
    told = {"value": shown, **ends(data, measure, row)}
    return text(f"report.variation.beside.{row['verdict']}", **told)
