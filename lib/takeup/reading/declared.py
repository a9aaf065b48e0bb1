"""The declarations of how our words are read back, kept in ``reading.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from takeup.facts import read_facts


@cache
def declared() -> Mapping[str, Any]:
    """Content of ``reading.yml``."""
    source = files("takeup.reading").joinpath("reading.yml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = read_facts(source)
    return found
