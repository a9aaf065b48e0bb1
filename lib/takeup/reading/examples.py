"""Worked examples: invented numbers, each of which its sidecar must hold at that place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from takeup.measures.sidecar import Sidecar
from takeup.reading.context import Context, unlicensed
from takeup.reading.figures import figures
from takeup.reading.sentences import single
from takeup.reading.statements import Place, Reading
from takeup.reading.tables import Grid
from takeup.reading.templates import fill
from takeup.render.texts import keys, text

_INPUT: Final = "manual.example_input"
_RESULT: Final = "manual.example_result"
_INPUTS: Final = "manual.inputs."
_FIELDS: Final = "manual.fields."


def is_example(caption: str) -> bool:
    """Whether a table says of itself that its numbers are an example's."""
    return any(fill(key, caption) is not None for key in (_INPUT, _RESULT))


def read_example(context: Context, measure: str, grid: Grid, place: Place) -> Reading:
    """Read a table of an example against the sidecar of the measure it stands with.

    A number is licensed if the sidecar has it in the same row and field; any other is a
    finding, and so is every number of an example that stands with no measure.
    """
    sidecar = context.reference.sidecars.get(measure)
    rows = _rows(sidecar, grid.caption) if sidecar else ()
    fields = [_named(_FIELDS, column) for column in grid.columns]
    reading = Reading()
    for at, row in enumerate(grid.rows):
        meant = rows[at] if at < len(rows) else {}
        for field, words in zip(fields, row, strict=False):
            found = figures(context.vocabulary.erased(words))
            known = found and _is_meant(words, meant.get(field))
            ours = Reading(licensed=("example",) * len(found))
            reading += ours if known else unlicensed(found, place)
    return reading


def _rows(sidecar: Sidecar, caption: str) -> Sequence[Mapping[str, Any]]:
    """Rows of the example that a caption names."""
    filled = fill(_INPUT, caption)
    if filled is None:
        return [each.model_dump() for each in sidecar.example.expected]
    return sidecar.example.inputs.get(_named(_INPUTS, filled["name"]), ())


def _named(folder: str, words: str) -> str:
    """Name of a field or an input by its German word."""
    found = (key for key in keys() if key.startswith(folder) and text(key) == words)
    return next(found, "").removeprefix(folder)


def _is_meant(words: str, value: object) -> bool:
    """Whether a cell says what the sidecar has: a number as it is rounded, a text as it is."""
    if isinstance(value, str):
        return words == value
    number = single(words)
    if number is None or not isinstance(value, int | float):
        return False
    return abs(number.value - value) <= number.slack
