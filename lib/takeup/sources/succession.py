"""Which row of a key counts: duplicates, conflicts, corrections; and what came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from takeup.columns import recode, spread
from takeup.intake.findings import Finding
from takeup.intake.readings import Reading
from takeup.params import Params
from takeup.sources.account import Account
from takeup.sources.source import Source, issues

_ORIGIN: Final = ("file", "sheet", "row")
_SUPERSEDED: Final = {
    "file": "str",
    "sheet": "str",
    "row": "Int64",
    "source": "str",
    "superseded_by": "str",
    "key": "str",
    "content": "str",
}


@dataclass(frozen=True)
class Succession:
    """What counts of the rows of a source, and what others had to give way.

    Attributes
    ----------
    rows
        The row that counts of every key.
    first
        Per key the row delivered first in the folders up to its own month; it may be one
        that does not count any more. Keys delivered later have none.
    superseded
        One row per row that gave way: ``file``, ``sheet``, ``row``, ``source``,
        ``superseded_by`` (file; empty if its delivery was withdrawn), ``key``, ``content``
        (cells by header, JSON).
    """

    rows: pd.DataFrame
    first: pd.DataFrame
    superseded: pd.DataFrame


def choose(source: Source, account: Account, rows: pd.DataFrame, params: Params) -> Succession:
    """Choose the row of every key.

    A row in a later month's folder takes the place of the earlier ones. In one month's
    folders an identical row is a duplicate, and a differing one a conflict; where the mapping
    says ``korrektur: neueste`` the file received last wins instead. Bytes that were
    delivered before change nothing, wherever they lie, unless the newest counts and others
    came between: then a server says again what it said at first.

    Parameters
    ----------
    source
        The source with its key.
    account
        Receives what is excluded and reported.
    rows
        Rows that may count, by the contract; index as in the account.
    params
        The mappings.
    """
    key = list(source.contract.primary_key)
    is_past = np.array([each.delivery.past != "" for each in account.readings])
    rivals = rows.duplicated(key, keep=False) | is_past[account.files.loc[rows.index]]
    # Rows without a rival are the rule, and there may be a million of them.
    alone = rows[~rivals] if rivals.any() else rows
    first = _in_time(source, _of_first_versions(account, alone))
    if len(alone) == len(rows):
        return Succession(rows, first, no_superseded())
    chosen = _among_rivals(source, account, _with_delivery(account, rows[rivals], params))
    return Succession(
        rows=pd.concat([alone, chosen.rows[rows.columns]]).sort_index(),
        first=pd.concat([first, chosen.first[rows.columns]]).sort_index(),
        superseded=chosen.superseded,
    )


def _among_rivals(source: Source, account: Account, known: pd.DataFrame) -> Succession:
    """Choose among rows that share their key, and those of versions that count no more."""
    key = list(source.contract.primary_key)
    past = known[known["_past"] != ""]
    for rule, gone in past.groupby("_past"):
        account.exclude(gone.index, str(rule))
    known = known[known["_past"] == ""].sort_values("_received", kind="stable")
    known = _without_duplicates(account, known, key)
    known = _without_conflicts(account, known, key)
    ordered = known.sort_values(["folder_month", "_turn"], kind="stable")
    older = ordered.duplicated(key, keep="last")
    account.exclude(ordered.index[older], "superseded")
    now = ordered[~older].sort_index()
    gave_way = pd.concat([ordered[older], past]).sort_index()
    return Succession(
        rows=now,
        first=_first(source, pd.concat([past, _of_first_versions(account, known)])),
        superseded=_superseded(source, account, gave_way, now),
    )


def _with_delivery(account: Account, rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Add what the rows' deliveries tell: time of receipt, hash, turn, whether they count."""

    def told(values: Sequence[str]) -> pd.Series[str]:
        return account.told_by_file(values).loc[rows.index]

    deliveries = [each.delivery for each in account.readings]
    return rows.assign(
        _received=told([each.received for each in deliveries]),
        _past=told([each.past for each in deliveries]),
        _sha256=told([each.sha256 for each in account.readings]),
        _turn=told([_turn(each, params) for each in account.readings]),
    )


def _turn(reading: Reading, params: Params) -> str:
    """Order within one month's folder; empty where differing rows are a conflict."""
    quelle = params.quellen[reading.mapping] if reading.mapping else None
    if quelle is None or quelle.korrektur != "neueste":
        return ""
    # The name of a later answer of Matomo ends in its time, also where all files are copies.
    name = reading.delivery.name if quelle.format == "matomo-json" else ""
    return f"{reading.delivery.received} {name}".strip()


