"""Leistungen und Abbrüche: which share comes online, and where people break off."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.measures.rates import wilson
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.charts import Keys, Words, bar_chart
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words

_TABLE_MEASURES: Final = ("started", "submitted", "digital_takeup", "completion_rate")


def _rows(data: PageData, measure: str) -> pd.DataFrame:
    """Rows of a measure per Leistung in the report month, the busiest first."""
    frame = data.month_rows(measure, data.verwaltung)
    return frame[frame["leistung_id"] != ALL]


def _with_number(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["status"].isin(["ok", "partial"])]


def _rates(data: PageData, measure: str) -> pd.DataFrame:
    """Services whose rate can be shown; most cases first, so the surest stand on top."""
    shown = _with_number(_rows(data, measure))
    return shown.sort_values(["denominator", "leistung_id"], ascending=[False, True])


def takeup_by_service(data: PageData) -> Block:
    """Digital take-up per Leistung as bars."""
    return _rate_figure(data, "digital_takeup", "faelle", "takeup_by_service")


def completion_by_service(data: PageData) -> Block:
    """Completion rate per Leistung as bars."""
    return _rate_figure(data, "completion_rate", "antraege", "completion_by_service")


def _rate_figure(data: PageData, measure: str, source: str, key: str) -> Block:
    rows = _rates(data, measure)
    month = numbers.month_long(str(data.month))
    minimum = numbers.integer(data.params.settings.geheimhaltung.mindestbasis)
    told = {"month": month, "name": data.name(data.verwaltung), "minimum": minimum}
    if rows.empty:
        return Note(
            "info",
            text(f"report.{key}.none_title"),
            text(f"report.{key}.none", **told),
        )
    total = data.cell(measure)
    told |= _range(data, measure, rows) | {
        "total": total.said,
        "count": numbers.integer(len(rows)),
    }
    title = "title" if total.has_value else "title_without"
    words = Words(
        title=text(f"report.{key}.{title}", **told),
        subtitle=text(f"report.{key}.subtitle", **told),
        unit=text("report.units.percent"),
        source=data.delivered_source(source),
        alt=text(f"report.{key}.alt", **told),
        reading=text(f"report.{key}.reading", **told),
    )
    names = {
        service: text(
            "report.services.with_base",
            service=data.service(service),
            base=numbers.integer(base),
        )
        for service, base in zip(rows["leistung_id"], rows["denominator"], strict=True)
    }
    return bar_chart(rows, Keys("leistung_id", names), "percent", words)


def _range(data: PageData, measure: str, rows: pd.DataFrame) -> dict[str, str]:
    """Lowest and highest rate with their services."""
    ordered = rows.sort_values(["value", "leistung_id"])
    ends = {"low": ordered.iloc[0], "high": ordered.iloc[-1]}
    return {
        name: value
        for end, row in ends.items()
        for name, value in (
            (end, data.show(measure, row["value"], row["status"])),
            (f"{end}_service", data.service(row["leistung_id"])),
        )
    }


def services_table(data: PageData) -> Table:
    """Every Leistung with activity or cases in the month: counts, take-up, completion."""
    by_measure = {each: _rows(data, each).set_index("leistung_id") for each in _TABLE_MEASURES}
    order = _service_order(by_measure["submitted"], by_measure["digital_takeup"])
    columns = [data.sidecars[each].short for each in _TABLE_MEASURES]
    cells = {
        service: tuple(_cell(data, each, by_measure[each], service) for each in _TABLE_MEASURES)
        for service in order
    }
    return Table(
        caption=text("report.services.caption", month=numbers.month_long(str(data.month))),
        columns=(text("report.columns.service"), *columns),
        rows=tuple((data.service(service), *row) for service, row in cells.items()),
        align=("left", *["right"] * len(columns)),
        notes=(_small_base_note(data),),
        source=data.delivered_source("antraege", "faelle"),
    )


def _service_order(submitted: pd.DataFrame, takeup: pd.DataFrame) -> list[str]:
    """Services by submissions, hidden counts after shown ones, then by key."""
    counts = submitted["value"].reindex(submitted.index.union(takeup.index)).fillna(-1)
    keyed = counts.rename("count").rename_axis("service").reset_index()
    return list(keyed.sort_values(["count", "service"], ascending=[False, True])["service"])


def _cell(data: PageData, measure: str, rows: pd.DataFrame, service: str) -> str:
    """Printed cell; a rate on a small base carries its interval."""
    if service not in rows.index:
        return data.show(measure, None, "not_applicable")
    row = rows.loc[service]
    shown = data.show(measure, row["value"], str(row["status"]))
    small = data.params.settings.geheimhaltung.kleine_basis
    if data.style(measure) != "percent" or pd.isna(row["value"]) or row["denominator"] >= small:
        return shown
    return text("report.services.small_base", value=shown, interval=_interval(row))


def _interval(row: pd.Series) -> str:
    counts = [pd.Series([row[side]], dtype="Float64") for side in ("numerator", "denominator")]
    low, high = wilson(*counts).iloc[0]
    return text(
        "report.services.interval",
        low=numbers.integer(low * 100),
        high=numbers.integer(high * 100),
    )


def _small_base_note(data: PageData) -> str:
    rules = data.params.settings.geheimhaltung
    return text(
        "report.services.note",
        minimum=numbers.integer(rules.mindestbasis),
        small=numbers.integer(rules.kleine_basis),
    )


def takeup_scope(data: PageData) -> Text:
    """Which services the take-up leaves out, named by reason."""
    scope = data.own("scope")
    points = [
        text(
            f"report.scope.{reason}",
            services=enumerate_words(
                [data.service(each) for each in sorted(rows, key=data.service)]
            ),
        )
        for reason, rows in scope.groupby("reason")["leistung_id"]
    ]
    key = "lead" if points else "none"
    return Text(lead=text(f"report.scope.{key}"), points=tuple(points))
