"""The one door: no count leaves the house except through :func:`protect`.

``rule`` says what is small and how counts add up, ``linked`` writes a month as a system of
equations, ``nearly`` adds counts that are almost one number. ``choice`` and ``protection``
choose what to hide beside the small counts, for a month and for all: the cheapest choice
(``prices``) is found by cutting planes (``optimum``, ``cuts``, ``separation``) on a table in
which each number stands once (``twins``), and made safe by ``repair``. ``attack`` tries to
undo it, ``revision`` says what may be told of a figure that changed.
``moves`` and ``ranges`` hold the linear programs that choice and attack share.
"""

from __future__ import annotations

from takeup.disclosure.attack import audit
from takeup.disclosure.protection import Protected, protect
from takeup.disclosure.revision import revised
from takeup.disclosure.rule import Relation, Relations, SuppressionRule

__all__ = [
    "Protected",
    "Relation",
    "Relations",
    "SuppressionRule",
    "audit",
    "protect",
    "revised",
]
