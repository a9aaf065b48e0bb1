"""The dictionary of measures as a table: what each figure means, from its sidecar."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from takeup.measures.sidecar import Sidecar


def dictionary(sidecars: Mapping[str, Sidecar]) -> pd.DataFrame:
    """List every measure with its meaning.

    Returns
    -------
    DataFrame
        One row per measure: German name, unit, kind, definition; ``numerator`` and
        ``denominator`` (names of counts, empty for a count), ``scale`` (by which a rate is
        multiplied), ``sources`` and ``parts`` (separated by spaces).
    """
    rows = [
        {
            "measure": name,
            "name": each.name,
            "unit": each.unit,
            "kind": each.kind,
            "definition": each.definition,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "scale": each.scale,
            "sources": " ".join(each.sources),
            "parts": " ".join(each.parts) or None,
        }
        for name, each in sidecars.items()
    ]
    return pd.DataFrame(rows)
