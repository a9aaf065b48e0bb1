"""A reading and a form put together: what an inspection shows of one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from takeup.inspection.draft import Draft
from takeup.inspection.form import Form
from takeup.inspection.kinds import Column
from takeup.inspection.reading import Outcome, Upload
from takeup.inspection.result import Balance, How, Inspection, SeenColumn, SeenFinding, Use
from takeup.intake.findings import describe, shown
from takeup.intake.names import header_key
from takeup.mapping import Quelle, Words


@dataclass(frozen=True)
class View:
    """What is shown of a file beside its findings and rows."""

    form: Form
    kind: str
    how: How
    columns: tuple[SeenColumn, ...] = ()
    draft: Draft | None = None


def seen(columns: Iterable[Column], quelle: Quelle) -> tuple[SeenColumn, ...]:
    """Tell what a mapping makes of each column."""
    uses: dict[str, tuple[str, Use]] = {}
    sections: dict[Use, dict[str, Words]] = {"field": quelle.spalten, "beside": quelle.beiwerk}
    for use, named in sections.items():
        for name, headers in named.items():
            for header in headers:
                uses.setdefault(header_key(header), (name, use))
    return tuple(
        SeenColumn(
            each.position + 1,
            shown(each.header),
            each.kind,
            shown(each.example),
            *uses.get(header_key(each.header), ("", "none")),
        )
        for each in columns
    )


def told(upload: Upload, outcome: Outcome, view: View) -> Inspection:
    """Put together what is shown.

    Parameters
    ----------
    upload
        Name and size of the file.
    outcome
        Its findings, its balance, and where it was taken to lie.
    view
        Its form, its columns and how its mapping was chosen.
    """
    reading, place, form = outcome.reading, outcome.place, view.form
    return Inspection(
        name=upload.name,
        file=upload.file,
        sha256=reading.sha256,
        size=upload.size,
        format=view.kind,
        encoding=form.encoding,
        line_ends=form.line_ends,
        delimiter=form.delimiter,
        sheet=shown(form.sheet),
        sheets=tuple(map(shown, form.sheets)),
        hidden_sheets=tuple(map(shown, form.hidden)),
        preamble=tuple((row, shown(text)) for row, text in form.above),
        header_row=form.header_row,
        header_rows=form.depth if form.header_row else 0,
        columns=view.columns,
        mapping="" if view.how in ("draft", "none") else reading.mapping,
        how=view.how,
        source=reading.source,
        refused=reading.table is None,
        verwaltung=place.verwaltung,
        month=str(place.month or ""),
        findings=_findings(outcome),
        balance=_balance(outcome),
        draft=view.draft,
    )


def _findings(outcome: Outcome) -> tuple[SeenFinding, ...]:
    described = describe(outcome.staged.findings)[list(SeenFinding._fields)]
    rows = described.itertuples(index=False, name=None)
    found = (SeenFinding(*row) for row in rows)
    return tuple(
        each._replace(row=None if pd.isna(each.row) else int(each.row or 0)) for each in found
    )


def _balance(outcome: Outcome) -> Balance:
    row = outcome.staged.balance.iloc[0]
    exclusions = outcome.staged.exclusions
    by_rule = zip(exclusions["rule"], exclusions["rows"].astype(int), strict=True)
    return Balance(
        int(row["rows_in"]),
        int(row["accepted"]),
        int(row["quarantined"]),
        int(row["excluded"]),
        tuple((str(rule), int(rows)) for rule, rows in by_rule),
    )
