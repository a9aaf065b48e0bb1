"""Worked examples of the sidecars: a few rows in, the measure's rows out.

An example names only what it is about. Its months and administrations are those it mentions;
a month with rows of a source counts as delivered completely, unless its ``coverage`` says
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from takeup.measures.definition import count_rows
from takeup.measures.inputs import KEYS, Inputs, month_of
from takeup.measures.rates import MinimumBase, rates
from takeup.measures.scope import CHANNELS
from takeup.measures.sidecar import Example, Sidecar
from takeup.regions import ALL

_PLACE: Final = {"verwaltung": "str", "month": "str"}
_CASES: Final = (*CHANNELS, "eligible", "total")
# The columns the measures use; what an example leaves out is missing.
COLUMNS: Final[dict[str, dict[str, str]]] = {
    "matomo": {
        "verwaltung": "str",
        "period": "str",
        "date": "datetime64[s]",
        "report": "str",
        "label": "str",
        "visits": "Int64",
        "visitors": "Int64",
    },
    "antraege": {
        "verwaltung": "str",
        "date": "datetime64[s]",
        "leistung_id": "str",
        "started": "Int64",
        "resumed": "Int64",
        "completed": "Int64",
        "submitted": "Int64",
    },
    "faelle": {
        **_PLACE,
        "leistung_id": "str",
        **dict.fromkeys(_CASES, "Int64"),
        **{f"{name}_state": "str" for name in _CASES},
    },
    "konten": {**_PLACE, "active_accounts": "Int64", "registered_accounts": "Int64"},
    "zufriedenheit": {
        **_PLACE,
        "leistung_id": "str",
        **{f"rating_{grade}": "Int64" for grade in range(1, 6)},
    },
    "katalog": {**_PLACE, "leistung_id": "str", "online": "boolean"},
    "bevoelkerung": {"ars": "str", "reference_date": "datetime64[s]", "population": "Int64"},
    "kosten": {
        **_PLACE,
        "months": "Int64",
        "leistung_id": "str",
        "cost_eur": "Float64",
    },
    "coverage": {
        "source": "str",
        **_PLACE,
        "days_expected": "Int64",
        "days_present": "Int64",
    },
    "gaps": {"source": "str", **_PLACE, "leistung_id": "str"},
    "verwaltungen": {"verwaltung": "str", "ars": "str"},
    "leistungen": {"leistung_id": "str", "attendance_required": "boolean"},
    "zustaendigkeit": {"leistung_id": "str", "verwaltung": "str", "zustaendig": "str"},
    "ewa_start": {"verwaltung": "str", "date": "datetime64[s]"},
    "counts": {**_PLACE, "leistung_id": "str", "measure": "str", "numerator": "Float64"},
}
_SOURCES: Final = tuple(COLUMNS)[:8]
Rows = Iterable[Mapping[str, Any]]


def typed_rows(table: str, rows: Rows) -> pd.DataFrame:
    """Rows of a table with the types that staging gives it.

    A channel of the case list may hold a word for its state (``unknown``,
    ``not_applicable``, ``suppressed``) instead of a number; one left out is 0.
    """
    listed = [_with_states(row) if table == "faelle" else dict(row) for row in rows]
    columns = COLUMNS[table]
    frame = pd.DataFrame(listed, columns=list(columns), dtype="object")
    return frame.astype(columns)


def _with_states(row: Mapping[str, Any]) -> dict[str, Any]:
    full = {**dict.fromkeys(_CASES, 0), **row}
    for name in _CASES:
        is_word = isinstance(full[name], str)
        full[f"{name}_state"] = full[name] if is_word else "value"
        full[name] = None if is_word else full[name]
    return full


def _coverage(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every month with rows of a source, as delivered completely."""
    parts = []
    for source, frame in frames.items():
        if source == "bevoelkerung":
            continue
        dated = frame if "month" in frame else frame.assign(month=month_of(frame["date"]))
        places = dated[["verwaltung", "month"]].drop_duplicates()
        parts.append(places.assign(source=source, days_expected=1, days_present=1))
    return pd.concat(parts)[list(COLUMNS["coverage"])].astype(COLUMNS["coverage"])


def _parameter(name: str, tables: Mapping[str, Rows], default: Rows) -> pd.DataFrame:
    return typed_rows(name, tables.get(name, default))


def example_inputs(
    tables: Mapping[str, Rows], months: Iterable[str], verwaltungen: Iterable[str]
) -> Inputs:
    """Build inputs from the rows of an example.

    Parameters
    ----------
    tables
        Rows by source, and by ``coverage``, ``gaps``, ``verwaltungen``, ``leistungen``,
        ``zustaendigkeit``, ``ewa_start`` where the example needs other than the plain case:
        everything delivered that has rows, no personal attendance, no eWA.
    months
        Months to compute.
    verwaltungen
        Administrations a total stands for.
    """
    frames = {source: typed_rows(source, tables.get(source, ())) for source in _SOURCES}
    places = [{"verwaltung": name, "ars": ""} for name in sorted(set(verwaltungen))]
    coverage = (
        typed_rows("coverage", tables["coverage"])
        if "coverage" in tables
        else _coverage(frames)
    )
    leistungen = _parameter("leistungen", tables, ())
    attendance = leistungen["attendance_required"].astype(bool)
    return Inputs(
        frames=frames,
        coverage=coverage,
        gaps=_parameter("gaps", tables, ()),
        months=tuple(sorted(set(months))),
        verwaltungen=_parameter("verwaltungen", tables, places),
        leistungen=leistungen.assign(attendance_required=attendance),
        zustaendigkeit=_parameter("zustaendigkeit", tables, ()),
        ewa_start=_parameter("ewa_start", tables, ()),
    )


def _count_example(measure: str, example: Example) -> pd.DataFrame:
    mentioned = [
        row["verwaltung"]
        for rows in example.inputs.values()
        for row in rows
        if "verwaltung" in row
    ]
    places = {*mentioned, *(row.verwaltung for row in example.expected)} - {ALL}
    inputs = example_inputs(example.inputs, (row.month for row in example.expected), places)
    rows = count_rows(measure, inputs)
    return rows.assign(value=rows["numerator"])


def _rate_example(measure: str, sidecar: Sidecar) -> pd.DataFrame:
    given = sidecar.example.inputs["counts"]
    counts = typed_rows("counts", given).assign(
        status=[row.get("status", "ok") for row in given],
        denominator=None,
        data_maturity="final",
    )
    return rates(counts, {measure: sidecar}, MinimumBase())


def run_example(measure: str, sidecar: Sidecar) -> pd.DataFrame:
    """Compute a worked example.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id, totals included: ``value``,
        ``status``.
    """
    is_count = sidecar.kind == "count"
    rows = (
        _count_example(measure, sidecar.example)
        if is_count
        else _rate_example(measure, sidecar)
    )
    return rows[[*KEYS, "value", "status"]].sort_values(KEYS, ignore_index=True)
