"""The ledger of deliveries: every version of every file, when it came, what became of it.

A version counts from its receipt until another takes its place under the same name or the
file is gone. Rows are only ever added: a receipt that was written once never changes, so a
month can be built again as it was known on any day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from takeup.errors import DeliveryError
from takeup.periods import ZONE

FILE: Final = "lieferungen.csv"
COLUMNS: Final = {
    "file": "str",
    "sha256": "str",
    "bytes": "Int64",
    "received": "str",
    "received_from": "str",
    "recorded": "str",
    "verwaltung": "str",
    "source": "str",
    "mapping": "str",
    "folder_month": "str",
    "period_first": "str",
    "period_last": "str",
    "rows_in": "Int64",
    "accepted": "Int64",
    "supersedes": "str",
    "withdrawn": "str",
}
# What a run finds out about a version; all else is fixed when the version is first seen.
FACTS: Final = (
    "source",
    "mapping",
    "period_first",
    "period_last",
    "rows_in",
    "accepted",
    "supersedes",
)
_HASH: Final = "[0-9a-f]{64}"
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def moment(time_of_it: datetime) -> str:
    """Write an aware time as the ledger does: UTC, whole seconds; such texts sort by time."""
    return time_of_it.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def end_of(day: date) -> str:
    """Last second of a day where deliveries arrive."""
    return moment(datetime.combine(day, time(23, 59, 59), ZONE))


def day_of(received: str) -> date:
    """Day of a receipt where deliveries arrive."""
    return datetime.strptime(received, _FORM).replace(tzinfo=UTC).astimezone(ZONE).date()


def read(path: Path) -> pd.DataFrame:
    """Read the ledger, one row per version in order of file and receipt; empty at first.

    Raises
    ------
    DeliveryError
        If the file was damaged or saved by another program.
    """
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    try:
        texts = pd.read_csv(path, dtype="str", keep_default_na=False)
        return _typed(texts)
    except (KeyError, ValueError) as error:
        raise DeliveryError("state_broken", file=path.name) from error


def _typed(texts: pd.DataFrame) -> pd.DataFrame:
    """Ledger from text; ValueError where a hash, which names a file, or a time is none."""
    numbers = [name for name, kind in COLUMNS.items() if kind != "str"]
    counts = {name: pd.to_numeric(texts[name].replace("", pd.NA)) for name in numbers}
    known = texts.assign(**counts)[list(COLUMNS)].astype(COLUMNS)
    broken = known.loc[~known["sha256"].str.fullmatch(_HASH), "sha256"]
    if len(broken):
        raise ValueError(broken.iloc[0])
    for received in known["received"].unique():
        day_of(received)
    return known


def to_bytes(ledger: pd.DataFrame) -> bytes:
    """Ledger as CSV; the same versions give the same bytes."""
    text: str = ledger[list(COLUMNS)].to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def observe(
    ledger: pd.DataFrame, present: pd.DataFrame, unread: frozenset[str], now: str
) -> pd.DataFrame:
    """Enter what lies in the delivery folders now.

    Parameters
    ----------
    ledger
        Versions known so far.
    present
        Files that lie there: ``file``, ``sha256``, ``bytes``, ``received``,
        ``received_from`` (abruf: the retrieval was noted; datei: time of the file),
        ``verwaltung``, ``folder_month``.
    unread
        Files that lie there but could not be read: they are not gone.
    now
        The moment of looking.

    Returns
    -------
    DataFrame
        The ledger with a row for every new version; versions that are gone have the moment
        under ``withdrawn``.
    """
    newest = ledger.drop_duplicates("file", keep="last").set_index("file")
    same = present["file"].map(newest["sha256"]).eq(present["sha256"])
    there = present["file"].map(newest["withdrawn"]).eq("")
    new = present[~(same & there)]
    entered = _entered(new, newest, now, last_look=max(ledger["recorded"], default=""))
    last = ~ledger.duplicated("file", keep="last") & (ledger["withdrawn"] == "")
    lost = last & ~ledger["file"].isin([*present["file"], *unread])
    ledger = ledger.assign(withdrawn=ledger["withdrawn"].mask(lost, now))
    grown = pd.concat([ledger, entered], ignore_index=True).astype(COLUMNS)
    return grown.sort_values(["file", "received"], kind="stable", ignore_index=True)


def _entered(
    new: pd.DataFrame, newest: pd.DataFrame, now: str, *, last_look: str
) -> pd.DataFrame:
    """Rows of new versions, with the moment each was received and how that is known."""
    claims = zip(new["received"], new["received_from"], strict=True)
    receipts = [_receipt(claim, origin, (now, last_look)) for claim, origin in claims]
    received = pd.Series([each for each, _ in receipts], index=new.index, dtype="str")
    received_before, withdrawn = newest["received"], newest["withdrawn"]
    ended = withdrawn.where(withdrawn > received_before, received_before)
    before = pd.Series([ended.get(file, "") for file in new["file"]], new.index, dtype="str")
    # A version cannot be older than the one it replaces, whatever its own time says.
    behind = received <= before
    received = received.where(~behind, before.map(lambda each: max(now, _next(each))))
    told = pd.Series([each for _, each in receipts], index=new.index, dtype="str")
    rows = new.assign(
        received=received, received_from=told.mask(behind, "fund"), recorded=now, withdrawn=""
    )
    texts = [name for name in FACTS if COLUMNS[name] == "str"]
    filled = rows.reindex(columns=list(COLUMNS))
    return filled.assign(**dict.fromkeys(texts, "")).astype(COLUMNS)


def _receipt(claimed: str, origin: str, looks: tuple[str, str]) -> tuple[str, str]:
    """Believe a noted retrieval; a file's own time only if the last look could not see it."""
    now, last_look = looks
    if origin == "abruf" or not last_look or claimed > last_look:
        return min(claimed, now), origin
    return now, "fund"


