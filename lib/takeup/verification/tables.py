"""Whether the tables are what ``datapackage.json`` says of them, cell by cell.

A strict reading of Table Schema, for what our package uses of it: a type, constraint or
dialect that is not known here is a difference too.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from takeup.manifest import hashes
from takeup.verification.belonging import Edition
from takeup.verification.files import Difference

_PACKAGE: Final = "datapackage.json"
Row = Mapping[str, str]


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


_TYPES: Final[Mapping[str, Callable[[str], bool]]] = {
    "string": lambda _: True,
    "integer": lambda text: re.fullmatch(r"-?[0-9]+", text) is not None,
    "number": _is_number,
    "boolean": lambda text: text in {"True", "False"},
    "date": _is_date,
    "yearmonth": lambda text: re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) is not None,
}
_LIMITS: Final[Mapping[str, Callable[[str, Any], bool]]] = {
    "enum": lambda text, allowed: text in allowed,
    "pattern": lambda text, pattern: re.fullmatch(pattern, text) is not None,
    "minimum": lambda text, least: float(text) >= least,
    "maximum": lambda text, most: float(text) <= most,
}


@dataclass(frozen=True)
class Tables:
    """What was read: number of tables and rows, and everything that is not as described."""

    count: int
    rows: int
    differences: list[Difference]


@dataclass(frozen=True)
class _Table:
    """Names of the columns as they stand in the file, and the rows by them."""

    header: list[str]
    rows: list[Row]


def check_tables(edition: Edition) -> Tables:
    """Check every table of the data package against its schema."""
    try:
        package = json.loads((edition.folder / _PACKAGE).read_text(encoding="utf-8"))
        resources = package["resources"]
        for each in resources:
            _ = each["name"], each["path"], each["hash"], each["schema"]["fields"]
            _ = each["schema"]["primaryKey"]
    except (OSError, ValueError, KeyError, TypeError):
        return Tables(0, 0, [Difference("package_unreadable", _PACKAGE)])
    files = hashes(edition.folder)
    tables = {each["name"]: _read(edition.folder, each, files) for each in resources}
    differences = [one for each in resources for one in _of_table(each, tables, files)]
    return Tables(len(resources), sum(len(each.rows) for each in tables.values()), differences)


def _read(folder: Path, resource: Mapping[str, Any], files: Mapping[str, str]) -> _Table:
    """Read a table; one without columns if it is no CSV or not of this folder."""
    if resource["path"] not in files:
        return _Table([], [])
    delimiter = resource.get("dialect", {}).get("delimiter", ",")
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=delimiter, strict=True)
        try:
            return _Table(list(reader.fieldnames or ()), list(reader))
        except (csv.Error, UnicodeDecodeError):
            return _Table([], [])


def _of_table(
    resource: Mapping[str, Any], tables: Mapping[str, _Table], files: Mapping[str, str]
) -> Iterator[Difference]:
    name, path = resource["name"], resource["path"]
    if path not in files:
        yield Difference("table_missing", path)
        return
    if resource["hash"] != f"sha256:{files[path]}":
        yield Difference("table_hash", path)
    schema, table = resource["schema"], tables[name]
    if table.header != [field["name"] for field in schema["fields"]]:
        yield Difference("table_header", name, ", ".join(table.header))
        return
    yield from _ragged(name, table.rows)
    for field in schema["fields"]:
        yield from _of_column(name, field, table.rows)
    yield from _of_keys(name, schema, tables)


def _ragged(name: str, rows: list[Row]) -> Iterator[Difference]:
    """Rows with a cell too many (key None) or too few (value None)."""
    lines = [
        line for line, row in enumerate(rows, start=2) if None in row or None in row.values()
    ]
    if lines:
        yield Difference("row_length", f"{name}:{lines[0]}", str(len(lines)))


def _of_column(name: str, field: Mapping[str, Any], rows: list[Row]) -> Iterator[Difference]:
    """First broken cell of each rule of a column, with the number of such cells."""
    constraints = dict(field["constraints"])
    required = constraints.pop("required", False)
    if field["type"] not in _TYPES or not constraints.keys() <= _LIMITS.keys():
        yield Difference("schema_unknown", f"{name}.{field['name']}")
        return
    rules = {rule: (_LIMITS[rule], limit) for rule, limit in constraints.items()}
    broken: dict[str, list[int]] = {}
    judged: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        text = row[field["name"]] or ""
        if text not in judged:
            judged[text] = _broken_rule(text, field["type"], rules, required=required)
        if judged[text]:
            broken.setdefault(judged[text], []).append(line)
    for rule, lines in broken.items():
        place = f"{name}.{field['name']}:{lines[0]}"
        yield Difference(f"cell_{rule}", place, str(len(lines)))


def _broken_rule(
    text: str,
    kind: str,
    rules: Mapping[str, tuple[Callable[[str, Any], bool], Any]],
    *,
    required: bool,
) -> str:
    """Rule that a cell breaks, or the empty text; an empty cell is a missing value."""
    if text == "":
        return "required" if required else ""
    if not _TYPES[kind](text):
        return "type"
    return next((rule for rule, (holds, limit) in rules.items() if not holds(text, limit)), "")


def _of_keys(
    name: str, schema: Mapping[str, Any], tables: Mapping[str, _Table]
) -> Iterator[Difference]:
    rows, key = tables[name].rows, schema["primaryKey"]
    counted = Counter(tuple(row[field] or "" for field in key) for row in rows)
    twice = [cell for cell, count in counted.items() if count > 1]
    if twice:
        yield Difference("key_twice", f"{name}: {', '.join(twice[0])}", str(len(twice)))
    for each in schema.get("foreignKeys", ()):
        field, target = each["fields"], each["reference"]
        referred = tables.get(target["resource"] or name)
        known = {row[target["fields"]] for row in referred.rows} if referred else set()
        strange = sorted({row[field] or "" for row in rows} - known - {""})
        if strange:
            yield Difference("key_unknown", f"{name}.{field}", ", ".join(strange))
