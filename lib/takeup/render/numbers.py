"""Numbers, months and dates as a German reader expects them.

Everything is rounded half up in decimal arithmetic before it is formatted; the locale is
always de_DE, never that of the machine. A missing value never becomes a zero: it is shown by
the sign of its status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final, SupportsFloat

import pandas as pd
from babel.dates import format_date

from takeup.errors import ContractError
from takeup.periods import Month
from takeup.render.texts import text

LOCALE: Final = "de_DE"
_SIGNS: Final = str.maketrans(",.", ".,")
MINUS: Final = "\u2212"
NBSP: Final = "\u00a0"

# Signs for cells without a number (Destatis, Zeichenerklärung).
SIGNS: Final = {
    "suppressed": "·",
    "unknown": "…",
    "not_applicable": "x",
    "too_small": "/",
}

Number = SupportsFloat | Decimal


def _round(value: Number, places: int) -> Decimal:
    """Round half up; the shortest decimal text of a float is what its author meant."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _magnitude(value: Decimal, places: int) -> str:
    return f"{abs(value):,.{places}f}".translate(_SIGNS)


def _plain(value: Decimal, places: int) -> str:
    return (MINUS if value < 0 else "") + _magnitude(value, places)


def _signed(value: Decimal, places: int) -> str:
    if value == 0:
        return "±0"
    return ("+" if value > 0 else MINUS) + _magnitude(value, places)


def _hundredfold(share: Number) -> Decimal:
    return Decimal(str(share)) * 100


def integer(value: Number) -> str:
    """Whole number with thousands dots: ``1.234``."""
    return _plain(_round(value, 0), 0)


def decimal(value: Number, places: int = 1) -> str:
    """Format with decimal comma: ``1.234,5``."""
    return _plain(_round(value, places), places)


def percent(share: Number, places: int = 1) -> str:
    """Share (0-1) as percent: ``34,2 %``."""
    return f"{_plain(_round(_hundredfold(share), places), places)}{NBSP}%"


def euro(value: Number) -> str:
    """Amount of money: ``1.234,50 €``."""
    return f"{decimal(value, 2)}{NBSP}€"


def signed_integer(value: Number) -> str:
    """Change of a count: ``+12`` or ``±0``; the minus is U+2212."""
    return _signed(_round(value, 0), 0)


def signed_decimal(value: Number, places: int = 1) -> str:
    """Change of a number with decimals: ``+1,2``."""
    return _signed(_round(value, places), places)


def signed_percent(share: Number, places: int = 1) -> str:
    """Relative change (0.123 is +12.3 percent): ``+12,3 %``."""
    return f"{_signed(_round(_hundredfold(share), places), places)}{NBSP}%"


def signed_percent_whole(share: Number) -> str:
    """Relative change in whole percent: ``+12 %``; for estimates, which know no decimals."""
    return signed_percent(share, 0)


def points(difference: Number, places: int = 1) -> str:
    """Difference of two shares (0-1) in percentage points: ``+1,2 Prozentpunkte``."""
    return text(
        "numbers.points", value=_signed(_round(_hundredfold(difference), places), places)
    )


@cache
def month_long(month: str) -> str:
    """Month ``yyyy-mm`` in full: ``September 2024``."""
    return format_date(Month.parse(month).first_day, "LLLL y", locale=LOCALE)


@cache
def month_short(month: str) -> str:
    """Month ``yyyy-mm`` for a chart or a column: ``Sep 24``."""
    return format_date(Month.parse(month).first_day, "LLL yy", locale=LOCALE)


@cache
def month_name(month: str) -> str:
    """Month ``yyyy-mm`` without its year: ``Sep``."""
    return format_date(Month.parse(month).first_day, "LLL", locale=LOCALE)


def date(day: dt.date) -> str:
    """Day as ``30.09.2024``."""
    return format_date(day, "dd.MM.y", locale=LOCALE)


STYLES: Final[dict[str, Callable[[Number], str]]] = {
    "integer": integer,
    "decimal": decimal,
    "percent": percent,
    "euro": euro,
    "signed_integer": signed_integer,
    "signed_decimal": signed_decimal,
    "signed_percent": signed_percent,
    "signed_percent_whole": signed_percent_whole,
    "points": points,
}


def cell(value: object, status: str, style: str) -> str:
    """Text of one table cell: the number, or the sign that says why there is none.

    Parameters
    ----------
    value
        Number in data units (shares 0-1); missing unless the status is ok or partial.
    status
        Status of the table of measures: ok, partial, suppressed, unknown, not_applicable,
        too_small.
    style
        Key of ``STYLES``.

    Raises
    ------
    ContractError
        If the status is unknown, or if it promises a number and there is none.
    """
    if status in SIGNS:
        return SIGNS[status]
    if status not in {"ok", "partial"}:
        raise ContractError("status_unknown", status=status)
    if pd.isna(value):  # type: ignore[call-overload]
        raise ContractError("number_missing", status=status)
    shown = STYLES[style](value)  # type: ignore[arg-type]
    return text("numbers.partial", value=shown) if status == "partial" else shown
