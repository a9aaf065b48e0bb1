"""What was published of a month so far: versions of its counts, and which stood together.

A version is one raw number of a cell. A state is the set of versions one edition rested on;
it is known by its content, so to build a month again adds nothing. A version that was shown
stays shown, unless a later state is safe only without it: there it is a version of its own,
withdrawn. A cell hidden once stays hidden in its later versions.
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
# "untold": it stood in no edition, only beside a number that a table of revisions told; or it
# is "withdrawn": hidden, though earlier editions showed the same number. A hidden row without
# number and state is a decision of a report that kept no numbers.
SHOWN: Final = ("exact", "rounded")
BINDING: Final = ("hidden", "withdrawn")
UNSEEN: Final = (*BINDING, "untold")
_ORDER: Final = [*VERSION, "shown"]
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
        versions = rows.sort_values(_ORDER, ignore_index=True)
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
        """Position of the version of each cell, the withdrawn one first; -1 if it is new."""
        latest = ~self.versions.duplicated(VERSION, keep="last")
        known = pd.MultiIndex.from_frame(self.versions.loc[latest, VERSION])
        found = known.get_indexer(pd.MultiIndex.from_frame(cells[VERSION]))
        places: npt.NDArray[np.int64] = np.append(np.flatnonzero(latest), -1)[found]
        return places

    def state_of(self, cells: pd.DataFrame) -> int:
        """Find the state that consists of just these versions; -1 if there is none."""
        places = self.places(cells)
        if (places < 0).any():
            return -1
        numbers = self.versions.groupby(VERSION, dropna=False).ngroup().to_numpy()
        here = np.sort(numbers[places])
        same = [np.array_equal(numbers[stood], here) for stood in self.together.T]
        return same.index(True) if True in same else -1

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

    def detached(self, state: int) -> History:
        """Let one state show or hide anew what others showed."""
        number = str(state + 1)
        counted = self.versions["numerator"].gt(0).fillna(False).to_numpy(dtype=bool)
        apart = self.together[:, state] & self.is_shown & counted
        others = (
            self.versions["states"].str.split().map(lambda all_: [*filter(number.__ne__, all_)])
        )
        states = self.versions["states"].mask(apart, others.str.join(" "))
        again = self.versions[apart].assign(shown="", states=number)
        rows = pd.concat([self.versions.assign(states=states), again])
        return History.of(rows.astype(REGISTER))

    def rejoined(self) -> History:
        """Withdraw numbers that stand hidden beside a shown one; join those shown twice."""
        twice = self.versions.duplicated(VERSION, keep=False)
        withdrawn = twice & (self.versions["shown"] == "hidden")
        rows = self.versions.assign(shown=self.versions["shown"].mask(withdrawn, "withdrawn"))
        states = rows.groupby(_ORDER, dropna=False)["states"].agg(_united)
        return History.of(states.reset_index()[list(REGISTER)].astype(REGISTER))

    @property
    def is_shown(self) -> Flags:
        """Versions that were shown in some edition."""
        return self._are(*SHOWN)

    @property
    def is_undecided(self) -> Flags:
        """Versions that nobody decided on yet."""
        return self._are("")

    @property
    def is_public(self) -> Flags:
        """Versions whose number was shown in some edition."""
        return self._are(*SHOWN, "withdrawn")

    @property
    def is_no_secret(self) -> Flags:
        """Hidden versions that may follow unless small: of no edition, or shown elsewhere."""
        return self._are("untold", "withdrawn")

    @property
    def is_hidden(self) -> Flags:
        """Versions that are not shown and whose number is known."""
        return self._are(*UNSEEN) & self.versions["numerator"].notna().to_numpy(dtype=bool)

    def _are(self, *names: str) -> Flags:
        flags: Flags = self.versions["shown"].isin(names).to_numpy(dtype=bool, copy=True)
        return flags

    def hidden_since(self) -> npt.NDArray[np.float64]:
        """First state in which the cell of each version was hidden; inf: never.

        It is -1 for decisions of reports that kept no numbers.
        """
        first = np.where(self.together.any(axis=1), self.together.argmax(axis=1), -1)
        since = pd.Series(np.where(self._are(*BINDING), first, np.inf))
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


def _united(states: pd.Series[str]) -> str:
    """States of the same version, in order."""
    return " ".join(sorted(" ".join(states).split(), key=int))


def grown(register: pd.DataFrame, months: Sequence[History]) -> pd.DataFrame:
    """Register with the rows of some months as they are now; sorted."""
    decided = [each.versions for each in months]
    names = {name for rows in decided for name in rows["month"]}
    rows = pd.concat([register[~register["month"].isin(names)], *decided])
    return rows.astype(REGISTER).sort_values(_ORDER, ignore_index=True)
