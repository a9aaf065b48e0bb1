"""Files to go on working with: a workbook for the office, an export for the statistics office.

All of them are made from published tables, so they hold protected numbers only.
"""

from __future__ import annotations

from pathlib import Path

from takeup.exports import package, workbook, zsk
from takeup.exports.sheets import sheets
from takeup.periods import Month
from takeup.render.exporter import Card, Section
from takeup.render.texts import text
from takeup.report.data import PageData

_PACKAGE = "datapackage.json"


def _names(month: Month) -> dict[str, str]:
    """File of each kind of export."""
    return {
        "workbook": f"kennzahlen-{month}.xlsx",
        "zsk": f"zsk-{month}.csv",
        "package": _PACKAGE,
    }


def write_exports(folder: Path, data: PageData) -> None:
    """Write workbook, ZSK export and data package of a month.

    Parameters
    ----------
    folder
        The month's folder, with its tables in ``daten``.
    data
        The same tables, seen from all administrations.

    Raises
    ------
    ContractError
        If a key in the tables is not one of ``params/``.
    """
    names = _names(data.month)
    (folder / names["workbook"]).write_bytes(workbook.to_bytes(sheets(data), data))
    zsk.write(folder / names["zsk"], data)
    package.write(folder / names["package"], data, names["zsk"])


def section(month: Month) -> Section:
    """Cards for the index of a month: one for each file."""
    cards = tuple(
        Card(
            title=text(f"files.{kind}.title"),
            href=name,
            value=text(f"files.{kind}.form"),
            label=text(f"files.{kind}.label"),
            state="ok",
            reason="",
        )
        for kind, name in _names(month).items()
    )
    return Section(text("files.title"), text("files.note"), cards)
