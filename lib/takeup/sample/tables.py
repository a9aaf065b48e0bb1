"""The administrations' tables: from rows of the world to rows with German headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from takeup.periods import Month
from takeup.regions import EWA_LEIKA
from takeup.sample.formats import Cell, CsvTable, Sheet
from takeup.sample.sender import Row, Sender, german_date
from takeup.sample.settings import Layout

CASE_COUNTS = ("online", "assisted", "counter", "post", "phone", "eligible", "total")
RATINGS = tuple(f"rating_{number}" for number in range(1, 6))
PORTAL_COUNTS = ("started", "resumed", "completed", "submitted")


def _cells(rows: Iterable[Row], layout: Layout) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row[name] for name in layout.header) for row in rows)


def _table(sender: Sender, source: str, rows: list[Row]) -> CsvTable:
    layout = sender.layout(source)
    header = tuple(layout.header.values())
    return CsvTable(sender.above(source), header, _cells(rows, layout))


def antraege(sender: Sender, portal: list[Row]) -> CsvTable:
    """Statistics of the portal: a row per day and service with activity."""
    rows = [
        {
            "date": german_date(row["date"]),
            "leistung_id": row["leistung_id"],
            "leistung": sender.leistung_names[row["leistung_id"]],
            **{name: sender.count(row[name]) for name in PORTAL_COUNTS},
        }
        for row in portal
    ]
    table = _table(sender, "antraege", sender.disturbed(rows, "antraege"))
    sums = [sender.count(sum(row[name] for row in portal)) for name in PORTAL_COUNTS]
    if sender.action("antraege") == "total":
        sums[-1] = sender.incidents["antraege"].text
    style = sender.administration.style
    below = [";".join([sender.texts.total, "", "", *sums])] if style.total_row else []
    below += ["", sender.layout("antraege").footer] if style.footer else []
    return replace(table, below=tuple(below))


def interrupted(portal: list[Row], month: Month) -> list[Row]:
    """Statistics as they were before the nightly run was repeated.

    The last three days are missing; on the three days before, nothing was completed.
    """
    last_night, last_good = (month.last_day - timedelta(days=days) for days in (3, 6))
    return [
        row if row["date"].date() <= last_good else row | {"completed": 0, "submitted": 0}
        for row in portal
        if row["date"].date() <= last_night
    ]


def konten(sender: Sender, accounts: list[Row]) -> CsvTable:
    """Accounts: one row."""
    rows = [
        {
            "month": sender.month_text(),
            "active": sender.count(row["active"]),
            "registered": sender.count(row["registered"]),
        }
        for row in accounts
    ]
    return _table(sender, "konten", rows)


def zufriedenheit(sender: Sender, answers: list[Row]) -> CsvTable:
    """Survey: one row per service with answers."""
    rows = [
        {
            "month": sender.month_text(),
            "leistung_id": row["leistung_id"],
            "leistung": sender.leistung_names[row["leistung_id"]],
            **{name: sender.count(row[name]) for name in RATINGS},
        }
        for row in answers
    ]
    return _table(sender, "zufriedenheit", rows)


def katalog(sender: Sender, catalogue: list[Row]) -> CsvTable:
    """Catalogue: one row per service, as it stands at the month's end."""
    layout, keys = sender.layout("katalog"), sender.settings.catalogue.keys
    if not sender.settings.catalogue.online_services.told(sender.slug, sender.month):
        header = {n: head for n, head in layout.header.items() if n != "online_dienst"}
        layout = layout.model_copy(update={"header": header})
    flags = [name for name in layout.header if name == "online" or name.startswith("has_")]
    rows = [
        {
            "leistung_id": keys.get(sender.slug, {}).get(key, key),
            "leistung": row["name"] or sender.leistung_names[key],
            "maturity": str(row["maturity"]),
            "checked_on": german_date(row["checked_on"]),
            "url": row["url"],
            "online_dienst": row["online_dienst"],
            **{name: layout.affirmed if row[name] else layout.denied for name in flags},
        }
        for row in catalogue
        for key in [row["leistung_id"]]
    ]
    return CsvTable(
        sender.above("katalog"), tuple(layout.header.values()), _cells(rows, layout)
    )


