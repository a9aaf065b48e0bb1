"""Delivered text to typed rows: columns completed, keys judged, words translated, cast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from takeup.columns import constant, recode, spread
from takeup.intake.months import parse_month
from takeup.intake.names import header_key
from takeup.intake.readings import Reading
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.account import Account
from takeup.sources.leistungen import KNOWN_ANYWAY, Keys, bare_key, judge_all
from takeup.sources.source import DELIVERED_KEY, TOLD_BY_FILE, Source, nothing
from takeup.sources.verwaltungen import owners

_STICHTAG: Final = "reference_date"


def convert(source: Source, account: Account, params: Params) -> pd.DataFrame:
    """Type the rows of all files; what cannot be typed goes to quarantine.

    Parameters
    ----------
    source
        The source with its contract.
    account
        Delivered rows; receives findings and quarantined rows.
    params
        Services and mappings.

    Returns
    -------
    DataFrame
        Rows by the contract, without those quarantined before; index as in the account.
    """
    delivered = _delivered(account, params)
    text, judged = _completed(source, account, delivered, params)
    is_known = judged["rule"].isin(KNOWN_ANYWAY)
    account.report(judged[~is_known], quarantine=True)
    account.report(judged[is_known], quarantine=False)
    told, misplaced = _told(source, account, params)
    account.report(misplaced, quarantine=True)
    frames = []
    for rows, quelle in _by_mapping(text, account, params):
        cast = source.contract.cast(rows, quelle.formats)
        account.report(_problems(cast.problems, judged), quarantine=True)
        frames.append(cast.frame)
    frame = pd.concat(frames).sort_index() if len(frames) > 1 else frames[0]
    return account.still_open(_assembled(source, frame, told))


def _assembled(source: Source, frame: pd.DataFrame, told: dict[str, pd.Series]) -> pd.DataFrame:
    """Cast columns and those the file tells, in the order of the contract."""
    # An empty text is a text: NA would split groups and keys.
    texts = [each.name for each in source.contract.fields if each.type == "string"]
    filled = {name: frame[name].fillna("") for name in texts if name in frame}
    # Assignment aligns by index: rows that were refused have no place in the frame.
    whole = frame.assign(**filled, **told)
    dtypes = source.contract.dtypes
    return whole[list(dtypes)].astype(dtypes)


def _by_mapping(
    text: pd.DataFrame, account: Account, params: Params
) -> Iterator[tuple[pd.DataFrame, Quelle]]:
    """Rows of each mapping with it."""
    names = sorted({each.mapping for each in account.readings})
    numbers = {name: number for number, name in enumerate(names)}
    by_file = np.array([numbers[each.mapping] for each in account.readings])
    by_row = by_file[account.files.to_numpy()]
    for number, name in enumerate(names):
        rows = text if len(names) == 1 else text[by_row == number]
        if len(rows):
            yield rows, params.quellen[name]


def _delivered(account: Account, params: Params) -> pd.DataFrame:
    """Text of the rows in the words of the contract: translated, with fixed values."""
    parts = [
        _translated(rows, quelle) for rows, quelle in _by_mapping(account.text, account, params)
    ]
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys(name for part in parts for name in part.columns)
    columns = {
        name: pd.concat([part.get(name, constant("", part.index)) for part in parts])
        for name in names
    }
    return pd.DataFrame(columns).sort_index()


def _completed(
    source: Source, account: Account, delivered: pd.DataFrame, params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Text of every field that rows tell, and issues about keys of services."""
    nothing_told = constant("", delivered.index)
    by_rows = sorted(source.fields - TOLD_BY_FILE)
    columns = {name: delivered.get(name, nothing_told) for name in by_rows}
    if "month" in source.fields:
        columns["month"] = _months(account)
    judged = nothing(account.text)
    if "leistung_id" in source.fields:
        named = "name" if "name" in source.fields else "leistung_name"
        names = delivered.get(named, nothing_told)
        # Where the key as delivered is kept, one that differs in its details may pass: no sum
        # of counts can go wrong, and the difference is told.
        keys = Keys.of(params.leistungen, by_stem=DELIVERED_KEY in source.fields)
        if DELIVERED_KEY in source.fields:
            columns[DELIVERED_KEY] = recode(columns["leistung_id"], bare_key)
        columns["leistung_id"], judged = judge_all(columns["leistung_id"], names, keys)
    return pd.DataFrame(columns, index=account.text.index), judged


def _told(
    source: Source, account: Account, params: Params
) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """Columns that the file tells, not the row, and issues about whose rows these are."""
    deliveries = [each.delivery for each in account.readings]
    tables = [each.table for each in account.readings]
    told: dict[str, pd.Series] = {
        "file": account.told_by_file([each.file for each in deliveries]),
        "sheet": account.told_by_file([each.sheet if each else "" for each in tables]),
        "row": account.numbers,
        "folder_month": account.told_by_file([each.folder_month for each in deliveries]),
    }
    if source.time == _STICHTAG:
        days = [each.preamble.reference_date if each else None for each in tables]
        by_file = pd.Series(days, dtype="datetime64[s]")
        told[_STICHTAG] = spread(by_file, account.files.to_numpy(), account.text.index)
    if "verwaltung" not in source.fields:
        return told, nothing(account.text)
    told["verwaltung"], misplaced = owners(account, params)
    return told, misplaced


def _months(account: Account) -> pd.Series[str]:
    """Month by the row if the file has such a column, else by the file."""
    by_file = account.told_by_file([_file_month(each) for each in account.readings])
    if "month" not in account.text.columns:
        return by_file
    by_row = recode(account.text["month"], _month_text)
    return by_file.where(by_file != "", by_row.astype("str"))


def _file_month(reading: Reading) -> str:
    """Month of a file whose rows do not tell theirs."""
    if reading.period is None or reading.table is None or "month" in reading.table.columns:
        return ""
    return str(Month.of(reading.period[0]))


def _month_text(text: str) -> str:
    month = parse_month(text)
    return str(month) if month else text


@dataclass(frozen=True)
class _Words:
    """Translates the words of one column; others stay as they are."""

    words: dict[str, str]

    def __call__(self, text: str) -> str:
        return self.words.get(header_key(text), text)


def _translated(rows: pd.DataFrame, quelle: Quelle) -> pd.DataFrame:
    """Rows with the words replaced that the mapping translates, and its fixed values."""
    columns = {name: constant(value, rows.index) for name, value in quelle.fest.items()}
    for name in sorted(quelle.werte.keys() & set(rows.columns)):
        words = {header_key(word): value for word, value in quelle.werte[name].items()}
        columns[name] = recode(rows[name], _Words(words))
    return rows.assign(**columns)


def _problems(problems: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Problems of the contract as issues; a key that was judged is not reported twice."""
    twice = problems["index"].isin(judged.index) & (problems["column"] == "leistung_id")
    return problems[~twice].set_index("index").assign(detail="")
