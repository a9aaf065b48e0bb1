"""From text to accepted rows: one source, all its files at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from takeup.columns import spread
from takeup.intake.readings import Reading
from takeup.params import Params
from takeup.periods import Month
from takeup.sources.account import Account
from takeup.sources.conversion import convert
from takeup.sources.source import Source, issues


@dataclass(frozen=True)
class Settled:
    """Accepted rows of a source (typed, index as in the account) and the account."""

    source: Source
    frame: pd.DataFrame
    account: Account


def settle(
    source: Source, readings: Sequence[Reading], params: Params, month: Month
) -> Settled:
    """Convert, check and select the rows of one source.

    Parameters
    ----------
    source
        The source with its contract and checks.
    readings
        All files of this source, in the order of their paths.
    params
        Names, services and mappings.
    month
        Rows about a later time are excluded.

    Returns
    -------
    Settled
        Accepted rows keep the contract; all other rows are in the account.

    Raises
    ------
    ContractError
        If accepted rows break the contract: a programming error.
    """
    account = Account.open(readings)
    if account.text.empty:
        return Settled(source, source.no_rows(), account)
    account.reject_files()
    rows = convert(source, account, params)
    account.report(source.refuse(rows, params), quarantine=True)
    rows = account.still_open(rows)
    account.exclude(rows.index[_is_later(rows[source.time], month)], "after_report_month")
    rows = _one_per_key(source, account, account.still_open(rows))
    source.contract.check(rows)
    account.report(source.remark(rows, params), quarantine=False)
    if source.time != "reference_date":
        account.report(_outside(source, account, rows), quarantine=False)
    return Settled(source, rows, account)


def _is_later(times: pd.Series, month: Month) -> pd.Series[bool]:
    return times > (str(month) if times.name == "month" else pd.Timestamp(month.last_day))


def _one_per_key(source: Source, account: Account, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest row of every key.

    In one month's folders an identical row is a duplicate and a differing one a conflict; a
    row in a later folder supersedes the earlier ones.
    """
    key = list(source.contract.primary_key)
    if not rows.duplicated(key).any():
        return rows
    told = [name for name in rows.columns if name not in ("file", "sheet", "row")]
    repeated = rows.duplicated(told)
    account.exclude(rows.index[repeated], "duplicate")
    rows = rows[~repeated]
    conflict = rows.duplicated([*key, "folder_month"], keep=False)
    account.report(_conflicts(rows[conflict], key), quarantine=True)
    rows = rows[~conflict].sort_values("folder_month", kind="stable")
    older = rows.duplicated(key, keep="last")
    account.exclude(rows.index[older], "superseded")
    return rows[~older].sort_index()


def _conflicts(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Issues that show the whole key, not one column of it."""
    texts = rows[key].astype("str").itertuples(index=False, name=None)
    shown = rows.assign(key=pd.Series(map(" ".join, texts), index=rows.index, dtype="str"))
    return issues(shown, "key", "conflict", "").assign(column="")


def _outside(source: Source, account: Account, rows: pd.DataFrame) -> pd.DataFrame:
    """First row of each file about a time outside the file's period."""
    # A refused file has no period, and no rows either.
    periods = [each.period or (None, None) for each in account.readings]
    by_file = pd.DataFrame(periods, columns=["first", "last"]).apply(pd.to_datetime)
    files = account.files.loc[rows.index].to_numpy()
    first, last = (spread(by_file[name], files, rows.index) for name in ("first", "last"))
    times = pd.to_datetime(rows[source.time], format="%Y-%m")
    if source.time == "month":
        first = first.dt.to_period("M").dt.start_time
    is_outside = ((times < first) | (times > last)).to_numpy()
    number = pd.Series(files, index=rows.index)[is_outside].drop_duplicates()
    spans = by_file.loc[number].set_axis(number.index).astype("str")
    detail = spans["first"].str[:10] + " / " + spans["last"].str[:10]
    return issues(rows.loc[number.index], source.time, "outside_period", detail)
