"""Submitted applications in the shape of the federal statistics (ZSK): saves an Amt typing.

Columns and words are described in ``zsk.yml``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import pandas as pd

from takeup.contract import Contract
from takeup.regions import ALL, check_leika, long_ars
from takeup.report.data import PageData

DELIMITER: Final = ";"
# A service that is not online has no transactions to report and no row.
_STATES: Final = {
    "ok": "vollständig",
    "partial": "unvollständig",
    "suppressed": "geheim",
    "unknown": "unbekannt",
}


@cache
def contract() -> Contract:
    """Contract of the export."""
    with as_file(files("takeup.exports").joinpath("zsk.yml")) as path:
        return Contract.load(path)


def transactions(data: PageData) -> pd.DataFrame:
    """Submitted applications of the month.

    Returns
    -------
    DataFrame
        One row per Leistung and administration: ``monat``, ``leika``, ``ars`` (12 digits),
        ``anzahl`` (missing if hidden or unknown), ``zustand``.

    Raises
    ------
    ValueError
        If a key is no LeiKa key: a programming error.
    """
    rows = data.rows("measures")
    rows = rows[(rows["measure"] == "submitted") & (rows["month"] == str(data.month))]
    rows = rows[(rows["leistung_id"] != ALL) & (rows["verwaltung"] != ALL)]
    rows = rows[rows["status"].isin(list(_STATES))]
    keys = {slug: long_ars(each.schluessel) for slug, each in data.params.verwaltungen.items()}
    table = pd.DataFrame(
        {
            "monat": rows["month"],
            "leika": rows["leistung_id"].map(check_leika),
            "ars": rows["verwaltung"].map(keys),
            "anzahl": rows["value"].where(rows["status"].isin(["ok", "partial"])),
            "zustand": rows["status"].map(_STATES),
        }
    ).astype(contract().dtypes)
    return table.sort_values(["leika", "ars"], ignore_index=True)


def write(path: Path, data: PageData) -> None:
    """Write the export: UTF-8, semicolon, one header line.

    Raises
    ------
    ContractError
        If a key occurs twice.
    """
    table = transactions(data)
    contract().check(table)
    table.to_csv(path, sep=DELIMITER, index=False, lineterminator="\n")
