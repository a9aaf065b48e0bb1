"""A mapping drafted from a file that nobody has described yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from takeup.inspection.around import (
    footer_part,
    name_part,
    preamble_part,
    sheet_part,
    stated_period,
    totals_part,
)
from takeup.inspection.fit import Fit, assignable, best_fits
from takeup.inspection.form import Form
from takeup.inspection.kinds import Column
from takeup.inspection.notes import Note, Part
from takeup.inspection.values import (
    dates_part,
    missing_part,
    numbers_part,
    shares_part,
    yes_no_part,
)
from takeup.inspection.words import folded
from takeup.intake.names import header_key
from takeup.mapping import Quelle
from takeup.params import Params

_UMLAUTS: Final = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH: Final = 40
# A column by this name helps to suggest the service a wrong key was meant for.
_SERVICE_NAME: Final = "leistung_name"
_CLOSE: Final = 0.5


@dataclass(frozen=True)
class Draft:
    """A proposed mapping, why it looks so, and what it cannot know.

    ``names`` maps positions of columns to the names they have in the mapping.
    """

    quelle: Quelle
    fit: Fit
    notes: tuple[Note, ...]
    names: dict[int, str]

    @property
    def complete(self) -> bool:
        """Whether every required field of the source has a column."""
        return self.fit.complete


def draft_of(
    name: str, form: Form, columns: tuple[Column, ...], params: Params
) -> Draft | None:
    """Draft a mapping.

    Parameters
    ----------
    name
        Name of the file.
    form
        What the file looks like.
    columns
        Its columns.
    params
        Known mappings; their header words decide what a column holds.

    Returns
    -------
    Draft or None
        None if no column has a name: there is nothing to map.
    """
    fits = best_fits(columns, params, f"{name} {form.sheet}")
    fit = fits[0]
    named = _names(columns, fit)
    if not named:
        return None
    parts = [
        name_part(name, params.quellen),
        sheet_part(form),
        _columns_part(columns, named, fit),
        *_value_parts(columns, named, fit, form, name),
        totals_part(form, named),
        footer_part(form),
        preamble_part(form),
    ]
    values: dict[str, Any] = {"quelle": fit.source.name, "format": _format(form)}
    for each in parts:
        values |= each.values
    notes = (*_source_notes(fits), *(note for each in parts for note in each.notes))
    notes += _time_notes(fit, form, name)
    return Draft(Quelle(**values), fit, notes, named)


def _format(form: Form) -> str:
    return "xlsx" if form.kind == "xlsx" else "csv"


def _value_parts(
    columns: Sequence[Column], named: Mapping[int, str], fit: Fit, form: Form, name: str
) -> list[Part]:
    types = {each.name: each.type for each in assignable(fit.source)}
    booleans = [at for field, at in fit.fields.items() if types[field] == "boolean"]
    booleans += [each.position for each in columns if each.kind == "yes_no"]
    return [
        numbers_part(columns),
        dates_part(columns, stated_period(form, name)),
        shares_part(columns, named, fit.source.shares),
        yes_no_part(columns, booleans),
        missing_part(columns, booleans),
    ]


def _names(columns: Sequence[Column], fit: Fit) -> dict[int, str]:
    """Position → name in the mapping; a header that stands twice is no name."""
    fields = {at: field for field, at in fit.fields.items()}
    headers = Counter(header_key(each.header) for each in columns)
    taken = {each.name for each in fit.source.contract.fields}
    names: dict[int, str] = {}
    for each in columns:
        if each.position in fields:
            names[each.position] = fields[each.position]
        elif each.header and headers[header_key(each.header)] == 1:
            names[each.position] = _safe_name(each, taken)
            taken.add(names[each.position])
    return dict(sorted(names.items()))


def _safe_name(column: Column, taken: set[str]) -> str:
    """Name of a column that holds no field: letters, digits, underscores, not taken."""
    if column.kind == "service" and _SERVICE_NAME not in taken:
        return _SERVICE_NAME
    plain = _UMLAUTS.sub("_", "_".join(re.findall(r"\w+", folded_words(column.header))))
    name = plain.strip("_")[:_NAME_LENGTH].strip("_")
    numbered = f"spalte_{column.position + 1}"
    return name if name and name[0].isalpha() and name not in taken else numbered


def folded_words(header: str) -> str:
    """Words of a header in their compared form, with blanks between."""
    return " ".join(folded(word) for word in header[: 4 * _NAME_LENGTH].split())


def _columns_part(columns: Sequence[Column], named: Mapping[int, str], fit: Fit) -> Part:
    """``spalten``, ``beiwerk``, ``pflicht``, ``sammellieferung``."""
    by_position = {each.position: each for each in columns}
    fields = {field: (by_position[at].header,) for field, at in fit.fields.items()}
    order = [each.name for each in assignable(fit.source)]
    spalten = {field: fields[field] for field in order if field in fields}
    beiwerk = {
        name: (by_position[at].header,) for at, name in named.items() if name not in fields
    }
    values = {
        "spalten": spalten,
        "beiwerk": beiwerk,
        "pflicht": tuple(spalten) or tuple(beiwerk)[:2],
        "fest": fit.fixed,
        "sammellieferung": "verwaltung" in spalten,
    }
    return Part(values, (*_field_notes(fit, by_position), *_beside_notes(columns)))


def _field_notes(fit: Fit, by_position: Mapping[int, Column]) -> list[Note]:
    titles = {each.name: each.title for each in assignable(fit.source)}
    notes = [
        Note(field, "field_doubtful", by_position[fit.fields[field]].header, titles[field])
        for field in fit.doubtful
    ]
    notes += [Note("fest", "fixed", name, value) for name, value in fit.fixed.items()]
    if "verwaltung" in fit.fields:
        notes.append(Note("sammellieferung", "collective"))
    missing = ", ".join(f"{name} ({titles[name]})" for name in fit.missing)
    return [*notes, *([Note("spalten", "fields_missing", missing)] if missing else [])]


def _beside_notes(columns: Sequence[Column]) -> list[Note]:
    positions: dict[str, list[str]] = {}
    for each in columns:
        if each.header or each.values:
            positions.setdefault(header_key(each.header), []).append(str(each.position + 1))
    unnamed = positions.pop("", [])
    notes = [Note("beiwerk", "column_unnamed", "", at) for at in unnamed]
    headers = {header_key(each.header): each.header for each in columns}
    notes += [
        Note("beiwerk", "column_twice", headers[key], ", ".join(found))
        for key, found in positions.items()
        if len(found) > 1
    ]
    return notes


def _source_notes(fits: Sequence[Fit]) -> tuple[Note, ...]:
    best = fits[0]
    close = [
        each.source.name
        for each in fits[1:]
        if each.score > 0 and best.score - each.score <= _CLOSE
    ]
    title = best.source.contract.title
    notes = (Note("quelle", "source", best.source.name, title),)
    if best.score <= 0:
        return (Note("quelle", "source_unlikely", best.source.name, title),)
    return (*notes, *([Note("quelle", "source_close", ", ".join(close))] if close else []))


def _time_notes(fit: Fit, form: Form, name: str) -> tuple[Note, ...]:
    """What the rows do not tell and nothing around them tells either."""
    if fit.source.time == "reference_date":
        told = any(note.code == "stichtag" for note in preamble_part(form).notes)
        return () if told else (Note("vorspann", "no_reference_date"),)
    if fit.source.time in fit.fields or stated_period(form, name):
        return ()
    return (Note("vorspann", "no_period"),)
