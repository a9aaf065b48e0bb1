"""What a next campaign could show, from the administrations' own history: a German table.

The counts are unprotected; what leaves here are rounded properties of designs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from takeup import gaps, stamp
from takeup.campaigns import daily_submissions, known_events
from takeup.effects.design import Campaign, weekly_panel
from takeup.effects.planning import (
    Design,
    Outlook,
    at_volume,
    break_even_effect,
    outlook,
)
from takeup.effects.weekly import WeeklyPanel
from takeup.errors import UsageError
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.render import numbers
from takeup.render.blocks import Table
from takeup.render.texts import text
from takeup.sources.staged import Counted, read_counted
from takeup.store import Store

# Two runs on the same rows must agree; any number would do.
SEED: Final = 20240930
# Weeks back from the end of the data in which the history may end: the last may be a gap.
_ENDS: Final = 26
_ROUNDED_TO: Final = 5
_HISTORY: Final = "plan"
# So that a whole percent is not rounded up to the next by the way floats are stored.
_SLACK: Final = 1e-9


@dataclass(frozen=True)
class Question:
    """What to plan: every combination of administrations, waves and weeks.

    ``per_week`` is the weekly volume of one administration (None: as it is), ``cost_eur`` what
    the campaign costs, ``value_eur`` what one more submission is worth, ``like`` the campaign
    whose services count (empty: all services). No number of administrations means one,
    three, six and all of them.
    """

    treated: tuple[int, ...] = ()
    waves: tuple[int, ...] = (1, 3)
    weeks: tuple[int, ...] = (8,)
    per_week: float | None = None
    cost_eur: float | None = None
    value_eur: float | None = None
    like: str = ""

    def designs(self, units: int) -> tuple[Design, ...]:
        """Combinations that are possible with so many administrations."""
        treated = self.treated or tuple(sorted({min(n, units) for n in (1, 3, 6, units)}))
        return tuple(
            Design(*each)
            for each in product(treated, self.waves, self.weeks)
            if each[1] <= each[0] <= units
        )


def whole_numbers(words: str) -> tuple[int, ...]:
    """Whole numbers of a list such as ``1,3,6``."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and int(part) > 0 for part in parts):
        raise UsageError("plan_number", value=words)
    return tuple(sorted({int(part) for part in parts}))


def amount(value: float) -> float | None:
    """Amount that was given; 0 means that none was."""
    if not math.isfinite(value) or value < 0:
        raise UsageError("plan_amount", value=value)
    return value or None


@dataclass(frozen=True)
class Plan:
    """Answers to a question, in its order; a design that could not be tried is None."""

    question: Question
    designs: tuple[Design, ...]
    outlooks: tuple[Outlook | None, ...]
    weeks: int
    units: int
    sample: bool


def plan(question: Question, step: Callable[[], None] = lambda: None) -> Plan:
    """Try designs on the rows of the latest report.

    Parameters
    ----------
    question
        What to plan.
    step
        Is called once for every design that is done.

    Raises
    ------
    UsageError
        If no report was made yet, the campaign does not exist, the history is too short, or
        no design is possible.
    """
    store = Store.open()
    history = history_of(store, load_params(store.params), question.like)
    rng = np.random.default_rng(SEED)
    if question.per_week is not None:
        history = at_volume(history, question.per_week, rng)
    designs = question.designs(len(history.units))
    if not designs:
        raise UsageError("plan_impossible", units=len(history.units))
    outlooks = []
    for design in designs:
        outlooks.append(outlook(history, design, rng))
        step()
    size = (len(history.mondays), len(history.units))
    return Plan(question, designs, tuple(outlooks), *size, sample=store.sample)


def history_of(store: Store, params: Params, like: str = "") -> WeeklyPanel:
    """Weeks of all Ämter and towns in which no campaign ran, as the estimators see them.

    Parameters
    ----------
    store, params
        Where the rows of the latest report lie, and the facts.
    like
        Campaign whose services count; empty for all services.

    Raises
    ------
    UsageError
        If there are no rows, or too few weeks.
    """
    leistungen = params.require_kampagne(like).leistungen if like else "alle"
    counted, month = _latest(store.staged)
    events = [event for _, event in known_events(params, sample=store.sample)]
    daily = daily_submissions(counted, leistungen, _dark(counted, params, month, store))
    for campaign in _last_weeks(params.offices, month):
        panel = weekly_panel(campaign, daily, events)
        # Where counts are so low that four weeks are counted together, weeks cannot be planned.
        if isinstance(panel, WeeklyPanel) and panel.width == 1:
            return panel
    raise UsageError("plan_short", month=month)


def _latest(folder: Path) -> tuple[Counted, Month]:
    """Rows of the latest report, and its month."""
    facts = folder / stamp.FILE
    if not facts.is_file():
        raise UsageError("plan_without_rows")
    run = json.loads(facts.read_text(encoding="utf-8"))["run"]
    return read_counted(folder), Month.parse(run["month"])


