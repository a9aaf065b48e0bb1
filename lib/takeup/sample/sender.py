"""Who delivers a month, and how: everything a file needs beside its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from babel.dates import format_date

from takeup.periods import Month
from takeup.sample.plan import Scene
from takeup.sample.settings import Administration, Incident, Layout, SampleSettings, Texts

# A row of the world or of a table: our column name → value or text.
Row = dict[str, Any]


@dataclass(frozen=True)
class Sender:
    """One administration in one month, its habits, and what goes wrong there."""

    slug: str
    name: str
    month: Month
    administration: Administration
    leistung_names: dict[str, str]
    settings: SampleSettings
    incidents: dict[str, Incident]

    @classmethod
    def of(cls, scene: Scene, slug: str, month: Month) -> Sender:
        """Sender of one administration's deliveries about a month."""
        settings, params = scene.settings, scene.plan.params
        administration = settings.administrations[slug]
        name = administration.name or params.verwaltungen[slug].name
        names = {key: each.name for key, each in params.leistungen.items()}
        here = {
            each.source: each
            for each in settings.incidents
            if (each.verwaltung, each.month) == (slug, month)
        }
        return cls(slug, name, month, administration, names, settings, here)

    @property
    def texts(self) -> Texts:
        """German words of all files."""
        return self.settings.texts

    def layout(self, source: str) -> Layout:
        """German words of one kind of file."""
        return self.settings.files[source]

    def action(self, source: str) -> str:
        """Name what goes wrong with a source; empty if nothing does."""
        incident = self.incidents.get(source)
        return incident.action if incident else ""

    def undisturbed(self) -> Sender:
        """Sender without incidents."""
        return replace(self, incidents={})

    def created(self, source: str) -> date:
        """Day a file is made: the first after the month, or after a late folder's month."""
        incident = self.incidents.get(source)
        folder = incident.folder if incident and incident.folder else self.month
        return folder.shift(1).first_day

    def count(self, value: int) -> str:
        """Count as this sender writes it."""
        return f"{value:,}".replace(",", self.administration.style.thousands)

    def amount(self, value: float) -> str:
        """Amount of money as this sender writes it."""
        whole, cents = f"{value:.2f}".split(".")
        return f"{self.count(int(whole))},{cents}"

    def month_name(self) -> str:
        """Month in words."""
        return str(format_date(self.month.first_day, "MMMM yyyy", locale="de_DE"))

    def month_text(self) -> str:
        """Month as this sender writes it in a column."""
        words = self.administration.style.month_words
        return self.month_name() if words else f"{self.month.month:02d}.{self.month.year}"

    def above(self, source: str, months: int = 1) -> tuple[str, ...]:
        """Lines above the header: title, label, whose, which period, when made."""
        texts, month = self.texts, self.month
        ends = month.first_day, month.shift(months - 1).last_day
        first, last = map(german_date, ends)
        lines = [
            self.layout(source).title.format(month=self.month_name()),
            texts.note,
            texts.administration.format(name=self.name),
            texts.period.format(first=first, last=last),
            texts.created.format(date=german_date(self.created(source))),
        ]
        if self.action(source) == "corrected":
            lines.append(texts.corrected.format(date=german_date(month.shift(1).first_day)))
        return (*lines, "")

    def disturbed(self, rows: list[Row], source: str) -> list[Row]:
        """Rows after a single cell or row went wrong."""
        incident = self.incidents.get(source)
        if incident is None or not rows:
            return rows
        place = incident.row % len(rows)
        before, row, after = rows[:place], rows[place], rows[place + 1 :]
        changed = {
            "cell": [row | {incident.column: incident.text}],
            "repeated": [row, row],
        }
        return [*before, *changed.get(incident.action, [row]), *after]


def german_date(day: date) -> str:
    """Day as dd.mm.yyyy."""
    return f"{day:%d.%m.%Y}"
