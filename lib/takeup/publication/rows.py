"""Rows of the published tables: which ones are meant, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

Where = tuple[tuple[str, tuple[str, ...]], ...]
# Stands for a table where a value over all administrations was read instead of rows.
VALUE: Final = "="
_NO_ROWS: Final = np.array([], dtype=np.intp)


@dataclass(frozen=True, order=True)
class Read:
    """Rows of a table in which each named column holds one of some values."""

    table: str
    where: Where = ()

    @classmethod
    def of(cls, table: str, where: Mapping[str, str | tuple[str, ...]]) -> Read:
        """Read of the rows in which columns hold a value, or one of several."""
        parts = {
            name: (said,) if isinstance(said, str) else said for name, said in where.items()
        }
        return cls(
            table, tuple(sorted((name, tuple(sorted(said))) for name, said in parts.items()))
        )

    @classmethod
    def value(cls, name: str) -> Read:
        """Read of a value that is drawn from the rows of all administrations."""
        return cls(VALUE, ((name, ()),))

    def mask(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Tell the rows of the table that were read."""
        chosen = pd.Series(data=True, index=frame.index)
        for name, said in self.where:
            chosen &= frame[name] == said[0] if len(said) == 1 else frame[name].isin(said)
        return chosen.fillna(value=False).astype(bool)

    def to_list(self) -> list[Any]:
        """For JSON."""
        return [self.table, [[name, list(said)] for name, said in self.where]]

    @classmethod
    def from_list(cls, told: Any) -> Read:
        """From JSON."""
        table, where = told
        return cls(table, tuple((name, tuple(said)) for name, said in where))


@dataclass(frozen=True)
class Places:
    """Where the rows of reads stand in the published tables.

    A table is grouped once by the columns that a read names; other reads by them are looked up.
    """

    tables: Mapping[str, pd.DataFrame]
    _groups: dict[tuple[str, tuple[str, ...]], Any] = field(default_factory=dict)

    def of(self, read: Read) -> Any:
        """Places of the rows of a read, in their order."""
        frame, names = self.tables[read.table], tuple(name for name, _ in read.where)
        if not names:
            return slice(None)
        if any(name not in frame for name in names):
            return _NO_ROWS
        if any(len(said) != 1 for _, said in read.where):
            return np.flatnonzero(read.mask(frame).to_numpy())
        key = tuple(said[0] for _, said in read.where)
        return self.by(read.table, names).get(key if len(key) > 1 else key[0], _NO_ROWS)

    def by(self, table: str, names: Sequence[str]) -> Any:
        """Places of a table's rows by the values of some columns, which are in order."""
        asked = (table, tuple(names))
        if asked not in self._groups:
            keys = list(names) if len(names) > 1 else names[0]
            self._groups[asked] = self.tables[table].groupby(keys).indices
        return self._groups[asked]
