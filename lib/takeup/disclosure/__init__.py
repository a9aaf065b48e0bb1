"""The one door: no count leaves the house except through :func:`protect`.

``rule`` says what is small and how counts add up, ``linked`` writes a month as a system of
equations, ``pattern`` and ``repair`` choose what to hide beside the small counts, ``choice``
and ``protection`` put that together for a month and for all, ``attack`` tries to undo it.
``revision`` says what may be told of a figure that changed, ``told`` what sums, shares and
changes give away that are told beside the table.
``moves`` and ``ranges`` hold the linear programs that choice and attack share.
"""

from __future__ import annotations

from takeup.disclosure.attack import audit
from takeup.disclosure.protection import Protected, protect
from takeup.disclosure.revision import revised
from takeup.disclosure.rule import Relation, Relations, SuppressionRule
from takeup.disclosure.told import Told, derivable

__all__ = [
    "Protected",
    "Relation",
    "Relations",
    "SuppressionRule",
    "Told",
    "audit",
    "derivable",
    "protect",
    "revised",
]
