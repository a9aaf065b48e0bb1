"""Taking stock of the delivery folders: what is new, what is kept, what counts on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from takeup import ledger
from takeup.errors import DeliveryError
from takeup.intake.findings import FileRefusedError, Finding, Origin
from takeup.intake.folders import Delivery, Found, Tree, walk
from takeup.intake.readings import may_be_kept
from takeup.intake.sniff import read_plain
from takeup.params import Params
from takeup.periods import Month
from takeup.store import Store, sha256, write_atomic

# Written by the Matomo client: which file it stored when.
RETRIEVALS: Final = "abrufe.csv"
_PRESENT: Final = [
    "file",
    "sha256",
    "bytes",
    "received",
    "received_from",
    "verwaltung",
    "folder_month",
]


@dataclass(frozen=True)
class Stock:
    """What the delivery folders hold and ever held: the tree now, and the ledger."""

    store: Store
    tree: Tree
    ledger: pd.DataFrame

    @cached_property
    def entered(self) -> frozenset[str]:
        """Files of which the ledger knows a version."""
        return frozenset(self.ledger["file"])


def take_stock(store: Store, params: Params, now: datetime) -> Stock:
    """Bring the ledger up to date and keep the bytes of every version that is new.

    Parameters
    ----------
    store
        Where things lie.
    params
        Administrations, and mappings: a file that none covers, or that may hold personal
        data, is neither opened nor kept.
    now
        The moment of looking.
    """
    tree = walk(store.deliveries, params.verwaltungen)
    path = store.state / ledger.FILE
    with store.state_lock():
        retrievals = _retrievals(store.state / RETRIEVALS)
        rows, unread = [], []
        for delivery in tree.deliveries:
            covered = may_be_kept(delivery.name, params.quellen)
            row = _kept(store, delivery, retrievals) if covered else None
            if row is None:
                unread.append(delivery.file)
            else:
                rows.append(row)
        present = pd.DataFrame(rows, columns=_PRESENT).astype(
            {name: ledger.COLUMNS[name] for name in _PRESENT}
        )
        known = ledger.observe(
            ledger.read(path), present, frozenset(unread), ledger.moment(now)
        )
        _write(path, known)
    return Stock(store, tree, known)


def _write(path: Path, known: pd.DataFrame) -> None:
    content = ledger.to_bytes(known)
    if not path.is_file() or path.read_bytes() != content:
        write_atomic(path, content)


def _kept(
    store: Store, delivery: Delivery, retrievals: dict[tuple[str, str], str]
) -> tuple[object, ...] | None:
    """One present file for the ledger, its bytes in the archive; None if it cannot be read."""
    try:
        modified = delivery.path.stat().st_mtime
        content = read_plain(delivery.path)
    except (OSError, FileRefusedError):
        return None
    digest = hashlib.sha256(content).hexdigest()
    copy = store.archived(digest)
    if not copy.is_file():
        write_atomic(copy, content)
    retrieved = retrievals.get((delivery.file, digest), "")
    received = retrieved or ledger.moment(datetime.fromtimestamp(modified, UTC))
    origin = "abruf" if retrieved else "datei"
    place = (delivery.verwaltung, delivery.folder_month)
    return (delivery.file, digest, len(content), received, origin, *place)


def _retrievals(path: Path) -> dict[tuple[str, str], str]:
    """Moment of each retrieval the Matomo client noted, by file and hash."""
    if not path.is_file():
        return {}
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
        rows = rows[["file", "sha256", "fetched_at"]]
    except (KeyError, ValueError) as error:
        raise DeliveryError("state_broken", file=path.name) from error
    noted = {}
    for row in rows.itertuples():
        try:
            fetched = datetime.fromisoformat(str(row.fetched_at))
        except ValueError:
            continue
        if fetched.tzinfo is not None:
            noted[str(row.file), str(row.sha256)] = ledger.moment(fetched)
    return noted


def known_on(stock: Stock, month: Month, stand: date | None) -> Tree:
    """Deliveries a report rests on, and what became of the others.

    Parameters
    ----------
    stock
        Tree and ledger.
    month
        Report month.
    stand
        Only versions received until the end of this day count, as they were then; None
        means all that lie there now.

    Returns
    -------
    Tree
        Deliveries in the order of their paths, with the first version of those that were
        overwritten or withdrawn; findings about the folders and about these versions.

    Raises
    ------
    DeliveryError
        If nothing of the month had been received by that day.
    """
    until = ledger.end_of(stand) if stand else ""
    if until:
        _require_received(stock.ledger, month, until)
    versions = ledger.versions(stock.ledger, until)
    chosen = [*_beside(stock, until), *_located(stock, versions)]
    whole = [_is_whole(stock, each) for each in chosen]
    there = [each for each, is_whole in zip(chosen, whole, strict=True) if is_whole]
    lost = [
        (Origin(each.file, verwaltung=each.verwaltung), Finding("version_lost", raw=each.name))
        for each, is_whole in zip(chosen, whole, strict=True)
        if not is_whole
    ]
    return Tree(
        tuple(sorted(there, key=lambda each: each.file.split("/"))),
        [*stock.tree.findings, *lost, *_changes(versions)],
        stand or _newest(there),
    )


def _is_whole(stock: Stock, delivery: Delivery) -> bool:
    """Whether a file is there and, in the archive, still what its name says."""
    path = delivery.path
    in_archive = path == stock.store.archived(path.name)
    return path.exists() and (not in_archive or sha256(path) == path.name)


def _newest(deliveries: Sequence[Delivery]) -> date | None:
    """Day of the last receipt; None if nothing was received."""
    received = [each.received for each in deliveries if each.received]
    return ledger.day_of(max(received)) if received else None


def _require_received(known: pd.DataFrame, month: Month, until: str) -> None:
    """Refuse a day on which nothing of the month had been received."""
    received = known.loc[known["folder_month"] == str(month), "received"]
    if len(received) and received.min() > until:
        first = ledger.day_of(received.min())
        raise DeliveryError("stand_before_deliveries", month=month, first=first)


def _beside(stock: Stock, until: str) -> Iterator[Delivery]:
    """Files that are not in the ledger, because none may open them: they are reported."""
    for delivery in stock.tree.deliveries:
        if delivery.file not in stock.entered:
            time = datetime.fromtimestamp(delivery.path.lstat().st_mtime, UTC)
            if not until or ledger.moment(time) <= until:
                yield delivery


def _located(stock: Stock, versions: pd.DataFrame) -> Iterator[Delivery]:
    """Where the bytes of each version lie: in the delivery folder, or in the archive."""
    newest = stock.ledger.drop_duplicates("file", keep="last").index
    lying = {each.file: each.path for each in stock.tree.deliveries}
    places = versions[["file", "sha256", "verwaltung", "folder_month", "received", "past"]]
    for index, file, digest, verwaltung, folder_month, received, past in places.itertuples():
        path = lying.get(file) if index in newest else None
        yield Delivery(
            path or stock.store.archived(digest),
            f"{file}@{received}" if past else file,
            verwaltung,
            folder_month,
            received,
            past,
            file.rsplit("/", 1)[-1],
        )


def _changes(versions: pd.DataFrame) -> Found:
    """Files that were overwritten in place or are gone."""
    now = versions[versions["past"] == ""].set_index("file")["received"]
    found: Found = []
    for row in versions[versions["past"] != ""].to_dict("records"):
        file, received = row["file"], [row["received"], *now[now.index == row["file"]]]
        rule = "changed_in_place" if row["past"] == "superseded" else "withdrawn"
        told = " / ".join(f"{ledger.day_of(each):%d.%m.%Y}" for each in received)
        origin = Origin(file, row["sha256"], row["source"], row["verwaltung"])
        found.append((origin, Finding(rule, raw=file.rsplit("/", 1)[-1], detail=told)))
    return found


def learn(stock: Stock, files: pd.DataFrame) -> None:
    """Enter into the ledger on disk what a run found out.

    Parameters
    ----------
    stock
        Where the ledger lies.
    files
        The balance of the run (:class:`takeup.sources.staged.Staged`).
    """
    path = stock.store.state / ledger.FILE
    with stock.store.state_lock():
        _write(path, ledger.learn(ledger.read(path), files[files["received"] != ""]))
