"""Einheitliches Portal: what counts as uniform, how far it is, and who can help whom."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import pandas as pd

from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Block, Figure, Note, Table, Text
from takeup.render.charts import Keys, Words, bar_chart, heat_map
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.few import few, reading
from takeup.report.wording import enumerate_words
from takeup.uniformity import WHOLE, Ticked, load_components, ticked, weakest

# So many services are named in a sentence; the tables have them all.
_NAMED: Final = 5
# So many that share the lowest value are named, more are counted.
_TIED: Final = 3
# Parts shown below their component.
_PARTS: Final = {
    "E2": ("at_least_one",),
    "E4": ("other_detail",),
    "E7": ("median_age_days", "oldest_age_days"),
    "E8": ("description", "costs", "documents", "duration", "contact"),
}
_DAYS: Final = _PARTS["E7"]
_SOURCES: Final = ("katalog", "linkpruefung", "pvog")
_LEVELS: Final = tuple(f"level_{each}" for each in range(5))


def summary(data: PageData) -> Text:
    """How far the portal is uniform by the ticked definition, and what holds it back."""
    judged = ticked(data.rows("uniformity"), data.params.einheitlich)
    decided = data.params.einheitlich.beschlossen_am
    day = numbers.date(decided) if decided else ""
    basis = text(f"report.uniform.{'decided' if decided else 'proposed'}", day=day)
    counts = {
        verdict: numbers.integer(sum(each.verdict == verdict for each in judged))
        for verdict in ("reached", "missed", "open")
    }
    counts["count"] = numbers.integer(len(judged))
    key = "lead" if judged else "lead_without"
    lead = text(f"report.uniform.{key}", basis=basis, **counts)
    points = [_ticked_point(data, each) for each in judged]
    return Text(lead=lead, points=(*points, *_services_point(data)), key=True)


def _ticked_point(data: PageData, each: Ticked) -> str:
    row = _row(data, each.component)
    told = {
        "name": load_components()[each.component].name,
        "value": _value(row),
        "threshold": numbers.percent(each.threshold, 0),
        "verdict": text(f"report.uniform.verdicts.{each.verdict}"),
    }
    said = text("report.uniform.point", **told)
    if row.unknown:
        count = numbers.integer(row.unknown)
        said = f"{said} {text('report.uniform.unknown', count=count)}"
    lowest = _weakest(data, each.component)
    if lowest and each.verdict != "reached":
        said = f"{said} {text('report.uniform.lowest', who=lowest)}"
    return said


def _lacking(data: PageData, service: str, count: int, of: int) -> str:
    """Name a service, and how many of those concerned lack it."""
    key = "lacking_everywhere" if count == of > 1 else "lacking_item"
    told = {"count": numbers.integer(count), "of": numbers.integer(of)}
    return text(f"report.uniform.{key}", service=data.service(service), **told)


def _services_point(data: PageData) -> tuple[str, ...]:
    """Services that most administrations still lack, named."""
    coverage = _coverage(data)
    lacking = coverage[coverage["state"] == "no"]["leistung_id"].value_counts()
    if lacking.empty:
        return ()
    concerned = coverage[coverage["state"] != "unknown"]["leistung_id"].value_counts()
    order = sorted(lacking.index, key=lambda key: (-lacking[key], data.service(key)))
    items = [_lacking(data, key, lacking[key], concerned[key]) for key in order[:_NAMED]]
    said = text("report.uniform.lacking", items=enumerate_words(items))
    more = len(order) - _NAMED
    if more > 0:
        said = f"{said} {text('report.uniform.lacking_more', count=numbers.integer(more))}"
    return (said,)


def components(data: PageData) -> Table:
    """Every component: all together, unknown by itself, weakest administration."""
    meanings = load_components()
    shares = data.params.einheitlich.gilt_als_einheitlich
    rows: list[tuple[str, ...]] = []
    for name, meaning in meanings.items():
        row, wanted = _row(data, name), shares.get(name)  # type: ignore[call-overload]
        rows.append(
            (
                text("report.uniform.component", component=name, name=meaning.name),
                _value(row),
                numbers.integer(row.unknown),
                _weakest(data, name) or text("report.uniform.nobody"),
                numbers.percent(wanted, 0) if wanted else text("report.uniform.not_ticked"),
            )
        )
        rows += [_part_row(data, name, part) for part in _PARTS.get(name, ())]
    names = ("component", "together", "unknown", "lowest", "ticked")
    model = text(
        "report.uniform.note_maturity",
        model=data.params.einheitlich.reifegradmodell,
        level=numbers.integer(data.params.einheitlich.reifegrad_ab),
    )
    return Table(
        caption=text("report.uniform.caption", month=numbers.month_long(str(data.month))),
        columns=tuple(text(f"report.columns.uniform.{each}") for each in names),
        rows=tuple(rows),
        align=("left", "right", "right", "left", "right"),
        notes=(text("report.uniform.note"), text("report.uniform.note_lowest"), model),
        source=data.delivered_source(*_SOURCES),
    )


def _part_row(data: PageData, name: str, part: str) -> tuple[str, ...]:
    row = _row(data, name, part)
    label = text("report.uniform.part", name=text(f"report.uniform.parts.{part}"))
    return label, _value(row), numbers.integer(row.unknown), "", ""


def _row(data: PageData, component: str, part: str = WHOLE, slug: str = ALL) -> Any:
    """Row of a component; one that nothing is known of where the table has none."""
    rows = data.rows("uniformity")
    found = rows[
        (rows["component"] == component) & (rows["part"] == part) & (rows["verwaltung"] == slug)
    ]
    if len(found):
        return next(found.itertuples(index=False))
    nothing = {"numerator": 0, "denominator": 0, "unknown": 0, "status": "not_applicable"}
    return pd.Series({**nothing, "component": component, "part": part, "value": None})


def _value(row: Any) -> str:
    """Share with its counts, days, or the sign that says why there is none."""
    if row.status != "ok":
        return numbers.cell(None, row.status, "percent")
    if row.part in _DAYS:
        return text("report.uniform.days", days=numbers.integer(row.value))
    share = numbers.percent(row.value)
    if row.component == "E3":
        return share
    return text("report.uniform.share", share=share, counts=_counts(row))


def _counts(row: Any) -> str:
    yes, known = numbers.integer(row.numerator), numbers.integer(row.denominator)
    return text("report.uniform.counts", yes=yes, known=known)


def _weakest(data: PageData, component: str) -> str:
    """Administrations with the lowest value, and what they have; empty if nobody is named."""
    slugs = weakest(data.rows("uniformity")).get(component, ())
    if not slugs:
        return ""
    row = _row(data, component, slug=slugs[0])
    if len(slugs) == 1:
        reason = numbers.percent(row.value) if component == "E3" else _counts(row)
        return text("report.uniform.one", name=data.short_name(slugs[0]), reason=reason)
    names = [data.short_name(slug) for slug in data.alphabetical if slug in slugs]
    key = "tied" if len(names) <= _TIED else "tied_many"
    count = numbers.integer(len(names))
    share = numbers.percent(row.value)
    return text(f"report.uniform.{key}", names=enumerate_words(names), count=count, share=share)


def pairs(data: PageData) -> Figure:
    """Likeness of every two administrations' offers (E3)."""
    rows = data.rows("uniformity_pairs")
    turned = rows.rename(columns={"verwaltung": "other", "other": "verwaltung"})
    both = pd.concat([rows, turned])
    shown = few(data.alphabetical, both.groupby("verwaltung")["value"].mean())
    cells = pd.MultiIndex.from_product([shown] * 2, names=["verwaltung", "other"])
    whole = both.set_index(["verwaltung", "other"]).reindex(cells).reset_index()
    itself = whole["verwaltung"] == whole["other"]
    whole = whole.assign(
        status=whole["status"].fillna("unknown").mask(itself, "not_applicable")
    )
    names = {slug: data.short_name(slug) for slug in shown}
    known = rows[rows["status"] == "ok"]
    told = {
        "mean": _value(_row(data, "E3")),
        "count": numbers.integer(len(known)),
        "unknown": numbers.integer((rows["status"] == "unknown").sum()),
        "month": numbers.month_long(str(data.month)),
    }
    title = "title" if len(known) else "title_without"
    further = text("report.uniform.pairs.few")
    words = Words(
        title=text(f"report.uniform.pairs.{title}", **told),
        subtitle=text("report.uniform.pairs.subtitle", **told),
        unit=text("report.units.percent"),
        source=data.delivered_source("katalog"),
        alt=text("report.uniform.pairs.alt", **told),
        reading=reading(text("report.uniform.pairs.reading"), further, data.alphabetical),
    )
    return heat_map(whole, Keys("verwaltung", names), Keys("other", names), words)


