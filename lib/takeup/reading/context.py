"""What a reader of one page knows, and the declarations of how our words are read back."""

from __future__ import annotations

from dataclasses import dataclass

from takeup.reading.figures import Figure
from takeup.reading.licences import Licences
from takeup.reading.published import Reference
from takeup.reading.statements import Cell, Finding, Place, Reading, Statement
from takeup.reading.vocabulary import Meaning, Vocabulary
from takeup.regions import ALL


@dataclass(frozen=True)
class Context:
    """One page and everything it may be about.

    Attributes
    ----------
    reference
        Published measures.
    vocabulary
        Names of what they are about.
    licences
        Numbers of the other tables.
    verwaltung
        Whose page it is; ``alle`` for all together.
    fixed
        Texts of ours that hold numbers of their own: definitions, markdown of notebooks.
    quoted
        Texts of the published tables, printed as they are.
    months
        Months in view, oldest first.
    """

    reference: Reference
    vocabulary: Vocabulary
    licences: Licences
    verwaltung: str
    fixed: str
    quoted: frozenset[str]
    months: tuple[str, ...]

    def cell(self, meaning: Meaning) -> Cell:
        """Cell of what words name, on this page and in its month where they leave it open."""
        here = Meaning(self.reference.month, self.verwaltung, ALL)
        home = Meaning(leistung_id=self.reference.homes.get(meaning.measure, ""))
        full = meaning.or_else(home).or_else(here)
        return Cell(full.month, full.verwaltung, full.leistung_id, full.measure)


def stated(cell: Cell, quantity: str, figure: Figure, place: Place) -> Reading:
    """Reading of one statement."""
    return Reading(statements=(Statement(cell, quantity, figure, place),))


def unlicensed(found: list[Figure], place: Place) -> Reading:
    """Reading of numbers that nothing allows."""
    return Reading(findings=tuple(Finding("unlicensed", each.text, place) for each in found))


def licensed(context: Context, licence: str, found: list[Figure], place: Place) -> Reading:
    """Reading of numbers that one licence must cover."""
    reading = Reading()
    for each in found:
        if context.licences.covers(licence, each):
            reading += Reading(licensed=(licence,))
        else:
            reading += unlicensed([each], place)
    return reading
