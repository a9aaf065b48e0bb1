"""The one door: no count leaves the house except through :func:`protect`.

``rule`` says what is small and how counts add up, ``history`` what was published of a month
so far; ``linked`` writes all its editions as one system of equations, and ``nearly`` adds
counts that are almost one number. ``choice``, ``decision`` and ``protection`` choose what to
hide beside the small counts, of a table, of a month with its past and of all: the cheapest
choice (``prices``) is found by cutting planes (``optimum``, ``cuts``, ``separation``) on a
table in which each number stands once (``twins``), and made safe by ``repair``;
``rounding`` chooses for a rounded table.
``attack`` and ``sums`` try to undo it; ``limits`` and ``witnesses`` say what a reader cannot
rule out. ``revision`` says what may be told of a figure that changed, ``told`` what sums,
shares and changes give away that are told beside the table. ``moves`` and ``ranges`` hold the
linear programs of the choice.
"""

from __future__ import annotations

from takeup.disclosure.attack import audit
from takeup.disclosure.history import REGISTER, decisions_only, empty_register
from takeup.disclosure.protection import Protected, protect
from takeup.disclosure.revision import Revision, revised
from takeup.disclosure.rule import CELL, Profile, Relation, Relations, SuppressionRule
from takeup.disclosure.sums import audit_sums
from takeup.disclosure.told import Told, derivable

__all__ = [
    "CELL",
    "REGISTER",
    "Profile",
    "Protected",
    "Relation",
    "Relations",
    "Revision",
    "SuppressionRule",
    "Told",
    "audit",
    "audit_sums",
    "decisions_only",
    "derivable",
    "empty_register",
    "protect",
    "revised",
]
