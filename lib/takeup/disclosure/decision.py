"""Deciding on one month: which new versions of its counts to hide beside all earlier ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from takeup.disclosure.attack import of_history
from takeup.disclosure.choice import hidden_cells
from takeup.disclosure.history import History
from takeup.disclosure.linked import Flags, families, links, narrowed
from takeup.disclosure.nearly import beside_small
from takeup.disclosure.rounding import hidden_totals
from takeup.disclosure.rule import Relations, SuppressionRule, is_rounded, too_small


def with_edition(
    cells: pd.DataFrame, history: History, relations: Relations, rule: SuppressionRule
) -> History:
    """Decide on the versions that an edition of one month brings.

    Parameters
    ----------
    cells
        Known counts of the month as they stand now: key columns and ``numerator``.
    history
        What was published of the month.
    relations, rule
        How counts add up, and the thresholds.

    Returns
    -------
    History
        With this state. If an edition had it before, nothing changes: what was decided on it
        holds. If hiding what is new leaves something derivable, this state shows no number
        any more that would give it away, even if earlier editions did.
    """
    history = history.with_state(cells)
    if not history.is_undecided.any():
        return history
    found = _decided(cells, history, relations, rule)
    if not history.is_shown.any() or of_history(found, relations, rule).empty:
        return found
    apart = history.detached(history.state_of(cells))
    return _decided(cells, apart, relations, rule).rejoined()


def _decided(
    cells: pd.DataFrame, history: History, relations: Relations, rule: SuppressionRule
) -> History:
    small = too_small(history.versions, relations.kinds, rule).to_numpy(dtype=bool)
    closed = small | np.isfinite(history.hidden_since())
    closed[history.places(cells)] |= _beside_small(cells, relations, rule)
    hidden = hidden_versions(history, closed, relations, rule)
    return with_decision(history, hidden, "hidden", relations, rule)


def _beside_small(cells: pd.DataFrame, relations: Relations, rule: SuppressionRule) -> Flags:
    """Tell the counts of an edition that would give away a small one they nearly equal."""
    small = too_small(cells, relations.kinds, rule).to_numpy(dtype=bool)
    counts = cells["numerator"].to_numpy(dtype=float)
    return beside_small(links(cells, relations), counts, small, rule.reach)


def hidden_versions(
    history: History, closed: Flags, relations: Relations, rule: SuppressionRule
) -> Flags:
    """Choose what to hide of one month: what must be, and what would give that back.

    Parameters
    ----------
    history
        All versions of the month; undecided ones can be hidden.
    closed
        Undecided versions that must be hidden.
    relations, rule
        How counts add up, and the thresholds.
    """
    small = too_small(history.versions, relations.kinds, rule).to_numpy(dtype=bool)
    # Of what is no secret only small numbers are; the others may help to hide.
    kept = history.is_hidden & (small | ~history.is_no_secret)
    return _hidden(history, kept | (history.is_undecided & closed), relations, rule)


def with_decision(
    history: History, hidden: Flags, word: str, relations: Relations, rule: SuppressionRule
) -> History:
    """Say of undecided versions how they are shown; ``word`` is for the hidden ones."""
    rounds = is_rounded(history.versions, relations, rule).to_numpy(dtype=bool)
    shown = np.where(hidden, word, np.where(rounds, "rounded", "exact"))
    return history.decided(np.where(history.is_undecided, shown, history.versions["shown"]))


def _hidden(
    history: History, must: Flags, relations: Relations, rule: SuppressionRule
) -> Flags:
    """Versions to hide: those that must be, and what would give them back."""
    matrix = history.joint(relations, rule)
    rounds = is_rounded(history.versions, relations, rule).to_numpy(dtype=bool)
    free = (history.is_hidden | history.is_undecided) & _concerned(history, matrix)
    chosen = hidden_cells(
        history.versions, matrix, must & free & ~rounds, ~free | rounds, rule.reach
    )
    hidden = chosen.hidden
    if rounds.any():
        hidden = hidden | hidden_totals(history, must, matrix, relations, rule)
    return must | hidden


def _concerned(history: History, matrix: csr_array) -> Flags:
    """Versions that relations connect with new ones by way of numbers nobody has seen."""
    unseen = ~history.is_shown
    concerned = history.is_undecided
    for family in families(narrowed(matrix, unseen)):
        if concerned[unseen][family].any():
            concerned[np.flatnonzero(unseen)[family]] = True
    return concerned
