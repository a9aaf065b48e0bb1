"""How cells are written: numbers, dates, shares, yes and no, words for missing values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from takeup.inspection.dates import DateForm, Period, date_form
from takeup.inspection.kinds import Column
from takeup.inspection.notes import Note, Part
from takeup.inspection.numbers import NumberFormat, number_format
from takeup.inspection.words import tokens, words
from takeup.intake.names import header_key
from takeup.mapping import Woerter

_DATES: Final = ("date", "day_number")
_DEFAULT_DATE: Final = "%d.%m.%Y"
_UNSURE_SHOWN: Final = 8


def numbers_of(columns: Iterable[Column]) -> NumberFormat:
    """Number format of all columns to calculate with."""
    return number_format(
        text for each in columns if each.counts for text in each.values if "%" not in text
    )


def numbers_part(columns: Sequence[Column]) -> Part:
    """``dezimal`` and ``tausender``."""
    found = numbers_of(columns)
    values = {"dezimal": found.decimal, "tausender": found.thousands}
    if found.doubt:
        return Part(values, (Note("dezimal", found.doubt, found.example),))
    return Part(values, (Note("dezimal", "numbers", found.decimal, found.thousands),))


def dates_of(columns: Iterable[Column], period: Period | None) -> DateForm | None:
    """Form of all dates of a file; None if it has none."""
    texts = {text: None for each in columns if each.kind in _DATES for text in each.values}
    return date_form(texts, period) if texts else None


def dates_part(columns: Sequence[Column], period: Period | None) -> Part:
    """``datum``."""
    found = dates_of(columns, period)
    if found is None:
        return Part({})
    if found.doubt:
        example = next(each.example for each in columns if each.kind in _DATES)
        note = Note("datum", found.doubt, example, ", ".join(found.choices))
        return Part({"datum": _DEFAULT_DATE}, (note,))
    return Part({"datum": found.form}, (Note("datum", "dates", found.form),))


def shares_part(
    columns: Iterable[Column], names: Mapping[int, str], shares: Collection[str]
) -> Part:
    """``einheiten`` of the fields that are shares; of other columns the unit is only named."""
    units, notes = {}, []
    for each in columns:
        if not is_share(each) or each.position not in names:
            continue
        unit = unit_of(each)
        if unit and names[each.position] in shares:
            units[names[each.position]] = unit
        else:
            code = "unit" if unit else "unit_unclear"
            notes.append(Note("einheiten", code, each.header, unit or each.example))
    return Part({"einheiten": units}, tuple(notes))


def is_share(column: Column) -> bool:
    """Tell a column of shares, by a per cent sign or by its header."""
    if column.kind == "percent":
        return True
    named = any(word.endswith(tuple(words().shares)) for word in tokens(column.header))
    # 0 and 1 alone show no unit.
    tells = any(_amount(text) not in (0, 1) for text in column.values)
    return column.counts and named and tells


def unit_of(column: Column) -> str:
    """Unit of a column of shares: anteil, prozent, prozenttext, or empty if it is mixed."""
    signed = [text.endswith("%") for text in column.values]
    if any(signed):
        return "prozenttext" if all(signed) else ""
    amounts = [_amount(text) for text in column.values]
    if all(each > 1 or each == 0 for each in amounts):
        return "prozent"
    below = all(each <= 1 for each in amounts) and any(0 < each < 1 for each in amounts)
    return "anteil" if below else ""


def _amount(text: str) -> float:
    """Size of a share; text that is none counts as 0 and is found by the unit."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0


def yes_no_part(columns: Iterable[Column], booleans: Iterable[int]) -> Part:
    """``ja`` and ``nein`` of the columns that hold fields of that type."""
    wanted = set(booleans)
    texts = {
        header_key(text): None
        for each in columns
        if each.position in wanted
        for text in (*each.values, *each.missing)
    }
    yes = tuple(text for text in texts if text in words().yes | {"1"})
    no = tuple(text for text in texts if text in words().no | {"0"})
    other = [text for text in texts if text not in (*yes, *no)]
    values = {name: found for name, found in (("ja", yes), ("nein", no)) if found}
    notes = (Note("ja", "yes_no_unclear", ", ".join(other[:_UNSURE_SHOWN])),) if other else ()
    return Part(values, notes)


def missing_part(columns: Iterable[Column], booleans: Iterable[int]) -> Part:
    """``woerter`` by kind of missing value; in columns of yes and no they are answers."""
    answers = set(booleans)
    kinds: dict[str, list[str]] = {"null": [], "entfaellt": [], "unbekannt": [], "geheim": []}
    found: dict[str, str] = {}
    for each in (each for each in columns if each.position not in answers):
        for text in each.missing:
            found.setdefault(text, each.header)
    for text in found:
        kinds[words().kind_of_missing(text)].append(text)
    notes = tuple(
        Note("woerter", "word_unclear", text, header)
        for text, header in found.items()
        if words().is_unsure(text)
    )
    woerter = Woerter(**{kind: tuple(each) for kind, each in kinds.items()})
    return Part({"woerter": woerter}, notes[:_UNSURE_SHOWN])
