"""What a column holds, told by its cells and, where these are bare numbers, by its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from takeup.inspection.dates import looks_like_date, looks_like_day_number
from takeup.inspection.form import Form
from takeup.inspection.numbers import shape
from takeup.inspection.words import tokens, words
from takeup.intake.months import parse_month
from takeup.intake.names import header_key, name_key, tidy

_LEIKA: Final = re.compile(r"99\d{12}|\d[.,]\d+E\+?\d+", re.ASCII)
_AREA_KEY: Final = re.compile(r"\d{4,5}|\d{7,9}|\d{11,12}", re.ASCII)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# So many cells of a column must be of a kind; the others are what findings are about.
_MOST: Final = 0.7
_NEVER: Final = 2.0
_NUMBERS: Final = frozenset({"integer", "number", "percent"})


@dataclass(frozen=True)
class Names:
    """Compared forms of the names of administrations and services."""

    administrations: frozenset[str]
    services: frozenset[str]


@dataclass(frozen=True)
class Column:
    """One column as it stands in a file.

    ``kind`` is empty, leika, area_key, administration, service, date, day_number, month,
    yes_no, percent, number, integer, link or text; ``values`` counts its distinct texts
    without the words for missing values, ``missing`` those words.
    """

    position: int
    header: str
    kind: str
    values: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def example(self) -> str:
        """First value, or first word for a missing one."""
        return next(iter([*self.values, *self.missing]), "")

    @property
    def counts(self) -> bool:
        """Whether the column holds numbers to calculate with."""
        return self.kind in _NUMBERS


def data_rows(form: Form) -> list[tuple[int, list[str]]]:
    """Rows of a file that hold data: no totals, no blank ones, none from the footer on."""
    rows = []
    known = words()
    for number, cells in form.rows:
        filled = [cell for cell in cells if cell.strip()]
        if filled and cells[0].strip() and is_footer(cells):
            break
        if filled and not any(map(known.total_word, cells)):
            rows.append((number, cells))
    return rows


def is_footer(cells: list[str]) -> bool:
    """Tell a line below a table: a mark at its beginning, and hardly anything beside it."""
    beside = sum(bool(cell.strip()) for cell in cells[1:])
    return bool(words().footer_mark(cells[0])) and beside <= len(cells) // 3


def columns_of(form: Form, names: Names) -> tuple[Column, ...]:
    """Columns of a file, in their order.

    Parameters
    ----------
    form
        The file.
    names
        By which columns of administrations and services are recognised.
    """
    rows = data_rows(form)
    return tuple(
        _column(at, header, (cells[at].strip() for _, cells in rows if at < len(cells)), names)
        for at, header in enumerate(form.names)
    )


def _column(position: int, header: str, cells: Iterable[str], names: Names) -> Column:
    counted = Counter(cell for cell in cells if cell)
    missing = Counter({t: n for t, n in counted.items() if words().kind_of_missing(t)})
    values = counted - missing
    kind = _kind(header, values, names)
    # Where a column holds words anyway, "NA" may be one of them.
    if kind in ("text", "service", "administration", "yes_no", "link"):
        values, missing = counted, Counter()
    return Column(position, header, kind, values, missing)


def _kind(header: str, values: Counter[str], names: Names) -> str:
    if not values:
        return "empty"
    told = set(tokens(header))
    # Where the header says so already, fewer cells have to agree.
    tests: list[tuple[str, Callable[[str], object], float]] = [
        ("leika", _is_leika, _MOST / 2 if told & words().leika else _MOST),
        ("area_key", _is_area_key, _MOST if told & words().area_keys else _NEVER),
        ("day_number", looks_like_day_number, _MOST if told & words().dates else _NEVER),
        *((kind, test, _MOST) for kind, test in _TESTS.items()),
        ("number", shape, _MOST / 2),
        ("administration", _Known(names.administrations), _MOST / 2),
        ("service", _Known(names.services), _MOST / 2),
    ]
    for kind, test, least in tests:
        if _share(values, test) >= least:
            return _kind_of_numbers(values) if kind == "number" else kind
    return "text"


def _kind_of_numbers(values: Counter[str]) -> str:
    if any(each.endswith("%") for each in values):
        return "percent"
    fraction = any(shape(each) in ("dot", "comma") for each in values)
    return "number" if fraction else "integer"


def _share(values: Counter[str], test: Callable[[str], object]) -> float:
    return sum(count for text, count in values.items() if test(text)) / values.total()


@dataclass(frozen=True)
class _Known:
    keys: frozenset[str]

    def __call__(self, text: str) -> bool:
        return name_key(text) in self.keys


def _is_leika(text: str) -> bool:
    return _LEIKA.fullmatch(re.sub(r"\s", "", text)) is not None


def _is_area_key(text: str) -> bool:
    return _AREA_KEY.fullmatch(text) is not None


def _is_yes_no(text: str) -> bool:
    return header_key(text) in words().yes | words().no


def _is_link(text: str) -> bool:
    return _LINK.fullmatch(tidy(text)) is not None


_TESTS: Final[dict[str, Callable[[str], object]]] = {
    "date": looks_like_date,
    "month": parse_month,
    "yes_no": _is_yes_no,
    "link": _is_link,
}
