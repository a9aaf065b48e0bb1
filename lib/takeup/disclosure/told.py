"""What sums, shares and changes that are told beside the table give away of hidden counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, vstack

from takeup.disclosure.limits import Limits
from takeup.disclosure.linked import TOLERANCE, Numbers, families, links
from takeup.disclosure.ranges import Seen
from takeup.disclosure.rule import (
    CELL,
    HIDDEN,
    POSSIBLE_VALUES,
    Relations,
    SuppressionRule,
)
from takeup.disclosure.witnesses import Box

Key = tuple[str, str, str, str]
_UNBOUNDED: Final = 3


@dataclass(frozen=True)
class Told:
    """A linear statement about counts: their weighted sum lies between two numbers.

    Attributes
    ----------
    weights
        Cell (month, verwaltung, leistung_id, measure) → its weight.
    low, high
        Bounds of the sum; infinite where there is none.
    """

    weights: Mapping[Key, float]
    low: float
    high: float


@dataclass(frozen=True)
class _Program:
    """Hidden cells with all that bounds them: relations, and what is told."""

    cells: tuple[Key, ...]
    relations: csr_array
    sums: Numbers
    told: csr_array
    limits: Numbers

    def tied(self) -> list[int]:
        """Cells in a statement, and all that relations connect with one."""
        both = csr_array(vstack([self.relations, self.told]))
        stated = np.diff(self.told.tocsc().indptr) > 0
        tied = stated.copy()
        for family in families(both):
            if (stated & family).any():
                tied |= family
        return [int(at) for at in np.flatnonzero(tied)]


def _hidden_keys(rows: pd.DataFrame) -> list[Key]:
    return list(rows[CELL].itertuples(index=False, name=None))


def _system(
    rows: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> tuple[list[Key], csr_array, Numbers]:
    """Relations of one month over its hidden cells, with the sums that must come out."""
    cells = rows.sort_values(CELL, ignore_index=True)
    hidden = cells["numerator"].isna().to_numpy()
    counts = cells["numerator"].fillna(0).to_numpy(dtype=float)
    limits = Limits.of(cells, ~hidden, relations, rule)
    box = Box.of(links(cells, relations).matrix, limits.low, limits.high)
    matrix = box.matrix[np.flatnonzero(~box.refuted())]
    inside = matrix[:, np.flatnonzero(hidden)]
    bound = np.flatnonzero(np.diff(csr_array(inside).indptr))
    return _hidden_keys(cells[hidden]), inside[bound], -(matrix @ counts)[bound]


def _rows_told(
    told: Iterable[Told], places: Mapping[Key, int], known: Mapping[Key, float]
) -> tuple[csr_array, Numbers]:
    """Inequalities ``matrix @ hidden <= limits``; without those on an unknown count."""
    rows, limits = [], []
    for each in told:
        if any(key not in places and key not in known for key in each.weights):
            continue
        shown = sum(weight * known[key] for key, weight in each.weights.items() if key in known)
        row = np.zeros(len(places))
        for key, weight in each.weights.items():
            if key in places:
                row[places[key]] = weight
        for sign, limit in ((1.0, each.high), (-1.0, -each.low)):
            if np.isfinite(limit) and row.any():
                rows.append(sign * row)
                limits.append(limit - sign * shown)
    return csr_array(np.array(rows).reshape(len(rows), len(places))), np.array(limits)


def _program(
    rows: pd.DataFrame, relations: Relations, told: Sequence[Told], rule: SuppressionRule
) -> _Program:
    systems = [_system(month, relations, rule) for _, month in rows.groupby("month")]
    keys = [key for cells, _, _ in systems for key in cells]
    matrix = csr_array(block_diag([each for _, each, _ in systems], format="csr"))
    shown = rows[rows["numerator"].notna()]
    known = dict(zip(_hidden_keys(shown), shown["numerator"].astype(float), strict=True))
    places = {key: at for at, key in enumerate(keys)}
    inequalities, limits = _rows_told(told, places, known)
    sums = np.concatenate([each for _, _, each in systems])
    return _Program(tuple(keys), matrix, sums, inequalities, limits)


def _end(program: _Program, cell: int, sign: float) -> float:
    """Smallest (sign 1) or largest (-1) number of a cell; NaN if none fits."""
    cost = np.zeros(len(program.cells))
    cost[cell] = sign
    found = linprog(
        cost,
        A_ub=program.told if program.limits.size else None,
        b_ub=program.limits + TOLERANCE if program.limits.size else None,
        A_eq=program.relations if program.sums.size else None,
        b_eq=program.sums if program.sums.size else None,
        bounds=(1, None),
        method="highs",
    )
    if found.status == _UNBOUNDED:
        return np.inf
    # Whatever else goes wrong, the cell counts as found: never as safe.
    return sign * float(found.fun) if found.status == 0 else np.nan


def derivable(
    published: pd.DataFrame,
    relations: Relations,
    told: Sequence[Told],
    rule: SuppressionRule,
) -> pd.DataFrame:
    """Bound the hidden counts by all that is told of them and by all relations, together.

    Parameters
    ----------
    published
        The long table as it leaves the house.
    relations
        How counts add up.
    told
        Statements made beside the table; those without a hidden count bound nothing.
    rule
        The thresholds.

    Returns
    -------
    DataFrame
        One row per hidden cell that a statement names, or that relations tie to one, and
        that keeps too few possible values: month, verwaltung, leistung_id, measure,
        ``lower``, ``upper``; both are missing if no numbers fit all statements.

    Notes
    -----
    Linear programs over all months that a statement names at once: a rolling sum ties twelve
    of them together. Bounds are those of fractions, so they may be wider than those of whole
    numbers; :func:`takeup.disclosure.audit` reads them in the same way.
    """
    counts = published[published["measure"].isin(list(relations.kinds))]
    hidden = counts["status"].isin(HIDDEN) & counts["numerator"].isna()
    cells = counts[hidden | counts["numerator"].notna()]
    names = set(_hidden_keys(counts[hidden & counts["month"].isin(_months(told))]))
    touching = [each for each in told if not names.isdisjoint(each.weights)]
    if not touching:
        return pd.DataFrame(columns=[*CELL, "lower", "upper"])
    program = _program(cells[cells["month"].isin(_months(touching))], relations, touching, rule)
    at = program.tied()
    low = np.array([_end(program, place, 1.0) for place in at])
    high = np.array([_end(program, place, -1.0) for place in at])
    safe = Seen(low, high).safe(max(rule.min_count, POSSIBLE_VALUES))
    found = pd.DataFrame([program.cells[place] for place in at], columns=CELL)
    found = found.assign(lower=np.ceil(low - TOLERANCE), upper=np.floor(high + TOLERANCE))
    return found[~safe].sort_values(CELL, ignore_index=True)


def _months(told: Sequence[Told]) -> list[str]:
    return sorted({key[0] for each in told for key in each.weights})
