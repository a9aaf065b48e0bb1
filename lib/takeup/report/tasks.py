"""Aufgaben: what to do about the portal, and which services come next."""

from __future__ import annotations

from typing import Final, NamedTuple

from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words
from takeup.uniformity import task_kinds

_NEXT: Final = 3
_YEAR: Final = 12
# Half a year of one administration; below it the season alone could double the estimate.
_ENOUGH_MONTHS: Final = 6
_WITH_NUMBER: Final = ("ok", "partial")


def summary(data: PageData) -> Text:
    """How many tasks there are, by kind, the most important first."""
    rows = data.own("tasks")
    counts = rows["task"].value_counts()
    kinds = [
        text("report.tasks.kind", title=title, count=numbers.integer(counts[kind]))
        for kind, title in task_kinds().items()
        if kind in counts.index
    ]
    key = "lead" if kinds else "none"
    told = {"count": numbers.integer(len(rows)), "kinds": enumerate_words(kinds)}
    return Text(lead=text(f"report.tasks.{key}", **told))


def tasks(data: PageData) -> Block:
    """To-do list of one administration: kind and service, and what to change.

    Two columns only: on a phone what to do must stand beside what it is about.
    """
    rows = data.own("tasks")
    if rows.empty:
        return Note("success", text("report.tasks.none_title"), text("report.tasks.none"))
    kinds = task_kinds()
    rank = {kind: place for place, kind in enumerate(kinds)}
    ordered = rows.assign(rank=rows["task"].map(rank)).sort_values(["rank", "service"])
    names = ("task", "detail")
    return Table(
        caption=text("report.tasks.caption", count=numbers.integer(len(rows))),
        columns=tuple(text(f"report.columns.{name}") for name in names),
        rows=tuple(
            (text("report.tasks.of", kind=kinds[kind], service=service), said)
            for kind, service, said in zip(
                ordered["task"], ordered["service"], ordered["text"], strict=True
            )
        ),
        align=("left",) * len(names),
        notes=(text("report.tasks.note"),),
        source=data.delivered_source("katalog", "linkpruefung", "pvog"),
    )


class Candidate(NamedTuple):
    """A service to bring online; ``cases`` a year are an estimate, None if there is none."""

    leistung_id: str
    cases: float | None
    having: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Estimated cases times administrations that have it, the most first."""
        weight = (self.cases or 0.0) * len(self.having)
        return self.cases is None, -weight, -len(self.having)


def next_services(data: PageData) -> Block:
    """Three services to bring online next: demand times online elsewhere."""
    found = sorted(candidates(data), key=lambda each: (each.rank, each.leistung_id))[:_NEXT]
    if not found:
        return Note("info", text("report.next.none_title"), text("report.next.none"))
    names = ("service", "cases", "having")
    return Table(
        caption=text(f"report.next.{'caption' if len(found) == _NEXT else 'caption_fewer'}"),
        columns=tuple(text(f"report.columns.next.{name}") for name in names),
        rows=tuple(
            (data.service(each.leistung_id), _cases(each), enumerate_words(_names(data, each)))
            for each in found
        ),
        align=("left", "right", "left"),
        notes=(text("report.next.note"),),
        source=data.delivered_source("katalog", "faelle", "bevoelkerung"),
    )


def _cases(each: Candidate) -> str:
    if each.cases is None:
        return numbers.cell(None, "unknown", "integer")
    return text("report.next.about", count=numbers.integer(each.cases))


def _names(data: PageData, each: Candidate) -> list[str]:
    return [data.short_name(slug) for slug in data.alphabetical if slug in each.having]


def candidates(data: PageData) -> list[Candidate]:
    """Services that this administration lacks and others have online.

    Parameters
    ----------
    data
        The month, seen from one administration.

    Returns
    -------
    list of Candidate
        One per service, with the cases a year to expect by published figures.
    """
    own = data.rows("tasks", verwaltung=data.verwaltung, task="missing_online")
    donors = own[own["detail"].fillna("") != ""]
    return [
        Candidate(key, _demand(data, key, tuple(slugs.split(","))), tuple(slugs.split(",")))
        for key, slugs in zip(donors["leistung_id"], donors["detail"], strict=True)
    ]


def _demand(data: PageData, key: str, having: tuple[str, ...]) -> float | None:
    """Cases a year to expect here, by the published rate of those who have it online."""
    here = data.cell("population").value
    cases, residents, known = 0.0, 0.0, 0
    for slug in having:
        people = data.cell("population", verwaltung=slug).value
        months = data.series("cases_total", leistung=key, verwaltung=slug).tail(_YEAR)
        shown = months[months["status"].isin(_WITH_NUMBER)]["value"].dropna()
        if people is not None:
            cases += float(shown.sum())
            residents, known = residents + people * len(shown) / _YEAR, known + len(shown)
    if known < _ENOUGH_MONTHS or here is None:
        return None
    return cases / residents * here
