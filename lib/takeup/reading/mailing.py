"""A month as it goes out: its tables, its names, and the texts that are ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from takeup.disclosure import Relations, SuppressionRule
from takeup.measures.din_spec import load_requirements
from takeup.measures.sidecar import load_sidecars
from takeup.params import Params
from takeup.periods import Month
from takeup.publication import Published
from takeup.reading.context import Context
from takeup.reading.equations import kinds
from takeup.reading.licences import Licences
from takeup.reading.published import Reference
from takeup.reading.vocabulary import Vocabulary, vocabulary
from takeup.regions import ALL
from takeup.render.texts import keys, pattern, text
from takeup.report.data import PageData
from takeup.report.dictionary import published_tables, sources
from takeup.report.standards import benchmark
from takeup.uniformity import load_components

_LEVEL: Final = "report.uniform.levels.level"
_LEVELS: Final = range(5)
_EMPHASIS = str.maketrans("", "", "*_`")


def _other_names() -> Iterator[str]:
    """Names with digits that are no name of a cell: columns, components, levels."""
    yield from (text(key) for key in keys() if key.startswith("report.columns."))
    for key, each in load_components().items():
        yield text("report.uniform.component", component=key, name=each.name)
        yield each.name
    yield from (text(_LEVEL, level=str(level)) for level in _LEVELS)


def _dictionary() -> Iterator[str]:
    """Words of the contracts as the data dictionary prints them."""
    for fold in (*published_tables().items, *sources().items):
        yield from (fold.title, fold.value, *(said for _, said in fold.facts))
        yield from (cell for table in fold.tables for row in table.rows for cell in row)


def _registered(params: Params) -> Iterator[str]:
    """Words of registered campaigns, and the hashes that pages show of them."""
    for each in params.kampagnen.values():
        yield from (each.ausstrahlung, *each.kosten_eur)
        yield from (said for change in each.geaendert for said in (change.was, change.warum))
    yield from (each.last.short for each in params.registrierungen.values())


def _of_project(params: Params) -> Iterator[str]:
    """What the project leader wrote, text by text as pages print it."""
    projekt = params.projekt
    yield from (projekt.name, projekt.leitung, projekt.ziel, " ".join(projekt.inhalt))
    for each in projekt.staende.values():
        yield from (*each.sachstand, *each.fortschritt)
    for decision in projekt.entscheidungen:
        yield from (decision.was, decision.warum, *filter(None, [decision.wer]))
    for risk in projekt.risiken:
        yield from filter(None, (risk.name, risk.verantwortlich, risk.massnahme))
    yield from (each.name for each in projekt.meilensteine)


def narrative(notebooks: Path) -> tuple[str, ...]:
    """Markdown of all notebooks, without its marks: what pages say in words of ours."""
    sources = [
        cell["source"]
        for path in sorted(notebooks.glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ]
    return tuple("".join(each).translate(_EMPHASIS) for each in sources)


@dataclass(frozen=True)
class Mailing:
    """A month as it goes out, and what its pages may say of themselves.

    Attributes
    ----------
    published
        The published tables: what pages may tell.
    params
        Names and thresholds.
    narrative
        Texts of ours that stand in no package: the Markdown of the notebooks, and the reasons
        why pages failed.
    """

    published: Published
    params: Params
    narrative: tuple[str, ...]

    def context(self, verwaltung: str) -> Context:
        """What a page of one administration may be about."""
        return Context(
            reference=self.reference,
            vocabulary=self._vocabulary,
            licences=Licences(self.published, self.params, verwaltung, self._months),
            verwaltung=verwaltung,
            fixed=self._fixed,
            quoted=self._quoted,
            months=self._months,
        )

    @cached_property
    def reference(self) -> Reference:
        """Published measures by cell."""
        return Reference(self.published, load_sidecars())

    @property
    def relations(self) -> Relations:
        """How counts add up; what shown numbers refute is not believed."""
        parts = {name: each.parts for name, each in load_sidecars().items() if each.parts}
        return Relations(kinds(load_sidecars()), parts)

    @property
    def rule(self) -> SuppressionRule:
        """Thresholds of the settings."""
        limits = self.params.settings.geheimhaltung
        return SuppressionRule(limits.mindestzahl, limits.mindestantworten, limits.mindestbasis)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        month = Month.parse(self.reference.month)
        return vocabulary(self.params, load_sidecars(), month, list(_other_names()))

    @cached_property
    def _months(self) -> tuple[str, ...]:
        return tuple(self._data.months)

    @cached_property
    def _data(self) -> PageData:
        month = Month.parse(self.reference.month)
        return PageData(month, ALL, self.published, self.params, load_sidecars())

    @cached_property
    def _fixed(self) -> str:
        return "\n".join(" ".join(each.split()) for each in self._own_texts())

    def _own_texts(self) -> Iterator[str]:
        yield from self.narrative
        yield from (pattern(key) for key in keys())
        for item in load_requirements():
            yield from (item.name, item.reason)
        yield self.params.einheitlich.reifegradmodell
        for name, each in load_sidecars().items():
            yield from (each.definition, each.reading, each.unit, " ".join(each.caveats))
            yield from each.references
            yield from (benchmark(self._data, name, given) for given in each.benchmarks)

    @cached_property
    def _quoted(self) -> frozenset[str]:
        tables = self.published.tables
        texts = [*tables["findings"]["text"], *tables["findings"]["remedy"]]
        texts += [*tables["balance"]["file"], *map(str, self.published.run.values())]
        texts += [*tables["tasks"]["text"], *tables["uniformity_verdicts"]["detail"].dropna()]
        texts += [*tables["costs"]["includes"].dropna(), *_dictionary()]
        texts += [each.unit for each in load_sidecars().values()]
        texts += _registered(self.params)
        texts += _of_project(self.params)
        return frozenset(" ".join(str(each).split()) for each in texts)