def _dark(counted: Counted, params: Params, month: Month, store: Store) -> pd.DataFrame:
    """Days without exposure, judged as the report judges them."""
    first = month.shift(1 - params.settings.monate_rueckblick)
    evidence = gaps.Evidence(
        frames=counted.frames,
        days=counted.days,
        doubts=counted.doubts,
        outages=gaps.outage_days(params, sample=store.sample),
        verwaltungen=tuple(params.verwaltungen),
        months=tuple(str(each) for each in Month.range(first, month)),
    )
    return gaps.find(evidence).dark


def _last_weeks(units: tuple[str, ...], month: Month) -> Iterable[Campaign]:
    """Campaigns of one week, the latest first: what lies before one of them is the history."""
    last_sunday = month.last_day - timedelta(days=(month.last_day.weekday() + 1) % 7)
    for back, unit in product(range(_ENDS), range(len(units))):
        end = last_sunday - timedelta(weeks=back)
        others = (*units[:unit], *units[unit + 1 :])
        yield Campaign(
            slug=_HISTORY,
            start=end - timedelta(days=6),
            end=end,
            treated=(units[unit],),
            comparison=others,
            window_weeks=1,
            estimator="panel_llr",
            cost_eur=0.0,
        )


def plan_table(answer: Plan) -> Table:
    """Answers as a table: what each design can show, and what it may cost.

    Effects are rounded up to whole percent, counts to the nearest five.
    """
    names = ("administrations", "waves", "weeks", "base", "proven", "hint", "additional")
    costs = ("may_cost", *(("needed",) if _both_known(answer.question) else ()))
    rows = zip(answer.designs, answer.outlooks, strict=True)
    columns = tuple(text(f"plan.columns.{name}") for name in (*names, *costs))
    return Table(
        caption=text("plan.caption", units=str(answer.units), weeks=str(answer.weeks)),
        columns=columns,
        rows=tuple(_row(answer.question, *each) for each in rows),
        align=("right",) * len(columns),
        notes=_notes(answer),
        source=text("plan.source_sample" if answer.sample else "plan.source"),
    )


def _both_known(question: Question) -> bool:
    return question.cost_eur is not None and question.value_eur is not None


def _row(question: Question, design: Design, found: Outlook | None) -> tuple[str, ...]:
    named = tuple(str(each) for each in (design.treated, design.waves, design.weeks))
    if found is None:
        # One word for the first of the columns; the others stay empty.
        missing = 5 if _both_known(question) else 4
        return (*named, text("plan.too_short"), *(text("plan.none"),) * missing)
    base = numbers.integer(_to_five(found.base))
    return (
        *named,
        base,
        _effect(found.mde_proven),
        _effect(found.mde),
        _count(found.additional),
        _may_cost(question, found),
        *_needed(question, found),
    )


def _effect(change: float | None) -> str:
    """Smallest effect that can be shown, rounded up: a promise must hold."""
    if change is None:
        return text("plan.never")
    return numbers.signed_percent(math.ceil(change * 100 - _SLACK) / 100, 0)


def _to_five(count: float) -> float:
    return _ROUNDED_TO * math.floor(count / _ROUNDED_TO + 0.5)


def _count(count: float | None) -> str:
    return text("plan.never") if count is None else numbers.integer(_to_five(count))


def _may_cost(question: Question, found: Outlook) -> str:
    """Break-even cost at the smallest effect; without a value, as a multiple of it."""
    if found.additional is None:
        return text("plan.never")
    if question.value_eur is None:
        return text("plan.times", count=_count(found.additional))
    amount = _to_five(found.additional) * question.value_eur
    return text("plan.euro", amount=numbers.integer(amount))


def _needed(question: Question, found: Outlook) -> tuple[str, ...]:
    """Break-even effect, where cost and value are known."""
    if question.cost_eur is None or question.value_eur is None:
        return ()
    base = _to_five(found.base)
    return (_effect(break_even_effect(question.cost_eur, question.value_eur, base)),)


def _notes(answer: Plan) -> tuple[str, ...]:
    found = [each for each in answer.outlooks if each is not None]
    draws = sum(each.draws for each in found)
    alarms = sum(each.false_alarms * each.draws for each in found) / max(draws, 1)
    notes = [text("plan.how"), text("plan.alarms", share=numbers.percent(alarms, 0))]
    floors = [e.smallest_p for e in found if e.mde_proven is None and e.smallest_p is not None]
    if floors:
        notes.append(text("plan.floor", p=numbers.decimal(max(floors), 2)))
    if any(each.treated == answer.units and each.waves == 1 for each in answer.designs):
        notes.append(text("plan.alone"))
    if answer.question.per_week is not None:
        volume = numbers.integer(answer.question.per_week)
        notes.append(text("plan.volume", volume=volume))
    return tuple(notes)
