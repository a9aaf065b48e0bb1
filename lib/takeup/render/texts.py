"""Labels and sentence patterns, kept in ``texts.yml``; code only names them."""

from __future__ import annotations

import string
from functools import cache

from takeup.errors import ContractError
from takeup.facts import read_facts


@cache
def _patterns() -> dict[str, str]:
    """All patterns under their dotted key (``section.name``)."""
    return _flatten(read_facts("takeup.render", "texts.yml"))


def _flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


@cache
def _names(key: str) -> tuple[str, ...]:
    """Names of the placeholders in a pattern."""
    parsed = string.Formatter().parse(_patterns()[key])
    return tuple(name for _, name, _, _ in parsed if name is not None)


def pattern(key: str) -> str:
    """Pattern of a key as it stands in ``texts.yml``."""
    return _patterns()[key]


def keys() -> tuple[str, ...]:
    """All keys in the order of ``texts.yml``."""
    return tuple(_patterns())


def text(key: str, **values: str) -> str:
    """German text of a key, with its placeholders filled.

    Parameters
    ----------
    key
        Dotted path in ``texts.yml``, for example ``charts.partial``.
    values
        Texts for the placeholders; numbers are formatted before (``render.numbers``).

    Raises
    ------
    ContractError
        If the key is unknown or a placeholder has no value.
    """
    if key not in _patterns():
        raise ContractError("text_unknown", key=key)
    for name in _names(key):
        if name not in values:
            raise ContractError("text_value_missing", key=key, name=name)
    return _patterns()[key].format_map(values)
