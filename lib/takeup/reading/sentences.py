"""Texts of a page: every number in them is a statement, a licensed number or a finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from takeup.reading.context import Context, licensed, stated, unlicensed
from takeup.reading.declared import declared
from takeup.reading.figures import Figure, figures
from takeup.reading.statements import Cell, Place, Reading, Statement
from takeup.reading.templates import Filled, first_fill, followed
from takeup.reading.vocabulary import Meaning
from takeup.regions import EWA_LEIKA

_CHANGES: Final = tuple(
    f"report.change.{limit}{way}"
    for limit in ("at_least_", "at_most_", "")
    for way in ("more", "less")
)
_SAME: Final = "report.change.same"
# So much of a fixed text on one side tells its number from the same number elsewhere.
_AROUND: Final = 15
_LEAST_AROUND: Final = 10


def single(words: str) -> Figure | None:
    """Return the one number of a placeholder or cell, freed of signs and words of certainty."""
    bare = words.strip()
    for _ in declared()["around"]:
        filled = first_fill(declared()["around"], bare)
        if filled is None:
            break
        bare = filled[1]["value"].strip()
    found = figures(bare)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(bare))
    return found[0] if whole else None


def read_text(context: Context, words: str, place: Place) -> Reading:
    """Read a text of a page.

    Parameters
    ----------
    context
        The page.
    words
        The whole text of one element or attribute.
    place
        Where it stands.

    Returns
    -------
    Reading
        One statement, licensed number or finding for every number outside of names and
        dates. A number counts as our own only where the words around it are ours too.
    """
    said = " ".join(words.split())
    tokens = figures(context.vocabulary.erased(said))
    if not tokens:
        return Reading()
    if said in context.quoted or all(each in context.quoted for each in said.split(", ")):
        return Reading(licensed=("quoted",) * len(tokens))
    reading, left = Reading(), tokens
    for filled in followed(said):
        inside = [each for each in left if filled.start <= each.start < filled.end]
        left = [each for each in left if each not in inside]
        reading += _filled(context, said, (filled, inside), place)
    return reading + _fixed(context, said, left, place)


def _fixed(context: Context, said: str, tokens: list[Figure], place: Place) -> Reading:
    reading = Reading()
    for each in tokens:
        before, after = said[max(0, each.start - _AROUND) : each.end], said[each.start :]
        sides = (before, after[: len(each.text) + _AROUND], said)
        is_ours = any(_is_ours(context, side, each) for side in sides)
        reading += Reading(licensed=("fixed",)) if is_ours else unlicensed([each], place)
    return reading


def _is_ours(context: Context, side: str, number: Figure) -> bool:
    """Whether enough words on one side of a number stand beside it in a text of ours."""
    return len(side) - len(number.text) >= _LEAST_AROUND and side in context.fixed


@dataclass(frozen=True)
class _Slot:
    """A placeholder with the text that fills it, and all that fill the same pattern."""

    name: str
    words: str
    others: dict[str, str]
    place: Place


def _filled(
    context: Context, said: str, part: tuple[Filled, list[Figure]], place: Place
) -> Reading:
    """Numbers inside one pattern: those of its own words, and those that fill it."""
    filled, tokens = part
    others = {name: said[start:end] for name, start, end in filled.spans}
    meanings = declared()["sentences"].get(filled.template.key, {})
    reading, in_slots = Reading(), 0
    for name, start, end in filled.spans:
        found = [each for each in tokens if start <= each.start < end]
        in_slots += len(found)
        if found:
            where = replace(place, element=f"{place.element} ({filled.template.key}: {name})")
            slot = _Slot(name, said[start:end], others, where)
            reading += _slot(context, slot, str(meanings.get(name, "")), found)
    return reading + Reading(licensed=("fixed",) * (len(tokens) - in_slots))


def _slot(context: Context, slot: _Slot, meaning: str, found: list[Figure]) -> Reading:
    kind, _, rest = meaning.partition(" ")
    if not kind and slot.words in context.quoted:
        return Reading(licensed=("quoted",) * len(found))
    if not kind:
        tokens = figures(context.vocabulary.erased(slot.words))
        return _fixed(context, slot.words, tokens, slot.place)
    if kind == "change":
        return _change(context, slot, rest)
    if kind in {"value", "numerator", "denominator"}:
        return _statement(context, slot, kind, rest)
    return licensed(context, rest or kind, found, slot.place)


def _cell(context: Context, slot: _Slot, wanted: str) -> Cell:
    """Cell of a declaration such as ``ewa_share @ewa`` or ``completion_rate @low_service``."""
    measure, _, service = wanted.partition(" @")
    if wanted.startswith("@"):
        meaning = context.vocabulary.exactly(slot.others[wanted.removeprefix("@")])
    else:
        meaning = Meaning(measure=measure)
    if service == "ewa":
        meaning = replace(meaning, leistung_id=EWA_LEIKA)
    elif service:
        meaning = meaning.or_else(context.vocabulary.exactly(slot.others[service]))
    month = context.vocabulary.exactly(slot.others.get("month", ""))
    return context.cell(meaning.or_else(Meaning(month=month.month)))


def _statement(context: Context, slot: _Slot, quantity: str, wanted: str) -> Reading:
    figure = single(slot.words)
    if figure is None:
        return unlicensed(figures(slot.words), slot.place)
    return stated(_cell(context, slot, wanted), quantity, figure, slot.place)


def _change(context: Context, slot: _Slot, measure: str) -> Reading:
    """Phrase such as "28 % mehr als im September 2023 (118)": the change and the value."""
    filled = first_fill((*_CHANGES, _SAME), slot.words)
    if filled is None:
        return unlicensed(figures(context.vocabulary.erased(slot.words)), slot.place)
    key, parts = filled
    before = context.vocabulary.exactly(parts["month"]).month
    cell, then = _cell(context, replace(slot, others={}), measure), single(parts["before"])
    size = single(parts["size"]) if key != _SAME else None
    unread = then is None or not before or (key != _SAME and size is None)
    if unread or then is None:
        return unlicensed(figures(context.vocabulary.erased(slot.words)), slot.place)
    reading = stated(cell._replace(month=before), "value", then, slot.place)
    if size is None:
        return reading
    if key.endswith("less"):
        size = replace(size, value=-size.value)
    moved = Statement(cell, "change", replace(size, signed=True), slot.place, before)
    return reading + Reading(statements=(moved,))
