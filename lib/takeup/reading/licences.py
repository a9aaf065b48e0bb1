"""Numbers that are not about a cell: which published table or rule allows each of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.disclosure.linked import Numbers
from takeup.measures.cost_target import cost_at_takeup
from takeup.measures.sidecar import load_sidecars
from takeup.params import Params
from takeup.periods import Month
from takeup.publication import Published
from takeup.reading.declared import declared
from takeup.reading.figures import Figure
from takeup.regions import ALL
from takeup.report.campaign_facts import needed_effect, registered_numbers, times_larger
from takeup.report.data import PageData
from takeup.report.files import by_source, counted_files
from takeup.report.tasks import candidates
from takeup.uniformity import load_components

_YEAR: Final = 12
_SLACK: Final = 1e-9
# Counts rows; no column of a table is called so, and "rows" of exclusions is.
_EACH: Final = "(each)"
_MONTHS: Final = ("month", "folder_month")


def _tallies(rows: pd.DataFrame, rule: Mapping[str, Any]) -> Iterator[float]:
    """How many rows; where declared, sums too: of all, of each kind, of all other kinds."""
    if not rule:
        yield len(rows)
        return
    numbers = rows.select_dtypes("number").astype("float64").assign(**{_EACH: 1.0})
    total = numbers.sum()
    yield from total.tolist()
    for column in rule.get("by", ()):
        sums = numbers.groupby(rows[column].to_numpy(dtype=object)).sum()
        yield from sums.to_numpy(dtype=float).ravel().tolist()
        yield from (total - sums).to_numpy(dtype=float).ravel().tolist()
    for column in rule.get("distinct", ()):
        yield rows[column].nunique()
        for _, others in rule.get("unless", {}).items():
            yield rows.loc[~rows["state"].isin(others), column].nunique()


def _windows(rows: pd.DataFrame, month: Month, view: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Rows of the report month, the last twelve and those in view; all, without months."""
    name = next((each for each in _MONTHS if each in rows), "")
    if not name:
        yield rows
        return
    year = [str(each) for each in Month.range(month.shift(1 - _YEAR), month)]
    yield rows[rows[name] == str(month)]
    yield rows[rows[name].isin(year)]
    yield rows[rows[name].isin(view)]
    yield rows[rows[name].isin(set(year) & set(view))]
    yield rows


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Add month and administration that stand in the path of a delivered file."""
    if "file" not in rows or "folder_month" in rows:
        return rows
    parts = rows["file"].str.extract(r"^(?P<folder_month>\d{4}-\d{2})/(?P<verwaltung>[^/]+)/")
    added = [name for name in parts.columns if name not in rows]
    return rows.join(parts[added])


@dataclass(frozen=True)
class Licences:
    """Numbers of the other tables and of the rules, for one page.

    Attributes
    ----------
    published
        The month's tables.
    params
        Thresholds, campaigns, how many services and administrations there are.
    verwaltung
        Whose page it is; ``alle`` sees all rows.
    months
        Months in view: from the first delivery on.
    """

    published: Published
    params: Params
    verwaltung: str
    months: tuple[str, ...]

    def covers(self, licence: str, figure: Figure) -> bool:
        """Whether a licence (a table's name, ``rules``, ``day_numbers``) allows a number."""
        known = self._numbers(licence)
        value = figure.value
        beside = known if figure.signed else np.abs(known)
        slack = figure.slack * (1 + _SLACK) + _SLACK
        return bool((np.abs(beside - value) <= slack).any())

    @cached_property
    def _cache(self) -> dict[str, Numbers]:
        return {}

    def _numbers(self, licence: str) -> Numbers:
        if licence not in self._cache:
            found = sorted({float(each) for each in self._listed(licence) if pd.notna(each)})
            self._cache[licence] = np.array(found, dtype=float)
        return self._cache[licence]

    @property
    def _month(self) -> Month:
        return Month.parse(str(self.published.run["month"]))

    def _listed(self, licence: str) -> Iterable[float]:
        most = max(len(self.params.leistungen), len(self.params.verwaltungen))
        counted = {
            "extent": most,
            "months": len(self.months),
            "components": len(load_components()),
            "day_numbers": self._month.days,
        }
        if licence in counted:
            return range(counted[licence] + 1)
        listed = {
            "rules": self._rules,
            "lights": self._lights,
            "statuses": self._statuses,
            "files": self._files,
        }
        if licence in listed:
            return listed[licence]()
        if licence in {"next", "target"}:
            return self._worked_out(licence)
        if licence in {"registered", "estimates", "campaign_size"}:
            return self._of_campaigns(licence)
        return self._of_table(licence)

    def _rules(self) -> list[float]:
        settings = self.params.settings
        limits, wanted = settings.geheimhaltung, settings.kostenziel
        given = [settings.monate_rueckblick, settings.vorlaeufig_tage]
        given += limits.model_dump(exclude={"profil"}).values()
        return given + ([wanted.nutzungsquote, wanted.digital_eur] if wanted else [])

    def _lights(self) -> Iterator[float]:
        for limits in self.params.projekt.ampeln.model_dump().values():
            yield from limits.values()

    def _worked_out(self, licence: str) -> Iterator[float]:
        """What a page of this administration works out from published figures."""
        if licence == "next":
            services = candidates(self._page)
            yield from (each.cases for each in services if each.cases is not None)
            return
        wanted = self.params.settings.kostenziel
        cost, takeup = (
            self._total(name) for name in ("cost_per_transaction", "digital_takeup")
        )
        if wanted and takeup < 1 and not math.isnan(cost):
            yield cost_at_takeup(cost, wanted.digital_eur, takeup, wanted.nutzungsquote)

    def _of_campaigns(self, licence: str) -> Iterator[float]:
        """Numbers that were registered, that were estimated, or that follow from both."""
        if licence == "estimates":
            for table in ("effects", "effect_checks"):
                yield from self._of_table(table)
            return
        for slug, each in self.params.kampagnen.items():
            if licence == "registered":
                yield from registered_numbers(each)
            rows = self.published.tables["effects"]
            for _, row in rows[rows["campaign"] == slug].iterrows():
                sizes = (needed_effect(row, each), times_larger(row))
                yield from (float(size) for size in sizes if size is not None)

    @property
    def _page(self) -> PageData:
        """The month as the page sees it; what is looked up serves all pages."""
        return PageData(
            self._month, self.verwaltung, self.published, self.params, load_sidecars()
        )

    def _total(self, measure: str) -> float:
        """Published figure of the month over all services; NaN if none is shown."""
        rows = self._own("measures")
        here = (rows["month"] == str(self._month)) & (rows["measure"] == measure)
        here &= (rows["verwaltung"] == self.verwaltung) & (rows["leistung_id"] == ALL)
        values = rows.loc[here, "value"].astype("float64").tolist()
        return values[0] if values else math.nan

    def _statuses(self) -> Iterator[float]:
        """How many figures of the month there are, and how many of them are hidden."""
        rows = self._own("measures")
        now = rows.loc[rows["month"] == str(self._month), "status"]
        yield len(now)
        yield (now == "suppressed").sum()

    def _files(self) -> Iterator[float]:
        """How many files the month rests on, and of how many administrations, by source."""
        counted = by_source(counted_files(self._page)).select_dtypes("number")
        yield from counted.to_numpy(dtype=float).ravel().tolist()

    def _own(self, table: str) -> pd.DataFrame:
        rows = _placed(self.published.tables[table])
        if self.verwaltung == ALL or "verwaltung" not in rows:
            return rows
        return rows[rows["verwaltung"] == self.verwaltung]

    def _of_table(self, table: str) -> Iterator[float]:
        rows = self._own(table)
        for name in rows.select_dtypes("number"):
            yield from rows[name].dropna().tolist()
        rule = declared()["tallies"].get(table, {})
        for window in _windows(rows, self._month, self.months):
            yield from _tallies(window, rule)
        if table == "variation":
            # How much all administrations scatter stands on every page.
            judged = self.published.tables[table]
            yield from judged.groupby(["measure", "method"])["phi"].median()
        if table == "uniformity":
            agreed = self.params.einheitlich
            yield from (*agreed.gilt_als_einheitlich.values(), agreed.reifegrad_ab)
            yield from range(len(self.params.verwaltungen) + 1)