def maturity(data: PageData) -> Figure:
    """How many entries have which level of maturity (E10)."""
    levels = [_row(data, "E10", part) for part in _LEVELS]
    unknown = _row(data, "E10").unknown
    frame = pd.DataFrame(
        {
            "level": [*_LEVELS, "unknown"],
            "value": [*(float(each.numerator) for each in levels), float(unknown)],
            "status": "ok",
        }
    )
    names = {each: text("report.uniform.levels.level", level=each[-1]) for each in _LEVELS}
    names["unknown"] = text("report.uniform.levels.unknown")
    told = {
        "share": _value(_row(data, "E10")),
        "level": numbers.integer(data.params.einheitlich.reifegrad_ab),
        "model": data.params.einheitlich.reifegradmodell,
        "unknown": numbers.integer(unknown),
        "month": numbers.month_long(str(data.month)),
    }
    words = Words(
        **{
            name: text(f"report.uniform.levels.{name}", **told)
            for name in ("title", "subtitle", "unit", "alt", "reading")
        },
        source=data.delivered_source("katalog"),
    )
    return bar_chart(frame, Keys("level", names), "integer", words)


def _coverage(data: PageData) -> pd.DataFrame:
    """Whether each service of the core catalogue is online where it is somebody's duty."""
    rows = data.rows("uniformity_verdicts", component="E1")
    return rows[rows["core"].astype(bool)]


