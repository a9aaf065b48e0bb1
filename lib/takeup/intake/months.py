"""Months and periods as German exports write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from takeup.facts import read_facts
from takeup.intake.names import name_key, tidy
from takeup.periods import Month

_FORMS: Final = (
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})(?:[-/.]01)?"),
    re.compile(r"(?:0?1[.])?(?P<month>[0-9]{1,2})[-/. ]+(?P<year>[0-9]{4})"),
    re.compile(r"(?P<name>[^\W\d_]+)[. '-]*(?P<year>[0-9]{4}|[0-9]{2})"),
)
# "Sep 24" is September 2024: no portal existed in another century, and 0024 is a slip.
_CENTURY: Final = "20"
_DAY: Final = r"[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}"
_SPAN: Final = re.compile(rf"({_DAY})\s*(?:-|\u2013|\u2014|bis)\s*({_DAY})")
_IN_NAME: Final = re.compile(r"(?<![0-9])([0-9]{4})-(0[1-9]|1[0-2])(?![0-9])")


@cache
def _names() -> dict[str, int]:
    months: dict[str, list[str]] = read_facts("takeup.intake", "months.yml")
    return {name_key(name): int(number) for number, names in months.items() for name in names}


def parse_month(text: str) -> Month | None:
    """Month written as 2024-09, 09.2024, 9/2024, September 2024, Sep 24 or 01.09.2024.

    Returns
    -------
    Month or None
        None if the text names no month, or a day other than the first.
    """
    for form in _FORMS:
        if match := form.fullmatch(tidy(text)):
            parts = match.groupdict()
            named = _names().get(name_key(parts.get("name", "")), 0)
            number = int(parts["month"]) if "month" in parts else named
            year = parts["year"] if len(parts["year"]) == 4 else _CENTURY + parts["year"]  # noqa: PLR2004  digits
            is_month = 1 <= number <= 12 and year.startswith(_CENTURY)  # noqa: PLR2004  months
            return Month(int(year), number) if is_month else None
    return None


def parse_day(text: str) -> date | None:
    """Day of this century written as dd.mm.yyyy, or None."""
    try:
        # A calendar day has no time zone.
        day = datetime.strptime(tidy(text), "%d.%m.%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
    return day if str(day).startswith(_CENTURY) else None


def parse_period(text: str) -> tuple[date, date] | None:
    """First and last day of "01.09.2024 - 30.09.2024" or of a month; None if neither."""
    if match := _SPAN.search(tidy(text)):
        first, last = parse_day(match[1]), parse_day(match[2])
        return (first, last) if first and last and first <= last else None
    month = parse_month(text)
    return (month.first_day, month.last_day) if month else None


def month_in_name(name: str) -> Month | None:
    """Month named by a file name such as ``antraege_2024-09.csv``; None if there is none."""
    match = _IN_NAME.search(name)
    return Month.parse(match[0]) if match and match[1].startswith(_CENTURY) else None
