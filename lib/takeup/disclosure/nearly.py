"""Two counts of one thing: the portal counts what is sent, the Fachverfahren what arrives.

For one service the two are nearly always one number, so hiding one beside the other open
gives it away. Where both are equal, that is a relation like any other. It is believed neither
of small numbers, of which "nearly" leaves too many, nor of totals over services, where small
differences add up; ADR 18 says what believing it there would cost.
"""

from __future__ import annotations

import numpy as np

from takeup.disclosure.linked import Flags, Linked, Numbers, loose


def beside_small(linked: Linked, counts: Numbers, small: Flags, reach: int) -> Flags:
    """Tell the counts that would give a small one away, because they differ too little.

    Parameters
    ----------
    linked
        All relations of a month.
    counts
        The number in each cell.
    small
        The small ones; a zero beside one stays.
    reach
        The smallest count that is not small: a difference of so much tells nothing.
    """
    close = loose(linked, small) & (np.abs(linked.matrix @ counts) < reach)
    beside: Flags = (abs(linked.matrix).T @ close.astype(float) > 0) & (counts > 0)
    return beside
