"""What the intake knows to be incomplete: rows set aside, answers that cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

import pandas as pd

from takeup.intake.months import parse_month
from takeup.intake.readings import Reading
from takeup.params import Params
from takeup.periods import Month
from takeup.regions import ALL
from takeup.sources.settle import Settled
from takeup.sources.source import Source
from takeup.sources.verwaltungen import owners

# Findings about a whole answer that put its period in doubt, whatever its rows say.
_OF_FILES: Final = ("not_archived", "wrong_time_zone")
# How "takeup fetch" names a later answer to the same question, followed by its time.
_AGAIN: Final = "_abruf-"
# A row about somebody else in this folder: their own delivery speaks for them.
_FOREIGN: Final = "other_administration_row"
# So many days and services set aside tell no more than that the file is in doubt.
_FLOOD: Final = 1_000
_QUARANTINED: Final = "quarantined"
_COLUMNS: Final = {
    "source": "str",
    "verwaltung": "str",
    "month": "str",
    "date": "datetime64[s]",
    "leistung_id": "str",
    "reason": "str",
}


class _Doubt(NamedTuple):
    source: str
    verwaltung: str
    month: str
    date: pd.Timestamp | None
    leistung_id: str
    reason: str


def doubts(settled: Sequence[Settled], params: Params, month: Month) -> pd.DataFrame:
    """Collect what makes figures incomplete that rest on a delivery.

    Parameters
    ----------
    settled
        Accepted rows and account of each source.
    params
        Services and mappings.
    month
        Last month that counts.

    Returns
    -------
    DataFrame
        One row per source, verwaltung, ``month``, ``date``, ``leistung_id`` and ``reason``:
        quarantined (rows set aside; ``date`` and ``leistung_id`` as far as they are legible,
        else missing and ``alle``: then every month of the file's period is in doubt),
        not_archived, wrong_time_zone (of a whole month). What a later delivery of the same
        period replaces is in doubt no more, and a file in the wrong place tells nothing.
    """
    found: set[_Doubt] = set()
    for each in settled:
        valid = _valid(each, params)
        for reading in valid.values():
            found.update(_of_file(each.source.name, reading))
        found.update(_of_rows(each, params, valid))
    rows = sorted(
        (one for one in found if one.month <= str(month)),
        key=lambda one: (*one[:3], one.leistung_id, one.reason, str(one.date or "")),
    )
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _valid(settled: Settled, params: Params) -> dict[int, Reading]:
    """Files that speak for their period, by their position: in place, not replaced."""
    is_web = settled.source.every_day is not None
    groups: dict[tuple[str, str], list[Reading]] = {}
    placed = {}
    for position, reading in enumerate(settled.account.readings):
        if reading.table is None or reading.rejected or reading.period is None:
            continue
        if reading.delivery.past:
            continue
        # Reports of web statistics share a period: only the same question is answered anew.
        name = reading.delivery.name.removesuffix(".json")
        question = name.split(_AGAIN)[0] if is_web else ""
        group = groups.setdefault((reading.delivery.verwaltung, question), [])
        group.append(reading)
        placed[position] = (reading, group)
    return {
        position: reading
        for position, (reading, group) in placed.items()
        if not any(_replaces(other, reading, params) for other in group)
    }


def _replaces(later: Reading, earlier: Reading, params: Params) -> bool:
    """Whether a later delivery speaks of the whole period of an earlier one."""
    if later.period is None or earlier.period is None:
        return False
    covers = later.period[0] <= earlier.period[0] and later.period[1] >= earlier.period[1]
    then, now = (each.delivery for each in (earlier, later))
    if then.folder_month == now.folder_month:
        newest = params.quellen[later.mapping].korrektur == "neueste"
        return covers and newest and (now.received, now.file) > (then.received, then.file)
    return covers and now.folder_month > then.folder_month


def _months(reading: Reading) -> list[str]:
    if reading.period is None:
        return []
    first, last = reading.period
    return [str(each) for each in Month.range(Month.of(first), Month.of(last))]


def _of_file(source: str, reading: Reading) -> Iterator[_Doubt]:
    """Whole months in doubt: by a finding, or by rows that could not even be taken apart."""
    reasons = {each.rule for each in reading.findings if each.rule in _OF_FILES}
    if reading.table is not None and reading.table.refused:
        reasons.add(_QUARANTINED)
    for reason in sorted(reasons):
        for month in _months(reading):
            yield _Doubt(source, reading.delivery.verwaltung, month, None, ALL, reason)


def _of_rows(settled: Settled, params: Params, valid: dict[int, Reading]) -> Iterator[_Doubt]:
    """Rows set aside after they were read, each with what is legible of it."""
    account, source = settled.account, settled.source
    own = [row for row, rule in account.quarantined.items() if rule != _FOREIGN]
    chosen = account.text.index.isin(own)
    if not chosen.any():
        return
    keys, times = (
        account.column(name)[chosen].astype("str") for name in ("leistung_id", source.time)
    )
    rows = pd.DataFrame(
        {
            "file": account.files[chosen],
            "verwaltung": owners(account, params)[0][chosen],
            "time": _times(source, times, _dates(valid, params)),
            "leistung_id": keys.where(keys.isin(list(params.leistungen)), ALL),
        }
    )
    for file, owner, time, leistung in _bounded(rows).itertuples(index=False, name=None):
        reading = valid.get(file)
        if reading is None:
            continue
        # A misspelled administration of a collective delivery may be any of them.
        here = tuple(params.verwaltungen) if reading.for_all else (reading.delivery.verwaltung,)
        places = (owner,) if owner else here
        months, told = _months(reading), None if pd.isna(time) else str(Month.of(time.date()))
        # A day outside the file's period is as likely a slip of the pen.
        if told and (told in months or not source.daily):
            months = [told]
        day = time if told and source.daily else None
        for month, place in product(sorted({*months, told or months[0]}), places):
            yield _Doubt(source.name, place, month, day, leistung, _QUARANTINED)


def _bounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Distinct rows; of a file with a flood of them, which is wrong as a whole, only whose."""
    distinct = rows.drop_duplicates()
    flooded = distinct.groupby("file")["file"].transform("size") > _FLOOD
    if not flooded.any():
        return distinct
    whole = distinct.loc[flooded, ["file", "verwaltung"]].drop_duplicates()
    return pd.concat([distinct[~flooded], whole.assign(leistung_id=ALL)])


def _dates(valid: dict[int, Reading], params: Params) -> list[str]:
    """Forms of a date in the mappings of these files; a day written as a number has none."""
    forms = {params.quellen[each.mapping].datum for each in valid.values()}
    return sorted(form for form in forms if "%" in form)


def _times(source: Source, texts: pd.Series[str], forms: list[str]) -> pd.Series[pd.Timestamp]:
    """Day, or first day of the month, that a row tells; missing where it is illegible."""
    if source.time == "month":
        months = {text: parse_month(text) for text in texts.unique()}
        first = {text: month.first_day for text, month in months.items() if month}
        return pd.to_datetime(texts.map(first).astype("object"))
    found = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[s]")
    for form in forms:
        found = found.fillna(pd.to_datetime(texts, format=form, errors="coerce"))
    return found
