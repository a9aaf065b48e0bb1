"""What a page knows: one month, one administration, the published tables, the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from takeup.measures.sidecar import Sidecar
from takeup.params import Params
from takeup.periods import Month
from takeup.publication import CELL, Published
from takeup.publication.rows import Read
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.plain import sort_key
from takeup.render.texts import text

# How a measure is written, by its scale: counts have none, shares are percent on paper.
_STYLES: Mapping[int | None, str] = {None: "integer", 1: "percent", 1000: "decimal"}


@dataclass(frozen=True)
class Cell:
    """One published figure, as data, as it is printed, and as it is said in a sentence."""

    value: float | None
    status: str
    numerator: float | None
    denominator: float | None
    shown: str
    said: str

    @property
    def has_value(self) -> bool:
        """Whether there is a number, complete or not."""
        return self.value is not None


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


@dataclass(frozen=True)
class PageData:
    """Published tables of one month, seen from one administration (``alle``: all nine)."""

    month: Month
    verwaltung: str
    published: Published
    params: Params
    sidecars: Mapping[str, Sidecar]
    # What the page has read so far; whether it must be built again is decided by it.
    reads: set[Read] = field(default_factory=set, compare=False, repr=False)

    @property
    def sample(self) -> bool:
        """Whether the figures are invented."""
        return bool(self.published.run["sample"])

    def rows(self, name: str, **where: str | tuple[str, ...]) -> pd.DataFrame:
        """Rows of a published table in which columns hold a value, or one of several."""
        read = Read.of(name, where)
        self.reads.add(read)
        by = (name, *(column for column, _ in read.where))
        if by in self._asked_by:
            return self.published.rows(read)
        self._asked_by.add(by)
        frame = self.published.tables[name]
        return frame[read.mask(frame)]

    @cached_property
    def _asked_by(self) -> set[tuple[str, ...]]:
        """Tables with the columns by which rows were asked for: once, or again and again."""
        return set()

    def own(self, name: str, **where: str | tuple[str, ...]) -> pd.DataFrame:
        """Rows of a published table that concern this administration."""
        about = {} if self.verwaltung == ALL else {"verwaltung": self.verwaltung}
        return self.rows(name, **about, **where)

    def _rows(self, name: str, measure: str, verwaltung: str, leistung: str) -> pd.DataFrame:
        """Rows of one measure, administration (this one if empty) and Leistung."""
        cell = (measure, verwaltung or self.verwaltung, leistung)
        return self._looked_up(Read.of(name, dict(zip(CELL, cell, strict=True))))

    def _looked_up(self, read: Read) -> pd.DataFrame:
        self.reads.add(read)
        return self.published.rows(read)

    def month_rows(self, measure: str, verwaltung: str) -> pd.DataFrame:
        """Figures of a measure in the report month, one row per Leistung and total."""
        where = {"month": str(self.month), "measure": measure, "verwaltung": verwaltung}
        return self._looked_up(Read.of("measures", where))

    def style(self, measure: str) -> str:
        """Number style of a measure: integer, percent, decimal or euro."""
        sidecar = self.sidecars[measure]
        return "euro" if sidecar.counts == "money" else _STYLES[sidecar.scale]

    def show(self, measure: str, value: object, status: str) -> str:
        """Print a figure, or the sign that says why there is none."""
        return numbers.cell(value, status, self.style(measure))

    def cell(
        self, measure: str, *, leistung: str = ALL, verwaltung: str = "", month: str = ""
    ) -> Cell:
        """One figure; ``unknown`` where the table has no row for it."""
        cell = (measure, verwaltung or self.verwaltung, leistung)
        self.reads.add(Read.of("measures", dict(zip(CELL, cell, strict=True))))
        figures = self.published.figures(month or str(self.month))
        return self._cell(measure, figures.get(cell, {"status": "unknown"}))

    def _cell(self, measure: str, row: Mapping[str, Any]) -> Cell:
        value, numerator, denominator = (
            _number(row.get(name)) for name in ("value", "numerator", "denominator")
        )
        status = str(row["status"])
        shown = self.show(measure, value, status)
        said = self._said(measure, value, status, str(row.get("month", "")))
        return Cell(value, status, numerator, denominator, shown, said)

    def _said(self, measure: str, value: float | None, status: str, month: str) -> str:
        """Figure in a sentence: what is missing of it, or why there is none, in words."""
        if value is None:
            return text(f"report.states.{status}")
        plain = self.show(measure, value, "ok")
        if status != "partial":
            return plain
        is_count = self.sidecars[measure].kind == "count" and self.is_least(measure, month)
        return text(f"report.partial.{'count' if is_count else 'rate'}", value=plain)

    def is_least(self, measure: str, month: str) -> bool:
        """Whether an incomplete count can only be too low.

        Days that end at another midnight may take visits from a month or give it some.
        """
        source = self.sidecars[measure].sources[0]
        rows = self.own("completeness", month=month, source=source)
        return not bool(rows["reason"].fillna("").str.contains("wrong_time_zone").any())

    def series(
        self, measure: str, *, leistung: str = ALL, verwaltung: str = ""
    ) -> pd.DataFrame:
        """Figures of the months in view: month, value, status; one row per month."""
        rows = self._rows("measures", measure, verwaltung, leistung)
        months = self.months
        wide = rows.set_index("month")[["value", "status"]].reindex(months)
        filled = wide.assign(status=wide["status"].fillna("unknown"))
        return filled.rename_axis("month").reset_index()

    @cached_property
    def months(self) -> list[str]:
        """Months in view, oldest first: from the first delivery on, as far as we look back."""
        self.reads.add(Read.value("months"))
        first = self.month.shift(1 - self.params.settings.monate_rueckblick)
        rows = self.published.tables["completeness"]
        delivered = rows.loc[rows["state"] != "missing", "month"]
        oldest = Month.parse(delivered.min()) if len(delivered) else self.month
        return [str(each) for each in Month.range(max(first, oldest), self.month)]

    @cached_property
    def provisional(self) -> frozenset[str]:
        """Months whose figures may still change (sign p)."""
        self.reads.add(Read.value("provisional"))
        rows = self.published.tables["measures"]
        return frozenset(rows.loc[rows["data_maturity"] == "provisional", "month"])

    def revised(self, measure: str, month: str) -> bool:
        """Whether a later delivery changed a total over services (sign r)."""
        return not self.own("revisions", measure=measure, month=month).empty

    def compared(self, measure: str, *, leistung: str = ALL, verwaltung: str = "") -> Any:
        """Row of the comparison table, or None where there is none."""
        rows = self._rows("comparison", measure, verwaltung, leistung)
        return None if rows.empty else rows.iloc[0]

    @property
    def alphabetical(self) -> list[str]:
        """Administrations by their short name: an order that ranks nobody."""
        return sorted(
            self.params.verwaltungen, key=lambda slug: sort_key(self.short_name(slug))
        )

    def name(self, slug: str) -> str:
        """Full name of an administration."""
        if slug == ALL:
            return text("report.all_verwaltungen")
        return self.params.verwaltungen[slug].name

    def short_name(self, slug: str) -> str:
        """Short name of an administration, for charts and narrow columns."""
        return (
            text("report.all_short") if slug == ALL else self.params.verwaltungen[slug].kurzname
        )

    def service(self, leistung_id: str) -> str:
        """Name of a Leistung as the portal shows it."""
        return self.params.leistungen[leistung_id].name

    def delivered_source(self, *sources: str) -> str:
        """Source line of a figure: which deliveries it rests on."""
        names = ", ".join(text(f"report.sources.{source}") for source in sources)
        key = "report.source_sample" if self.sample else "report.source"
        return text(key, names=names, month=numbers.month_long(str(self.month)))
