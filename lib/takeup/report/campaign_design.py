"""What was registered of a campaign, when, and what was changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from takeup.render import numbers
from takeup.render.blocks import Block, Note, Table, Text
from takeup.render.texts import text
from takeup.report.campaign_facts import Facts
from takeup.report.wording import enumerate_words


def registration(facts: Facts) -> Note:
    """Since when the campaign is fixed, and whether anything changed since."""
    registered = facts.registered
    if registered is None:
        title = facts.say("page.unregistered_title")
        return Note("error", title, facts.say("page.unregistered"))
    known = registered.registration
    told = {
        "day": numbers.date(known.first.am),
        "last": numbers.date(known.last.am),
        "hash": known.last.short,
    }
    state = "late" if registered.is_late else "registered"
    words = [facts.say(f"page.{state}", **told)]
    if facts.campaign.geaendert:
        words.append(facts.say("page.amended", **told))
    tone = "info" if state == "registered" and not facts.campaign.geaendert else "warning"
    return Note(tone, facts.say(f"page.{state}_title"), " ".join(words))


def changes(facts: Facts) -> Block:
    """Changes since the first registration, with their reasons."""
    amended, registered = facts.campaign.geaendert, facts.registered
    if not amended or registered is None:
        return Text(facts.say("page.no_changes"))
    versions = registered.registration.eintraege[1:]
    names = ("day", "what", "why", "again")
    return Table(
        caption=facts.say("page.changes"),
        columns=tuple(text(f"report.campaign.columns.{name}") for name in names),
        rows=tuple(
            (numbers.date(each.am), each.was, each.warum, numbers.date(version.am))
            for each, version in zip(amended, versions, strict=False)
        ),
        align=("left",) * len(names),
        notes=(),
        source=text("report.campaign.source"),
    )


def registered_design(facts: Facts) -> Iterator[tuple[str, str]]:
    """What was registered, name and value."""
    campaign = facts.campaign
    explored = [facts.data.sidecars[each].name for each in campaign.nebenzielgroessen]
    none = text("report.campaign.none")
    told = {
        "period": facts.say("period"),
        "announced": _announced(facts),
        "area": facts.told["areas"],
        "waves": _waves(facts),
        "comparison": facts.told["comparison"] or facts.say("page.no_comparison"),
        "services": facts.say("page.services"),
        "outcome": facts.data.sidecars[campaign.zielgroesse].name,
        "explored": enumerate_words(explored) or none,
        "estimator": text(f"report.methods.{campaign.schaetzer}"),
        "window": facts.say(
            "page.window", weeks=numbers.integer(campaign.auswertungsfenster_wochen)
        ),
        "spill": campaign.ausstrahlung,
    }
    for name, value in told.items():
        yield text(f"report.campaign.design.{name}"), value


def _announced(facts: Facts) -> str:
    day = facts.campaign.angekuendigt
    if day is None:
        return facts.say("page.not_announced")
    return facts.say("page.announced", day=numbers.date(day))


def _waves(facts: Facts) -> str:
    waves = facts.campaign.wellen
    if not waves:
        return facts.say("page.one_wave")
    by_days: dict[tuple[date, date], list[str]] = {}
    for slug, wave in sorted(waves.items(), key=lambda pair: (pair[1].beginn, pair[0])):
        by_days.setdefault((wave.beginn, wave.ende), []).append(facts.data.short_name(slug))
    return "; ".join(_wave(*days, names) for days, names in by_days.items())


def _wave(first: date, last: date, names: list[str]) -> str:
    start, end = numbers.date(first), numbers.date(last)
    return text("report.campaign.page.wave", start=start, end=end, areas=enumerate_words(names))


def costs(facts: Facts) -> Table:
    """Cost by channel, and their sum."""
    rows = [
        (channel, text("report.campaign.cost", cost=numbers.integer(amount)))
        for channel, amount in facts.campaign.kosten_eur.items()
    ]
    return Table(
        caption=facts.say("page.costs"),
        columns=tuple(text(f"report.campaign.columns.{name}") for name in ("channel", "cost")),
        rows=(*rows, (text("report.campaign.total"), facts.say("cost"))),
        align=("left", "right"),
        notes=(),
        source=text("report.campaign.source"),
    )
