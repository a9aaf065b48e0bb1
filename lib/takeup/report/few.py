"""Which administrations a drawing shows where there are too many for one."""

from __future__ import annotations

from typing import Final

import pandas as pd

# A grid of every two of nine administrations takes 30 kB; of 82 it takes 2.3 MB, and nobody can
# read it (benchmarks/README.md). Twelve still fit beside each other on a sheet of paper.
MOST: Final = 12


def few(slugs: list[str], rank: pd.Series) -> list[str]:
    """Administrations to draw: all, or of many the first by rank, in the order given.

    Parameters
    ----------
    slugs
        Administrations, in the order of the page.
    rank
        By administration; the lowest come first, whoever has none comes last.
    """
    if len(slugs) <= MOST:
        return slugs
    first = rank.reindex(slugs).sort_values(kind="stable", na_position="last").index[:MOST]
    return [slug for slug in slugs if slug in set(first)]


def reading(usual: str, further: str, slugs: list[str]) -> str:
    """How to read a drawing; of many, also which are shown and where the rest is."""
    return f"{usual} {further}" if len(slugs) > MOST else usual
