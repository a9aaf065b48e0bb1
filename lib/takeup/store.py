"""Where things lie, and how a month is put in place whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from takeup.errors import DeliveryError, UsageError
from takeup.periods import Month

_CHUNK_BYTES = 1 << 20


def project_root() -> Path:
    """Folder of the project: ``TAKEUP_ROOT``, or the nearest one above with ``params``.

    Raises
    ------
    UsageError
        If the current folder does not lie in a project.
    """
    if named := os.environ.get("TAKEUP_ROOT"):
        return Path(named).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "params" / "settings.yml").is_file():
            return folder
    raise UsageError("no_project", folder=here.name)


@dataclass(frozen=True)
class Edition:
    """A month, and the day whose knowledge it is built from; None: all that is known."""

    month: Month
    stand: date | None = None

    def __str__(self) -> str:
        """Name of its folder below ``outputs``."""
        return f"{self.month}-stand-{self.stand}" if self.stand else str(self.month)


@dataclass(frozen=True)
class Store:
    """The folders of one project and one origin of data.

    ``sample`` tells whether the deliveries are the labelled sample: they are used only
    where no real ones lie, and what is derived from them is kept apart.
    """

    root: Path
    data: Path
    outputs: Path
    sample: bool

    @classmethod
    def open(cls) -> Store:
        """Find the folders; ``TAKEUP_DATA`` and ``TAKEUP_OUTPUTS`` move them."""
        root = project_root()
        data = Path(os.environ.get("TAKEUP_DATA") or root / "data").resolve()
        outputs = Path(os.environ.get("TAKEUP_OUTPUTS") or root / "outputs").resolve()
        real = data / "deliveries"
        has_real = real.is_dir() and any(path.is_file() for path in real.rglob("*"))
        return cls(root, data, outputs, sample=not has_real)

    @property
    def params(self) -> Path:
        """Facts that a human edits."""
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        """The report pages' notebooks."""
        return self.root / "notebooks"

    @property
    def muster(self) -> Path:
        """Sample deliveries."""
        return self.data / "muster"

    @property
    def deliveries(self) -> Path:
        """Deliveries in use: the real ones, or the sample where there are none."""
        return self.muster if self.sample else self.data / "deliveries"

    @property
    def staged(self) -> Path:
        """Typed rows as Parquet, with findings and quarantine."""
        return self._by_origin("staged")

    def staged_for(self, edition: Edition) -> Path:
        """Typed rows of a report: the usual ones, or those known on the day of a STAND."""
        return self.staged / str(edition) if edition.stand else self.staged

    @property
    def state(self) -> Path:
        """What must outlive a run: suppression register, ledger and archive of deliveries."""
        return self._by_origin("state")

    def archived(self, digest: str) -> Path:
        """Where the bytes of a delivered version are kept, by their hash."""
        return self.state / "archiv" / digest[:2] / digest

    def _by_origin(self, name: str) -> Path:
        return self.data / name / "muster" if self.sample else self.data / name

    def published(self, month: Month | Edition) -> Path:
        """Folder a month is published to; one for a STAND has its own."""
        return self.outputs / str(month)

    def months(self) -> tuple[str, ...]:
        """Months that were published, the latest first."""
        facts = self.outputs.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/daten/run.json")
        return tuple(sorted((path.parts[-3] for path in facts), reverse=True))

    def building(self, month: Month | Edition) -> Path:
        """Hidden folder a month is built in."""
        return self.outputs / f".{month}.building"

    def replaced(self, month: Month | Edition) -> Path:
        """Hidden folder that holds the previous month for the moment of the swap."""
        return self.outputs / f".{month}.replaced"

    def require_deliveries(self, month: Month) -> None:
        """Refuse a month for which nothing was delivered.

        Raises
        ------
        DeliveryError
            With the first and last month that hold deliveries.
        """
        months = sorted(path.name for path in self.deliveries.glob("????-??") if path.is_dir())
        if not months:
            raise DeliveryError("no_deliveries")
        if str(month) not in months:
            raise DeliveryError(
                "month_without_data", month=month, first=months[0], last=months[-1]
            )

    @contextmanager
    def lock(self, month: Month | Edition) -> Iterator[None]:
        """Keep a second run of the same month out; the system frees it if a run is killed.

        Raises
        ------
        UsageError
            If another run builds this month right now.
        """
        self.outputs.mkdir(parents=True, exist_ok=True)
        with (self.outputs / f".{month}.lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError("month_locked", month=month) from None
            yield

    @contextmanager
    def state_lock(self) -> Iterator[None]:
        """Wait until no other run, of whatever month, changes the ledger of deliveries."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    @contextmanager
    def build(self, month: Month | Edition) -> Iterator[Path]:
        """Folder to build a month in; it takes the month's place if all goes well.

        Raises
        ------
        UsageError
            If another run builds this month right now.
        """
        with self.lock(month):
            folder = self.begin(month)
            try:
                yield folder
                self.publish(month)
            finally:
                remove_tree(folder)

    def begin(self, month: Month | Edition) -> Path:
        """Make the folder a month is built in, after tidying up what a killed run left."""
        building, replaced = self.building(month), self.replaced(month)
        if replaced.exists() and not self.published(month).exists():
            replaced.rename(self.published(month))
        for leftover in (building, replaced):
            remove_tree(leftover)
        (building / "daten").mkdir(parents=True)
        return building

    def publish(self, month: Month | Edition) -> None:
        """Swap the built month into place.

        Two renames: a run killed between them is healed by the next :meth:`begin`.
        """
        target, replaced = self.published(month), self.replaced(month)
        if target.exists():
            target.rename(replaced)
        self.building(month).rename(target)
        remove_tree(replaced)


def remove_tree(folder: Path) -> None:
    """Remove a folder that may not exist."""
    if folder.exists():
        shutil.rmtree(folder)


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Content hash of a file, as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
