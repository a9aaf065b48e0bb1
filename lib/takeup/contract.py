"""A dataset's contract: which columns it has and how text becomes a value.

A contract is a Table Schema in YAML. Everything arrives as text; :meth:`Contract.cast`
converts strictly and reports every problem of a delivery at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd
import yaml

from takeup.columns import distinct, spread
from takeup.errors import ContractError

Unit = Literal["anteil", "prozent", "prozenttext"]
Type = Literal["string", "integer", "number", "boolean", "date", "yearmonth"]

_DTYPES: Final[dict[str, str]] = {
    "string": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "yearmonth": "str",
}
_EXACT: Final = 2.0**53
# Day numbers of Excel, by the name of their epoch: the day whose number is 0.
DAY_NUMBERS: Final = {"excel-1900": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}
# No portal counted a day outside this century; a count in a date column mostly lies outside.
_FIRST_DAY: Final = pd.Timestamp(2000, 1, 1)
_LAST_DAY: Final = pd.Timestamp(2099, 12, 31)
_PERCENT: Final = 100
# Minus as Excel writes it, and blanks that group thousands in German exports.
_TYPOGRAPHY: Final = str.maketrans({"\u2212": "-", "\u00a0": "", "\u202f": "", "\u2009": ""})


@dataclass(frozen=True)
class Formats:
    """How one sender writes numbers, dates and missing values.

    ``words`` maps the kinds ``zero``, ``unknown``, ``not_applicable`` and ``suppressed``
    to the words that stand for them; the empty cell is a word as well. ``date`` is a strptime
    form or a key of ``DAY_NUMBERS``. ``units`` says, by field, how a share is written: as
    0.359 (anteil), 35.9 (prozent) or "35.9 %" (prozenttext); in data it is 0-1.
    """

    decimal: str = ","
    thousands: str = "."
    date: str = "%d.%m.%Y"
    yearmonth: str = "%Y-%m"
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    true: tuple[str, ...] = ("ja", "wahr", "true", "1")
    false: tuple[str, ...] = ("nein", "falsch", "false", "0")
    units: dict[str, Unit] = field(default_factory=dict)


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
class Cast:
    """Typed rows, and the problems of the rows that could not be typed.

    ``problems`` has one row per cell: index of the text row, column, raw text, rule.
    """

    frame: pd.DataFrame
    problems: pd.DataFrame


def _broken_groups(text: pd.Series[str], formats: Formats) -> pd.Series[bool]:
    """Tell numbers whose thousands groups are not groups of three digits."""
    mark = "\\" + formats.thousands
    grouped = text.str.contains(mark, regex=True)
    return grouped & ~text.str.fullmatch(rf"-?\d{{1,3}}(?:{mark}\d{{3}})+(?:\D\d+)?")


def _plain_number(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    bare = text.str.translate(_TYPOGRAPHY)
    broken = _broken_groups(bare, formats)
    plain = bare.str.replace(formats.thousands, "", regex=False)
    return plain.str.replace(formats.decimal, ".", regex=False).mask(broken, "x")


def _to_number(text: pd.Series[str], formats: Formats) -> pd.Series[float]:
    plain = _plain_number(text, formats)
    is_number = plain.str.fullmatch(r"-?\d+(?:\.\d+)?")
    return pd.to_numeric(plain.where(is_number), errors="coerce").astype("Float64")


def _to_integer(text: pd.Series[str], formats: Formats) -> pd.Series[int]:
    number = _to_number(text, formats)
    # Beyond 2**53 a float no longer tells neighbours apart.
    exact = (number % 1 == 0) & (number.abs() < _EXACT)
    whole = number.where(exact.fillna(False))
    return whole.astype("Int64")


def _to_boolean(text: pd.Series[str], formats: Formats) -> pd.Series[bool]:
    known = dict.fromkeys(formats.true, True) | dict.fromkeys(formats.false, False)
    return text.str.casefold().map(known).astype("boolean")


def _to_date(text: pd.Series[str], formats: Formats) -> pd.Series[pd.Timestamp]:
    if formats.date in DAY_NUMBERS:
        return _from_day_number(text, pd.Timestamp(DAY_NUMBERS[formats.date]))
    parsed = pd.to_datetime(text, format=formats.date, errors="coerce")
    return parsed.astype("datetime64[s]")


def _from_day_number(text: pd.Series[str], epoch: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Days counted from an epoch; a workbook's real dates arrive as yyyy-mm-dd."""
    number = pd.to_numeric(text.where(text.str.fullmatch(r"\d{1,6}")), errors="coerce")
    counted = epoch + pd.to_timedelta(number, unit="D")
    written = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    days = counted.astype("datetime64[s]").fillna(written.astype("datetime64[s]"))
    return days.where(days.between(_FIRST_DAY, _LAST_DAY))


def _to_share(text: pd.Series[str], formats: Formats, unit: Unit) -> pd.Series[float]:
    """Share of 0-1 from text in its unit; text in another one is no share.

    Below 1, percent cannot be told from a share that slipped in: nothing is guessed.
    """
    signed = text.str.endswith("%")
    number = _to_number(text.str.removesuffix("%").str.strip(), formats)
    if unit == "anteil":
        return number.where(~signed & number.between(0, 1))
    doubtful = number.between(0, 1, inclusive="neither") & (unit == "prozent")
    fits = (signed == (unit == "prozenttext")) & number.between(0, _PERCENT) & ~doubtful
    return number.where(fits) / _PERCENT


def _to_yearmonth(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    parsed = pd.to_datetime(text, format=formats.yearmonth, errors="coerce")
    return parsed.dt.strftime("%Y-%m").astype("str")


def _to_string(text: pd.Series[str], formats: Formats) -> pd.Series[str]:
    del formats
    return text.mask(text == "")


_CASTS: Final[dict[str, Callable[[pd.Series[str], Formats], pd.Series]]] = {
    "string": _to_string,
    "integer": _to_integer,
    "number": _to_number,
    "boolean": _to_boolean,
    "date": _to_date,
    "yearmonth": _to_yearmonth,
}
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


def _values(column: Field, text: pd.Series[str], formats: Formats) -> pd.Series:
    if unit := formats.units.get(column.name):
        return _to_share(text, formats, unit)
    return _CASTS[column.type](text, formats)


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
    values = _values(column, written.where(holds_value, ""), formats).where(holds_value)
    broken = {_rule(column, formats): holds_value & values.isna()}
    if column.required:
        broken["required"] = ~holds_value
    broken |= _limit_rules(column, values)
    columns = {column.name: values.astype(_DTYPES[column.type])}
    if column.states:
        empty = (state == "value") & ~holds_value
        columns[f"{column.name}_state"] = state.replace("zero", "value").mask(empty, "unknown")
    return _Column(
        {name: spread(each, codes, text.index) for name, each in columns.items()},
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

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read a contract.

        Raises
        ------
        TypeError
            If the file names a property that a field does not have: a programming error.
        """
        spec = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = tuple(
            Field(**{**each, "enum": tuple(each["enum"])} if "enum" in each else each)
            for each in spec["fields"]
        )
        key = tuple(spec["primary_key"])
        return cls(spec["name"], spec["title"], spec["description"], fields, key)

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
