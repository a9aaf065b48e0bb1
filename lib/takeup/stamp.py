"""Which report the staged rows belong to: a stamp beside them.

Staged rows are those of the latest run, of whatever month. Without its own rows a report
cannot be recomputed, and other rows would show differences that are none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from takeup.store import sha256, write_atomic

FILE: Final = "bericht.json"
# Facts of a run that a report and its rows share.
_RUN: Final = ("month", "stand", "as_known", "sample", "commit")


def hashes_of(folder: Path) -> dict[str, str]:
    """Content hash of every staged file of a folder; those of other reports lie deeper."""
    paths = [*folder.glob("*.parquet"), *folder.glob("*/month=*/*.parquet")]
    return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(paths)}


def remove(folder: Path) -> None:
    """Say that the rows belong to no report yet."""
    (folder / FILE).unlink(missing_ok=True)


def write(folder: Path, run: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Say whose rows they were, once the report is in place.

    If another run has written its own rows since, ``files`` does not fit them, and neither
    report is taken for theirs.
    """
    facts = {"run": {name: run[name] for name in _RUN}, "files": dict(files)}
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(folder / FILE, f"{text}\n".encode())


def belongs(folder: Path, run: Mapping[str, Any]) -> bool:
    """Tell whether the rows of a folder are, unchanged, those a report was made from."""
    path = folder / FILE
    if not path.is_file():
        return False
    facts = json.loads(path.read_text(encoding="utf-8"))
    same_run = facts["run"] == {name: run.get(name) for name in _RUN}
    return bool(same_run and facts["files"] == hashes_of(folder))
