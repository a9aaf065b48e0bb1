"""Text columns by their distinct texts: a million cells hold few, and each is judged once.

A text column is a pandas Series of dtype ``str`` or, where there are many rows, ``category``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Codes = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]


def distinct(column: pd.Series[str]) -> tuple[Codes, pd.Series[str]]:
    """Split a text column into its distinct texts and, for every row, which one it holds.

    Returns
    -------
    tuple
        Codes (one integer per row) and the distinct texts (index = code). A category that
        no row holds stays among the texts.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), pd.Series(column.cat.categories.array, dtype="str")
    codes, texts = pd.factorize(column)
    return codes, pd.Series(texts.array, dtype="str")


def spread(values: pd.Series, codes: Codes, index: pd.Index[int]) -> pd.Series:
    """Give every row the value of its distinct text."""
    return pd.Series(values.array.take(codes), index=index)


def recode(column: pd.Series[str], change: Callable[[str], str]) -> pd.Series[str]:
    """Change every distinct text once.

    Returns
    -------
    Series
        A category column with the same index.
    """
    codes, texts = distinct(column)
    changed = pd.Categorical([change(text) for text in texts])
    again = pd.Categorical.from_codes(changed.codes[codes], dtype=changed.dtype)
    return pd.Series(again, index=column.index)


def constant(text: str, index: pd.Index[int]) -> pd.Series[str]:
    """Make a category column that holds one text in every row."""
    codes = np.zeros(len(index), dtype="int8")
    return pd.Series(pd.Categorical.from_codes(codes, categories=[text]), index=index)
