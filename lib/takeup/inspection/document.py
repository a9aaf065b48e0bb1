"""A draft as a YAML file with German comments; a delivered text cannot leave its quotes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from takeup.inspection.draft import Draft
from takeup.inspection.fit import assignable
from takeup.inspection.notes import draft_texts, has_to_decide, note_text
from takeup.intake.findings import shown
from takeup.mapping import Quelle

# Keys in the order of the shipped mappings; the others only if they say something.
_ALWAYS: Final = (
    "quelle",
    "dateien",
    "format",
    "kopfzeilen",
    "spalten",
    "beiwerk",
    "pflicht",
    "dezimal",
    "tausender",
    "datum",
)


def document(draft: Draft, name: str) -> str:
    """Write a draft as a mapping file.

    Parameters
    ----------
    draft
        The draft.
    name
        Name of the file it was made from.

    Returns
    -------
    str
        YAML that loads as the draft's mapping, line by line with what has to be checked.
    """
    frame = draft_texts()["rahmen"]
    lines = [f"# {frame['titel'].format(raw=shown(name))}", f"# {frame['anleitung']}"]
    values = draft.quelle.model_dump()
    said = draft.quelle.model_dump(exclude_defaults=True)
    for key in Quelle.model_fields:
        lines += _comments(draft, key)
        if key in _ALWAYS or key in said:
            lines += _entry(draft, key, values[key])
    return "\n".join(lines) + "\n"


def _comments(draft: Draft, key: str) -> Iterator[str]:
    frame = draft_texts()["rahmen"]
    if key in ("beiwerk", "pflicht"):
        yield f"# {frame[key]}"
    for note in draft.notes:
        if note.place == key or (key == "spalten" and note.place in draft.fit.fields):
            yield f"# {frame['pruefen'] if has_to_decide(note) else ''}{note_text(note)}"
    if key == "spalten":
        empty = [e for e in assignable(draft.fit.source) if e.name not in draft.fit.fields]
        if empty:
            named = ", ".join(f"{each.name} ({each.title})" for each in empty)
            yield f"# {frame['felder'].format(raw=named)}"


def _entry(draft: Draft, key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping) or not any(value.values()):
        yield f"{key}: {_flow(value)}"
        return
    yield f"{key}:"
    titles = {each.name: each.title for each in assignable(draft.fit.source)}
    for name, content in value.items():
        if content:
            comment = f"  # {titles[name]}" if key == "spalten" else ""
            yield f"  {_flow(name)}: {_flow(content)}{comment}"


def _flow(value: Any) -> str:
    """One value on one line; signs that are not to be seen are written out."""
    plain = list(value) if isinstance(value, tuple) else value
    texts = plain if isinstance(plain, list) else [plain]
    visible = all(str(each).isprintable() for each in texts)
    dumped = yaml.safe_dump(
        plain, default_flow_style=True, width=sys.maxsize, allow_unicode=visible
    )
    return dumped.removesuffix("\n").removesuffix("\n...")
