"""A dataset's contract: which columns it has and how text becomes a value.

A contract is a Table Schema in YAML. Everything arrives as text; :meth:`Contract.cast`
converts strictly and reports every problem of a delivery at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from takeup.columns import distinct, spread
from takeup.errors import ContractError
from takeup.facts import parse_facts
from takeup.formats import Formats, Type, to_values

_DTYPES: Final[dict[str, str]] = {
    "string": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "yearmonth": "str",
}


@dataclass(frozen=True)
class Field:
    """One column: its type, its limits and what it means (German, for the data dictionary)."""

    name: str
    type: Type
    title: str
    description: str = ""
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    enum: tuple[str, ...] | None = None
    states: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are all found in the key of a published table."""

    field: str
    table: str
    key: str


@dataclass(frozen=True)
class Cast:
    """Typed rows, and the problems of the rows that could not be typed.

    ``problems`` has one row per cell: index of the text row, column, raw text, rule.
    """

    frame: pd.DataFrame
    problems: pd.DataFrame


_RULES: Final[dict[str, str]] = {
    "integer": "not_an_integer",
    "number": "not_a_number",
    "boolean": "not_yes_or_no",
    "date": "not_a_date",
    "yearmonth": "not_a_month",
}


def _states(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    """State of every cell: value, zero, unknown, not_applicable or suppressed."""
    kinds = {word: kind for kind, words in formats.words.items() for word in words}
    # Without any word the result of map is numeric and would refuse a text.
    return text.map(kinds).astype("object").fillna("value").astype("str")


def _limit_rules(column: Field, values: pd.Series) -> dict[str, pd.Series[bool]]:
    """Rule → cells that break it; a missing value breaks none of them."""
    broken: dict[str, pd.Series[bool]] = {}
    if column.minimum is not None:
        broken["below_minimum"] = values < column.minimum
    if column.maximum is not None:
        broken["above_maximum"] = values > column.maximum
    if column.pattern is not None:
        broken["pattern"] = values.notna() & ~values.str.fullmatch(column.pattern)
    if column.enum is not None:
        broken["not_in_list"] = values.notna() & ~values.isin(column.enum)
    return broken


@dataclass(frozen=True)
class _Column:
    """One cast column, and the positions of its broken cells by rule."""

    typed: dict[str, pd.Series]
    broken: dict[str, np.ndarray]


def _rule(column: Field, formats: Formats) -> str:
    if column.name in formats.units:
        return "not_a_share"
    return _RULES.get(column.type, "required")


def _cast_column(column: Field, text: pd.Series[str], formats: Formats) -> _Column:
    """Cast every distinct text once, then give each row its value."""
    codes, texts = distinct(text)
    texts = texts.str.strip()
    state = _states(texts, formats)
    written = texts.mask(state == "zero", "0")
    holds_value = state.isin(["value", "zero"]) & (written != "")
    unit = formats.units.get(column.name)
    values = to_values(written.where(holds_value, ""), column.type, formats, unit)
    values = values.where(holds_value)
    broken = {_rule(column, formats): holds_value & values.isna()}
    if column.required:
        broken["required"] = ~holds_value
    broken |= _limit_rules(column, values)
    columns = {column.name: values}
    if column.states:
        empty = (state == "value") & ~holds_value
        columns[f"{column.name}_state"] = state.replace("zero", "value").mask(empty, "unknown")
    typed = pd.DataFrame(columns).astype({column.name: _DTYPES[column.type]})
    return _Column(
        {name: spread(typed[name], codes, text.index) for name in columns},
        {rule: _positions(cells, codes) for rule, cells in broken.items()},
    )


def _positions(broken: pd.Series[bool], codes: np.ndarray) -> np.ndarray:
    """Positions of the rows whose text is broken."""
    flags = broken.fillna(False).to_numpy(dtype=bool)
    return np.flatnonzero(flags[codes]) if flags.any() else np.array([], dtype="int64")


def _problems(column: Field, text: pd.Series[str], cast: _Column) -> pd.DataFrame:
    rows = [
        pd.DataFrame({"column": column.name, "raw": text.iloc[at].astype("str"), "rule": rule})
        for rule, at in cast.broken.items()
        if len(at)
    ]
    empty = pd.DataFrame({"column": [], "raw": [], "rule": []}, dtype="str")
    return pd.concat(rows) if rows else empty


@dataclass(frozen=True)
class Contract:
    """What a dataset promises; loaded from the YAML beside its reader."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read a contract.

        Raises
        ------
        TypeError
            If the file names a property that a field does not have: a programming error.
        """
        spec = parse_facts(path.read_text(encoding="utf-8"))
        fields = tuple(
            Field(**{**each, "enum": tuple(each["enum"])} if "enum" in each else each)
            for each in spec["fields"]
        )
        key = tuple(spec["primary_key"])
        foreign = tuple(ForeignKey(**each) for each in spec.get("foreign_keys", ()))
        return cls(spec["name"], spec["title"], spec["description"], fields, key, foreign)

    @property
    def dtypes(self) -> dict[str, str]:
        """Column → dtype of a typed frame, state columns included."""
        dtypes: dict[str, str] = {}
        for each in self.fields:
            dtypes[each.name] = _DTYPES[each.type]
            if each.states:
                dtypes[f"{each.name}_state"] = "str"
        return dtypes

    def cast(self, text: pd.DataFrame, formats: Formats) -> Cast:
        """Convert text to typed values, strictly.

        Parameters
        ----------
        text
            Text columns by the names of fields; other columns are ignored, fields without
            one are not cast. The index is kept.
        formats
            How the sender writes numbers, dates and missing values.

        Returns
        -------
        Cast
            Typed rows without those that have a problem, and all problems.
        """
        given = [each for each in self.fields if each.name in text.columns]
        casts = {each.name: _cast_column(each, text[each.name], formats) for each in given}
        found = [_problems(each, text[each.name], casts[each.name]) for each in given]
        problems = pd.concat(found).rename_axis("index").reset_index()
        columns = {k: v for cast in casts.values() for k, v in cast.typed.items()}
        frame = pd.DataFrame(columns, index=text.index)
        broken = pd.Index(problems["index"].unique())
        return Cast(frame.drop(index=broken) if len(broken) else frame, problems)

    def check(self, frame: pd.DataFrame) -> None:
        """Refuse a frame that breaks the contract; extra columns are allowed.

        Raises
        ------
        ContractError
            If a column is missing, has another type, or a key occurs twice.
        """
        fail = partial(ContractError, dataset=self.name)
        for name, dtype in self.dtypes.items():
            if name not in frame.columns:
                raise fail("contract_column_missing", column=name)
            if str(frame[name].dtype) != dtype:
                found = str(frame[name].dtype)
                raise fail("contract_type", column=name, dtype=dtype, found=found)
        if frame.duplicated(list(self.primary_key)).any():
            raise fail("contract_key", key=", ".join(self.primary_key))
