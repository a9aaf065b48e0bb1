"""The file an analyst names, opened: only a plain file, never one with personal data."""

from __future__ import annotations

import stat
from pathlib import Path

from takeup.errors import UsageError
from takeup.inspection.reading import Place, Upload
from takeup.intake import sniff
from takeup.intake.findings import FileRefusedError, Finding, shown
from takeup.intake.readings import refuse_personal
from takeup.params import Params
from takeup.periods import Month


def named(path: Path) -> Upload:
    """Name of a file without its content; bytes that are no text are written out."""
    name, file = (
        shown(text.encode("utf-8", "backslashreplace").decode("utf-8"))
        for text in (path.name, str(path))
    )
    return Upload(name, file)


def opened(path: Path, params: Params) -> Upload:
    """Read a file within the limits.

    Raises
    ------
    UsageError
        If there is no such file.
    FileRefusedError
        If it is no plain file, is empty or too large, or must not be read.
    """
    upload = named(path)
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("inspect_missing", file=upload.file) from None
    except (OSError, ValueError) as error:
        raise FileRefusedError(Finding("unreadable", raw=type(error).__name__)) from error
    if stat.S_ISLNK(mode) or not stat.S_ISREG(mode):
        rule = "symlink" if stat.S_ISLNK(mode) else "not_a_file"
        raise FileRefusedError(Finding(rule, raw=upload.name))
    refuse_personal(upload.name, params.quellen.values())
    content = sniff.read_bytes(path)
    return Upload(upload.name, upload.file, content, len(content))


def place_of(path: Path, params: Params) -> Place:
    """Administration and month of a file that lies in ``<month>/<verwaltung>/``."""
    folder = path.absolute().parent
    if folder.name not in params.verwaltungen:
        return Place()
    try:
        return Place(folder.name, Month.parse(folder.parent.name))
    except UsageError:
        return Place()
