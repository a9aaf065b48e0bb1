"""The day of an event where the portal is, from its moment in UTC.

Counting micros by the switches of the clock within the log is several times cheaper than the
engines' own time zones, and comes out alike in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table

ZONE: Final = ZoneInfo("Europe/Berlin")
DAY: Final = 86_400_000_000
_SECOND: Final = 1_000_000
# An event outside of these years comes from a clock that was never set.
_FIRST: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * _SECOND
_LAST: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * _SECOND - 1


@dataclass(frozen=True)
class Clock:
    """Offset of local time at the first event of a log, and its switches (moment, new offset).

    All in micros; moments since 1970, UTC.
    """

    begin: int = 0
    switches: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, span: Table, events: Table) -> Self:
        """Find the switches between the first and the last event.

        Parameters
        ----------
        span
            One row: the first and the last moment in micros.
        events
            Column ``micros``; only asked if one of the two is illegible.
        """
        first, last = _ends(span)
        if first is not None and not _FIRST <= first <= last <= _LAST:
            legible = events.filter(_is_legible(events.micros))
            first, last = _ends(legible.agg([legible.micros.min(), legible.micros.max()]))
        return cls() if first is None else cls.between(first, last)

    @classmethod
    def between(cls, first: int, last: int) -> Self:
        """Find the switches between two moments."""
        begin = before = _offset(first)
        switches = []
        for day in range(first, last + DAY, DAY):
            after = _offset(day + DAY)
            if after != before:
                switches.append((_switch(day, day + DAY), after))
            before = after
        return cls(begin, tuple(switches))

    def day(self, micros: IntegerValue) -> IntegerValue:
        """Local day, counted since 1970; null if illegible.

        A small number is cheaper to group by and to keep than a moment. Engines divide by
        floats, which tell the last microsecond of such a day from the first of the next one.
        """
        shift: IntegerValue = ibis.literal(self.begin, "int64")
        if self.switches:
            offsets = [self.begin, *(offset for _, offset in self.switches)]
            moments = [moment for moment, _ in self.switches]
            tests = [(micros < at, off) for at, off in zip(moments, offsets, strict=False)]
            shift = ibis.cases(*tests, else_=offsets[-1])
        local = micros + shift
        return ibis.cases((_is_legible(micros), (local // DAY).cast("int32")))


def _ends(span: Table) -> tuple[Any, Any]:
    first, last = (column[0].as_py() for column in span.to_pyarrow().columns)
    return first, last


def _is_legible(micros: IntegerValue) -> BooleanValue:
    return micros.between(_FIRST, _LAST)


def _switch(earlier: int, later: int) -> int:
    """First second with the later offset."""
    low, high, offset = earlier // _SECOND, later // _SECOND, _offset(later)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(middle * _SECOND) == offset else (middle, high)
    return high * _SECOND


def _offset(micros: int) -> int:
    moment = datetime.fromtimestamp(micros // _SECOND, UTC).astimezone(ZONE)
    return (moment.utcoffset() or timedelta()) // timedelta(microseconds=1)
