"""A line the size of a word: the course behind a key figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from takeup.render import theme

_WIDTH: Final = 120.0
_HEIGHT: Final = 32.0
# Free on all four sides, for the dots.
MARGIN: Final = 4.0


def sparkline(values: Sequence[float], incomplete: Sequence[bool] = ()) -> str:
    """SVG of a course from zero, gaps where a value is NaN, a dot on the last value.

    Incomplete values have an open dot, as in the charts. Written by hand: matplotlib would
    need longer for it than for the page around it.
    Empty if there is no value.
    """
    drawn = [at for at, value in enumerate(values) if not math.isnan(value)]
    if not drawn:
        return ""
    places = [_place(at, value, values) for at, value in enumerate(values)]
    runs = "".join(_polyline(places, run) for run in _runs(drawn))
    opened = {at for at, is_open in enumerate(incomplete) if is_open} & set(drawn)
    marked = sorted(opened | {drawn[-1]})
    dots = "".join(_dot(places[at], is_open=at in opened) for at in marked)
    return f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">{runs}{dots}</svg>'


def _dot(place: tuple[float, float], *, is_open: bool) -> str:
    x, y = place
    if not is_open:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{theme.PRIMARY}"/>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{theme.WHITE}" '
        f'stroke="{theme.PRIMARY}" stroke-width="1.5"/>'
    )


def _place(at: int, value: float, values: Sequence[float]) -> tuple[float, float]:
    highest = max((v for v in values if not math.isnan(v)), default=0.0) or 1.0
    x = MARGIN + (_WIDTH - 2 * MARGIN) * at / max(len(values) - 1, 1)
    return x, _HEIGHT - MARGIN - (_HEIGHT - 2 * MARGIN) * value / highest


def _runs(drawn: list[int]) -> list[list[int]]:
    """Places without a gap between them."""
    runs: list[list[int]] = []
    for at in drawn:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _polyline(places: list[tuple[float, float]], run: list[int]) -> str:
    points = " ".join(f"{places[at][0]:.1f},{places[at][1]:.1f}" for at in run)
    return (
        f'<polyline points="{points}" fill="none" stroke="{theme.PRIMARY}" '
        'stroke-width="2" stroke-linecap="round"/>'
    )
