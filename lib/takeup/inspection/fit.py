"""Which source a file belongs to, and which column holds which of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from takeup.contract import Field
from takeup.inspection.kinds import Column
from takeup.inspection.words import folded, tokens, words
from takeup.intake.headers import JOINT
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.sources.registry import SOURCES
from takeup.sources.source import TOLD_BY_FILE, Source

# Of what the file tells, these two can stand in a column all the same.
NEVER_A_COLUMN: Final = TOLD_BY_FILE - {"verwaltung", "month"}
# In every source, so they tell nothing about which one it is.
_COMMON: Final = frozenset({"verwaltung", "month", "leistung_id", "date", "name"})

_EXACT: Final = 1.0
_BY_CONTENT: Final = 0.9
_PART: Final = 0.8
_NEAR: Final = 0.85
_ENOUGH: Final = 0.65
_WRONG_CONTENT: Final = 0.3
_LONG_WORD: Final = 5
_NOTHING_OWN: Final = 5

# Type of a field → kinds of columns that can hold it.
_HOLDS: Final[Mapping[str, frozenset[str]]] = {
    "integer": frozenset({"integer", "number", "empty"}),
    "number": frozenset({"integer", "number", "percent", "empty"}),
    "date": frozenset({"date", "day_number", "empty"}),
    "yearmonth": frozenset({"month", "date", "empty"}),
    "boolean": frozenset({"yes_no", "integer", "empty"}),
    "string": frozenset(
        {"text", "link", "service", "administration", "area_key", "leika", "empty"}
    ),
}
# Fields that a column's content gives away, whatever its header says.
_GIVEN_AWAY: Final = {
    "leika": "leistung_id",
    "administration": "verwaltung",
    "date": "date",
    "day_number": "date",
    "month": "month",
    "area_key": "ars",
}


@dataclass(frozen=True)
class Fit:
    """One source as an explanation of a file.

    ``fields`` maps fields to positions of columns, ``fixed`` fields to a value that is
    likely the same in every row; ``missing`` are required fields without either.
    ``doubtful`` are fields whose column differs in name or content.
    """

    source: Source
    fields: dict[str, int]
    fixed: dict[str, str]
    missing: tuple[str, ...]
    doubtful: tuple[str, ...]
    score: float

    @property
    def complete(self) -> bool:
        """Whether every required field has a column."""
        return not self.missing and bool(self.fields)


def assignable(source: Source) -> tuple[Field, ...]:
    """Fields of a source that can stand in a column."""
    return tuple(each for each in source.contract.fields if each.name not in NEVER_A_COLUMN)


def header_words(params: Params) -> dict[str, dict[str, tuple[str, ...]]]:
    """Source → field → every header known for it."""
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, source in SOURCES.items():
        mappings = [each for each in params.quellen.values() if each.quelle == name]
        synonyms = words().synonyms["alle"] | words().synonyms.get(name, {})
        known[name] = {
            each.name: (
                each.title,
                each.name,
                *_written(mappings, each.name),
                *synonyms.get(each.name, ()),
            )
            for each in assignable(source)
        }
    return known


def _written(mappings: Iterable[Quelle], field: str) -> tuple[str, ...]:
    return tuple(word for each in mappings for word in each.spalten.get(field, ()))


def known_headers(params: Params) -> frozenset[str]:
    """Every known header in its compared form: tells a header from data."""
    beside = (
        word
        for each in params.quellen.values()
        for each_words in each.beiwerk.values()
        for word in each_words
    )
    told = (
        w for fields in header_words(params).values() for each in fields.values() for w in each
    )
    return frozenset(filter(None, map(folded, (*told, *beside))))


def best_fits(columns: tuple[Column, ...], params: Params, hints: str) -> tuple[Fit, ...]:
    """All sources as explanations of a file, the best one first.

    Parameters
    ----------
    columns
        Columns of the file.
    params
        Mappings, whose header words count.
    hints
        Name of the file and of its sheet.
    """
    fits = [
        _fit(SOURCES[name], columns, known, folded(hints))
        for name, known in header_words(params).items()
    ]
    return tuple(sorted(fits, key=lambda each: -each.score))


def _fit(
    source: Source, columns: tuple[Column, ...], known: dict[str, tuple[str, ...]], hints: str
) -> Fit:
    types = {each.name: each for each in assignable(source)}
    scores = {
        (name, column.position): score
        for name, each in types.items()
        for column in columns
        if column.header and (score := _score(each, column, known[name])) >= _ENOUGH
    }
    fields: dict[str, int] = {}
    doubtful = []
    order = {name: at for at, name in enumerate(types)}
    for (name, position), score in sorted(
        scores.items(), key=lambda each: (-each[1], order[each[0][0]], each[0][1])
    ):
        if name not in fields and position not in fields.values():
            fields[name] = position
            doubtful += [name] if score < _NEAR else []
    fixed, missing = _without_column(source, fields)
    own = sum(scores[name, at] for name, at in fields.items() if name not in _COMMON)
    common = 0.25 * sum(name in _COMMON for name in fields)
    hinted = 0.5 * (source.name in hints or folded(source.contract.title) in hints)
    # Keys and times stand in every table: alone they make it no table of this source.
    total = own + common + hinted - len(missing) - (0 if own else _NOTHING_OWN)
    return Fit(source, fields, fixed, missing, tuple(doubtful), total)


def _without_column(
    source: Source, fields: Mapping[str, int]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Required fields that no column holds: with the value they likely have, or missing."""
    order = (each.name for each in assignable(source))
    lacking = [e for e in order if e in source.told_by_rows and e not in fields]
    usual = words().fixed.get(source.name, {})
    missing = tuple(name for name in lacking if name not in usual)
    if missing:
        return {}, tuple(lacking)
    return {name: usual[name] for name in lacking}, ()


def _score(each: Field, column: Column, known: tuple[str, ...]) -> float:
    by_name = max((_alike(column.header, word) for word in known), default=0.0)
    kinds = _HOLDS[each.type]
    if each.name in ("leistung_id", "ars"):
        kinds = frozenset({"leika" if each.name == "leistung_id" else "area_key", "empty"})
    if _GIVEN_AWAY.get(column.kind) == each.name:
        return max(by_name, _BY_CONTENT)
    return by_name if column.kind in kinds else by_name - _WRONG_CONTENT


def _alike(header: str, word: str) -> float:
    """Likeness of a header and a known word, 0-1; of a two-line header the last line too."""
    one, other = folded(header), folded(word)
    if not one or not other:
        return 0.0
    if one == other:
        return _EXACT
    last, last_known = (folded(each.rpartition(JOINT)[2]) for each in (header, word))
    if last in (other, last_known):
        return _NEAR
    if len(other) >= _LONG_WORD and set(tokens(word)) <= set(tokens(header)):
        return _PART
    shorter, longer = sorted((len(one), len(other)))
    # Short words are near to too many others; other lengths and beginnings are never near.
    if shorter < _LONG_WORD or shorter < longer * _PART or one[0] != other[0]:
        return 0.0
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio * _NEAR if ratio >= _NEAR else 0.0
