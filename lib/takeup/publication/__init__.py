"""The published tables: their contracts and their files.

What a page shows comes from these files and from nowhere else; one contract beside this
module describes each of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import pandas as pd

from takeup.contract import Contract
from takeup.publication.rows import Places, Read

TABLES: Final = (
    "measures",
    "dictionary",
    "comparison",
    "variation",
    "completeness",
    "days",
    "gaps",
    "scope",
    "uniformity",
    "uniformity_pairs",
    "uniformity_verdicts",
    "tasks",
    "forecast",
    "project_status",
    "effects",
    "effect_checks",
    "findings",
    "balance",
    "exclusions",
    "revisions",
    "costs",
    "suppression",
)
# What a figure is about, and what there is of it.
CELL: Final = ("measure", "verwaltung", "leistung_id")
_FIGURE: Final = ("month", "value", "numerator", "denominator", "status")
Figures = Mapping[tuple[str, ...], Mapping[str, Any]]
# Columns by which all pages look up rows again and again.
_USUAL: Final = (
    ("measures", ("leistung_id", "measure", "verwaltung")),
    ("measures", ("measure", "month", "verwaltung")),
    ("comparison", ("leistung_id", "measure", "verwaltung")),
    ("variation", ("leistung_id", "measure", "method", "month", "verwaltung")),
    ("revisions", ("measure", "month", "verwaltung")),
)
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA: Final = r"^([=+\-@\t\r])"


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

    def rows(self, read: Read) -> pd.DataFrame:
        """Rows of a read, looked up: the first one by some columns groups the table by them."""
        found: pd.DataFrame = self.tables[read.table].iloc[self._places.of(read)]
        return found

    def figures(self, month: str) -> Figures:
        """Figures of a month as plain values: to look one up in the table takes far longer."""
        if month not in self._figures:
            rows = self.rows(Read.of("measures", {"month": month}))
            about = zip(*(rows[name] for name in CELL), strict=True)
            parts = zip(*(rows[name] for name in _FIGURE), strict=True)
            records = (dict(zip(_FIGURE, part, strict=True)) for part in parts)
            self._figures[month] = dict(zip(about, records, strict=True))
        return self._figures[month]

    @cached_property
    def _places(self) -> Places:
        return Places(self.tables)

    @cached_property
    def _figures(self) -> dict[str, Figures]:
        return {}

    def look_up_usual(self) -> None:
        """Look up what pages of this month ask for, so that whoever shares it need not."""
        self.figures(str(self.run["month"]))
        for table, names in _USUAL:
            self._places.by(table, names)


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


def as_written(published: Published, table: str) -> pd.DataFrame:
    """Table in the order and with the types in which it is written and read back."""
    return _conform(table, published.tables[table])


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
