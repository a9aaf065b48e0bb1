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


def visits_in(answer: Any, kind: str, labels: Collection[str]) -> dict[str, int] | None:
    """Visits by period of an answer.

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
    dict or None
        Count by label of the periods it names, all of them for ``[]``; None if the answer
        has another shape: of many sites, of another period, one value.
    """
    if answer == []:
        return dict.fromkeys(labels, 0)
    if not isinstance(answer, dict) or not answer or not set(answer) <= set(labels):
        return None
    counts = {label: _in_period(part, kind) for label, part in answer.items()}
    known = {label: count for label, count in counts.items() if count is not None}
    return known if len(known) == len(counts) else None


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
    return count if type(count) is int and count >= 0 else None  # true is no count


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


@dataclass(frozen=True)
class Known:
    """Visits of one report: by period as answered now and as stored before, and beside it.

    ``stored`` is empty if there is none, and None if it cannot be read; ``neighbours`` are
    all visits of the months before and after.
    """

    now: Mapping[str, int]
    stored: Mapping[str, int] | None
    neighbours: int

    @property
    def total(self) -> int:
        """Visits of the whole month as answered now."""
        return sum(self.now.values())

    @property
    def objection(self) -> str:
        """Why this answer must not follow the stored one; a key of cli.yml, or nothing.

        ``loss``: a period had visits and has none any more. ``unread``: it may have had
        some, the stored answer cannot be read.
        """
        if self.stored is None:
            return "unread" if 0 in self.now.values() else ""
        lost = any(count and not self.now.get(label) for label, count in self.stored.items())
        return "loss" if lost else ""

    @property
    def is_less(self) -> bool:
        """Whether the month has fewer visits than in the stored answer."""
        return self.total < sum((self.stored or {}).values())


def objections(known: Mapping[Order, Known]) -> dict[Order, str]:
    """Why answers must not follow the stored ones: ``Known.objection`` of each order.

    Where days lose their visits, the sums that shrink with them are a ``loss`` too.

    Parameters
    ----------
    known
        All reports of one site and month.
    """
    found = {order: each.objection for order, each in known.items()}
    if any(code for order, code in found.items() if order.kind == "visits"):
        for order, each in known.items():
            if order.kind in _COMPLETE and each.is_less:
                found[order] = found[order] or "loss"
    return found


def in_doubt(known: Mapping[Order, Known]) -> set[Order]:
    """Orders whose answers look as if the server had not counted the month yet.

    Parameters
    ----------
    known
        All reports of one site and month.
    """
    visits = {order: each.total for order, each in known.items() if order.kind == "visits"}
    doubtful = set(visits) if len(set(visits.values())) > 1 else set()
    most = max(visits.values(), default=0)
    codes = objections(known)
    for order, each in known.items():
        around = (each.neighbours or most) if order.kind in _COMPLETE else 0
        if codes[order] == "loss" or (each.total == 0 and around):
            doubtful.add(order)
    return doubtful
