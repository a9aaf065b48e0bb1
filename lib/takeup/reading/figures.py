"""Numbers as they stand in German text: where, how large, and how exact.

A printed number is rounded, so it says an interval: ``34,2 %`` is 0.3415 to 0.3425.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(
    r"(?P<sign>[+\-\u2212\u00b1])?(?P<whole>\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:,(?P<part>\d+))?"
    r"(?P<unit>\s?%|\s?Prozentpunkte|\s?€)?"
)
_DIGIT: Final = re.compile(r"\d")
_SHARE: Final = 100
_PERCENT: Final = ("%", "Prozentpunkte")
# Of a rounded number the true one lies at most half of the last digit away.
_HALF: Final = 0.5


@dataclass(frozen=True)
class Figure:
    """One number in a text.

    Attributes
    ----------
    text
        As it is printed, with its sign and unit.
    start, end
        Where it stands in the text.
    value
        In data units: shares and points 0-1.
    slack
        How far the true number may lie from it.
    unit
        ``%``, ``Prozentpunkte``, ``€`` or empty.
    signed
        Whether a sign is printed: then it is a change.
    """

    text: str
    start: int
    end: int
    value: float
    slack: float
    unit: str
    signed: bool

    @property
    def low(self) -> float:
        """Smallest number that prints so."""
        return self.value - self.slack

    @property
    def high(self) -> float:
        """Largest number that prints so."""
        return self.value + self.slack


def has_digit(text: str) -> bool:
    """Whether there is any number in a text; most have none."""
    return _DIGIT.search(text) is not None


def _figure(match: re.Match[str]) -> Figure:
    part = match["part"] or ""
    unit = (match["unit"] or "").strip()
    scale = _SHARE if unit in _PERCENT else 1
    number = float(f"{match['whole'].replace('.', '')}.{part or 0}") / scale
    minus = match["sign"] in {"-", "\u2212"}
    return Figure(
        text=match[0],
        start=match.start(),
        end=match.end(),
        value=-number if minus else number,
        slack=_HALF * 10.0 ** -len(part) / scale,
        unit=unit,
        signed=match["sign"] is not None,
    )


def figures(text: str) -> list[Figure]:
    """All numbers of a text in their order; every digit belongs to one of them."""
    return [_figure(match) for match in _FORM.finditer(text)]


def exact(value: float, shown: str) -> Figure:
    """Return a number of a download, which is not rounded."""
    return Figure(shown, 0, len(shown), value, 0.0, "", signed=False)
