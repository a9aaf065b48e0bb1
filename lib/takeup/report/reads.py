"""What a page read of the published tables, and whether it would read the same again.

A page is a function of the code, the parameters and what it read. Which rows it reads it
decides by what it has read so far, so if all of that is unchanged, so is the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pandas as pd

from takeup.publication.rows import VALUE, Places, Read

# How a kernel tells what was read.
READS_MIME: Final = "application/vnd.takeup.reads+json"


@dataclass(frozen=True)
class Digests:
    """Content of whatever could be read of a published month, as hashes.

    ``tables`` are the published ones; ``values`` what is drawn from all administrations, by
    its name.
    """

    tables: Mapping[str, pd.DataFrame]
    values: Mapping[str, object]
    _rows: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _places(self) -> Places:
        return Places(self.tables)

    def of(self, reads: Iterable[Read]) -> dict[Read, str]:
        """Hash of the content of each read."""
        return {each: self._digest(each) for each in reads}

    def _digest(self, read: Read) -> str:
        if read.table == VALUE:
            return _short(repr(self.values[read.where[0][0]]).encode())
        if read.table not in self.tables:
            return ""
        return _short(self._row_hashes(read.table)[self._places.of(read)].tobytes())

    def _row_hashes(self, table: str) -> Any:
        if table not in self._rows:
            frame = self.tables[table]
            self._rows[table] = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        return self._rows[table]


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
