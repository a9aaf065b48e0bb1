"""Delivered text to typed rows: columns completed, keys judged, words translated, cast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from takeup.intake.months import parse_month
from takeup.intake.names import header_key
from takeup.intake.readings import Reading
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.account import Account
from takeup.sources.leistungen import Keys, judge_all
from takeup.sources.source import Source, nothing

_GERMAN_DAY = "%d.%m.%Y"


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
    text, judged = _completed(source, account, params)
    account.report(judged[judged["rule"] != "old_key"], quarantine=True)
    account.report(judged[judged["rule"] == "old_key"], quarantine=False)
    frames = []
    mappings = account.told_by_file([each.mapping for each in account.readings])
    for name in sorted(mappings.unique()):
        quelle = params.quellen[name]
        rows = _translated(text[mappings == name], quelle)
        cast = source.contract.cast(rows, quelle.formats)
        account.report(_problems(cast.problems, judged), quarantine=True)
        frames.append(cast.frame)
    frame = pd.concat(frames).sort_index()
    # An empty text is a text: NA would split groups and keys.
    texts = [each.name for each in source.contract.fields if each.type == "string"]
    return account.still_open(frame.assign(**{name: frame[name].fillna("") for name in texts}))


def _completed(
    source: Source, account: Account, params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Text of every contract field, and issues about keys of services."""
    told = _told_by_file(account)
    columns = {name: told.get(name, account.column(name)) for name in sorted(source.fields)}
    if "month" in source.fields:
        columns["month"] = _months(account)
    judged = nothing(account.text)
    if "leistung_id" in source.fields:
        names = account.column("name" if "name" in source.fields else "leistung_name")
        keys = Keys.of(params.leistungen)
        columns["leistung_id"], judged = judge_all(columns["leistung_id"], names, keys)
    return pd.DataFrame(columns, index=account.text.index).astype("str"), judged


def _told_by_file(account: Account) -> dict[str, pd.Series[str]]:
    """Columns that the file tells, not the row."""
    deliveries = [each.delivery for each in account.readings]
    tables = [each.table for each in account.readings]
    days = [each.preamble.reference_date if each else None for each in tables]
    told = {
        "verwaltung": [each.verwaltung for each in deliveries],
        "file": [each.file for each in deliveries],
        "folder_month": [each.folder_month for each in deliveries],
        "sheet": [each.sheet if each else "" for each in tables],
        "reference_date": [day.strftime(_GERMAN_DAY) if day else "" for day in days],
    }
    columns = {name: account.told_by_file(values) for name, values in told.items()}
    return columns | {"row": account.numbers.astype("str")}


def _months(account: Account) -> pd.Series[str]:
    """Month by the row if the file has such a column, else by the file."""
    by_file = account.told_by_file([_file_month(each) for each in account.readings])
    by_row = _by_value(account.column("month"), _month_text)
    return by_file.where(by_file != "", by_row)


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
    """Rows with the words replaced that the mapping translates."""
    columns = {}
    for name in sorted(quelle.werte.keys() & set(rows.columns)):
        words = {header_key(word): value for word, value in quelle.werte[name].items()}
        columns[name] = _by_value(rows[name], _Words(words))
    return rows.assign(**columns)


def _by_value(column: pd.Series[str], change: Callable[[str], str]) -> pd.Series[str]:
    """Change each distinct text once."""
    return column.map({text: change(text) for text in column.unique()}).astype("str")


def _problems(problems: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Problems of the contract as issues; a key that was judged is not reported twice."""
    twice = problems["index"].isin(judged.index) & (problems["column"] == "leistung_id")
    return problems[~twice].set_index("index").assign(detail="")
