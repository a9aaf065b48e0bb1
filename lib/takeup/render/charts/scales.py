"""Axes: round steps, months in their order, labels that keep clear of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from takeup.periods import Month
from takeup.render import numbers, theme
from takeup.render.theme import LINE_PX, Canvas, Panel

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
# More lines than this make a chart busy without making it easier to read.
_MOST_STEPS: Final = 4
# Styles whose axis cannot have a tick between two whole numbers.
_WHOLE_STYLES: Final = frozenset({"integer", "signed_integer"})
_MONTH_STEPS: Final = (1, 2, 3, 6, 12)


def ticks_from_zero(highest: float, style: str) -> tuple[float, ...]:
    """Round ticks from zero to at least the highest value."""
    return ticks_between(0.0, highest if highest > 0 else 1.0, style)


def ticks_between(low: float, high: float, style: str) -> tuple[float, ...]:
    """Round ticks that hold both values; zero is always one of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    step = _step(high - low or 1.0, whole=style in _WHOLE_STYLES)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(position * step, 10) for position in range(first, last + 1))


def _step(span: float, whole: bool) -> float:
    power = 10.0 ** math.floor(math.log10(span / _MOST_STEPS))
    steps = [factor * power for factor in _STEPS if factor * power * _MOST_STEPS >= span]
    if whole:
        steps = [step for step in steps if step == round(step)] or [max(1.0, steps[-1])]
    return steps[0]


def tick_texts(ticks: Sequence[float], style: str) -> list[str]:
    """Labels of ticks, without decimals that are zero at all of them."""
    if style in {"percent", "signed_percent", "signed_percent_whole"} and _all_whole(
        [tick * 100 for tick in ticks]
    ):
        return [f"{numbers.integer(tick * 100)}{numbers.NBSP}%" for tick in ticks]
    if _all_whole(ticks):
        return [numbers.integer(tick) for tick in ticks]
    return [numbers.STYLES[style](tick) for tick in ticks]


def _all_whole(values: Sequence[float]) -> bool:
    return all(math.isclose(value, round(value), abs_tol=1e-9) for value in values)


def draw_value_axis(
    canvas: Canvas, panel: Panel, ticks: Sequence[float], labels: Sequence[str]
) -> None:
    """Light lines across the panel, zero as base line, labels left of it."""
    for tick, label in zip(ticks, labels, strict=True):
        y = panel.y(tick)
        colour = theme.BORDER if tick == 0 else theme.GRID
        canvas.stroke(
            [(panel.box.left, y), (panel.box.right, y)], color=colour, linewidth=1, zorder=0
        )
        place = (panel.box.left - 8, y + theme.MIDDLE_PX)
        canvas.write(place, label, ha="right", color=theme.MUTED)


@dataclass(frozen=True)
class MonthTick:
    """A labelled month on the time axis; ``year`` is empty unless it is to be said."""

    position: int
    label: str
    year: str


def month_ticks(months: Sequence[str], width: float) -> list[MonthTick]:
    """Ticks for months in a width in pixels, aligned so that January is one of them."""
    room = theme.text_width("Mär") + 10
    spacing = width / max(len(months) - 1, 1)
    step = next((step for step in _MONTH_STEPS if step * spacing >= room), _MONTH_STEPS[-1])
    positions = [
        at for at, month in enumerate(months) if (Month.parse(month).month - 1) % step == 0
    ] or [0]
    return [_month_tick(months, at, at == positions[0]) for at in positions]


def _month_tick(months: Sequence[str], at: int, is_first: bool) -> MonthTick:
    month = Month.parse(months[at])
    year = f"{month.year}" if month.month == 1 or is_first else ""
    return MonthTick(at, numbers.month_name(months[at]), year)


def draw_month_axis(canvas: Canvas, panel: Panel, months: Sequence[str]) -> None:
    """Month names under the panel, years once under their first month."""
    for tick in month_ticks(months, panel.box.width):
        for line, label in enumerate((tick.label, tick.year)):
            place = (panel.x(tick.position), panel.box.bottom + LINE_PX * (line + 1) + 2)
            canvas.write(place, label, ha="center", color=theme.MUTED)


def draw_year_axis(canvas: Canvas, panel: Panel, months: Sequence[str]) -> None:
    """Years under a small panel, each at its January; the first month if there is none."""
    januaries = [at for at, month in enumerate(months) if month.endswith("-01")]
    for at in januaries or [0]:
        x, bottom = panel.x(at), panel.box.bottom
        canvas.stroke([(x, bottom), (x, bottom - 4)], color=theme.BORDER, linewidth=1)
        year = str(Month.parse(months[at]).year)
        canvas.write((x, bottom + LINE_PX), year, ha="center", color=theme.MUTED)


def spread(wanted: Sequence[float], heights: Sequence[float], lowest: float) -> list[float]:
    """Centres of labels moved apart so that none covers another, order kept.

    Parameters
    ----------
    wanted
        Where each label would best stand (centre, pixels downwards).
    heights
        Height of each label in pixels.
    lowest
        No label reaches below this, or above the drawing.
    """
    stacks: list[_Stack] = []
    for at in sorted(range(len(wanted)), key=lambda at: wanted[at]):
        stacks.append(_Stack([at], wanted, heights, lowest))
        while len(stacks) > 1 and stacks[-2].bottom > stacks[-1].top:
            stacks[-2:] = [
                _Stack(stacks[-2].labels + stacks[-1].labels, wanted, heights, lowest)
            ]
    placed = [0.0] * len(wanted)
    for stack in stacks:
        edge = stack.top
        for at in stack.labels:
            placed[at] = edge + heights[at] / 2
            edge += heights[at]
    return placed


class _Stack:
    """Labels that touch, centred on the mean of their wished places."""

    def __init__(
        self,
        labels: list[int],
        wanted: Sequence[float],
        heights: Sequence[float],
        lowest: float,
    ) -> None:
        self.labels = labels
        total = sum(heights[at] for at in labels)
        centre = sum(wanted[at] for at in labels) / len(labels)
        self.top = max(min(centre + total / 2, lowest) - total, 0.0)
        self.bottom = self.top + total
