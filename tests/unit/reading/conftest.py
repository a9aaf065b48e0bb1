"""A month of two administrations and three services, protected, rendered and ready to mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from takeup.comparison import compare
from takeup.disclosure import SuppressionRule, empty_register, protect
from takeup.disclosure.rule import Relations
from takeup.indexes import page_frame
from takeup.making import Executed, finish
from takeup.measures.rates import MinimumBase, rates
from takeup.measures.sidecar import load_sidecars
from takeup.pages import Page
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.publication import TABLES, Published, contract
from takeup.reading import Finding, Mailing, PageAudit, audit_pages, narrative
from takeup.reading.equations import kinds
from takeup.regions import ALL
from takeup.render.blocks import MIME, to_dict
from takeup.report import Report
from takeup.report.data import PageData

ROOT = Path(__file__).parents[3]
MONTH = "2024-09"
PAGE = "monatsbericht-stadt-heide.html"
METHOD = "methodik.html"
VERWALTUNGEN = ("stadt-heide", "amt-marne-nordsee")
HOSTILE = "<img src=x onerror=alert(1)>"
NUMBERED = "§ 34 Antrag 17"
DOG, HOSTILE_ID, NUMBERED_ID = "99012008001000", "99008001014002", "99023001012000"
# A month in the middle of every course whose total is hidden as well.
GAP = ("2024-03", "stadt-heide", ALL, "submitted")
KEYS = ["month", "verwaltung", "leistung_id", "measure"]

# Submitted applications of the three services in the months up to September 2024. In every
# month one of the two administrations has a small number of the third service.
LAST = {
    ("stadt-heide", DOG): (31, 28, 35, 30, 27, 33, 36, 29, 41, 38, 30, 34, 37),
    ("stadt-heide", HOSTILE_ID): (12, 15, 11, 14, 16, 13, 12, 17, 11, 15, 13, 16, 14),
    ("stadt-heide", NUMBERED_ID): (8, 9, 7, 8, 10, 9, 8, 7, 9, 8, 6, 7, 2),
    ("amt-marne-nordsee", DOG): (21, 20, 24, 26, 19, 22, 25, 23, 28, 24, 21, 22, 26),
    ("amt-marne-nordsee", HOSTILE_ID): (9, 8, 9, 10, 7, 9, 8, 11, 9, 8, 10, 9, 8),
    ("amt-marne-nordsee", NUMBERED_ID): (5, 6, 5, 7, 6, 5, 8, 6, 7, 5, 6, 2, 5),
}
# Of four services of the two administrations three are online at both.
PAIRS = [
    {"verwaltung": VERWALTUNGEN[1], "other": VERWALTUNGEN[0]}
    | {"both": 3, "either": 4, "unknown": 0, "value": 0.75, "status": "ok"}
]
ALIKE = [
    {"component": "E3", "part": "whole", "verwaltung": ALL, "numerator": 0.75}
    | {"denominator": 1, "unknown": 0, "value": 0.75, "status": "ok"}
]
MONTHS = tuple(str(each) for each in Month.range(Month(2023, 9), Month(2024, 9)))


def raw_counts(last: Mapping[tuple[str, str], Sequence[int]]) -> pd.DataFrame:
    """Counts before protection: submitted, started, completed and abandoned, with totals."""
    rows = [
        (month, slug, leistung, measure, count * times + more)
        for (slug, leistung), counts in last.items()
        for month, count in zip(MONTHS, counts, strict=True)
        for measure, times, more in (
            ("submitted", 1, 0),
            ("started", 2, 1),
            ("completed", 1, 1),
            ("abandoned", 1, 0),
        )
    ]
    rows += [
        (month, slug, ALL, measure, count)
        for slug, times in zip(VERWALTUNGEN, (3, 2), strict=True)
        for at, month in enumerate(MONTHS)
        for measure, count in (("visits", times * (700 + 31 * at)), ("population", 9_000))
    ]
    frame = pd.DataFrame(rows, columns=[*KEYS, "numerator"])
    services = frame[frame["leistung_id"] != ALL]
    keys = ["month", "verwaltung", "measure"]
    totals = services.groupby(keys)["numerator"].sum().reset_index().assign(leistung_id=ALL)
    frame = pd.concat([frame, totals])
    everywhere = ["month", "leistung_id", "measure"]
    all_of_them = frame.groupby(everywhere)["numerator"].sum().reset_index()
    frame = pd.concat([frame, all_of_them.assign(verwaltung=ALL)], ignore_index=True)
    number = frame["numerator"].astype("Float64")
    return frame.assign(
        numerator=number, denominator=pd.NA, value=number, status="ok", data_maturity="final"
    )


@dataclass(frozen=True)
class Mail:
    """A month: what was counted, what is published, and its pages."""

    raw: pd.DataFrame
    mailing: Mailing

    def truth(self, *key: str) -> int:
        """Count of a cell before protection."""
        rows = self.raw[(self.raw[KEYS] == list(key)).all(axis=1)]
        return int(rows["numerator"].iloc[0])

    built: dict[str, str] = field(default_factory=dict)

    def html(self, name: str = PAGE) -> str:
        """Page as it is, built once."""
        if name not in self.built:
            published, params = self.mailing.published, self.mailing.params
            month = Month.parse(MONTH)
            data = PageData(month, self.whose(name), published, params, load_sidecars())
            blocks = _method_blocks if name == METHOD else _blocks
            self.built[name] = _page(data, blocks(Report(data)))
        return self.built[name]

    def whose(self, name: str) -> str:
        """Administration of a page."""
        return ALL if name in {"kreis.html", METHOD} else "stadt-heide"

    def audit(self, name: str, html: str) -> PageAudit:
        """What the audit says of a page."""
        return audit_pages(self.mailing, {name: (self.whose(name), html)})

    def planted(self, old: str, new: str, name: str = PAGE) -> tuple[Finding, ...]:
        """Findings on a page in which one text was replaced."""
        html = self.html(name)
        # Pages hold a no-break space before the sign of percent.
        old, new = (each.replace(" %", "\u00a0%") for each in (old, new))
        assert old in html, f"the page has no {old!r}"
        return self.audit(name, html.replace(old, new, 1)).findings


def _method_blocks(report: Report) -> list[object]:
    return [report.rates_in_full(), report.counts_in_full(), report.signs()]


def _blocks(report: Report) -> list[object]:
    is_all = report._data.verwaltung == ALL
    together = [report.side_by_side(), report.courses(), report.likeness()]
    return [
        report.summary(),
        report.key_figures(),
        report.four_lines(),
        report.submissions_history(),
        report.completion_by_service(),
        report.services_table(),
        report.protection(),
        report.definitions(),
        *(together if is_all else []),
        report.lookup(),
    ]


def _page(data: PageData, blocks: Sequence[object]) -> str:
    cells = [nbformat.v4.new_code_cell("", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_markdown_cell("## Zahlen")]
    cells += [
        nbformat.v4.new_code_cell(
            "", outputs=[nbformat.v4.new_output("display_data", {MIME: to_dict(block)})]
        )
        for block in blocks
    ]
    node = nbformat.v4.new_notebook(cells=cells)
    bericht = "kreis" if data.verwaltung == ALL else "monatsbericht"
    slug = {} if data.verwaltung == ALL else {"verwaltung": data.verwaltung}
    page = Page(bericht, Path("x.ipynb"), {"month": MONTH, **slug}, "x.html")
    built = finish(Executed(page, node), page_frame(page, data.params, data.published))
    assert built.html, built.reason
    return built.html


def few(params: Params) -> Params:
    """Two administrations; three services, one named like an attack and one like a number."""
    names = {DOG: "Hund anmelden", HOSTILE_ID: HOSTILE, NUMBERED_ID: NUMBERED}
    services = {
        key: params.leistungen[key].model_copy(update={"name": name, "namen": ()})
        for key, name in names.items()
    }
    places = {slug: params.verwaltungen[slug] for slug in VERWALTUNGEN}
    return replace(params, leistungen=services, verwaltungen=places, kampagnen={})


def hide(counts: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    """Suppress the chosen counts."""
    number = counts["numerator"].mask(chosen)
    return counts.assign(
        numerator=number, value=number, status=counts["status"].mask(chosen, "suppressed")
    )


def mail(last: Mapping[tuple[str, str], Sequence[int]], *, all_hidden: bool = False) -> Mail:
    """Protect, compare and publish what was counted."""
    sidecars, params = load_sidecars(), few(load_params(ROOT / "params"))
    raw = raw_counts(last)
    parts = {name: each.parts for name, each in sidecars.items() if each.parts}
    relations = Relations(kinds(sidecars), parts)
    protected = protect(raw, relations, SuppressionRule(), empty_register())
    counts = protected.counts
    is_case = ~counts["measure"].isin(["visits", "population"])
    counts = hide(counts, is_case if all_hidden else (counts[KEYS] == list(GAP)).all(axis=1))
    shares = rates(counts, sidecars, MinimumBase())
    measures = pd.concat([counts, shares], ignore_index=True)
    there = [
        {"source": "antraege", "verwaltung": slug, "month": month, "state": "complete"}
        for slug in VERWALTUNGEN
        for month in MONTHS
    ]
    tables = {
        "measures": measures,
        "comparison": compare(measures, MONTH, sidecars, MinimumBase()),
        "completeness": pd.DataFrame(there),
        "suppression": protected.summary,
        "uniformity_pairs": pd.DataFrame(PAIRS),
        "uniformity": pd.DataFrame(ALIKE),
    }
    frames = {name: _typed(name, tables.get(name, pd.DataFrame())) for name in TABLES}
    run = {"month": MONTH, "sample": True, "commit": "", "stand": "2024-10-15"}
    return Mail(raw, Mailing(Published(frames, run), params, narrative(ROOT / "notebooks")))


def _typed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    dtypes = contract(name).dtypes
    return rows.reindex(columns=list(dtypes)).astype(dtypes)


@pytest.fixture(scope="session")
def month() -> Mail:
    return mail(LAST)


@pytest.fixture(scope="session")
def hidden_month() -> Mail:
    """The same month where every count of cases is too small to be shown."""
    return mail(LAST, all_hidden=True)
