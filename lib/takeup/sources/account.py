"""The account of one source: every delivered row, and what became of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.columns import constant, joined, recode
from takeup.intake.findings import Finding, Origin
from takeup.intake.readings import Reading
from takeup.intake.rows import Table

# So many findings of one kind show what is wrong; a million of them would only cost.
MANY_ALIKE: Final = 1_000
_FILE = "_file"
_ROW = "_row"


@dataclass
class Account:
    """Rows of one source as text, and the fate of those that are not accepted.

    ``text`` has one row per data row that was read, from all files, with the fields of the
    mappings (category columns) and the position of its file in ``readings``. ``quarantined``
    and ``excluded`` map an index of ``text`` to the rule.
    """

    readings: Sequence[Reading]
    text: pd.DataFrame
    quarantined: dict[int, str] = field(default_factory=dict)
    excluded: dict[int, str] = field(default_factory=dict)
    findings: list[tuple[Origin, Finding]] = field(default_factory=list)

    @classmethod
    def open(cls, readings: Sequence[Reading]) -> Account:
        """Collect the rows of all files."""
        tables = [each.table or Table() for each in readings]
        lengths = [len(table.numbers) for table in tables]
        numbers = [np.asarray(table.numbers, dtype="int64") for table in tables]
        columns: dict[str, object] = {
            _FILE: np.repeat(np.arange(len(tables)), lengths),
            _ROW: np.concatenate([np.array([], dtype="int64"), *numbers]),
        }
        for name in dict.fromkeys(name for table in tables for name in table.columns):
            columns[name] = joined(table.column(name) for table in tables)
        return cls(readings, pd.DataFrame(columns))

    @property
    def files(self) -> pd.Series[int]:
        """Position of the file of each row."""
        return self.text[_FILE]

    def told_by_file(self, values: Sequence[str]) -> pd.Series[str]:
        """Spread what each file tells over its rows."""
        by_file = pd.array(list(values), dtype="str")
        return pd.Series(by_file.take(self.files.to_numpy()), index=self.text.index)

    def column(self, name: str) -> pd.Series[str]:
        """Delivered text of one field; empty if no file has it."""
        if name in self.text.columns:
            return self.text[name]
        return constant("", self.text.index)

    @property
    def numbers(self) -> pd.Series[int]:
        """Row of each row in its file, as in Excel."""
        return self.text[_ROW]

    @property
    def weights(self) -> pd.Series[int]:
        """How many delivered rows each row stands for."""
        told = [
            np.ones(len(each.numbers), dtype="int64") if each.weights is None else each.weights
            for each in (reading.table or Table() for reading in self.readings)
        ]
        return pd.Series(np.concatenate([np.array([], dtype="int64"), *told]), self.text.index)

    def still_open(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep the rows that are neither quarantined nor excluded so far."""
        decided = [*self.quarantined, *self.excluded]
        return rows[~rows.index.isin(decided)] if decided else rows

    def reject_files(self) -> None:
        """Set aside all rows of the files that are in the wrong place."""
        if any(each.rejected for each in self.readings):
            rules = self.told_by_file([each.rejected for each in self.readings])
            rejected = rules[rules != ""]
            self.quarantined.update(
                zip(rejected.index.tolist(), rejected.tolist(), strict=True)
            )

    def report(self, issues: pd.DataFrame, *, quarantine: bool) -> None:
        """Note issues as findings and, if asked, send their rows to quarantine.

        Where a file breaks one rule in one column very often, the first rows are findings
        and one more counts the rest.

        Parameters
        ----------
        issues
            Columns column, raw, rule, detail; index as in ``text``.
        quarantine
            Whether the rows are set aside; the first rule counts.
        """
        placed = issues.assign(**self.text.loc[issues.index, [_FILE, _ROW]])
        alike = placed.groupby([_FILE, "column", "rule"], sort=False)
        rank = alike.cumcount()
        for issue in placed[rank < MANY_ALIKE].itertuples(index=False, name=None):
            self._find(issue)
        left = alike["rule"].transform("size") - MANY_ALIKE
        further = placed.assign(rule="further_rows", detail=left)[rank == MANY_ALIKE]
        for issue in further.itertuples(index=False, name=None):
            self._find(issue)
        if quarantine:
            for index, rule in zip(issues.index.tolist(), issues["rule"].tolist(), strict=True):
                self.quarantined.setdefault(index, rule)

    def _find(self, issue: tuple[Any, ...]) -> None:
        column, raw, rule, detail, file, number = issue
        reading = self.readings[file]
        table = reading.table or Table()
        name = table.headers.get(column, column)
        finding = Finding(rule, table.sheet, number, name, str(raw), str(detail))
        self.findings.append((reading.origin, finding))

    def exclude(self, rows: pd.Index[int], rule: str) -> None:
        """Leave rows out by a rule; a row left out before keeps its rule."""
        for index in rows:
            self.excluded.setdefault(int(index), rule)

    def set_aside(self) -> list[tuple[str, str, int, str, str, int]]:
        """Quarantined rows: file, sheet, row, rule, cells by header as JSON text, weight."""
        indices = sorted(self.quarantined)
        told = self.delivered(indices)
        told.insert(3, "rule", [self.quarantined[index] for index in indices])
        told["rows"] = self.weights.loc[indices].to_numpy()
        return list(told.itertuples(index=False, name=None))

    def delivered(self, indices: Sequence[int]) -> pd.DataFrame:
        """Rows as delivered: ``file``, ``sheet``, ``row``, ``content`` (JSON by header)."""
        rows = self.text.loc[list(indices)]
        parts = [pd.DataFrame(columns=["file", "sheet", "row", "content"])]
        for file, part in rows.groupby(_FILE):
            reading = self.readings[int(str(file))]
            table = reading.table or Table()
            part_told = pd.DataFrame({"row": part[_ROW], "content": _as_json(part, table)})
            parts.append(part_told.assign(file=reading.delivery.file, sheet=table.sheet))
        return pd.concat(parts).loc[rows.index]

    def excluded_by_file(self) -> list[tuple[str, str, int]]:
        """File, rule and number of the rows excluded by this rule."""
        indices = list(self.excluded)
        places = zip(self.files.loc[indices].tolist(), self.excluded.values(), strict=True)
        counts: Counter[tuple[int, str]] = Counter()
        for place, weight in zip(places, self.weights.loc[indices].tolist(), strict=True):
            counts[place] += weight
        return [
            (self.readings[file].delivery.file, rule, rows)
            for (file, rule), rows in sorted(counts.items())
        ]


def _as_json(rows: pd.DataFrame, table: Table) -> pd.Series[str]:
    """Cells of each row by header; of a million rows, each text is written once."""
    cells = {name: text for name, text in table.headers.items() if name in table.columns}
    content = pd.Series("{", index=rows.index, dtype="str")
    for number, (name, header) in enumerate(cells.items()):
        label = f"{', ' if number else ''}{_quoted(header)}: "
        content = content + label + recode(rows[name], _quoted).astype("str")
    return content + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
