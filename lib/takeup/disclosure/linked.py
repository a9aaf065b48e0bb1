"""The linked table of one month: which counts add up to which.

Every relation is a row of a sparse matrix: +1 for its parts, -1 for its total, so that
``matrix @ counts`` is zero where the relation holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from takeup.disclosure.rule import Relation, Relations, SuppressionRule, too_small
from takeup.regions import ALL

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# Counts are whole numbers and the solver works to 1e-7: between them lies no doubt.
TOLERANCE: Final = 1e-6
# Marks the relation of two counts that are nearly the same number.
NEARLY: Final = "nearly"
# A sum over this column -> the columns that stay.
_MARGINS: Final = {
    "leistung_id": ["measure", "verwaltung"],
    "verwaltung": ["measure", "leistung_id"],
}


@dataclass(frozen=True)
class Linked:
    """Relations of one month over its cells.

    Attributes
    ----------
    matrix
        Relations by cells, +1 for a part and -1 for the total.
    names
        Which relation each row is.
    """

    matrix: csr_array
    names: tuple[Relation, ...]

    def only(self, chosen: Flags) -> Linked:
        """Return the chosen relations."""
        places = np.flatnonzero(chosen)
        return Linked(self.matrix[places], tuple(self.names[place] for place in places))


def _terms(cells: pd.DataFrame, over: str, keys: list[str], is_total: Flags) -> pd.DataFrame:
    """Members of the sums over one column: ``cell``, ``total`` (its cell), ``sign``."""
    terms = pd.DataFrame(
        {
            "cell": cells.index,
            "group": cells.groupby(keys).ngroup().to_numpy(),
            "sign": np.where(is_total, -1.0, 1.0),
        }
    )
    totals = terms[is_total].set_index("group")["cell"]
    terms = terms.assign(total=terms["group"].map(totals), over=over)
    has_part = terms.groupby("group")["sign"].transform("max") > 0
    return terms[has_part & terms["total"].notna()]


def _all_terms(cells: pd.DataFrame, relations: Relations) -> pd.DataFrame:
    margins = [
        _terms(cells, over, keys, (cells[over] == ALL).to_numpy())
        for over, keys in _MARGINS.items()
    ]
    families = [
        ("measure", cells[cells["measure"].isin([total, *parts])], total)
        for total, parts in relations.parts.items()
    ]
    single = cells[cells["leistung_id"] != ALL]
    families += [
        (NEARLY, single[single["measure"].isin([one, other])], one)
        for one, other in relations.nearly.items()
    ]
    sums = [
        _terms(family, over, ["verwaltung", "leistung_id"], is_total)
        for over, family, total in families
        for is_total in [(family["measure"] == total).to_numpy()]
    ]
    return pd.concat(margins + sums)


def links(cells: pd.DataFrame, relations: Relations) -> Linked:
    """Find the relations of one month.

    Parameters
    ----------
    cells
        One row per known or hidden count of one month, index 0 to n-1.
    relations
        Which measures add up; its void relations are left out.

    Returns
    -------
    Linked
        One relation for every total that stands beside at least one part.
    """
    terms = _all_terms(cells, relations)
    relation = terms.groupby(["over", "total"]).ngroup().to_numpy()
    heads = terms[["over", "total"]].drop_duplicates().sort_values(["over", "total"])
    place = cells.loc[heads["total"].astype(int)]
    columns = [place[name] for name in ("month", "verwaltung", "leistung_id", "measure")]
    names = tuple(Relation(*name) for name in zip(*columns, heads["over"], strict=True))
    entries = (terms["sign"].to_numpy(), (relation, terms["cell"].to_numpy()))
    linked = Linked(csr_array(entries, shape=(len(names), len(cells))), names)
    if not relations.void:
        return linked
    return linked.only(np.array([name not in relations.void for name in names], dtype=bool))


def holding(linked: Linked, counts: Numbers) -> Flags:
    """Tell the relations that the counts obey; a total may lack parts never delivered."""
    held: Flags = np.abs(linked.matrix @ counts) < TOLERANCE
    return held


def narrowed(matrix: csr_array, cells: Flags) -> csr_array:
    """Return the relations of the chosen cells, without those that have none of them."""
    columns = matrix[:, np.flatnonzero(cells)]
    return columns[np.flatnonzero(np.diff(columns.indptr))]


def families(matrix: csr_array) -> list[Flags]:
    """Group the cells so that relations connect only cells of one group.

    Neither a cell in no relation belongs to one (nothing bounds it), nor an empty relation.
    """
    both_ways = block_array([[None, matrix], [matrix.T, None]], format="csr")
    _, labels = connected_components(both_ways, directed=False)
    rows, cells = np.split(labels, [matrix.shape[0]])
    return [cells == label for label in np.intersect1d(rows, cells)]


def loose(linked: Linked, small: Flags) -> Flags:
    """Tell the relations between nearly equal counts of which one is small."""
    near = np.array([name.over == NEARLY for name in linked.names], dtype=bool)
    flags: Flags = near & (abs(linked.matrix) @ small.astype(float) > 0)
    return flags


def _believed(
    linked: Linked, cells: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> Flags:
    """Tell the relations of one month that a reader may count on."""
    small = too_small(cells, relations.kinds, rule).to_numpy(dtype=bool)
    return holding(linked, _numbers(cells)) & ~loose(linked, small)


def void_relations(
    cells: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> frozenset[Relation]:
    """Relations of one month that its counts do not obey, because parts are missing."""
    complete = replace(relations, void=frozenset())
    linked = links(cells, complete)
    return frozenset(linked.only(~_believed(linked, cells, complete, rule)).names)


def joined(
    versions: pd.DataFrame,
    states: Sequence[npt.NDArray[np.int64]],
    relations: Relations,
    rule: SuppressionRule,
) -> csr_array:
    """Write several states of one month as one system.

    A number that did not change is one unknown in all of them: the worst case is a reader who
    knows what did not change.

    Parameters
    ----------
    versions
        One row per cell and raw number, index 0 to n-1.
    states
        For each state the rows that stood together, one per cell, in order.
    relations
        Which measures add up; in which state a sum lacks parts is found here.
    rule
        The thresholds: of small numbers "nearly equal" is not believed.

    Returns
    -------
    csr_array
        Relations that hold by versions; one that several states share stands there once.
    """
    complete = replace(relations, void=frozenset())
    tables = [versions.iloc[places].reset_index(drop=True) for places in states]
    linked = [links(cells, complete) for cells in tables]
    doubted = _doubted(linked, tables)
    rows = [csr_array((0, len(versions)))]
    for places, cells, each in zip(states, tables, linked, strict=True):
        sure = np.array([name not in doubted for name in each.names], dtype=bool)
        held = each.only(_believed(each, cells, complete, rule) & sure).matrix
        spread = (held.data, places[held.indices], held.indptr)
        rows.append(csr_array(spread, shape=(held.shape[0], len(versions))))
    return _distinct(csr_array(vstack(rows, format="csr")))


def _doubted(linked: Sequence[Linked], tables: Sequence[pd.DataFrame]) -> set[Relation]:
    """Relations of nearly equal counts that differed in some state: nobody counts on those."""
    return {
        name
        for each, cells in zip(linked, tables, strict=True)
        for name in each.only(~holding(each, _numbers(cells))).names
        if name.over == NEARLY
    }


def _numbers(cells: pd.DataFrame) -> Numbers:
    numbers: Numbers = cells["numerator"].to_numpy(dtype=float)
    return numbers


def _distinct(matrix: csr_array) -> csr_array:
    """Leave out relations that stand there already."""
    matrix.sort_indices()
    ends = list(pairwise(matrix.indptr))
    keys = [matrix.indices[a:b].tobytes() + matrix.data[a:b].tobytes() for a, b in ends]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    return matrix[sorted(first.values())]
