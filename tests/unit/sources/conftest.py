"""Delivery trees written in the test, taken in by the project's own mappings."""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from takeup.intake.folders import Delivery, walk
from takeup.intake.readings import Reading
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.sources import Staged, stage

ROOT = Path(__file__).parents[3]
Content = str | bytes | Mapping[str, object] | list[object]
TakeIn = Callable[..., Staged]


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture
def take_in(tmp_path: Path, params: Params) -> TakeIn:
    """Write files (text as UTF-8, objects as JSON) and stage them."""

    def take(files: Mapping[str, Content], month: str = "2024-09") -> Staged:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not isinstance(content, str | bytes):
                content = json.dumps(content)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return stage(walk(tmp_path, params.verwaltungen), params, Month.parse(month))

    return take


@pytest.fixture
def antraege() -> Callable[..., str]:
    """Statistics of the portal: rows below a preamble of three lines and the header."""

    def text(
        *rows: str, period: str = "01.09.2024 - 30.09.2024", who: str = "Stadt Heide"
    ) -> str:
        header = (
            "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet"
        )
        above = ["Portalstatistik", f"Verwaltung: {who}", f"Zeitraum: {period}"]
        return "\n".join([*above, header, *rows, ""])

    return text


@pytest.fixture
def faelle() -> Callable[..., bytes]:
    """Workbook of the back-office system: rows start in row 6."""

    def content(*rows: list[object], title: str = "Fallzahlen") -> bytes:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Fallzahlen"
        sheet.append([title])
        sheet.append(["Verwaltung: Stadt Heide"])
        sheet.append([])
        digital = ["Eingang digital", None, "Eingang nicht digital", None, None]
        sheet.append(["LeiKa-Schlüssel", "Leistung", *digital, "davon eWA-fähig", "Gesamt"])
        channels = ["Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail"]
        sheet.append([None, None, *channels])
        for row in rows:
            sheet.append(row)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return content


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(file: str = "2024-09/stadt-heide/a.csv", **known: object) -> Reading:
        folder_month, verwaltung, _ = file.split("/")
        return Reading(Delivery(Path(file), file, verwaltung, folder_month), **known)

    return make
