"""What stands around a table: name of the file, lines above, totals, footer, sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from takeup.inspection.dates import Period, looks_like_date
from takeup.inspection.form import Form
from takeup.inspection.heading import is_value
from takeup.inspection.kinds import is_footer
from takeup.inspection.notes import Note, Part
from takeup.inspection.words import words
from takeup.intake.months import month_in_name, parse_day, parse_month, parse_period
from takeup.intake.names import header_key, tidy
from takeup.mapping import Quelle, Summen, Vorspann

# "2024-09", "20240930", "09.2024", "01.09.2024", "Q3": what changes from month to month.
_CHANGING: Final = re.compile(
    r"(?<!\d)(?:20\d\d(?:[-_.]?\d\d){0,2}|(?:\d\d?[-_.]){1,2}(?:20)?\d\d|Q[1-4](?![^\W_]))(?!\d)",
    re.ASCII,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SPECIAL: Final = re.compile(r"[][?*]")
# "September 2024", "01.09.2024 - 30.09.2024" at the end of a title.
_PERIOD_WORDS: Final = range(1, 5)


def file_pattern(name: str) -> str:
    """Pattern of a file's name for every month: digits and names of months are left open."""
    stem, dot, ending = tidy(name).rpartition(".")
    stem, ending = (stem, ending) if dot else (ending, "")
    opened = _CHANGING.sub("*", _SPECIAL.sub("?", stem))
    opened = _WORD.sub(lambda each: "*" if parse_month(f"{each[0]} 2024") else each[0], opened)
    opened = re.sub(r"\*(?:[-_ .]*\*)+", "*", opened)
    return opened + (f".{_SPECIAL.sub('?', ending)}" if dot else "")


def escaped(text: str) -> str:
    """Pattern that fits a text in which some signs have a meaning in patterns."""
    return _SPECIAL.sub("?", text)


def name_part(name: str, quellen: Mapping[str, Quelle]) -> Part:
    """``dateien``, and which other mappings claim the same name."""
    pattern = file_pattern(name)
    notes = [Note("dateien", "pattern", name, pattern)]
    others = fitting_names(name, quellen)
    if others:
        notes.append(Note("dateien", "name_taken", ", ".join(others)))
    if not pattern.rpartition(".")[0].strip("*?_- "):
        notes.append(Note("dateien", "pattern_wide", pattern))
    return Part({"dateien": pattern}, tuple(notes))


def fitting_names(name: str, quellen: Mapping[str, Quelle]) -> list[str]:
    """Mappings whose pattern fits the name of a file, in order of their names."""
    key = header_key(name)
    return [
        each for each in sorted(quellen) if fnmatchcase(key, header_key(quellen[each].dateien))
    ]


def sheet_part(form: Form) -> Part:
    """``blatt`` if several sheets fit, ``kopfzeilen`` and a forced ``kodierung``."""
    values: dict[str, object] = {"kopfzeilen": form.depth}
    code = "header_two" if form.depth > 1 else "header"
    notes = [Note("kopfzeilen", code, str(form.header_row))]
    if len(form.twins) > 1:
        values["blatt"] = escaped(form.sheet)
        notes.append(Note("blatt", "sheets", form.sheet, ", ".join(form.twins)))
    if form.hidden:
        notes.append(Note("blatt", "hidden", ", ".join(form.hidden)))
    if form.forced:
        values["kodierung"] = form.forced
        notes.append(Note("kodierung", "encoding", form.forced))
    return Part(values, tuple(notes))


def preamble_part(form: Form) -> Part:
    """``vorspann``: labels of the lines above the header that say something known."""
    labels: dict[str, list[str]] = {"verwaltung": [], "zeitraum": [], "stichtag": []}
    notes = []
    for _, text in form.above:
        for kind, label, said in _labelled(text):
            labels[kind].append(label)
            notes.append(Note("vorspann", kind, said, label))
    for _, text in () if labels["zeitraum"] else form.above:
        for label, said in _titled(text):
            labels["zeitraum"].append(label)
            notes.append(Note("vorspann", "zeitraum", said, label))
    vorspann = Vorspann(**{kind: tuple(dict.fromkeys(each)) for kind, each in labels.items()})
    return Part({"vorspann": vorspann}, tuple(notes))


def _labelled(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, label and content of what a line above the header says."""
    for kind, said in (
        ("verwaltung", bool),
        ("zeitraum", parse_period),
        ("stichtag", parse_day),
    ):
        for label in words().labels[kind]:
            rest = text[len(label) :].lstrip(" :")
            # "Monatsbericht" does not begin with the label "Monat".
            whole = (
                text.lower().startswith(label.lower()) and not text[len(label) :][:1].isalpha()
            )
            if whole and said(rest):
                yield kind, label, rest
                return


def _titled(text: str) -> Iterator[tuple[str, str]]:
    """Title and the period at its end: the title is its label. A day is no period."""
    parts = text.split(" ")
    for count in _PERIOD_WORDS:
        label, rest = " ".join(parts[:-count]), " ".join(parts[-count:])
        if label.rstrip(" :,-") and parse_period(rest) and not looks_like_date(rest):
            yield label, rest
            return


def stated_period(form: Form, name: str) -> Period | None:
    """Time a file speaks of, by the lines above its header or by its name."""
    said = [each.raw for each in preamble_part(form).notes if each.code == "zeitraum"]
    if said:
        return parse_period(said[0])
    month = month_in_name(name)
    return (month.first_day, month.last_day) if month else None


def totals_part(form: Form, names: Mapping[int, str]) -> Part:
    """``summen``: words found, and the columns they stand in.

    Parameters
    ----------
    form
        The file.
    names
        Position → name of each column in the mapping.
    """
    found = [
        (at, word)
        for _, cells in _above_footer(form)
        for at, cell in enumerate(cells)
        if at in names and (word := words().total_word(cell))
    ]
    if not found:
        return Part({})
    columns = tuple(dict.fromkeys(names[at] for at, _ in found))
    marks = tuple(dict.fromkeys(word for _, word in found))
    note = Note("summen", "totals", str(len(found)), ", ".join(marks))
    return Part({"summen": Summen(spalten=columns, woerter=marks)}, (note,))


def _above_footer(form: Form) -> Iterator[tuple[int, list[str]]]:
    for number, cells in form.rows:
        if cells and is_footer(cells):
            return
        yield number, cells


def footer_part(form: Form) -> Part:
    """``fuss``: marks found below the table; other lone lines there are named."""
    marks = [
        words().footer_mark(cells[0]) for _, cells in form.rows if cells and is_footer(cells)
    ]
    notes = [Note("fuss", "footer", ", ".join(dict.fromkeys(marks)))] if marks else []
    notes += [Note("fuss", "lone_line", text, str(number)) for number, text in _lone(form)][:3]
    return Part({"fuss": tuple(dict.fromkeys(marks))}, tuple(notes))


def _lone(form: Form) -> Iterable[tuple[int, str]]:
    """Lines at the end, without a known mark, in which only the first cell is filled."""
    if len(form.names) < 2:  # noqa: PLR2004  in one column every line is like that
        return []
    rows = list(_above_footer(form))
    while rows and not any(map(str.strip, rows[-1][1])):
        rows.pop()
    found = []
    while rows and rows[-1][1][0].strip() and not any(map(str.strip, rows[-1][1][1:])):
        number, cells = rows.pop()
        if not words().total_word(cells[0]) and not is_value(cells[0]):
            found.append((number, cells[0]))
    return reversed(found) if rows else []
