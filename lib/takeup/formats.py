"""How a sender writes numbers, dates, shares and missing values, and text to values by it.

Conversion is strict: what does not have the agreed form becomes NA, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import pandas as pd

Type = Literal["string", "integer", "number", "boolean", "date", "yearmonth"]
Unit = Literal["anteil", "prozent", "prozenttext"]

_EXACT: Final = 2.0**53
# Day numbers of Excel, by the name of their epoch: the day whose number is 0.
DAY_NUMBERS: Final = {"excel-1900": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}
# No portal counted a day outside this century: what lies outside is a slip of the pen (0024)
# or no day at all.
_FIRST_DAY: Final = pd.Timestamp(2000, 1, 1)
_LAST_DAY: Final = pd.Timestamp(2099, 12, 31)
_PERCENT: Final = 100
# Blanks that group thousands in German exports, as one of them, and minus as Excel writes it.
_NO_BREAK: Final = "\u00a0"
_TYPOGRAPHY: Final = str.maketrans({"\u2212": "-", "\u202f": _NO_BREAK, "\u2009": _NO_BREAK})


@dataclass(frozen=True)
class Formats:
    """How one sender writes numbers, dates and missing values.

    ``words`` maps the kinds ``zero``, ``unknown``, ``not_applicable`` and ``suppressed``
    to the words that stand for them; the empty cell is a word as well. ``date`` is a strptime
    form or a key of ``DAY_NUMBERS``. ``units`` says, by field, how a share is written: as
    0.359 (anteil), 35.9 (prozent) or "35.9 %" (prozenttext); in data it is 0-1.
    """

    decimal: str = ","
    thousands: str = "."
    date: str = "%d.%m.%Y"
    yearmonth: str = "%Y-%m"
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    true: tuple[str, ...] = ("ja", "wahr", "true", "1")
    false: tuple[str, ...] = ("nein", "falsch", "false", "0")
    units: dict[str, Unit] = field(default_factory=dict)


def _ungrouped(text: pd.Series[str], mark: str, decimal: str) -> pd.Series[str]:
    """Numbers without the mark of thousands; "x" where not three digits follow it."""
    digits = rf"-?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
    broken = text.str.contains(mark, regex=False) & ~text.str.fullmatch(digits)
    return text.str.replace(mark, "", regex=False).mask(broken, "x")


def _plain_number(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    """Digits with a decimal point; the empty text for what is no number in the agreed form."""
    bare = text.str.translate(_TYPOGRAPHY)
    if formats.thousands == " ":
        bare = bare.str.replace(" ", _NO_BREAK, regex=False)
    plain = _ungrouped(bare, _NO_BREAK, formats.decimal)
    if formats.thousands != " ":
        plain = _ungrouped(plain, formats.thousands, formats.decimal)
    fits = plain.str.fullmatch(rf"-?\d+(?:{re.escape(formats.decimal)}\d+)?")
    return plain.str.replace(formats.decimal, ".", regex=False).where(fits, "")


def _to_number(text: pd.Series[str], formats: Formats) -> pd.Series[float]:
    return pd.to_numeric(_plain_number(text, formats), errors="coerce").astype("Float64")


def _to_integer(text: pd.Series[str], formats: Formats) -> pd.Series[int]:
    plain = _plain_number(text, formats)
    # Three noughts after the decimal mark are a thousand of a sender who groups with it.
    doubtful = plain.str.endswith(".000")
    number = pd.to_numeric(plain.mask(doubtful), errors="coerce").astype("Float64")
    # Beyond 2**53 a float no longer tells neighbours apart.
    exact = (number % 1 == 0) & (number.abs() < _EXACT)
    whole = number.where(exact.fillna(False))
    return whole.astype("Int64")


def _to_boolean(text: pd.Series[str], formats: Formats) -> pd.Series[bool]:
    known = dict.fromkeys(formats.true, True) | dict.fromkeys(formats.false, False)
    return text.str.casefold().map(known).astype("boolean")


def _to_date(text: pd.Series[str], formats: Formats) -> pd.Series[pd.Timestamp]:
    if formats.date in DAY_NUMBERS:
        return _from_day_number(text, pd.Timestamp(DAY_NUMBERS[formats.date]))
    parsed = pd.to_datetime(text, format=formats.date, errors="coerce")
    return _in_this_century(parsed.astype("datetime64[s]"))


def _in_this_century(days: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return days.where(days.between(_FIRST_DAY, _LAST_DAY))


def _from_day_number(text: pd.Series[str], epoch: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Days counted from an epoch; a workbook's real dates arrive as yyyy-mm-dd."""
    number = pd.to_numeric(text.where(text.str.fullmatch(r"\d{1,6}")), errors="coerce")
    counted = epoch + pd.to_timedelta(number, unit="D")
    written = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    days = counted.astype("datetime64[s]").fillna(written.astype("datetime64[s]"))
    return _in_this_century(days)


def _to_share(text: pd.Series[str], formats: Formats, unit: Unit) -> pd.Series[float]:
    """Share of 0-1 from text in its unit; text in another one is no share.

    Below 1, percent cannot be told from a share that slipped in: nothing is guessed.
    """
    signed = text.str.endswith("%")
    number = _to_number(text.str.removesuffix("%").str.strip(), formats)
    if unit == "anteil":
        return number.where(~signed & number.between(0, 1))
    doubtful = number.between(0, 1, inclusive="neither") & (unit == "prozent")
    fits = (signed == (unit == "prozenttext")) & number.between(0, _PERCENT) & ~doubtful
    return number.where(fits) / _PERCENT


def _to_yearmonth(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    parsed = pd.to_datetime(text, format=formats.yearmonth, errors="coerce")
    return _in_this_century(parsed).dt.strftime("%Y-%m").astype("str")


def _to_string(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    del formats
    return text.mask(text == "")


_CASTS: Final[dict[str, Callable[[pd.Series[str], Formats], pd.Series]]] = {
    "string": _to_string,
    "integer": _to_integer,
    "number": _to_number,
    "boolean": _to_boolean,
    "date": _to_date,
    "yearmonth": _to_yearmonth,
}


def to_values(
    text: pd.Series[str], kind: Type, formats: Formats, unit: Unit | None = None
) -> pd.Series:
    """Convert text to values of a type, or to shares written in a unit; NA where it fails."""
    return _to_share(text, formats, unit) if unit else _CASTS[kind](text, formats)
