"""Where answers are kept: as deliveries, each version beside the earlier ones, all recorded."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from takeup.errors import FetchError, UsageError
from takeup.fetch.client import Question
from takeup.fetch.verdict import Answer
from takeup.periods import Month
from takeup.store import Store, write_atomic

RECORD: Final = "abrufe.csv"
_COLUMNS: Final = (
    "file",
    "sha256",
    "bytes",
    "fetched_at",
    "idsite",
    "method",
    "period",
    "date",
    "status",
)


@dataclass(frozen=True)
class Place:
    """Where the answers about one thing lie: folder, and name without ending."""

    folder: Path
    stem: str

    def versions(self) -> list[Path]:
        """Return stored answers, oldest first; a version without time is the first one."""
        form = re.compile(re.escape(self.stem) + r"(?:_abruf-\d{8}T\d{6}Z)?\.json", re.ASCII)
        found = [path for path in self.folder.glob("*.json") if form.fullmatch(path.name)]
        return sorted(found, key=lambda path: path.stem)

    def next(self, now: datetime) -> Path:
        """Return where a new version goes; it never stands in for an older one."""
        if not self.versions():
            return self.folder / f"{self.stem}.json"
        return self.folder / f"{self.stem}_abruf-{now:%Y%m%dT%H%M%SZ}.json"


@dataclass(frozen=True)
class Archive:
    """The deliveries of real administrations and the record of what was fetched when.

    ``clock`` tells the time, aware, in UTC.
    """

    deliveries: Path
    record: Path
    clock: Callable[[], datetime]

    def place(self, verwaltung: str, month: Month, report: str, period: str) -> Place:
        """Where the answers about a month are kept."""
        stem = f"matomo_{report}_{period}_{month.first_day},{month.last_day}"
        return Place(self.deliveries / str(month) / verwaltung, stem)

    def keep(self, place: Place, question: Question, answer: Answer) -> str:
        """Store an answer unless it is the newest one already.

        Returns
        -------
        str
            ``unchanged``, ``new``, or ``changed`` if an earlier answer said something else.

        Raises
        ------
        FetchError
            If a version of this very second exists, the record is damaged, or the disk
            refuses.
        """
        try:
            return self._keep(place, question, answer)
        except OSError:
            file = f"data/deliveries/{self._name(place.folder / place.stem)}.json"
            raise FetchError("fetch_unwritable", file=file) from None

    def _keep(self, place: Place, question: Question, answer: Answer) -> str:
        versions = place.versions()
        if versions and versions[-1].read_bytes() == answer.content:
            return "unchanged"
        now = self.clock()
        path = place.next(now)
        if path.exists() or (versions and path.stem < versions[-1].stem):
            raise FetchError("fetch_clock", file=path.name)
        # Recorded first: a run that is killed in between leaves no file of unknown age.
        self._note(path, question, answer, now)
        write_atomic(path, answer.content)
        return "changed" if versions else "new"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.deliveries).as_posix()

    def _note(self, path: Path, question: Question, answer: Answer, now: datetime) -> None:
        file = self._name(path)
        asked = question.parameters
        row = {
            "file": file,
            "sha256": hashlib.sha256(answer.content).hexdigest(),
            "bytes": str(len(answer.content)),
            "fetched_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "idsite": asked.get("idSite", ""),
            "method": question.method,
            "period": asked.get("period", ""),
            "date": asked.get("date", ""),
            "status": str(answer.status),
        }
        rows = [each for each in self._rows() if each["file"] != file]
        write_atomic(self.record, _to_csv([*rows, row]))

    def _rows(self) -> list[dict[str, str]]:
        if not self.record.exists():
            return []
        try:
            with self.record.open(encoding="utf-8", newline="") as stream:
                head, *rows = csv.reader(stream, strict=True)
                named = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        except (ValueError, csv.Error):
            head, named = [], []
        if tuple(head) != _COLUMNS:
            raise FetchError("fetch_record_damaged", file=f"data/state/{self.record.name}")
        return named


def newest(place: Place, most_bytes: int) -> Any:
    """JSON of the newest stored answer; None if there is none that can be read."""
    versions = place.versions()
    try:
        if not versions or versions[-1].stat().st_size > most_bytes:
            return None
        return json.loads(versions[-1].read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


@contextmanager
def open_archive(store: Store, clock: Callable[[], datetime]) -> Iterator[Archive]:
    """Open the archive for one run; two at a time would lose lines of the record.

    Raises
    ------
    UsageError
        If another run fetches right now.
    """
    state = store.data / "state"
    state.mkdir(parents=True, exist_ok=True)
    with (state / ".abrufe.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError("fetch_locked") from None
        yield Archive(store.data / "deliveries", state / RECORD, clock)


def _to_csv(rows: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
