"""A private folder for sockets and events: its path is short, and a dead owner's is swept."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "takeup-"
# A Unix socket's path has at most 104 bytes on every platform; ours is the folder and a name.
_LONGEST_PATH: Final = 104
_LONGEST_NAME: Final = 40
_SHORT_PLACE: Final = Path("/tmp")  # noqa: S108  only ours: mkdtemp makes it 0700


class PrivateFolder:
    """A folder that nobody else can enter, locked as long as its owner lives."""

    def __init__(self) -> None:
        """Make and lock a folder; remove those whose owners died."""
        place = _place()
        _sweep(place)
        self.path, self._lock = _make(place)

    def close(self) -> None:
        """Remove it with all that lies in it."""
        # The zygote removes the folder of a dead owner, so it may be gone.
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _place() -> Path:
    """Where temporary files lie, or a shorter place if that path is too long for a socket."""
    usual = Path(tempfile.gettempdir())
    return usual if len(os.fsencode(usual)) <= _LONGEST_PATH - _LONGEST_NAME else _SHORT_PLACE


def _make(place: Path) -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        lock = _locked(path)
        # Between the two lines another run may have taken it for a dead owner's.
        if lock is not None and path.exists():
            return path, lock


def _locked(path: Path) -> int | None:
    """Descriptor of the folder with its lock; None if somebody else has it."""
    descriptor = -1
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if descriptor >= 0:
            os.close(descriptor)
        return None
    return descriptor


def _sweep(place: Path) -> None:
    """Remove folders of owners that were killed before they could."""
    for path in place.glob(f"{_PREFIX}????????"):
        with suppress(FileNotFoundError):
            if path.lstat().st_uid != os.getuid():
                continue
        lock = _locked(path)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)
