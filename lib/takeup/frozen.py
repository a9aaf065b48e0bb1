"""Statuses of the project on disk: what was said with the first report after the deadline.

One file per month. It is written once and never changed: a later report of the month shows
beside it what the data say then. A hash tells whether somebody changed it by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from takeup.errors import DeliveryError
from takeup.store import write_atomic

FOLDER: Final = "projektstatus"
_HASH: Final = "sha256"


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Frozen statuses by month; empty before the first one.

    Raises
    ------
    DeliveryError
        If a file was damaged or changed.
    """
    found = {}
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            is_whole = content.pop(_HASH) == _hash(content)
            rows = pd.DataFrame(content["rows"])
        except (KeyError, ValueError, AttributeError, TypeError):
            is_whole = False
        if not is_whole:
            raise DeliveryError("state_broken", file=f"{folder.name}/{path.name}")
        found[path.stem] = rows
    return found


def freeze(folder: Path, month: str, status: pd.DataFrame) -> None:
    """Keep the status of a month, unless there is one already."""
    path = folder / f"{month}.json"
    if path.exists():
        return
    rows = status.astype("object").where(status.notna(), None)
    content = {"month": month, "rows": rows.to_dict("records")}
    whole = {**content, _HASH: _hash(content)}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(path, f"{text}\n".encode())


def _hash(content: Mapping[str, Sequence[Any] | str]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
