"""What a source is: its contract, its reader, and the checks only it can make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from takeup.contract import Contract
from takeup.intake.readings import Raw, Reader
from takeup.intake.rows import Table
from takeup.intake.tables import read_table
from takeup.params import Params

# Key of a service as it stood in the file, where a source keeps it beside today's key.
DELIVERED_KEY: Final = "delivered_key"
# What no mapping names: name, folder and preamble of a file tell it, or the intake keeps it.
TOLD_BY_FILE: Final = frozenset(
    {"verwaltung", "month", "file", "sheet", "row", "folder_month", "reference_date"}
    | {DELIVERED_KEY}
)
_ISSUE_COLUMNS = ["column", "raw", "rule", "detail"]

# Typed rows → issues: one row per problem, indexed like the rows it is about.
Check = Callable[[pd.DataFrame, Params], pd.DataFrame]


def issues(
    rows: pd.DataFrame,
    column: str,
    rule: str,
    detail: pd.Series | str,
) -> pd.DataFrame:
    """Issues about one column of some rows.

    Parameters
    ----------
    rows
        The rows concerned; the raw value is what stands in ``column``.
    column
        Field of the contract.
    rule
        Key of ``intake/findings.yml``.
    detail
        What the rule's text needs beside the raw value.

    Returns
    -------
    DataFrame
        Columns column, raw, rule, detail; index as in ``rows``.
    """
    raw = rows[column].astype("str")
    values = {"column": column, "raw": raw, "rule": rule, "detail": detail}
    found = pd.DataFrame(values, index=rows.index, columns=_ISSUE_COLUMNS)
    return found.astype("str")


def nothing(rows: pd.DataFrame, params: Params | None = None) -> pd.DataFrame:
    """No issues: the check of a source that needs none."""
    del params
    return pd.DataFrame(index=rows.index[:0], columns=_ISSUE_COLUMNS, dtype="str")


def read_tabular(raw: Raw) -> Table:
    """Read CSV or XLSX by its mapping."""
    return read_table(raw.content, raw.kind, raw.quelle)


@dataclass(frozen=True)
class Source:
    """One kind of delivery.

    Parameters
    ----------
    contract
        Its staged table.
    time
        Field that says when: ``date``, ``month`` or ``reference_date``.
    daily
        Whether completeness is counted in days: those of the rows that ``every_day``
        selects or, without it, all days of the period a file speaks of.
    every_day
        Rows of which there is one for every day that was delivered.
    read
        Bytes to a table of text.
    refuse
        Issues whose rows go to quarantine.
    remark
        Issues whose rows stay.
    """

    contract: Contract
    time: Literal["date", "month", "reference_date"]
    daily: bool = False
    every_day: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    read: Reader = read_tabular
    refuse: Check = nothing
    remark: Check = nothing

    @property
    def name(self) -> str:
        """Name of the source and of its dataset."""
        return self.contract.name

    def no_rows(self) -> pd.DataFrame:
        """Return the staged table without rows."""
        dtypes = self.contract.dtypes.items()
        columns = {name: pd.Series(dtype=dtype) for name, dtype in dtypes}
        return pd.DataFrame(columns, index=pd.RangeIndex(0))

    @property
    def fields(self) -> frozenset[str]:
        """Names of the contract's fields."""
        return frozenset(each.name for each in self.contract.fields)

    @property
    def shares(self) -> frozenset[str]:
        """Fields that hold a share and may be written in different units."""
        return frozenset(each.name for each in self.contract.fields if each.maximum == 1)

    @property
    def told_by_rows(self) -> frozenset[str]:
        """Required fields that only a column or a fixed value can tell."""
        required = frozenset(each.name for each in self.contract.fields if each.required)
        return required - TOLD_BY_FILE


def contract_beside(module_file: str) -> Contract:
    """Contract with the same stem as a source's module."""
    return Contract.load(Path(module_file).with_suffix(".yml"))
