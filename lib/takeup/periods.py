"""Time as complete months."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from takeup.errors import UsageError

# By then the deliveries of the month are there, as a rule (ADR 16).
_REPORT_DAY = 15
# Where deliveries arrive and reports are made.
ZONE: Final = ZoneInfo("Europe/Berlin")
_FORM = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; in tables it is the text ``yyyy-mm``."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``yyyy-mm``.

        Raises
        ------
        UsageError
            If the text has another form or names no month.
        """
        match = _FORM.fullmatch(text)
        if match is None or match[1] == "0000":
            raise UsageError("month_malformed", value=text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Month that holds a day."""
        return cls(day.year, day.month)

    @staticmethod
    def range(first: Month, last: Month) -> tuple[Month, ...]:
        """All months from first to last, both included; empty if last is before first."""
        span = (last.year - first.year) * 12 + last.month - first.month
        return tuple(first.shift(steps) for steps in range(span + 1))

    def shift(self, months: int) -> Month:
        """Month so many months later; earlier if negative."""
        years, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, index + 1)

    @property
    def days(self) -> int:
        """Number of days in the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Last day of the month."""
        return date(self.year, self.month, self.days)

    @property
    def report_day(self) -> date:
        """Day on which a report of this month is usually made."""
        return self.shift(1).first_day.replace(day=_REPORT_DAY)

    def __str__(self) -> str:
        """Form used in tables, folder names and parameters."""
        return f"{self.year:04d}-{self.month:02d}"
