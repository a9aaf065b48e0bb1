"""The suppression register on disk: what was hidden once stays hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

FILE: Final = "geheimhaltung.csv"
_COLUMNS: Final = ["month", "verwaltung", "leistung_id", "measure"]


def read(path: Path) -> pd.DataFrame:
    """Earlier decisions, one row per hidden cell; empty before the first report."""
    if not path.is_file():
        return pd.DataFrame(columns=_COLUMNS, dtype="str")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def to_bytes(decisions: pd.DataFrame) -> bytes:
    """Register as CSV, sorted, so that the same decisions give the same bytes."""
    ordered = decisions[_COLUMNS].drop_duplicates().sort_values(_COLUMNS)
    text: str = ordered.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")
