"""Statements as linear bounds on counts: what an attacker writes down before he computes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from takeup.disclosure import Told
from takeup.measures.sidecar import Sidecar
from takeup.periods import Month
from takeup.reading.published import Reference
from takeup.reading.statements import Cell, Statement

_YEAR: Final = 12
_BEFORE: Final = {"rolling_12": 0, "rolling_12_before": _YEAR}


def equations(statement: Statement, reference: Reference) -> Iterator[Told]:
    """Linear bounds that a statement puts on counts.

    Covered are counts; shares and rates (numerator against denominator, each open or known);
    their numerators and denominators; sums over twelve months, also the pooled shares; changes
    of counts, relative or absolute; and changes of rates whose earlier or later value is
    published. The ends of an interval (Wilson) are not linear and are left out: they are
    printed with their share only, which is a statement itself.
    """
    cell, said = statement.cell, statement.figure
    sidecar = reference.sidecars[cell.measure]
    low, high = said.low, said.high
    if statement.quantity in {"numerator", "denominator"}:
        side = _side(cell, sidecar, statement.quantity)
        yield _told({side: 1.0}, low, high)
    elif statement.quantity in {"value", *_BEFORE}:
        cells = [cell] if statement.quantity == "value" else _window(cell, statement.quantity)
        yield from _bounds(cells, sidecar, low, high)
    elif statement.quantity == "change":
        yield from _change(statement, reference)


def _told(weights: Mapping[Cell, float], low: float, high: float) -> Told:
    keys = {(cell[0], cell[1], cell[2], cell[3]): weight for cell, weight in weights.items()}
    return Told(keys, low, high)


def _side(cell: Cell, sidecar: Sidecar, which: str) -> Cell:
    """Cell of the count above or below the line of a rate; of a count, its own."""
    return cell._replace(measure=getattr(sidecar, which) or cell.measure)


def _window(cell: Cell, quantity: str) -> list[Cell]:
    last = Month.parse(cell.month).shift(-_BEFORE[quantity])
    months = Month.range(last.shift(1 - _YEAR), last)
    return [cell._replace(month=str(month)) for month in months]


def _bounds(cells: list[Cell], sidecar: Sidecar, low: float, high: float) -> Iterator[Told]:
    """Bounds of a sum of counts, or of a rate over such sums."""
    if sidecar.kind == "count":
        yield _told(dict.fromkeys(cells, 1.0), low, high)
        return
    above = {_side(cell, sidecar, "numerator"): float(sidecar.scale or 1) for cell in cells}
    below = [_side(cell, sidecar, "denominator") for cell in cells]
    yield _told(above | dict.fromkeys(below, -low), 0.0, math.inf)
    yield _told(above | dict.fromkeys(below, -high), -math.inf, 0.0)


def _change(statement: Statement, reference: Reference) -> Iterator[Told]:
    cell, said = statement.cell, statement.figure
    before = cell._replace(month=statement.before)
    sidecar = reference.sidecars[cell.measure]
    if sidecar.kind == "count" and said.unit == "%":
        yield _told({cell: 1.0, before: -(1 + said.low)}, 0.0, math.inf)
        yield _told({cell: 1.0, before: -(1 + said.high)}, -math.inf, 0.0)
    elif sidecar.kind == "count":
        yield _told({cell: 1.0, before: -1.0}, said.low, said.high)
    else:
        now, then = (reference.row(each).value for each in (cell, before))
        if not math.isnan(then):
            yield from _bounds([cell], sidecar, then + said.low, then + said.high)
        if not math.isnan(now):
            yield from _bounds([before], sidecar, now - said.high, now - said.low)


def kinds(sidecars: Mapping[str, Sidecar]) -> dict[str, str]:
    """Measure → what it counts, for the counts."""
    return {name: each.counts for name, each in sidecars.items() if each.kind == "count"}
