"""What the project leader said: head, statement, decisions, milestones, risks."""

from __future__ import annotations

from takeup.project import Meilenstein
from takeup.render import numbers
from takeup.render.blocks import Block, KeyValue, Note, Table, Text
from takeup.render.texts import text
from takeup.report.data import PageData


def head(data: PageData) -> KeyValue:
    """Project, who leads it and takes part, its dates, and the month of the status."""
    projekt = data.params.projekt
    nobody = text("status.head.nobody")
    values = {
        "project": projekt.name,
        "lead": projekt.leitung,
        "month": numbers.month_long(str(data.month)),
        "partners": ", ".join(projekt.partner) or nobody,
        "stakeholders": ", ".join(projekt.stakeholder) or nobody,
        "start": numbers.date(projekt.start),
        "end": numbers.date(projekt.ende),
    }
    return KeyValue(tuple((text(f"status.head.{name}"), said) for name, said in values.items()))


def goal(data: PageData) -> KeyValue:
    """What the project is for, and what it does."""
    projekt = data.params.projekt
    return KeyValue(
        (
            (text("status.head.goal"), projekt.ziel),
            (text("status.head.content"), " ".join(projekt.inhalt)),
        )
    )


def statement(data: PageData) -> Text:
    """State of the project in the leader's words, or the last known one."""
    projekt = data.params.projekt
    latest = projekt.latest_statement(data.month)
    if not latest:
        return Text(text("status.statement.none"))
    key = "lead" if latest == str(data.month) else "last"
    lead = text(f"status.statement.{key}", month=numbers.month_long(latest))
    return Text(lead, projekt.staende[latest].sachstand)


Decision = tuple[str, str, str, str]


def decisions_open(data: PageData) -> list[Decision]:
    """What has to be decided, by whom, until when and why: what the leader named first."""
    still_open = text("status.open")
    named = [
        (
            each.was,
            each.wer or still_open,
            numbers.date(each.bis) if each.bis else still_open,
            each.warum,
        )
        for each in sorted(
            (e for e in data.params.projekt.entscheidungen if e.is_open(data.month)),
            key=lambda e: (e.bis is None, e.bis or data.month.last_day),
        )
    ]
    return [*named, *_undecided(data)]


def _undecided(data: PageData) -> list[Decision]:
    """What the parameters still leave open."""
    params, projekt = data.params, data.params.projekt
    waiting = [each for each in projekt.meilensteine if not each.is_done(data.month)]
    is_open = {
        "uniform": ("group", params.einheitlich.beschlossen_am is None),
        "goals": ("group", params.ziele.beschlossen_am is None),
        "dates": ("lead", any(each.expected is None for each in waiting)),
        "risks": (
            "lead",
            any(not (each.verantwortlich and each.massnahme) for each in projekt.risiken),
        ),
    }
    return [
        (
            text(f"status.decisions.{name}"),
            text(f"status.decisions.{who}"),
            text("status.open"),
            text(f"status.decisions.{name}_why"),
        )
        for name, (who, holds) in is_open.items()
        if holds
    ]


def decisions(data: PageData) -> Block:
    """Open decisions: who decides what until when."""
    found = decisions_open(data)
    if not found:
        title = text("status.decisions.none_title")
        return Note("success", title, text("status.decisions.none"))
    names = ("what", "who", "why")
    return Table(
        caption=text("status.decisions.caption", count=numbers.integer(len(found))),
        columns=tuple(text(f"status.decisions.{name}") for name in names),
        rows=tuple(
            (what, text("status.decisions.who_until", who=who, until=until), why)
            for what, who, until, why in found
        ),
        align=("left",) * len(names),
        notes=(text("status.decisions.note"),),
        source=text("status.source"),
    )


def milestones(data: PageData) -> Table:
    """Milestones with plan, forecast and what became of them."""
    names = ("name", "plan", "forecast", "actual")
    month = numbers.month_long(str(data.month))
    return Table(
        caption=text("status.milestones.caption", month=month),
        columns=tuple(text(f"status.milestones.{name}") for name in names),
        rows=tuple(_milestone(data, each) for each in data.params.projekt.meilensteine),
        align=("left",) * len(names),
        notes=(),
        source=text("status.source"),
    )


def _milestone(data: PageData, each: Meilenstein) -> tuple[str, ...]:
    undated = text("status.milestones.undated")
    actual = text("status.open")
    if each.is_done(data.month):
        month = numbers.month_long(each.gemeldet or str(data.month))
        reported = text("status.milestones.reported", month=month)
        actual = numbers.date(each.ist) if each.ist else reported
    plan, forecast = (
        numbers.date(day) if day else undated for day in (each.plan, each.prognose or each.plan)
    )
    done = text("status.milestones.done")
    return each.name, plan, done if each.is_done(data.month) else forecast, actual


def risks(data: PageData) -> Table:
    """Risks with owner, measure and due date; what nobody named is open."""
    still_open = text("status.open")
    names = ("name", "owner", "measure", "due")
    return Table(
        caption=text("status.risks.caption"),
        columns=tuple(text(f"status.risks.{name}") for name in names),
        rows=tuple(
            (
                each.name,
                each.verantwortlich or still_open,
                each.massnahme or still_open,
                numbers.date(each.faellig) if each.faellig else still_open,
            )
            for each in data.params.projekt.risiken
        ),
        align=("left",) * len(names),
        notes=(),
        source=text("status.source"),
    )
