"""The header of a table that no mapping describes: names, no values, as wide as its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

from takeup.inspection.words import folded, tokens, words
from takeup.intake import headers
from takeup.intake.headers import JOINT, SEARCHED_LINES
from takeup.intake.months import parse_month, parse_period
from takeup.intake.names import header_key, tidy
from takeup.mapping import Quelle

_DIGITS_OF_DATA: Final = 2
_VALUE_CHARACTERS: Final = 100
# A header fills most of the columns that the rows below it fill.
_FILLED: Final = 0.6
KNOWN_COUNTS: Final = 3


@dataclass(frozen=True)
class Header:
    """Where a header stands (position from 0), over how many lines, and its names."""

    position: int
    depth: Literal[1, 2]
    names: tuple[str, ...]
    score: float = 0.0


def find_header(cells: list[list[str]], known: frozenset[str]) -> Header:
    """Row that is most likely the header: names, no values, as wide as the rows below.

    Parameters
    ----------
    cells
        Rows from the beginning of a file or sheet.
    known
        Header words in their compared form.
    """
    width = _usual_width(cells)
    best = Header(0, 1, names_at(cells, 0, 1), score=-1.0)
    for position in range(min(len(cells), SEARCHED_LINES)):
        depth: Literal[1, 2] = 2 if _is_double(cells, position) else 1
        names = names_at(cells, position, depth)
        filled = sum(bool(name) for name in names)
        if filled < _FILLED * width:
            continue
        score = float(filled - sum(map(_weight, names)))
        score += KNOWN_COUNTS * known_count(_told_apart(cells, position, names), known)
        if position + 1 < len(cells) and not any(cells[position + 1]):
            score -= width
        if score > best.score:
            best = Header(position, depth, names, score)
    return best


def _usual_width(cells: list[list[str]]) -> int:
    extents = [
        max((at + 1 for at, cell in enumerate(row) if cell.strip()), default=0) for row in cells
    ]
    counts = Counter(extent for extent in extents if extent)
    return max(counts, key=lambda extent: (counts[extent], extent), default=0)


def names_at(cells: list[list[str]], position: int, depth: Literal[1, 2]) -> tuple[str, ...]:
    """Names of the columns as a mapping's reader sees them."""
    lines = cells[position : position + depth]
    if not lines:
        return ()
    quelle = Quelle(
        quelle="", dateien="", format="csv", kopfzeilen=depth, spalten={}, pflicht=()
    )
    header = next(headers.candidates(lines, quelle), None)
    return header.names if header else tuple(map(tidy, lines[0]))


def _is_double(cells: list[list[str]], position: int) -> bool:
    """Tell a header over two lines: groups above, names below, both without values."""
    if position + 1 >= len(cells):
        return False
    width = max(len(cells[position]), len(cells[position + 1]))
    above, below = (
        [*map(tidy, row), *[""] * (width - len(row))] for row in cells[position : position + 2]
    )
    # One text above is a title; a label with its statement is not a pair of groups.
    if sum(map(bool, above)) < 2 or _is_labelled(above[0]):  # noqa: PLR2004  two groups
        return False
    if not all(any(map(str.isalpha, each)) for each in (*above, *below) if each):
        return False
    if any(map(is_value, [*above, *below])):
        return False
    # A group reaches over at least one name that has nothing above it.
    spans = any(below[at] and not above[at] for at in range(1, width))
    return spans and all(map(any, zip(above, below, strict=True)))


def _told_apart(
    cells: list[list[str]], position: int, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Names without their groups, where a column merged downwards proves that these are groups.

    Without the proof, the line above may as well belong to the lines above the table.
    """
    lines = [*cells[position : position + 2], []]
    pairs = zip_longest(lines[0], lines[1], fillvalue="")
    merged = any(above and below in ("", above) for above, below in pairs)
    return tuple(name.rpartition(JOINT)[2] for name in names) if merged else names


def _is_labelled(text: str) -> bool:
    """Tell the beginning of a line such as "Verwaltung: …" above a table."""
    known = {header_key(label) for labels in words().labels.values() for label in labels}
    return header_key(text).rstrip(" :") in known and text.rstrip().endswith(":")


def known_count(names: Iterable[str], known: frozenset[str]) -> int:
    """How many of some header texts are known."""
    # "3" is a header of one source, and a value of every other one.
    return sum(any(map(str.isalpha, name)) and folded(name) in known for name in names)


def _weight(text: str) -> int:
    """How much a cell speaks against a header; a lone digit is a name in some of them."""
    return 2 * is_value(text) or int(text.isdigit())


def is_value(text: str) -> bool:
    """Tell a cell that holds a number, a date, a month or a period: no name of a column."""
    bare = text.strip()
    if not bare or len(bare) > _VALUE_CHARACTERS:
        return False
    digits = sum(each.isdigit() for each in bare)
    if digits * _DIGITS_OF_DATA > len(bare) and not any(map(str.isalpha, bare)):
        return len(bare) > 1
    return (
        parse_month(bare) is not None
        or parse_period(bare) is not None
        or bool(words().kind_of_missing(bare) and not tokens(bare))
    )
