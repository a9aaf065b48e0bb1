"""What a standard wants measured, and values of others to set ours beside."""

from __future__ import annotations

from takeup.measures.din_spec import Requirement, load_requirements
from takeup.measures.sidecar import Benchmark
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Table
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words


def din_spec(data: PageData) -> Table:
    """Every item of DIN SPEC 66336, section 5.12.2: collected with its value, or not."""
    names = ("requirement", "level", "collected", "value")
    return Table(
        caption=text("standards.caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"standards.columns.{name}") for name in names),
        rows=tuple(_row(data, each) for each in load_requirements()),
        align=("left",) * len(names),
        notes=(text("standards.note"),),
        source=text("standards.source"),
    )


def _row(data: PageData, item: Requirement) -> tuple[str, ...]:
    level = text(f"standards.{item.level}")
    if not item.measure:
        return item.name, level, text("standards.not_collected"), item.reason
    name = data.sidecars[item.measure].name
    collected = text("standards.collected", name=name)
    return item.name, level, collected, _value(data, item.measure)


def _value(data: PageData, measure: str) -> str:
    """Figure of the month or its state; of all nine, also who has none."""
    own = data.cell(measure)
    said = own.said
    if data.verwaltung != ALL:
        return said
    cells = {slug: data.cell(measure, verwaltung=slug) for slug in data.alphabetical}
    without = [
        text("standards.without_one", name=data.short_name(slug), state=cell.said)
        for slug, cell in cells.items()
        if not cell.has_value
    ]
    key = "without" if without else "everywhere"
    return text(f"standards.{key}", value=said, names=enumerate_words(without))


def benchmark(data: PageData, measure: str, given: Benchmark) -> str:
    """A value of others in words, with its source and what to mind."""
    return text(
        f"standards.{'above' if given.above else 'found'}",
        name=given.name,
        value=_rounded(data, measure, given.value),
        source=given.source,
        year=str(given.year),
        note=given.note,
    )


def _rounded(data: PageData, measure: str, value: float) -> str:
    """Value as others state it: shares without decimals."""
    is_share = data.style(measure) == "percent"
    return numbers.percent(value, 0) if is_share else data.show(measure, value, "ok")
