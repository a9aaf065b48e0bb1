"""Text columns by their distinct texts: a million cells hold few, and each is judged once.

A text column is a pandas Series of dtype ``str`` or, where there are many rows, ``category``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

# One field of a table, row by row: texts, or distinct texts where there are many rows.
Column = list[str] | pd.Categorical
Codes = np.ndarray[Any, np.dtype[np.integer[Any]]]


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
    return pd.Series(_coded(codes, [change(text) for text in texts]), index=column.index)


def recoded(column: pd.Categorical, change: Callable[[str], str]) -> pd.Categorical:
    """Change every distinct text of a column without an index once."""
    return _coded(column.codes, [change(text) for text in column.categories.tolist()])


def _coded(codes: Codes, texts: list[str]) -> pd.Categorical:
    """Make a column from codes of texts that need not be distinct."""
    known = pd.Categorical(texts)
    # The stubs do not know that a Categorical of texts has a dtype of texts.
    return pd.Categorical.from_codes(known.codes[codes], categories=known.categories)


def constant(text: str, index: pd.Index[int]) -> pd.Series[str]:
    """Make a category column that holds one text in every row."""
    return pd.Series(_coded(np.zeros(len(index), dtype="int8"), [text]), index=index)


def joined(pieces: Iterable[Column]) -> pd.Categorical:
    """Pieces of one column, one after the other, as one column of distinct texts."""
    chunks: list[pa.DictionaryArray] = []
    for whole, group in groupby(pieces, key=lambda each: isinstance(each, pd.Categorical)):
        if whole:
            chunks.extend(map(_dictionary, group))
        else:
            texts = pa.array([text for piece in group for text in piece], pa.string())
            chunks.append(texts.dictionary_encode())
    column = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    texts = pd.Index(column.dictionary.to_pylist(), dtype="str")
    return pd.Categorical.from_codes(column.indices.to_numpy(), categories=texts)


def _dictionary(column: Any) -> pa.DictionaryArray:
    texts = pa.array(column.categories.tolist(), pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(column.codes, pa.int32()), texts)
