"""What a reader takes from a page: a number about a cell, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from takeup.reading.figures import Figure


class Cell(NamedTuple):
    """One cell of the published table; its fields are the key columns."""

    month: str
    verwaltung: str
    leistung_id: str
    measure: str


@dataclass(frozen=True)
class Place:
    """Where a number stands: the file, and the element or cell in it, in words."""

    page: str
    element: str


@dataclass(frozen=True)
class Statement:
    """A number that is said about a cell.

    Attributes
    ----------
    cell
        What it is said about.
    quantity
        ``value``, ``numerator``, ``denominator``; ``low`` or ``high`` (end of the interval
        of a small base); ``expected_low``, ``expected_high``, ``usual_low``, ``usual_high``
        (ends of the usual range of a month, of an administration); ``rolling_12``,
        ``rolling_12_before``; ``change`` (against the month ``before``: relative if printed in
        percent, else the difference).
    figure
        The number as printed.
    place
        Where it stands.
    before
        Month of comparison of a change.
    """

    cell: Cell
    quantity: str
    figure: Figure
    place: Place
    before: str = ""


@dataclass(frozen=True)
class Finding:
    """A number that may not stand where it stands.

    Attributes
    ----------
    reason
        ``not_hidden`` (said about a hidden cell), ``not_published`` (about a cell without a
        number), ``contradiction`` (not the published number), ``unlicensed`` (a number that
        belongs to no published figure and to no text of ours), ``mark`` (a mark in a
        drawing that its table does not explain), ``derivable`` (follows from all statements
        together).
    shown
        The number or mark. It may be the protected one: for the person at the terminal only.
    place
        Where it stands.
    cell
        The cell it tells about; None if nobody can say.
    """

    reason: str
    shown: str
    place: Place
    cell: Cell | None = None


@dataclass(frozen=True)
class Reading:
    """What was read of a unit: statements, other licensed numbers, findings.

    ``licensed`` holds one word per number that is no statement: which licence covers it.
    """

    statements: tuple[Statement, ...] = ()
    licensed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        """Both together."""
        return Reading(
            self.statements + other.statements,
            self.licensed + other.licensed,
            self.findings + other.findings,
        )
