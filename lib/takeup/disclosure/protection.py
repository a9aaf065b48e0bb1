"""Protecting counts: small ones are hidden, and with them what would give them back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from takeup.disclosure.choice import hidden_cells
from takeup.disclosure.linked import Flags, holding, links
from takeup.disclosure.nearly import beside_small, loose
from takeup.disclosure.rule import (
    ANSWERS,
    CELL,
    HIDDEN,
    PLACE,
    POSSIBLE_VALUES,
    Relation,
    Relations,
    SuppressionRule,
    check_kinds,
    points_without_answers,
    too_small,
)


@dataclass(frozen=True)
class Protected:
    """Counts that may be published, and what became of the others.

    Attributes
    ----------
    counts
        The rows given, in their order; hidden ones without numbers, status ``suppressed``
        or ``too_small``.
    register
        All decisions so far, one row per cell (month, verwaltung, leistung_id, measure).
    lost
        One row per month and measure: known counts other than zero (``counts``), and how many
        are hidden because they are small (``primary``), because an earlier report hid them
        (``earlier``) and so that those cannot be computed (``secondary``).
    summary
        One row per month: the same sums over all measures, and ``gap`` (0-1, hundredths): at
        most this share of the price of what is hidden beyond must could be saved.
    relations
        The relations given, with those that do not hold marked void: what
        :func:`takeup.disclosure.audit` should attack with.
    """

    counts: pd.DataFrame
    register: pd.DataFrame
    lost: pd.DataFrame
    summary: pd.DataFrame
    relations: Relations


@dataclass(frozen=True)
class _Month:
    """Decisions of one month: ``cells`` with flags ``small``, ``earlier``, ``hidden``."""

    cells: pd.DataFrame
    void: frozenset[Relation]
    gap: float


def _in_register(cells: pd.DataFrame, register: pd.DataFrame) -> Flags:
    decided = pd.MultiIndex.from_frame(register[CELL])
    flags: Flags = pd.MultiIndex.from_frame(cells[CELL]).isin(decided)
    return flags


def _known_cells(
    counts: pd.DataFrame, relations: Relations, rule: SuppressionRule, register: pd.DataFrame
) -> pd.DataFrame:
    """Counts that take part, sorted; ``row`` is their position among those given."""
    taking_part = relations.linked_measures() | set(register["measure"])
    known = counts["measure"].isin(taking_part) & counts["numerator"].notna()
    cells = counts.loc[known, [*CELL, "numerator"]]
    cells = cells.assign(
        row=np.flatnonzero(known),
        small=too_small(cells, relations.kinds, rule),
        earlier=_in_register(cells, register),
        hidden=False,
    )
    return cells.sort_values(CELL)


def _decided(cells: pd.DataFrame, relations: Relations, rule: SuppressionRule) -> _Month:
    linked = links(cells, relations)
    counts, small = cells["numerator"].to_numpy(dtype=float), cells["small"].to_numpy(bool)
    reach = max(rule.min_count, POSSIBLE_VALUES)
    holds = holding(linked, counts) & ~loose(linked, small)
    must = small | cells["earlier"].to_numpy(bool) | beside_small(linked, counts, small, reach)
    frozen = np.zeros_like(must)
    chosen = hidden_cells(cells, linked.only(holds).matrix, must, frozen, reach)
    void = frozenset(linked.only(~holds).names)
    return _Month(cells.assign(hidden=chosen.hidden), void, chosen.gap)


def _without(counts: pd.DataFrame, status: pd.Series[str]) -> pd.DataFrame:
    """Set statuses, and take the numbers of those that say hidden."""
    gone = status.isin(HIDDEN)
    return counts.assign(
        numerator=counts["numerator"].mask(gone),
        value=counts["value"].mask(gone),
        status=status,
    )


def _statuses(
    counts: pd.DataFrame, cells: pd.DataFrame, relations: Relations
) -> pd.Series[str]:
    """Statuses once the chosen cells are hidden."""
    hidden = cells[cells["hidden"]]
    # One status for all hidden answers: two would tell the small ones from their partners.
    is_base = hidden["measure"].map(relations.kinds) == ANSWERS
    status = counts["status"].to_numpy(dtype=object, copy=True)
    status[hidden["row"]] = np.where(is_base, "too_small", "suppressed")
    return pd.Series(status, index=counts.index, dtype="str")


def _without_lone_points(counts: pd.DataFrame) -> pd.DataFrame:
    """Hide the sums of ratings wherever the number of answers is not shown."""
    answers = counts[counts["measure"] == ANSWERS].set_index(PLACE)["status"]
    beside = answers.reindex(pd.MultiIndex.from_frame(counts[PLACE])).set_axis(counts.index)
    reason = beside.where(beside.isin(HIDDEN), "too_small")
    lone = points_without_answers(counts)
    return _without(counts, counts["status"].mask(lone, reason))


def _lost(cells: pd.DataFrame) -> pd.DataFrame:
    """Count known, small, earlier hidden and additionally hidden cells by measure."""
    small, earlier, hidden = cells["small"], cells["earlier"], cells["hidden"]
    flags = cells[["month", "measure"]].assign(
        counts=cells["numerator"] > 0,
        primary=small,
        earlier=earlier & ~small,
        secondary=hidden & ~small & ~earlier,
    )
    return flags.groupby(["month", "measure"]).sum().reset_index()


def _summary(lost: pd.DataFrame, months: list[_Month]) -> pd.DataFrame:
    """Sum the losses of each month; hundredths of the gap tell nothing of a single count."""
    sums = lost.drop(columns="measure").groupby("month").sum().reset_index()
    return sums.assign(
        gap=pd.Series([round(month.gap, 2) for month in months], dtype="float64")
    )


def protect(
    counts: pd.DataFrame, relations: Relations, rule: SuppressionRule, register: pd.DataFrame
) -> Protected:
    """Hide small counts, and what would give them back, before anything is published.

    Months are independent of each other, so one may be protected after the other.

    Parameters
    ----------
    counts
        Raw counts, one row per month, verwaltung, leistung_id and measure, totals
        (``alle``) as rows: ``numerator``, ``value``, ``status``.
    relations
        Kinds of the measures, and how they add up. Sums over services and administrations
        need not be named.
    rule
        The thresholds.
    register
        Cells that earlier reports hid: month, verwaltung, leistung_id, measure.

    Returns
    -------
    Protected
        Nothing hidden in it can be bounded to fewer than three numbers, or to small ones
        only, by one who knows all published counts and all relations.

    Raises
    ------
    DisclosureError
        If the kind of a measure is not stated.

    Notes
    -----
    Numbers of answers below their minimum are protected alike, because a single rating could
    be computed from sums otherwise; they become ``too_small``, and what is hidden with them
    ``suppressed``. The sum of ratings follows the number of answers.

    References
    ----------
    Domain, section 6; by analogy to § 16 BStatG. Hundepool et al. (2012), Statistical
    Disclosure Control, chapter 4.
    """
    check_kinds(counts, relations)
    cells = _known_cells(counts, relations, rule, register)
    months = [
        _decided(month.reset_index(drop=True), relations, rule)
        for _, month in cells.groupby("month")
    ]
    cells = pd.concat([cells.iloc[:0], *(month.cells for month in months)])
    protected = _without(counts, _statuses(counts, cells, relations))
    decisions = pd.concat([register[CELL], cells.loc[cells["hidden"], CELL]])
    lost = _lost(cells)
    return Protected(
        counts=_without_lone_points(protected),
        register=decisions.drop_duplicates().sort_values(CELL, ignore_index=True),
        lost=lost,
        summary=_summary(lost, months),
        relations=replace(relations, void=frozenset().union(*(each.void for each in months))),
    )