def _next(received: str) -> str:
    """Return the second after a receipt: versions of a file are told apart by it."""
    if not received:
        return ""
    return moment(datetime.strptime(received, _FORM).replace(tzinfo=UTC) + timedelta(seconds=1))


def versions(ledger: pd.DataFrame, until: str = "") -> pd.DataFrame:
    """Versions that a report looks at.

    Parameters
    ----------
    ledger
        All versions.
    until
        Only what was received by this moment; all if empty.

    Returns
    -------
    DataFrame
        Ledger rows with ``past``: empty for the version of a file that counts; the first
        version of a file that does not count any more is ``superseded`` or ``withdrawn``.
    """
    known = ledger[(ledger["received"] <= until) | (until == "")]
    gone = (known["withdrawn"] != "") & ((known["withdrawn"] <= until) | (until == ""))
    counts = ~known.duplicated("file", keep="last") & ~gone
    now = known[counts].set_index("file")["sha256"]
    first = ~known.duplicated("file") & (known["file"].map(now) != known["sha256"])
    past = pd.Series("superseded", index=known.index, dtype="str")
    past = past.where(known["file"].isin(now.index), "withdrawn").mask(counts, "")
    return known.assign(past=past)[counts | first]


def learn(ledger: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Enter what a run found out about the versions it counted.

    Parameters
    ----------
    ledger
        All versions.
    facts
        One row per version: ``file``, ``received`` and the columns of ``FACTS``.
    """
    keys = ["file", "received"]
    told = facts.set_index(keys)[list(FACTS)]
    places = pd.MultiIndex.from_frame(ledger[keys])
    seen = places.isin(told.index)
    values = told.reindex(places).set_axis(ledger.index)
    columns = {name: ledger[name].mask(seen, values[name]) for name in FACTS}
    return ledger.assign(**columns).astype(COLUMNS)
