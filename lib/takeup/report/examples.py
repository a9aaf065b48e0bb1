"""Worked examples of the sidecars as small tables: what goes in, what must come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from takeup.measures.sidecar import Expected
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.blocks import Table
from takeup.render.texts import text
from takeup.report.data import PageData

_STATES: Final = ("unknown", "not_applicable", "suppressed")


# An example may name what a project elsewhere does not have: then its key stands there.
def _place(data: PageData, slug: str) -> str:
    is_known = slug == ALL or slug in data.params.verwaltungen
    return data.short_name(slug) if is_known else slug


def _service(data: PageData, key: str) -> str:
    if key == ALL:
        return text("costs.all_services")
    return data.service(key) if key in data.params.leistungen else key


# How a text of a field is written for a reader; others stand as they are.
_WORDS: Final[dict[str, Callable[[PageData, str], str]]] = {
    "verwaltung": _place,
    "leistung_id": _service,
    "measure": lambda data, name: data.sidecars[name].name,
    "month": lambda _, month: numbers.month_long(month),
    "date": lambda _, day: numbers.date(date.fromisoformat(day)),
    "reference_date": lambda _, day: numbers.date(date.fromisoformat(day)),
    **dict.fromkeys(
        ("source", "report", "period"), lambda _, word: text(f"manual.words.{word}")
    ),
}


def example_tables(data: PageData, measure: str) -> tuple[Table, ...]:
    """Tables of a measure's example: one per input, then the result."""
    example = data.sidecars[measure].example
    given = [_input(data, name, rows) for name, rows in example.inputs.items()]
    return (*given, _result(data, measure, example.expected))


def _input(data: PageData, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows of one input; columns that no row names are left out."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    return Table(
        caption=text("manual.example_input", name=text(f"manual.inputs.{name}")),
        columns=tuple(text(f"manual.fields.{field}") for field in fields),
        rows=tuple(tuple(_shown(data, each, row.get(each)) for each in fields) for row in rows),
        align=("left",) * len(fields),
        notes=(),
        source="",
    )


def _shown(data: PageData, field: str, value: Any) -> str:
    """Cell of an input as a reader would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return text(f"manual.{'yes' if value else 'no'}")
    if isinstance(value, int | float):
        return numbers.decimal(value, 0 if value == int(value) else 2)
    return _word(data, field, str(value))


def _word(data: PageData, field: str, value: str) -> str:
    if field == "status" or value in _STATES:
        return text(f"lookup.states.{value}")
    say = _WORDS.get(field)
    return say(data, value) if say else value


def _result(data: PageData, measure: str, expected: Sequence[Expected]) -> Table:
    names = ("month", "verwaltung", "leistung_id", "value", "status")
    return Table(
        caption=text("manual.example_result", name=data.sidecars[measure].name),
        columns=tuple(text(f"manual.fields.{name}") for name in names),
        rows=tuple(
            (
                *[_word(data, name, getattr(row, name)) for name in names[:3]],
                _value(data, measure, row),
                text(f"lookup.states.{row.status}"),
            )
            for row in expected
        ),
        align=("left", "left", "left", "right", "left"),
        notes=(),
        source="",
    )


def _value(data: PageData, measure: str, row: Expected) -> str:
    """Value as a page prints it; quarters of points need their decimals."""
    is_whole = row.value is None or row.value == int(row.value)
    if data.style(measure) == "integer" and not is_whole:
        return numbers.decimal(row.value or 0, 2)
    return data.show(measure, row.value, row.status)
