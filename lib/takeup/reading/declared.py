"""The declarations of how our words are read back, kept in ``reading.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from takeup.facts import read_facts


@cache
def declared() -> Mapping[str, Any]:
    """Content of ``reading.yml``."""
    found: Mapping[str, Any] = read_facts("takeup.reading", "reading.yml")
    return found
