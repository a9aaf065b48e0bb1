"""Files written in the test, looked at with the project's own parameters."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from takeup.inspection import Inspection, Place, Upload, inspect
from takeup.params import Params, load_params
from takeup.periods import Month

ROOT = Path(__file__).parents[3]
Look = Callable[..., Inspection]


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture(scope="session")
def look(params: Params) -> Look:
    """Inspect a content (text as UTF-8) under a name."""

    def look(
        content: str | bytes, name: str = "export.csv", quelle: str = "", month: str = ""
    ) -> Inspection:
        data = content.encode() if isinstance(content, str) else content
        place = Place(month=Month.parse(month) if month else None)
        return inspect(Upload(name, name, data, len(data)), params, quelle, place)

    return look


def rules(inspection: Inspection) -> list[str]:
    """Rules found, in order."""
    return [each.rule for each in inspection.findings]


def counts(inspection: Inspection) -> tuple[int, int, int, int]:
    """Rows in, accepted, quarantined, excluded."""
    balance = inspection.balance
    return balance.rows_in, balance.accepted, balance.quarantined, balance.excluded


def workbook(rows: list[list[object]], merged: tuple[str, ...] = ()) -> bytes:
    """XLSX with one sheet behind a cover, and a hidden one."""
    book = Workbook()
    book.worksheets[0].title = "Deckblatt"
    book.worksheets[0]["A1"] = "Statistik"
    page = book.create_sheet("Zahlen")
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    book.create_sheet("Notizen").sheet_state = "hidden"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