class Offer(NamedTuple):
    """A service that some administrations can take over from others."""

    leistung_id: str
    lacking: list[str]
    having: list[str]
    common: str


def offers(data: PageData) -> list[Offer]:
    """Services to take over, those that most administrations lack first."""
    shared = data.rows("uniformity_verdicts", component="E6", state="yes")
    common = dict(zip(shared["leistung_id"], shared["detail"], strict=True))
    found = []
    for key, group in _coverage(data).groupby("leistung_id"):
        having, lacking = (
            _names(data, group[group["state"] == state]) for state in ("yes", "no")
        )
        if having and lacking:
            service = common.get(key, text("report.uniform.no_common"))
            found.append(Offer(str(key), lacking, having, service))
    return sorted(found, key=lambda each: (-len(each.lacking), data.service(each.leistung_id)))


def takeover(data: PageData) -> Block:
    """Services that one administration can take over from another."""
    found = offers(data)
    if not found:
        title = text("report.uniform.takeover.none_title")
        return Note("info", title, text("report.uniform.takeover.none"))
    names = ("service", "lacking", "having", "common")
    return Table(
        caption=text("report.uniform.takeover.caption", count=numbers.integer(len(found))),
        columns=tuple(text(f"report.columns.uniform.{each}") for each in names),
        rows=tuple(
            (
                data.service(each.leistung_id),
                enumerate_words(each.lacking),
                enumerate_words(each.having),
                each.common,
            )
            for each in found
        ),
        align=("left",) * len(names),
        notes=(text("report.uniform.takeover.note"),),
        source=data.delivered_source("katalog"),
    )


def _names(data: PageData, rows: pd.DataFrame) -> list[str]:
    slugs = set(rows["verwaltung"])
    return [data.short_name(slug) for slug in data.alphabetical if slug in slugs]
