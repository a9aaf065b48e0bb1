"""The published tables: their contracts, their files, their description.

What a page shows comes from these files and from nowhere else; one contract beside this
module describes each of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import pandas as pd

from takeup.contract import Contract, Field
from takeup.store import sha256

TABLES: Final = (
    "measures",
    "comparison",
    "completeness",
    "days",
    "scope",
    "tasks",
    "effects",
    "findings",
    "balance",
    "exclusions",
    "revisions",
    "suppression",
)
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA: Final = r"^([=+\-@\t\r])"
_SCHEMA_TYPES: Final = {"integer": "integer", "number": "number", "boolean": "boolean"}


@cache
def contract(table: str) -> Contract:
    """Contract of a published table, by its name."""
    with as_file(files(__name__).joinpath(f"{table}.yml")) as path:
        return Contract.load(path)


@dataclass(frozen=True)
class Published:
    """A published month as pages read it.

    ``tables`` follow the contracts of this package; ``run`` holds month, origin of the
    data and commit.
    """

    tables: Mapping[str, pd.DataFrame]
    run: Mapping[str, Any]


def _guard(column: pd.Series[str]) -> pd.Series[str]:
    """Keep a spreadsheet from running a text as a formula, as Matomo does."""
    return column.str.replace(_FORMULA, r"'\1", regex=True)


def _conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns, types and order of rows as the contract says; checked."""
    rules = contract(table)
    ordered = frame[list(rules.dtypes)].astype(rules.dtypes)
    rules.check(ordered)
    ordered = ordered.sort_values(list(rules.primary_key), ignore_index=True)
    texts = [each.name for each in rules.fields if each.type == "string"]
    return ordered.assign(**{name: _guard(ordered[name]) for name in texts})


def write_published(folder: Path, published: Published) -> None:
    """Write tables as CSV (UTF-8, comma, point) and the run's facts as JSON.

    Raises
    ------
    ContractError
        If a table breaks its contract; nothing of that table is written.
    """
    for table in TABLES:
        frame = _conform(table, published.tables[table])
        frame.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
    text = json.dumps(dict(published.run), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def read_published(folder: Path) -> Published:
    """Read a month back as it was written."""
    tables = {table: _read_table(folder, table) for table in TABLES}
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return Published(tables, run)


def _read_table(folder: Path, table: str) -> pd.DataFrame:
    dtypes = contract(table).dtypes
    # Dates are written as text, and only text can be read back with the types given.
    read = {name: "str" if kind.startswith("date") else kind for name, kind in dtypes.items()}
    frame = pd.read_csv(
        folder / f"{table}.csv", dtype=read, keep_default_na=False, na_values=[""]
    )
    return frame.astype(dtypes)


def _schema_field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": field.required}
    if field.enum:
        constraints["enum"] = list(field.enum)
    return {
        "name": field.name,
        "type": _SCHEMA_TYPES.get(field.type, field.type),
        "title": field.title,
        "description": field.description,
        "constraints": constraints,
    }


def _resource(folder: Path, table: str) -> dict[str, Any]:
    rules = contract(table)
    path = folder / "daten" / f"{table}.csv"
    return {
        "name": table,
        "path": f"daten/{table}.csv",
        "profile": "tabular-data-resource",
        "title": rules.title,
        "description": rules.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "schema": {
            "fields": [_schema_field(field) for field in rules.fields],
            "primaryKey": list(rules.primary_key),
            "missingValues": [""],
        },
    }


def write_datapackage(folder: Path, title: str, description: str) -> None:
    """Describe the published tables for machines (Frictionless Data Package)."""
    package = {
        "profile": "tabular-data-package",
        "name": f"takeup-{folder.name.strip('.').removesuffix('.building')}",
        "title": title,
        "description": description,
        "resources": [_resource(folder, table) for table in TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
