"""The published tables as a reader of pages looks things up in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from takeup.measures.rates import wilson
from takeup.measures.sidecar import Sidecar
from takeup.publication import Published
from takeup.reading.statements import Cell, Finding, Statement

SHOWN: Final = frozenset({"ok", "partial"})
HIDDEN: Final = frozenset({"suppressed", "too_small"})
# Ends of the usual range of a month, and of an administration, with the method of each.
USUAL: Final = {
    "expected_low": "individuals",
    "expected_high": "individuals",
    "usual_low": "funnel",
    "usual_high": "funnel",
}
# Floating point only; what a printed number may differ by is its own slack.
_EXACT: Final = 1e-9
_KEYS: Final = ["month", "verwaltung", "leistung_id", "measure"]


class Row(NamedTuple):
    """One row of the table of measures; missing numbers are NaN."""

    status: str
    value: float
    numerator: float
    denominator: float


_ABSENT: Final = Row("unknown", math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Reference:
    """Published measures by cell, with what follows from each."""

    published: Published
    sidecars: Mapping[str, Sidecar]

    @property
    def month(self) -> str:
        """Report month."""
        return str(self.published.run["month"])

    @cached_property
    def _rows(self) -> dict[Cell, Row]:
        frame = self.published.tables["measures"]
        keys = zip(*(frame[name].tolist() for name in _KEYS), strict=True)
        numbers = [
            frame[name].astype("float64").tolist()
            for name in ("value", "numerator", "denominator")
        ]
        rows = zip(frame["status"].tolist(), *numbers, strict=True)
        return dict(zip((Cell(*key) for key in keys), (Row(*row) for row in rows), strict=True))

    @cached_property
    def homes(self) -> dict[str, str]:
        """Measure of one Leistung alone → that Leistung: it has no total over all."""
        frame = self.published.tables["measures"]
        pairs = frame[["measure", "leistung_id"]].drop_duplicates()
        alone = pairs[~pairs["measure"].duplicated(keep=False)]
        return dict(zip(alone["measure"], alone["leistung_id"], strict=True))

    @cached_property
    def _windows(self) -> dict[tuple[str, ...], dict[str, float]]:
        frame = self.published.tables["comparison"]
        keys = frame[["verwaltung", "leistung_id", "measure"]].itertuples(index=False)
        sums = frame[["rolling_12", "rolling_12_before"]].astype("float64").to_dict("records")
        return {tuple(key): row for key, row in zip(keys, sums, strict=True)}  # type: ignore[misc]

    def row(self, cell: Cell) -> Row:
        """Published row of a cell; unknown where there is none."""
        return self._rows.get(cell, _ABSENT)

    def truth(self, statement: Statement) -> float:
        """Published number that a statement is about; NaN if nothing of it is shown."""
        cell, quantity = statement.cell, statement.quantity
        if quantity == "change":
            return self._change(statement)
        if quantity in {"rolling_12", "rolling_12_before"}:
            windows = self._windows.get(cell[1:], {})
            return windows.get(quantity, math.nan)
        if quantity in USUAL:
            return self._usual.get((cell, USUAL[quantity]), {}).get(quantity, math.nan)
        row = self.row(cell)
        if quantity in {"low", "high"}:
            return self._intervals.get(cell, {}).get(quantity, math.nan)
        return float(getattr(row, quantity))

    @cached_property
    def _usual(self) -> dict[tuple[Cell, str], dict[str, float]]:
        """Usual range of each cell, by the method that it was judged with."""
        frame = self.published.tables["variation"]
        keys = zip(*(frame[name].tolist() for name in (*_KEYS, "method")), strict=True)
        ends = frame[["low", "high"]].astype("float64").itertuples(index=False)
        names = {
            method: [q for q, m in USUAL.items() if m == method] for method in USUAL.values()
        }
        return {
            (Cell(*key[:4]), key[4]): dict(zip(names[key[4]], end, strict=True))
            for key, end in zip(keys, ends, strict=True)
        }

    def range_of(self, cell: Cell) -> tuple[float, ...]:
        """Usual range of an administration among the others, and its expected value."""
        frame = self.published.tables["variation"]
        own = frame["method"] == "funnel"
        for name, value in zip(_KEYS, cell, strict=True):
            own &= frame[name] == value
        found = frame.loc[own, ["low", "centre", "high"]].astype("float64")
        return tuple(found.to_numpy().ravel().tolist())

    def _change(self, statement: Statement) -> float:
        now = self.row(statement.cell).value
        then = self.row(statement.cell._replace(month=statement.before)).value
        relative = statement.figure.unit == "%"
        return (now / then - 1 if then else math.nan) if relative else now - then

    @cached_property
    def _intervals(self) -> dict[Cell, dict[str, float]]:
        """Intervals of the shares of the report month whose counts are both shown."""
        frame = self.published.tables["measures"]
        both = frame["numerator"].notna() & frame["denominator"].notna()
        rows = frame[both & (frame["month"] == self.month)]
        ends = wilson(rows["numerator"], rows["denominator"]).astype("float64")
        keys = zip(*(rows[name] for name in _KEYS), strict=True)
        return dict(zip((Cell(*key) for key in keys), ends.to_dict("records"), strict=True))  # type: ignore[arg-type]

    def finding(self, statement: Statement) -> Finding | None:
        """What is wrong with a statement; None if it says what is published."""
        truth = self.truth(statement)
        said = statement.figure
        if math.isnan(truth):
            return self._told(statement)
        away = abs(abs(truth) - abs(said.value)) if not said.signed else abs(truth - said.value)
        if away <= said.slack * (1 + _EXACT) + _EXACT:
            return None
        return Finding("contradiction", said.text, statement.place, statement.cell)

    def _told(self, statement: Statement) -> Finding:
        """Finding about a cell without a number: hidden, or not there at all."""
        cells = [statement.cell]
        if statement.before:
            cells.append(statement.cell._replace(month=statement.before))
        hidden = [cell for cell in cells if self.row(cell).status in HIDDEN]
        reason = "not_hidden" if hidden else "not_published"
        told = (hidden or cells)[0]
        return Finding(reason, statement.figure.text, statement.place, told)
