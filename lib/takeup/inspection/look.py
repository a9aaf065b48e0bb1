"""One file looked at: which mapping, which columns, what the report would do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from takeup.errors import UsageError
from takeup.inspection import suspicions
from takeup.inspection.around import escaped, fitting_names
from takeup.inspection.draft import Draft, draft_of
from takeup.inspection.fit import known_headers
from takeup.inspection.form import Form, HeaderPlace, form_of
from takeup.inspection.kinds import Column, Names, columns_of
from takeup.inspection.opening import named, opened, place_of
from takeup.inspection.reading import (
    Place,
    Upload,
    refuse,
    settle_draft,
    settle_reading,
    try_mappings,
    with_findings,
)
from takeup.inspection.result import How, Inspection, SeenColumn
from takeup.inspection.view import View, seen, told
from takeup.intake import sniff
from takeup.intake.findings import FileRefusedError, Finding, shown
from takeup.intake.names import header_key, name_key
from takeup.intake.readings import Reading
from takeup.intake.rows import Table
from takeup.intake.sniff import Kind
from takeup.mapping import Quelle
from takeup.params import Params, suggest
from takeup.sources.stage import check_mappings

# Name of a drafted mapping among the others; no file in params/quellen/ has it.
DRAFT: Final = "(vorschlag)"


@dataclass(frozen=True)
class _Look:
    """A file, what is known about its place, and what it looks like without a mapping."""

    upload: Upload
    params: Params
    place: Place
    kind: Kind
    form: Form
    columns: tuple[Column, ...] = ()
    draft: Draft | None = None


def inspect(
    upload: Upload, params: Params, asked: str = "", place: Place | None = None
) -> Inspection:
    """Look at a file as the report would, and draft a mapping for it.

    Parameters
    ----------
    upload
        Name and content of the file; its size is within the limits.
    params
        Administrations, services and mappings.
    asked
        Name of the mapping to use; else the one that fits name or columns, else a draft.
    place
        Administration and delivery month, as far as path or options tell them.

    Returns
    -------
    Inspection
        Also for a file that cannot be read: then with the reasons.
    """
    place = place or Place()
    try:
        kind = sniff.kind_of(upload.content)
        form = form_of(upload.content, kind, known_headers(params))
    except FileRefusedError as refusal:
        return refused(upload, place, *refusal.findings)
    columns = columns_of(form, _names(params))
    draft = None if kind == "json" else draft_of(upload.name, form, columns, params)
    look = _Look(upload, params, place, kind, form, columns, draft)
    quellen, how = _chosen(look, asked)
    reading = try_mappings(upload, quellen, place)
    if draft is None or how != "columns":
        return _by_mapping(look, reading, how)
    if reading.table is None:
        return _by_draft(look, draft)
    found = _by_mapping(look, reading, how)
    # The columns fit, but neither the name nor a single row does: it is another export.
    foreign = found.balance.rows_in and not found.balance.accepted
    return _by_draft(look, draft) if foreign and draft.complete else found


def inspect_path(path: Path, params: Params, asked: str, given: Place) -> Inspection:
    """Look at the file at a path.

    Parameters
    ----------
    path
        The file; what is no plain file is refused.
    params
        Administrations, services and mappings.
    asked
        Name of the mapping to use, or empty.
    given
        Administration and month that a user gave; the folders of the path say the rest.

    Raises
    ------
    UsageError
        If there is no such file or mapping.
    ParameterError
        If the mapping asked for leaves a required field without a column.
    """
    if asked and asked not in params.quellen:
        known = ", ".join(sorted(params.quellen))
        near = suggest(asked, params.quellen)
        raise UsageError("quelle_unknown", value=asked, near=near, known=known)
    if asked:
        check_mappings(replace(params, quellen={asked: params.quellen[asked]}))
    lies = place_of(path, params)
    place = Place(given.verwaltung or lies.verwaltung, given.month or lies.month)
    try:
        return inspect(opened(path, params), params, asked, place)
    except FileRefusedError as refusal:
        return refused(named(path), place, *refusal.findings)


def refused(upload: Upload, place: Place, *findings: Finding) -> Inspection:
    """Inspection of what is no readable file."""
    return told(upload, refuse(upload, place, *findings), View(Form("text"), "", "none"))


def _names(params: Params) -> Names:
    administrations = (
        name
        for slug, each in params.verwaltungen.items()
        for name in (slug, each.name, each.kurzname, *each.aliase)
    )
    services = (n for e in params.leistungen.values() for n in (e.name, e.katalogname))
    return Names(frozenset(map(name_key, administrations)), frozenset(map(name_key, services)))


def _chosen(look: _Look, asked: str) -> tuple[Mapping[str, Quelle], How]:
    """Mappings to try: the one asked for, those of the name, else those of the format."""
    quellen = look.params.quellen
    if asked:
        return {asked: quellen[asked]}, "asked"
    if names := fitting_names(look.upload.name, quellen):
        return {name: quellen[name] for name in names}, "name"
    is_json = look.kind == "json"
    formats = {
        n: each for n, each in quellen.items() if (each.format == "matomo-json") == is_json
    }
    return formats, "columns"


def _by_mapping(look: _Look, reading: Reading, how: How) -> Inspection:
    quelle = look.params.quellen[reading.mapping]
    beside = []
    if how != "name" and reading.table is not None:
        beside = _name_finding(look.upload.name, quelle)
    outcome = settle_reading(reading, look.params, look.place, beside)
    if reading.table is None:
        how = how if how != "columns" else "none"
        form, columns = look.form, seen(look.columns, quelle)
    else:
        form, columns = _at_header(look, reading.table, quelle)
    return told(look.upload, outcome, View(form, look.kind, how, columns, look.draft))


def _name_finding(name: str, quelle: Quelle) -> list[Finding]:
    if fitting_names(name, {"": quelle}):
        return []
    return [Finding("pattern_does_not_fit", raw=name, detail=quelle.dateien)]


def _by_draft(look: _Look, draft: Draft) -> Inspection:
    """Read by the draft: what the report would do if it were kept as it is."""
    params = replace(look.params, quellen=look.params.quellen | {DRAFT: draft.quelle})
    reading = try_mappings(look.upload, {DRAFT: draft.quelle}, look.place)
    table = reading.table
    # All that is unknown to a draft are headers that stand twice: said once, with positions.
    reading.findings = [each for each in reading.findings if each.rule != "unknown_column"]
    if draft.complete:
        outcome = settle_reading(reading, params, look.place, [])
    else:
        outcome = settle_draft(reading, params, look.place, (draft, look.columns))
    columns = seen(look.columns, draft.quelle)
    if table is not None:
        about = (table, look.columns, draft.names)
        found = [
            *suspicions.doubts(draft, table),
            *suspicions.unlike_spellings(*about),
            *suspicions.lost_zeros(*about),
            *suspicions.repeated_keys(*about),
        ]
        outcome = with_findings(outcome, found)
    return told(look.upload, outcome, View(look.form, look.kind, "draft", columns, draft))


def _at_header(
    look: _Look, table: Table, quelle: Quelle
) -> tuple[Form, tuple[SeenColumn, ...]]:
    """Form and columns where the mapping found the header."""
    if not table.header_row:
        headers = enumerate(table.headers.items(), start=1)
        return look.form, tuple(
            SeenColumn(at, shown(header), "", "", field, "field")
            for at, (field, header) in headers
        )
    sheet = header_key(escaped(table.sheet))
    place = HeaderPlace(
        table.header_row, quelle.kopfzeilen, table.delimiter, sheet, quelle.kodierung
    )
    there = form_of(look.upload.content, look.kind, frozenset(), place)
    form = replace(there, sheets=look.form.sheets, hidden=look.form.hidden)
    return form, seen(columns_of(form, _names(look.params)), quelle)
