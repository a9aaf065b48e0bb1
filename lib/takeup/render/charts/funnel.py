"""A funnel: rates by size, and which of them chance and ordinary differences explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from takeup.render import numbers, theme
from takeup.render.blocks import Figure, Table
from takeup.render.charts import scales
from takeup.render.charts.band import draw_diamonds
from takeup.render.charts.common import Words, figure_block
from takeup.render.texts import text
from takeup.render.theme import LINE_PX, MIDDLE_PX, Box, Canvas, Layout, Panel

_LIMIT: Final = (0, (5, 2))
_AXIS_HEIGHT: Final = 2 * LINE_PX + 12


@dataclass(frozen=True)
class Dot:
    """One administration: size, rate, whether it is the reader's own, its verdict."""

    base: float
    rate: float
    own: bool
    noticeable: bool


@dataclass(frozen=True)
class Mouth:
    """Limits of the usual at one size."""

    base: float
    low: float
    high: float


@dataclass(frozen=True)
class Funnel:
    """What is drawn: dots, the limits in order of size, the rate of the others."""

    dots: Sequence[Dot]
    limits: Sequence[Mouth]
    centre: float
    style: str
    base_label: str


def funnel_chart(funnel: Funnel, table: Table, words: Words) -> Figure:
    """Rates over sizes; the reader's own is marked, the others stay without a name.

    Parameters
    ----------
    funnel
        What is drawn.
    table
        The data, in the order of the alphabet.
    words
        What the figure says.
    """
    return figure_block(words, table, partial(_draw, funnel, words.unit))


def _draw(funnel: Funnel, unit: str, layout: Layout) -> Canvas:
    highest = max([d.rate for d in funnel.dots] + [m.high for m in funnel.limits])
    ticks = scales.ticks_from_zero(highest, funnel.style)
    labels = scales.tick_texts(ticks, funnel.style)
    sizes = scales.ticks_from_zero(max(m.base for m in funnel.limits), "integer")
    lines = theme.wrap(unit, layout.width - 4, 2)
    left = max(theme.text_width(label) for label in labels) + 10
    top = LINE_PX * len(lines) + 14
    box = Box(left, top, layout.width - left - 24, 200.0 if layout.narrow else 260.0)
    panel = Panel(box, (sizes[0], sizes[-1]), (ticks[0], ticks[-1]))
    keys = ("own", "others", "limits", "centre")
    foot = box.bottom + _AXIS_HEIGHT
    canvas = Canvas(layout, foot + len(keys) * (LINE_PX + 4) + 4)
    for line, part in enumerate(lines):
        canvas.write((0, 13 + line * LINE_PX), part, color=theme.MUTED)
    scales.draw_value_axis(canvas, panel, ticks, labels)
    _draw_sizes(canvas, panel, sizes, funnel.base_label)
    _draw_limits(canvas, panel, funnel)
    _draw_dots(canvas, panel, funnel.dots)
    for line, key in enumerate(keys):
        _draw_key(canvas, key, foot + line * (LINE_PX + 4) + LINE_PX / 2)
    return canvas


def _draw_sizes(canvas: Canvas, panel: Panel, sizes: Sequence[float], label: str) -> None:
    for size in sizes:
        place = (panel.x(size), panel.box.bottom + LINE_PX + 2)
        canvas.write(place, numbers.integer(size), ha="center", color=theme.MUTED)
    place = (panel.box.right, panel.box.bottom + 2 * LINE_PX + 4)
    canvas.write(place, label, ha="right", color=theme.MUTED)


def _draw_limits(canvas: Canvas, panel: Panel, funnel: Funnel) -> None:
    for ends in ("low", "high"):
        curve = [panel.at(m.base, getattr(m, ends)) for m in funnel.limits]
        canvas.stroke(curve, color=theme.PRIMARY, linewidth=1.4, linestyle=_LIMIT)
    level = [panel.at(m.base, funnel.centre) for m in funnel.limits]
    canvas.stroke([level[0], level[-1]], color=theme.MUTED, linewidth=1.2)


def _draw_dots(canvas: Canvas, panel: Panel, dots: Sequence[Dot]) -> None:
    others = [panel.at(d.base, d.rate) for d in dots if not d.own]
    _mark(canvas, others, own=False)
    for dot in dots:
        if dot.own:
            draw = draw_diamonds if dot.noticeable else _own_mark
            draw(canvas, [panel.at(dot.base, dot.rate)])


def _own_mark(canvas: Canvas, places: Sequence[tuple[float, float]]) -> None:
    _mark(canvas, places, own=True)


def _mark(canvas: Canvas, places: Sequence[tuple[float, float]], *, own: bool) -> None:
    canvas.stroke(
        places,
        color=theme.PRIMARY if own else theme.COMPARISON,
        linestyle="none",
        marker="o",
        markersize=10.0 if own else 6.0,
    )


def _draw_key(canvas: Canvas, key: str, middle: float) -> None:
    if key in {"own", "others"}:
        _mark(canvas, [(9, middle)], own=key == "own")
    else:
        is_limit = key == "limits"
        canvas.stroke(
            [(0, middle), (18, middle)],
            color=theme.PRIMARY if is_limit else theme.MUTED,
            linewidth=1.4,
            linestyle=_LIMIT if is_limit else "-",
        )
    canvas.write((24, middle + MIDDLE_PX), text(f"charts.funnel.{key}"), color=theme.MUTED)
