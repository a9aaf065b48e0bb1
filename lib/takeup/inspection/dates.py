"""How a column writes dates, by evidence: a day that could be a month is not decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from takeup.formats import DAY_NUMBERS

_FORMS: Final = (
    "%d.%m.%Y",
    "%d.%m.%y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%Y%m%d",
)
_LOOKS: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d{2}[01]\d[0-3]\d", re.ASCII
)
_DAY_NUMBER: Final = re.compile(r"\d{5}", re.ASCII)
_YEARS: Final = range(2000, 2100)

Period = tuple[date, date]


def looks_like_date(text: str) -> bool:
    """Tell a text of the form of a day, whichever of its numbers is the month."""
    return _LOOKS.fullmatch(text.strip()) is not None


def looks_like_day_number(text: str) -> bool:
    """Tell a number that Excel may have made of a day of this century."""
    if _DAY_NUMBER.fullmatch(text.strip()) is None:
        return False
    return any(day is not None for day in (_day(text, epoch) for epoch in DAY_NUMBERS))


@dataclass(frozen=True)
class DateForm:
    """A strptime form or an epoch; empty with the reason of ``doubt`` if none is certain."""

    form: str = ""
    doubt: str = ""
    choices: tuple[str, ...] = ()


def date_form(values: Iterable[str], period: Period | None) -> DateForm:
    """Form that fits every value of a column.

    Parameters
    ----------
    values
        Distinct texts, at least one.
    period
        What the file says about its time: decides between forms that all fit.
    """
    texts = list(values)
    forms = _FORMS if any(map(looks_like_date, texts)) else tuple(DAY_NUMBERS)
    days = {form: [_day(text, form) for text in texts] for form in forms}
    fitting = [form for form in forms if all(days[form])]
    if len(fitting) > 1 and period:
        first, last = period
        inside = [
            form for form in fitting if all(day and first <= day <= last for day in days[form])
        ]
        fitting = inside if len(inside) == 1 else fitting
    if len(fitting) == 1:
        return DateForm(fitting[0])
    # Dates without a form of their own are refused one by one.
    return DateForm("", "dates_unclear" if fitting else "dates_mixed", tuple(fitting))


def _day(text: str, form: str) -> date | None:
    bare = text.strip()
    try:
        if form in DAY_NUMBERS:
            day = DAY_NUMBERS[form] + timedelta(days=int(bare))
        else:
            # A calendar day has no time zone.
            day = datetime.strptime(bare, form).date()  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None
    return day if day.year in _YEARS else None