def linkpruefung(sender: Sender, links: list[Row], names: dict[str, str]) -> CsvTable:
    """Checks of links: one row per link of any administration, by the names of these."""
    layout = sender.layout("linkpruefung")
    day = german_date(sender.month.last_day)
    rows = [
        {
            "verwaltung": names[row["verwaltung"]],
            "leistung_id": row["leistung_id"],
            "leistung": sender.leistung_names[row["leistung_id"]],
            "url": row["url"],
            "checked_on": day,
            "result": layout.results[row["result"]],
        }
        for row in links
    ]
    return _table(sender, "linkpruefung", rows)


def pvog(sender: Sender, entries: list[Row]) -> CsvTable:
    """Comparison with the PVOG: one row per service and area."""
    layout = sender.layout("pvog")
    told = {True: layout.affirmed, False: layout.denied}
    day = german_date(sender.month.last_day)
    rows = [
        {
            "leistung_id": row["leistung_id"],
            "ars": row["ars"],
            "name": row["name"],
            "found": told[row["found"]],
            "as_of": day,
        }
        for row in entries
    ]
    return _table(sender, "pvog", rows)


def kosten(sender: Sender, costs: list[Row]) -> CsvTable:
    """Costs: one row per service, or one for all; of a month, or of several from it on."""
    layout = sender.layout("kosten")
    rows = [
        {
            "month": sender.month_text(),
            "months": str(row["months"]),
            "leistung_id": row["leistung_id"] or layout.everything,
            "leistung": sender.leistung_names.get(row["leistung_id"], ""),
            "cost": sender.amount(row["cost"]),
            "price_year": str(sender.settings.truth.costs.price_year),
            "includes": layout.includes,
        }
        for row in costs
    ]
    longest = max(row["months"] for row in costs)
    return replace(_table(sender, "kosten", rows), above=sender.above("kosten", longest))


def faelle(sender: Sender, cases: list[Row]) -> Sheet:
    """Cases by channel: one row per service, then the sum."""
    layout, style = sender.layout("faelle"), sender.administration.style
    columns = list(layout.header)
    rows = sender.disturbed([_case_cells(sender, row) for row in cases], "faelle")
    counts = [sum(v for row in rows if isinstance(v := row[c], int)) for c in columns[2:]]
    lines: list[tuple[Cell, ...]] = [
        *_cells(rows, layout),
        (sender.texts.total, "", *counts),
    ]
    as_text = style.numbers_as_text
    return Sheet(
        name=layout.sheet,
        lines=sender.above("faelle")[:4],
        header=tuple(layout.header.values()),
        groups={columns.index(n): (layout.groups[n], s) for n, s in layout.spans.items()},
        rows=tuple(tuple(_written(value, as_text) for value in line) for line in lines),
        below=(layout.footer.format(date=german_date(sender.created("faelle"))),),
        cover=layout.cover if style.cover_sheet else "",
    )


def _case_cells(sender: Sender, row: Row) -> Row:
    """Cells of a service: counts stay numbers, missing ones become words."""
    layout, zero = sender.layout("faelle"), sender.administration.style.zero
    nothing: Cell = 0 if zero == "0" else zero
    key = row["leistung_id"]
    cells: Row = {name: row[name] or nothing for name in CASE_COUNTS}
    if not row["is_online"]:
        cells |= dict.fromkeys(("online", "assisted"), layout.not_applicable)
    if not row["is_online"] or key != EWA_LEIKA:
        cells["eligible"] = layout.not_applicable
    if key in sender.administration.unknown_phone:
        cells |= dict.fromkeys(("phone", "total"), layout.unknown)
    return {"leistung_id": key, "leistung": sender.leistung_names[key], **cells}


def _written(value: Cell, as_text: bool) -> Cell:
    """Cell as the sender's program stores it; an empty one holds nothing."""
    if as_text and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return value if value != "" else None


def bevoelkerung(layout: Layout, facts: list[Row], day: date) -> CsvTable:
    """Table of residents as a statistical office writes it; facts: ars, name, population."""
    above = (layout.title, layout.note, layout.reference_date.format(date=german_date(day)), "")
    source = layout.copyright.format(year=day.year + 1)
    rows = [row | {"population": str(row["population"])} for row in facts]
    below = (layout.rule, f'"{source}.', f'{layout.licence}"')
    return CsvTable(above, tuple(layout.header.values()), _cells(rows, layout), below)
