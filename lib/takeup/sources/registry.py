"""The list of sources: one module and one contract each."""

from __future__ import annotations

from typing import Final

from takeup.sources import (
    antraege,
    bevoelkerung,
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
