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
from takeup.sources.succession import Succession, choose, nothing_chosen


@dataclass(frozen=True)
class Settled:
    """Rows of a source (typed, index as in the account) and the account.

    ``frame`` are the accepted rows, ``first`` those known first, ``superseded`` those that
    gave way (:class:`takeup.sources.succession.Succession`).
    """

    source: Source
    frame: pd.DataFrame
    account: Account
    first: pd.DataFrame
    superseded: pd.DataFrame


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
        return _settled(source, account, nothing_chosen(source))
    account.reject_files()
    rows = convert(source, account, params)
    account.report(source.refuse(rows, params), quarantine=True)
    rows = account.still_open(rows)
    account.exclude(rows.index[_is_later(rows[source.time], month)], "after_report_month")
    chosen = choose(source, account, account.still_open(rows), params)
    rows = chosen.rows
    source.contract.check(rows)
    account.report(source.remark(rows, params), quarantine=False)
    if source.time != "reference_date":
        account.report(_outside(source, account, rows), quarantine=False)
    return _settled(source, account, chosen)


def _settled(source: Source, account: Account, chosen: Succession) -> Settled:
    return Settled(source, chosen.rows, account, chosen.first, chosen.superseded)


def _is_later(times: pd.Series, month: Month) -> pd.Series[bool]:
    return times > (str(month) if times.name == "month" else pd.Timestamp(month.last_day))


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
