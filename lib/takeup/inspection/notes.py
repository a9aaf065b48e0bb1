"""Notes of a draft: what was recognised, and what a human has to decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from takeup.facts import read_facts
from takeup.intake.findings import shown


class Note(NamedTuple):
    """One remark about one key of a mapping; ``place`` is empty for the file as a whole.

    ``code`` is a key of ``draft.yml``, ``raw`` and ``detail`` fill its placeholders.
    """

    place: str
    code: str
    raw: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Part:
    """Some keys of a mapping with their values, and the notes about them."""

    values: dict[str, Any]
    notes: tuple[Note, ...] = ()


@cache
def draft_texts() -> dict[str, dict[str, str]]:
    """German texts of drafts: ``erkannt``, ``pruefen`` and ``rahmen``."""
    texts: dict[str, dict[str, str]] = read_facts("takeup.inspection", "draft.yml")
    return texts


def has_to_decide(note: Note) -> bool:
    """Tell a note that asks a human from one that only says what was seen."""
    return note.code in draft_texts()["pruefen"]


def note_text(note: Note) -> str:
    """German text of a note, on one line and without control characters."""
    texts = draft_texts()
    pattern = texts["pruefen" if has_to_decide(note) else "erkannt"][note.code]
    return pattern.format(raw=shown(note.raw), detail=shown(note.detail))
