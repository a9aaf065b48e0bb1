"""What an answer says about visits, and whether it looks unfinished.

A month that Matomo has not counted yet looks like a month without visits. Only its
neighbours, an earlier answer, and the other answers about the same month give it away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from takeup.fetch.plan import Order

# Every visit appears in these; a month without campaigns is an ordinary month.
_COMPLETE: Final = {"visits", "device"}
_MOST_DIGITS: Final = 15


def visits_in(answer: Any, kind: str, labels: Collection[str]) -> int | None:
    """Visits in all periods of an answer.

    Parameters
    ----------
    answer
        JSON of the server: an object by period, or ``[]``.
    kind
        ``visits``: an object or ``[]`` per period; otherwise a list of rows.
    labels
        Periods that were asked for.

    Returns
    -------
    int or None
        None if the answer has another shape: of many sites, of another period, one value.
    """
    if answer == []:
        return 0
    if not isinstance(answer, dict) or not answer or not set(answer) <= set(labels):
        return None
    return _sum([_in_period(part, kind) for part in answer.values()])


def _in_period(part: Any, kind: str) -> int | None:
    if kind == "visits":
        return 0 if part == [] else _count(part, otherwise=None)
    if not isinstance(part, list):
        return None
    return _sum([_count(row, otherwise=0) for row in part])


def _count(row: Any, otherwise: int | None) -> int | None:
    """Visits of a row; ``otherwise`` if it does not say."""
    if not isinstance(row, dict):
        return None
    count = row.get("nb_visits", otherwise)
    if isinstance(count, str) and count.isdecimal() and len(count) <= _MOST_DIGITS:
        return int(count)
    return count if isinstance(count, int) and count >= 0 else None


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


@dataclass(frozen=True)
class Known:
    """Visits of one report: as answered now, as stored before, in the months beside it."""

    now: int
    stored: int
    neighbours: int

    @property
    def is_loss(self) -> bool:
        """Whether an earlier answer knew visits and this one knows none."""
        return self.now == 0 < self.stored


def in_doubt(known: Mapping[Order, Known]) -> set[Order]:
    """Orders whose answers look as if the server had not counted the month yet.

    Parameters
    ----------
    known
        All reports of one site and month.
    """
    visits = {order: each.now for order, each in known.items() if order.kind == "visits"}
    doubtful = set(visits) if len(set(visits.values())) > 1 else set()
    most = max(visits.values(), default=0)
    for order, each in known.items():
        around = (each.neighbours or most) if order.kind in _COMPLETE else 0
        if each.now == 0 and (each.stored or around):
            doubtful.add(order)
    return doubtful
