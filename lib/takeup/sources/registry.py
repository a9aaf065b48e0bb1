"""The lists of sources: one module and one contract each."""

from __future__ import annotations

from typing import Final

from takeup.sources import (
    antraege,
    bevoelkerung,
    ereignisse,
    faelle,
    katalog,
    konten,
    kosten,
    linkpruefung,
    matomo,
    pvog,
    zufriedenheit,
)
from takeup.sources.source import Source

SOURCES: Final[dict[str, Source]] = {
    each.SOURCE.name: each.SOURCE
    for each in (
        matomo,
        antraege,
        faelle,
        konten,
        zufriedenheit,
        katalog,
        linkpruefung,
        pvog,
        bevoelkerung,
        kosten,
    )
}
# Sources whose rows are single events: never staged, but counted into the table of another.
LOGS: Final[dict[str, Source]] = {ereignisse.SOURCE.name: ereignisse.SOURCE}
