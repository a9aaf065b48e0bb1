"""Which file arrives in which month's folder, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

import pandas as pd

from takeup.periods import Month
from takeup.sample import matomo, tables
from takeup.sample.checks import is_checked
from takeup.sample.formats import CsvTable, csv_bytes, matomo_bytes, xlsx_bytes
from takeup.sample.plan import Scene
from takeup.sample.sender import Row, Sender
from takeup.sample.settings import Style
from takeup.sample.world import World

# Day the population figures hold for; the folder of its month receives them.
REFERENCE_DATE: Final = date(2022, 12, 31)

_Cut = dict[tuple[str, str], list[Row]]


@dataclass(frozen=True)
class _File:
    """One delivery; ``before`` is its content before a correction."""

    source: str
    name: str
    content: bytes
    before: bytes = b""


@dataclass(frozen=True)
class Ledger:
    """The world cut by administration and month, ready to be written down."""

    scene: Scene
    cuts: dict[str, _Cut]

    @classmethod
    def of(cls, scene: Scene, world: World) -> Ledger:
        """Cut a world."""
        frames = {
            "portal": world.portal,
            "cases": world.cases,
            "accounts": world.accounts,
            "answers": world.answers,
            "catalogue": world.catalogue,
            "costs": world.costs,
            "links": world.links,
            "pvog": world.pvog,
            "daily": world.traffic.daily,
            "campaigns": world.traffic.campaigns,
            "devices": world.traffic.devices,
        }
        return cls(scene, {name: _cut(frame) for name, frame in frames.items()})

    def files(self, month: Month) -> Iterator[tuple[str, bytes]]:
        """Path and content of every file about a month, wherever it arrives."""
        for slug in self.scene.slugs:
            sender = Sender.of(self.scene, slug, month)
            for file in (*self._matomo(sender), *self._tables(sender)):
                for folder, content in self._arrivals(sender, file):
                    yield f"{folder}/{slug}/{file.name}", content
        if is_checked(month):
            yield from self._checks(month)
        if month == max(Month.of(REFERENCE_DATE), self.scene.months[0]):
            yield self._population(month)

    def _rows(self, name: str, sender: Sender) -> list[Row]:
        return self.cuts[name].get((sender.slug, str(sender.month)), [])

    def _arrivals(self, sender: Sender, file: _File) -> Iterator[tuple[Month, bytes]]:
        """Folders a file arrives in, and what it holds there."""
        incident = sender.incidents.get(file.source)
        action = sender.action(file.source)
        if action == "missing":
            return
        if incident and action == "answer":
            yield sender.month, incident.text.encode()
            return
        if action != "late":
            yield sender.month, file.before or file.content
        if incident and incident.folder and incident.folder <= self.scene.plan.last:
            yield incident.folder, file.content

    def _matomo(self, sender: Sender) -> Iterator[_File]:
        month = sender.month
        daily = self._rows("daily", sender)
        of_month = matomo.visits_of_month(daily, month, sender.settings.truth.visits)
        campaigns = matomo.campaigns_by_day(self._rows("campaigns", sender), month)
        known = sender.layout("matomo").devices
        devices = matomo.devices_of_month(self._rows("devices", sender)[0], month, known)
        answers = {
            ("visits", "VisitsSummary.get", "day"): matomo.visits_by_day(daily),
            ("visits", "VisitsSummary.get", "month"): of_month,
            ("campaigns", "Referrers.getCampaigns", "day"): campaigns,
            ("devices", "DevicesDetection.getType", "month"): devices,
        }
        for (source, report, period), answer in answers.items():
            yield _File(source, matomo.file_name(report, period, month), matomo_bytes(answer))

    def _tables(self, sender: Sender) -> Iterator[_File]:
        style = sender.administration.style
        utf8 = style.model_copy(update={"encoding": "utf-8"})
        with_mark = style.model_copy(update={"encoding": "utf-8-sig"})
        accounts = tables.konten(sender, self._rows("accounts", sender))
        answers = tables.zufriedenheit(sender, self._rows("answers", sender))
        catalogue = tables.katalog(sender, self._rows("catalogue", sender))
        yield self._antraege(sender)
        yield self._faelle(sender)
        yield _csv("konten", sender, accounts, with_mark)
        yield _csv("zufriedenheit", sender, answers, style)
        yield _csv("katalog", sender, catalogue, utf8)
        if costs := self._rows("costs", sender):
            yield _csv("kosten", sender, tables.kosten(sender, costs), style)

    def _antraege(self, sender: Sender) -> _File:
        style = sender.administration.style
        portal = self._rows("portal", sender)
        file = _csv("antraege", sender, tables.antraege(sender, portal), style)
        if sender.action("antraege") != "corrected":
            return file
        early = tables.interrupted(portal, sender.month)
        first = tables.antraege(sender.undisturbed(), early)
        return _File(file.source, file.name, file.content, csv_bytes(first, style))

    def _faelle(self, sender: Sender) -> _File:
        sheet = tables.faelle(sender, self._rows("cases", sender))
        content = xlsx_bytes(sheet, sender.created("faelle"))
        return _File("faelle", f"faelle_{sender.month}.xlsx", content)

    def _checks(self, month: Month) -> Iterator[tuple[str, bytes]]:
        """Checks of links and of the PVOG: the Kreis delivers them for all."""
        sender = Sender.of(self.scene, self._kreis, month)
        known = self.scene.plan.params.verwaltungen
        names = {slug: each.kurzname for slug, each in known.items()}
        rows = {
            name: [row for slug in known for row in self.cuts[name].get((slug, str(month)), [])]
            for name in ("links", "pvog")
        }
        built = {
            "linkpruefung": tables.linkpruefung(sender, rows["links"], names),
            "pvog": tables.pvog(sender, rows["pvog"]),
        }
        for source, table in built.items():
            file = _csv(source, sender, table, Style(encoding="utf-8"))
            yield f"{month}/{self._kreis}/{file.name}", file.content

    @property
    def _kreis(self) -> str:
        known = self.scene.plan.params.verwaltungen
        return next(slug for slug, each in known.items() if each.typ == "Kreis")

    def _population(self, month: Month) -> tuple[str, bytes]:
        known = self.scene.plan.params.verwaltungen
        residents = self.scene.settings.administrations
        facts: list[Row] = [
            {
                "ars": known[slug].schluessel,
                "name": known[slug].kurzname,
                "population": residents[slug].residents,
            }
            for slug in self.scene.slugs
        ]
        layout = self.scene.settings.files["bevoelkerung"]
        table = tables.bevoelkerung(layout, facts, REFERENCE_DATE)
        path = f"{month}/{self._kreis}/bevoelkerung_{REFERENCE_DATE}.csv"
        return path, csv_bytes(table, Style())


def _csv(source: str, sender: Sender, table: CsvTable, style: Style) -> _File:
    return _File(source, f"{source}_{sender.month}.csv", csv_bytes(table, style))


def _cut(frame: pd.DataFrame) -> _Cut:
    """Rows by administration and month, in the order of day and service."""
    if "month" not in frame:
        frame = frame.assign(month=frame["date"].dt.strftime("%Y-%m"))
    order = ["verwaltung", "month", "date", "leistung_id"]
    known = [name for name in order if name in frame]
    rows: list[Row] = frame.sort_values(known, kind="stable").to_dict("records")  # type: ignore[assignment]
    key = itemgetter("verwaltung", "month")
    return {place: list(part) for place, part in groupby(rows, key=key)}
