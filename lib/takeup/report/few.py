"""Which administrations a drawing or an entry to look up shows where there are many."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

# A grid of every two of nine administrations takes 30 kB; of 82 it takes 2.3 MB, and nobody can
# read it. What entries to look up hold of 82 is half of a page that may go by mail, and lies
# beside it as a file (benchmarks/README.md). Twelve still fit on a sheet of paper.
MOST: Final = 12


def are_many(administrations: Collection[str]) -> bool:
    """Whether only some of so many are shown."""
    return len(administrations) > MOST


def few(slugs: list[str], rank: pd.Series) -> list[str]:
    """Administrations to show: all, or of many the first by rank, in the order given.

    Parameters
    ----------
    slugs
        Administrations, in the order of the page.
    rank
        By administration; the lowest come first, whoever has none comes last.
    """
    if not are_many(slugs):
        return slugs
    first = rank.reindex(slugs).sort_values(kind="stable", na_position="last").index[:MOST]
    return [slug for slug in slugs if slug in set(first)]


def reading(usual: str, further: str, slugs: list[str]) -> str:
    """How to read a drawing; of many, also which are shown and where the rest is."""
    return f"{usual} {further}" if are_many(slugs) else usual
