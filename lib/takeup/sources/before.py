"""What was known of each month first, and where other rows count now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.periods import Month
from takeup.sources.settle import Settled
from takeup.sources.succession import months_of

Flags = np.ndarray[Any, np.dtype[np.bool_]]
_CHANGES: Final = {"source": "str", "verwaltung": "str", "month": "str", "delivered": "str"}


@dataclass(frozen=True)
class Before:
    """What was known of each month by the folders up to it, as it was delivered first.

    ``frames`` and ``coverage`` are as in :class:`takeup.sources.staged.Staged`. ``changes``
    has one row per source, verwaltung, month and ``delivered``: folder month of what counts
    now and was not known then; empty where rows only fell away.
    """

    frames: dict[str, pd.DataFrame]
    coverage: pd.DataFrame
    changes: pd.DataFrame


def known_first(settled: Sequence[Settled], coverage: pd.DataFrame) -> Before:
    """Put together what was known first.

    Parameters
    ----------
    settled
        Rows of each source, now and first.
    coverage
        Days expected and present at first.
    """
    order = list(_CHANGES)
    parts = [part for each in settled for part in (_changed_rows(each), _empty_files(each))]
    changes = pd.concat([pd.DataFrame(columns=order), *parts]).drop_duplicates()
    return Before(
        frames={each.source.name: each.first.reset_index(drop=True) for each in settled},
        coverage=coverage,
        changes=changes.sort_values(order, ignore_index=True).astype(_CHANGES),
    )


def _changed_rows(settled: Settled) -> pd.DataFrame:
    """Places where other rows count now than were known first."""
    now, first = settled.frame, settled.first
    if "verwaltung" not in now or now is first:
        return pd.DataFrame(columns=list(_CHANGES))
    place = ["verwaltung", settled.source.time, "folder_month"]
    gone = first[~first.index.isin(now.index)]
    fell_away = ~gone["file"].isin(_overwritten(settled))
    gone = gone.assign(folder_month=gone["folder_month"].mask(fell_away, ""))
    rows = pd.concat([_places(now, ~now.index.isin(first.index), place), gone[place]])
    told = rows.assign(source=settled.source.name, month=months_of(rows[settled.source.time]))
    return told.rename(columns={"folder_month": "delivered"})[list(_CHANGES)].drop_duplicates()


def _places(rows: pd.DataFrame, chosen: Flags, place: list[str]) -> pd.DataFrame:
    """Distinct places of some rows; of a million, each text is compared once."""
    codes = pd.DataFrame({name: pd.factorize(rows[name])[0] for name in place})
    distinct = codes[chosen].drop_duplicates().index
    return rows[place].take(distinct.to_numpy())


def _overwritten(settled: Settled) -> frozenset[str]:
    """Versions that another took the place of."""
    readings = settled.account.readings
    past = {each.delivery.file for each in readings if each.delivery.past == "superseded"}
    return frozenset(past)


def _empty_files(settled: Settled) -> pd.DataFrame:
    """Places of files without rows that came late: their zeros were not known first."""
    return pd.DataFrame(_empty_places(settled), columns=list(_CHANGES))


def _empty_places(settled: Settled) -> Iterator[tuple[str, str, str, str]]:
    replacing = {file.rpartition("@")[0] for file in _overwritten(settled)}
    for reading in settled.account.readings:
        delivery, table = reading.delivery, reading.table
        if table is None or len(table.numbers) or reading.period is None or delivery.past:
            continue
        for month in Month.range(*(Month.of(day) for day in reading.period)):
            if str(month) < delivery.folder_month or delivery.file in replacing:
                place = (settled.source.name, delivery.verwaltung, str(month))
                yield (*place, delivery.folder_month)
