"""``datapackage.json``: the published tables described for machines (Frictionless).

References
----------
Frictionless Data Package, Table Schema and CSV Dialect, version 1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from takeup.contract import Contract, Field
from takeup.exports import zsk
from takeup.publication import TABLES, contract
from takeup.render import numbers
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.store import sha256

_LIMITS: Final = ("minimum", "maximum", "pattern")
# What the data rest on; the calendar of events is ours.
_SOURCES: Final = (
    "matomo",
    "antraege",
    "faelle",
    "konten",
    "zufriedenheit",
    "katalog",
    "bevoelkerung",
)


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": field.required}
    if field.enum:
        constraints["enum"] = list(field.enum)
    for name in _LIMITS:
        if getattr(field, name) is not None:
            constraints[name] = getattr(field, name)
    described = {"description": field.description} if field.description else {}
    unit = {"unit": field.unit} if field.unit else {}
    written = {"trueValues": ["True"], "falseValues": ["False"]}
    return {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        **described,
        **unit,
        **(written if field.type == "boolean" else {}),
        "constraints": constraints,
    }


def _schema(rules: Contract) -> dict[str, Any]:
    foreign = [
        {
            "fields": each.field,
            # The standard's word for a table that refers to itself is the empty text.
            "reference": {
                "resource": "" if each.table == rules.name else each.table,
                "fields": each.key,
            },
        }
        for each in rules.foreign_keys
    ]
    return {
        "fields": [_field(field) for field in rules.fields],
        "primaryKey": list(rules.primary_key),
        "missingValues": [""],
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _resource(path: Path, name: str, rules: Contract) -> dict[str, Any]:
    delimiter = zsk.DELIMITER if rules.name == "zsk" else ","
    return {
        "name": rules.name,
        "path": name,
        "profile": "tabular-data-resource",
        "title": rules.title,
        "description": rules.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": delimiter, "lineTerminator": "\n"},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "schema": _schema(rules),
    }


def _head(data: PageData) -> dict[str, Any]:
    """Everything but the tables; the day of the package is that of its data, not the clock."""
    settings, run = data.params.settings, data.published.run
    kind = "sample" if data.sample else "real"
    month = numbers.month_long(str(data.month))
    edition = f"{data.month}-stand-{run['stand']}" if run.get("as_known") else str(data.month)
    word = {"keywords": [text("frame.sample_word")]} if data.sample else {}
    return {
        "profile": "tabular-data-package",
        "name": f"takeup-{edition}",
        "title": text(f"files.package.name_{kind}", project=settings.projekt, month=month),
        "description": text(f"files.package.about_{kind}"),
        **word,
        "sample": data.sample,
        "created": f"{run['stand']}T00:00:00Z",
        "licenses": [{"name": settings.lizenz, "title": settings.lizenz_titel}],
        "contributors": [{"title": settings.herausgeber, "role": "publisher"}],
        "sources": [{"title": text(f"files.sources.{name}")} for name in _SOURCES],
    }


def write(path: Path, data: PageData, export: str) -> None:
    """Describe the published tables and the ZSK export.

    Parameters
    ----------
    path
        The file to write, in the month's folder; the tables lie there in ``daten``.
    data
        The month.
    export
        Name of the ZSK export beside it.
    """
    tables = [(f"daten/{table}.csv", contract(table)) for table in TABLES]
    listed = [*tables, (export, zsk.contract())]
    resources = [_resource(path.parent / name, name, rules) for name, rules in listed]
    package = {**_head(data), "resources": resources}
    described = json.dumps(package, ensure_ascii=False, indent=1)
    path.write_text(f"{described}\n", encoding="utf-8")
