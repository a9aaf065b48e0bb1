"""What was published of a month so far: versions of its counts, and which stood together.

A version is one raw number of a cell. A state is the set of versions one edition rested on;
it is known by its content, so to build a month again adds nothing. Only a version that was
never shown can be hidden; a cell hidden once stays hidden in its later versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.linked import Flags, joined
from takeup.disclosure.rule import CELL, Relations, SuppressionRule

VERSION: Final = [*CELL, "numerator"]
# How a version was shown. Else it is "hidden", which binds later versions of its cell, or
# "untold": it stood in no edition, only beside a number that a table of revisions told. A
# hidden row without number and state is a decision of a report that kept no numbers.
SHOWN: Final = ("exact", "rounded")
UNSEEN: Final = ("hidden", "untold")
REGISTER: Final = {
    **dict.fromkeys(CELL, "str"),
    "numerator": "Float64",
    "shown": "str",
    "states": "str",
}


def empty_register() -> pd.DataFrame:
    """Register before the first report: no row per version (columns :data:`REGISTER`)."""
    return pd.DataFrame(columns=list(REGISTER)).astype(REGISTER)


def decisions_only(cells: pd.DataFrame) -> pd.DataFrame:
    """Register of cells that were hidden by reports of which no numbers are known."""
    numbers = pd.Series(pd.NA, index=cells.index, dtype="Float64")
    rows = cells[CELL].assign(numerator=numbers, shown="hidden", states="")
    return rows.astype(REGISTER).drop_duplicates(ignore_index=True)


@dataclass(frozen=True)
class History:
    """Versions of the counts of one month, and the states they stood in.

    Attributes
    ----------
    versions
        Rows of the register, sorted, index 0 to n-1; ``shown`` is empty for versions that
        nobody decided on yet.
    together
        Versions by states: which stood in which, in the order of their entry.
    """

    versions: pd.DataFrame
    together: Flags

    @classmethod
    def of(cls, rows: pd.DataFrame) -> History:
        """Order the rows of one month of the register."""
        versions = rows.sort_values(VERSION, ignore_index=True)
        stood = [
            (place, int(state) - 1)
            for place, states in enumerate(versions["states"].str.split())
            for state in states
        ]
        count = 1 + max((state for _, state in stood), default=-1)
        together = np.zeros((len(versions), count), dtype=bool)
        together[tuple(zip(*stood, strict=True))] = bool(stood)
        return cls(versions, together)

    def places(self, cells: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Position of the version of each cell; -1 if that number is new."""
        known = pd.MultiIndex.from_frame(self.versions[VERSION])
        found: npt.NDArray[np.int64] = known.get_indexer(
            pd.MultiIndex.from_frame(cells[VERSION])
        )
        return found

    def state_of(self, cells: pd.DataFrame) -> int:
        """Find the state that consists of just these versions; -1 if there is none."""
        places = self.places(cells)
        if (places < 0).any():
            return -1
        same = self.together[places].all(axis=0) & (self.together.sum(axis=0) == len(cells))
        return int(np.argmax(same)) if same.any() else -1

    def with_state(self, cells: pd.DataFrame) -> History:
        """Add a state, if it is new; of its versions, new and untold ones are undecided."""
        places = self.places(cells)
        here = places[places >= 0]
        states = self.versions["states"].to_numpy(dtype=object, copy=True)
        number = str(self.together.shape[1] + 1)
        if self.state_of(cells) < 0:
            states[here] = [f"{each} {number}".lstrip() for each in states[here]]
        shown = self.versions["shown"].to_numpy(dtype=object, copy=True)
        shown[here] = np.where(shown[here] == "untold", "", shown[here])
        new = cells.loc[places < 0, VERSION].assign(shown="", states=number)
        rows = pd.concat([self.versions.assign(states=states, shown=shown), new])
        return History.of(rows.astype(REGISTER))

    @property
    def is_shown(self) -> Flags:
        """Versions that were shown in some edition."""
        return self._are(*SHOWN)

    @property
    def is_undecided(self) -> Flags:
        """Versions that nobody decided on yet."""
        return self._are("")

    @property
    def is_untold(self) -> Flags:
        """Versions that no edition held."""
        return self._are("untold")

    @property
    def is_hidden(self) -> Flags:
        """Versions that were never shown and whose number is known."""
        return self._are(*UNSEEN) & self.versions["numerator"].notna().to_numpy(dtype=bool)

    def _are(self, *names: str) -> Flags:
        flags: Flags = self.versions["shown"].isin(names).to_numpy(dtype=bool, copy=True)
        return flags

    def hidden_since(self) -> npt.NDArray[np.float64]:
        """First state in which the cell of each version was hidden; inf: never.

        It is -1 for decisions of reports that kept no numbers.
        """
        first = np.where(self.together.any(axis=1), self.together.argmax(axis=1), -1)
        since = pd.Series(np.where(self._are("hidden"), first, np.inf))
        cells = self.versions.groupby(CELL, sort=False).ngroup()
        earliest: npt.NDArray[np.float64] = since.groupby(cells).transform("min").to_numpy()
        return earliest

    def decided(self, shown: npt.NDArray[np.object_]) -> History:
        """Say of every version how it was shown."""
        return History(self.versions.assign(shown=pd.Series(shown, dtype="str")), self.together)

    def joint(self, relations: Relations, rule: SuppressionRule) -> csr_array:
        """All relations that hold in any of the states, by versions."""
        states = [np.flatnonzero(column) for column in self.together.T]
        return joined(self.versions, states, relations, rule)


def grown(register: pd.DataFrame, months: Sequence[History]) -> pd.DataFrame:
    """Register with the rows of some months as they are now; sorted."""
    decided = [each.versions for each in months]
    names = {name for rows in decided for name in rows["month"]}
    rows = pd.concat([register[~register["month"].isin(names)], *decided])
    return rows.astype(REGISTER).sort_values(VERSION, ignore_index=True)
