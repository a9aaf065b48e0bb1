"""How a file writes numbers, by evidence: what could be read in two ways is not decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_SIGN: Final = re.compile("^[-+\u2212]")
_BLANKS: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009"))
# Shape of a number → what it looks like; the first that matches counts.
_SHAPES: Final = {
    "digits": r"\d+",
    "leading_zero": r"0[.,]\d+",
    "dot_groups": r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+",
    "comma_groups": r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+",
    "dot_or_groups": r"[1-9]\d{0,2}\.\d{3}",
    "comma_or_groups": r"[1-9]\d{0,2},\d{3}",
    "dot": r"\d+\.\d+",
    "comma": r"\d+,\d+",
    "apostrophe": r"\d{1,3}(?:'\d{3})+(?:[.,]\d+)?",
    "blank": r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?",
}
_COMPILED: Final = {name: re.compile(form, re.ASCII) for name, form in _SHAPES.items()}
# One value in groups of three may be chance.
_ENOUGH: Final = 2


def shape(text: str) -> str:
    """Shape of a number ("digits", "dot_or_groups" for 1.234 …), empty if it is none."""
    bare = _SIGN.sub("", text.strip().translate(_BLANKS)).removesuffix("%").strip()
    for name, form in _COMPILED.items():
        if form.fullmatch(bare):
            if name == "leading_zero":
                return "dot" if "." in bare else "comma"
            return name
    return ""


@dataclass(frozen=True)
class NumberFormat:
    """Decimal and thousands mark to write into a mapping.

    ``doubt`` is the reason why a human has to decide (key of ``draft.yml``), with an
    ``example``; ``assumed`` tells that single groups such as 1.234 were taken as thousands.
    """

    decimal: str = ","
    thousands: str = " "
    doubt: str = ""
    example: str = ""
    assumed: bool = False


def number_format(values: Iterable[str]) -> NumberFormat:
    """Number format of a file by its distinct number texts.

    Returns
    -------
    NumberFormat
        The strict German default, in which 1.234 is refused, where nothing is certain.
    """
    seen: dict[str, list[str]] = {}
    for value in values:
        if name := shape(value):
            seen.setdefault(name, []).append(value.strip())
    comma = seen.keys() & {"comma", "dot_groups"}
    dot = seen.keys() & {"dot", "comma_groups"}
    if comma and dot:
        examples = [seen[sorted(each)[0]][0] for each in (comma, dot)]
        return NumberFormat(doubt="numbers_contradict", example=" / ".join(examples))
    if dot:
        return _with_groups(".", ",", seen, {"comma_groups", "comma_or_groups"})
    if comma:
        return _with_groups(",", ".", seen, {"dot_groups", "dot_or_groups"})
    return _undecided(seen)


def _with_groups(
    decimal: str, mark: str, seen: dict[str, list[str]], groups: set[str]
) -> NumberFormat:
    if groups & seen.keys():
        return NumberFormat(decimal, mark)
    return _without_dots(decimal, seen)


def _without_dots(decimal: str, seen: dict[str, list[str]]) -> NumberFormat:
    """Groups by apostrophe or blank, or none seen: then the strict default, with a doubt."""
    if "apostrophe" in seen:
        return NumberFormat(decimal, "'")
    return NumberFormat(decimal, doubt="" if "blank" in seen else "thousands_unseen")


def _undecided(seen: dict[str, list[str]]) -> NumberFormat:
    """No number tells its decimal mark: 1.234 and 1,234 have two readings."""
    dots, commas = seen.get("dot_or_groups", []), seen.get("comma_or_groups", [])
    if dots and commas:
        return NumberFormat(doubt="numbers_contradict", example=f"{dots[0]} / {commas[0]}")
    if len(set(dots)) >= _ENOUGH:
        return NumberFormat(",", ".", "thousands_assumed", dots[0], assumed=True)
    if dots or commas:
        return NumberFormat(doubt="thousands_unclear", example=(dots or commas)[0])
    return _without_dots(",", seen) if seen else NumberFormat()
