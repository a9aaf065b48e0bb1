"""The audit of what is really mailed: pages and downloads against what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from takeup.measures.sidecar import Sidecar, load_sidecars
from takeup.params import Params
from takeup.periods import Month
from takeup.publication import Published
from takeup.report.data import PageData
from takeup.reading.context import Context
from takeup.reading.licences import Licences
from takeup.reading.pages import read_page
from takeup.reading.published import Reference
from takeup.reading.statements import Finding, Reading
from takeup.reading.vocabulary import vocabulary, Vocabulary
from takeup.regions import ALL
from takeup.render.texts import keys, text, pattern

import json


@dataclass(frozen=True)
class Edition:
    """A month as it goes out, and what its pages may say of themselves.

    Attributes
    ----------
    published
        The published tables: what pages may tell.
    params
        Names and thresholds.
    fixed
        Texts of ours with numbers in them: the narrative of the notebooks.
    """

    published: Published
    params: Params
    fixed: tuple[str, ...]

    def context(self, verwaltung: str) -> Context:
        """What a page of one administration may be about."""
        return Context(
            reference=self._reference,
            vocabulary=self._vocabulary,
            licences=Licences(self.published, self.params, verwaltung),
            verwaltung=verwaltung,
            fixed=self._fixed,
            quoted=self._quoted,
            months=self._months,
        )

    @cached_property
    def _reference(self) -> Reference:
        return Reference(self.published, load_sidecars())

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        month = Month.parse(self._reference.month)
        columns = [text(key) for key in keys() if key.startswith("report.columns.")]
        return vocabulary(self.params, load_sidecars(), month, columns)

    @cached_property
    def _months(self) -> tuple[str, ...]:
        month = Month.parse(self._reference.month)
        data = PageData(month, ALL, self.published, self.params, load_sidecars())
        return tuple(data.months)

    @cached_property
    def _fixed(self) -> str:
        sidecars = [
            words
            for each in load_sidecars().values()
            for words in (each.definition, each.reading, each.unit, *each.caveats)
        ]
        notes = [each.ausstrahlung for each in ()]
        patterns = [pattern(key) for key in keys()]
        return "\n".join(" ".join(each.split()) for each in (*sidecars, *patterns, *self.fixed))

    @cached_property
    def _quoted(self) -> frozenset[str]:
        findings = self.published.tables["findings"]
        columns = [findings[name].dropna().astype(str) for name in ("text", "remedy")]
        files = self.published.tables["balance"]["file"]
        run = [str(value) for value in self.published.run.values()]
        return frozenset(" ".join(w.split()) for w in (*columns[0], *columns[1], *files, *run))


def audit_folder(out: Path, published: Published, params: Params, notebooks: Path) -> Reading:
    fixed = tuple(
        "".join(cell["source"]).replace("*", "")
        for path in sorted(notebooks.glob("*.ipynb"))
        for cell in json.loads(path.read_text())["cells"]
        if cell["cell_type"] == "markdown"
    )
    edition = Edition(published, params, fixed)
    total = Reading()
    for path in sorted(out.glob("*.html")):
        slug = path.stem.removeprefix("monatsbericht-")
        verwaltung = slug if slug in params.verwaltungen else ALL
        context = edition.context(verwaltung)
        total += read_page(context, path.name, path.read_text(encoding="utf-8"))
    wrong = [context.reference.finding(each) for each in total.statements]
    return total + Reading(findings=tuple(each for each in wrong if each))