def _without_duplicates(account: Account, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    told = [name for name in rows.columns if name not in (*_ORIGIN, "_received", "_sha256")]
    repeated = rows.duplicated(told)
    content = [name for name in told if name not in ("folder_month", "_turn")]
    again = rows.duplicated([*content, "_sha256"])
    again &= ~rows.index.isin(_said_again(rows, again, key))
    account.exclude(rows.index[repeated | again], "duplicate")
    _report_same_files(account, rows[again])
    return rows[~(repeated | again)]


def _said_again(rows: pd.DataFrame, again: pd.Series[bool], key: list[str]) -> pd.Index[int]:
    """Repeated rows of newest-wins files that others of their key came before."""
    repeated = rows[again & (rows["_turn"] != "")]
    keys = pd.MultiIndex.from_frame(repeated[key])
    rivals = rows[pd.MultiIndex.from_frame(rows[key]).isin(keys)]
    ordered = rivals.sort_values(["folder_month", "_received"], kind="stable")
    before = ordered.groupby(key)["_sha256"].shift()
    changed = ordered.index[(before != ordered["_sha256"]).to_numpy()]
    return repeated.index.intersection(changed)


def _report_same_files(account: Account, again: pd.DataFrame) -> None:
    """Tell which files hold bytes that another file of the administration held before."""
    first: dict[tuple[str, str], Reading] = {}
    for reading in sorted(account.readings, key=lambda each: each.delivery.received):
        if not reading.delivery.past:
            first.setdefault((reading.delivery.verwaltung, reading.sha256), reading)
    for file in sorted(account.files.loc[again.index].unique()):
        reading = account.readings[file]
        twin = first[reading.delivery.verwaltung, reading.sha256]
        if twin is not reading:
            finding = Finding("same_file", raw=twin.delivery.file)
            account.findings.append((reading.origin, finding))


def _without_conflicts(account: Account, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Set aside the rows of which none is the newer one."""
    place = [*key, "folder_month"]
    rivals = rows[rows.duplicated(place, keep=False)]
    # One file that does not say which row is newer leaves the whole key open.
    turnless = rivals.loc[rivals["_turn"] == "", place]
    is_open = pd.MultiIndex.from_frame(rivals[place]).isin(pd.MultiIndex.from_frame(turnless))
    tied = rivals[is_open | rivals.duplicated([*place, "_turn"], keep=False)]
    texts = _keys(tied, key)
    found = issues(tied.assign(key=texts), "key", "conflict", "").assign(column="")
    account.report(found.sort_index(), quarantine=True)
    return rows[~rows.index.isin(tied.index)]


def _keys(rows: pd.DataFrame, key: list[str]) -> pd.Series[str]:
    """Whole key of each row as one text."""
    first, *others = (_texts(rows[name]) for name in key)
    for text in others:
        first = first + " " + text
    return first


def _first(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows known first, if they came in the folders up to their own month."""
    in_time = _in_time(source, rows)
    ordered = in_time.sort_values(["folder_month", "_received"], kind="stable")
    return ordered.drop_duplicates(list(source.contract.primary_key)).sort_index()


def later_versions(readings: Sequence[Reading]) -> np.ndarray:
    """Flag the files that took the place of an earlier version of themselves."""
    past = {each.delivery.file for each in readings if each.delivery.past == "superseded"}
    overwritten = {file.rpartition("@")[0] for file in past}
    return np.array([each.delivery.file in overwritten for each in readings], dtype=bool)


def _of_first_versions(account: Account, rows: pd.DataFrame) -> pd.DataFrame:
    later = later_versions(account.readings)
    if not later.any():
        return rows
    return rows[~later[account.files.loc[rows.index].to_numpy()]]


def _in_time(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    if source.time == "reference_date":
        return rows
    times, known = pd.factorize(rows[source.time])
    folders, names = pd.factorize(rows["folder_month"])
    months = months_of(pd.Series(known)).to_numpy()
    # Of a million rows, each pair of a folder and a month is compared once.
    came = (np.asarray(names)[:, None] <= months[None, :])[folders, times]
    return rows if came.all() else rows[came]


def months_of(times: pd.Series) -> pd.Series[str]:
    """Month ``yyyy-mm`` of days or months; of a million rows, each time is written once."""
    return _texts(times, len("yyyy-mm"))


def _texts(values: pd.Series, length: int | None = None) -> pd.Series[str]:
    codes, known = pd.factorize(values)
    return spread(pd.Series(known).astype("str").str[:length], codes, values.index)


def _superseded(
    source: Source, account: Account, gave_way: pd.DataFrame, now: pd.DataFrame
) -> pd.DataFrame:
    if gave_way.empty:
        return no_superseded()
    key = list(source.contract.primary_key)
    winners = gave_way[key].merge(now[[*key, "file"]], on=key, how="left")["file"]
    # A version that was overwritten gave way to the file as a whole, also where rows are gone.
    own = recode(gave_way["file"], lambda file: file.rpartition("@")[0]).astype("str")
    own = own.where(gave_way["_past"] == "superseded", "")
    told = account.delivered(gave_way.index.tolist()).assign(
        source=source.name,
        superseded_by=winners.set_axis(gave_way.index).fillna(own),
        key=_keys(gave_way, key),
    )
    return told[list(_SUPERSEDED)].astype(_SUPERSEDED).reset_index(drop=True)


def nothing_chosen(source: Source) -> Succession:
    """Return the succession of a source without deliveries."""
    rows = source.no_rows()
    return Succession(rows, rows, no_superseded())


@cache
def no_superseded() -> pd.DataFrame:
    """Return the table of superseded rows without rows."""
    return pd.DataFrame(columns=list(_SUPERSEDED)).astype(_SUPERSEDED)
