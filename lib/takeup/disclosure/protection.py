"""Protecting counts: small ones are hidden, and with them what would give them back."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import Final

import numpy as np
import pandas as pd

from takeup.disclosure.decision import with_edition
from takeup.disclosure.history import VERSION, History, grown
from takeup.disclosure.linked import void_relations
from takeup.disclosure.rule import (
    ANSWERS,
    CELL,
    HIDDEN,
    PLACE,
    Relation,
    Relations,
    SuppressionRule,
    check_kinds,
    check_profile,
    is_rounded,
    points_without_answers,
    rounded,
    too_small,
)
from takeup.waiting import all_done

# To start processes takes as long as two months do.
_WORTH_PROCESSES: Final = 6


@dataclass(frozen=True)
class Protected:
    """Counts that may be published, and what became of the others.

    Attributes
    ----------
    counts
        The rows given, in their order; hidden ones without numbers, status ``suppressed``
        or ``too_small``.
    register
        All that was published so far, this included: one row per version of a cell
        (:data:`takeup.disclosure.history.REGISTER`).
    lost
        One row per month and measure: known counts other than zero (``counts``), and how many
        are hidden because they are small (``primary``), because an earlier report hid them
        (``earlier``) and so that those cannot be computed (``secondary``). ``public`` counts
        those of them whose number an earlier report showed: it cannot be called back.
    summary
        One row per month, over all measures: ``counts``, ``primary``, ``secondary`` (all other
        hidden ones), ``public``.
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
    """One month decided: ``cells`` with their flags, and its part of the register."""

    cells: pd.DataFrame
    history: History
    void: frozenset[Relation]


def _known_cells(
    counts: pd.DataFrame, relations: Relations, rule: SuppressionRule, register: pd.DataFrame
) -> pd.DataFrame:
    """Counts that take part, sorted; ``row`` is their position among those given."""
    taking_part = relations.linked_measures() | set(register["measure"])
    known = counts["measure"].isin(taking_part) & counts["numerator"].notna()
    cells = counts.loc[known, VERSION]
    cells = cells.assign(
        row=np.flatnonzero(known),
        small=too_small(cells, relations.kinds, rule),
        **dict.fromkeys(("hidden", "earlier", "public"), False),
    )
    return cells.sort_values(CELL)


def _decided(
    month: tuple[pd.DataFrame, History], relations: Relations, rule: SuppressionRule
) -> _Month:
    cells, history = month
    history = with_edition(cells, history, relations, rule)
    state, places = history.state_of(cells), history.places(cells)
    since = history.hidden_since()[places]
    flags = {
        # Thresholds may have risen since the number was shown.
        "hidden": (since <= state) | cells["small"].to_numpy(),
        "earlier": since < state,
        "public": history.is_public[places],
    }
    return _Month(cells.assign(**flags), history, void_relations(cells, relations, rule))


def _all_decided(
    cells: pd.DataFrame, register: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> list[_Month]:
    """Decide on all months; many new ones on all cores, for each of them takes seconds."""
    past = dict(list(register.groupby("month")))
    tables = [each.reset_index(drop=True) for _, each in cells.groupby("month")]
    histories = [
        History.of(past.get(each["month"].iloc[0], register.iloc[:0])) for each in tables
    ]
    months = list(zip(tables, histories, strict=True))
    decide = partial(_decided, relations=relations, rule=rule)
    new = sum(history.state_of(each) < 0 for each, history in months)
    if new < _WORTH_PROCESSES:
        return list(map(decide, months))
    # A fork would copy locks that the progress display may hold.
    pool = ProcessPoolExecutor(mp_context=get_context("forkserver"))
    try:
        return all_done(pool, decide, months)
    finally:
        pool.shutdown(cancel_futures=True)


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


def _followed(counts: pd.DataFrame, relations: Relations) -> pd.DataFrame:
    """Hide each measure that follows another one wherever that one is hidden.

    Its sums are sums of the same cells, so what protects the other protects it as well.
    """
    for measure, leader in relations.follows.items():
        led = counts.loc[counts["measure"] == leader, [*PLACE, "status"]]
        gone = pd.MultiIndex.from_frame(led.loc[led["status"].isin(HIDDEN), PLACE])
        hidden = pd.MultiIndex.from_frame(counts[PLACE]).isin(gone)
        hidden &= (counts["measure"] == measure) & counts["numerator"].notna()
        counts = _without(counts, counts["status"].mask(hidden, "suppressed"))
    return counts


def _published(
    counts: pd.DataFrame, cells: pd.DataFrame, relations: Relations, rule: SuppressionRule
) -> pd.DataFrame:
    """Counts as they are shown: without the hidden ones, rounded where the profile says so."""
    known = _without(counts, _statuses(counts, cells, relations))
    shown = _followed(_without_lone_points(known), relations)
    rounds = is_rounded(shown, relations, rule)
    number = shown["numerator"].mask(rounds, rounded(shown["numerator"]))
    return shown.assign(numerator=number, value=shown["value"].mask(rounds, number))


def _lost(cells: pd.DataFrame) -> pd.DataFrame:
    """Count known, small, earlier hidden and additionally hidden cells by measure."""
    small, earlier, hidden = cells["small"], cells["earlier"], cells["hidden"]
    flags = cells[["month", "measure"]].assign(
        counts=cells["numerator"] > 0,
        primary=small,
        earlier=earlier & ~small,
        secondary=hidden & ~small & ~earlier,
        public=hidden & cells["public"],
    )
    return flags.groupby(["month", "measure"]).sum().reset_index()


def _summary(lost: pd.DataFrame) -> pd.DataFrame:
    """Sum the losses of each month; when a figure was first hidden is nobody's news."""
    sums = lost.drop(columns="measure").groupby("month").sum().reset_index()
    beside = sums["secondary"] + sums["earlier"]
    return sums.drop(columns="earlier").assign(secondary=beside)


def protect(
    counts: pd.DataFrame, relations: Relations, rule: SuppressionRule, register: pd.DataFrame
) -> Protected:
    """Hide small counts, and what would give them back, before anything is published.

    Months are independent of each other, so one may be protected after the other. A month is
    protected together with all that was published of it before; one that is known as it
    stands is not decided on again.

    Parameters
    ----------
    counts
        Raw counts, one row per month, verwaltung, leistung_id and measure, totals
        (``alle``) as rows: ``numerator``, ``value``, ``status``.
    relations
        Kinds of the measures, and how they add up. Sums over services and administrations
        need not be named.
    rule
        Profile and thresholds. The profile *oeffentlich* rounds instead of hiding.
    register
        What was published so far (:data:`takeup.disclosure.history.REGISTER`).

    Returns
    -------
    Protected
        Nothing hidden in it can be bounded to fewer than three numbers, or to small ones
        only, by one who knows all published counts, earlier ones too, and all relations.

    Raises
    ------
    DisclosureError
        If the kind of a measure is not stated, or if another profile published a month.

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
    check_profile(register[register["month"].isin(counts["month"])], relations, rule)
    months = _all_decided(cells, register, relations, rule)
    cells = pd.concat([cells.iloc[:0], *(month.cells for month in months)])
    lost = _lost(cells)
    return Protected(
        counts=_published(counts, cells, relations, rule),
        register=grown(register, [month.history for month in months]),
        lost=lost,
        summary=_summary(lost),
        relations=replace(relations, void=frozenset().union(*(each.void for each in months))),
    )
