"""A published month written in the test, as data and as a folder that a notebook opens."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from takeup.publication import TABLES, Published, contract, write_published
from takeup.report.data import PageData
from takeup.report.opening import month_data

ROOT = Path(__file__).parents[3]
MONTH = "2024-09"
MONTHS = [str(each) for each in pd.period_range("2023-09", MONTH, freq="M")]
Rows = list[Mapping[str, object]]


def cell(
    month: str, value: float | None, status: str = "ok", **more: object
) -> dict[str, object]:
    """One published figure: submissions in Heide unless said otherwise."""
    place = {"verwaltung": "stadt-heide", "leistung_id": "alle", "measure": "submitted"}
    counts = {"numerator": value, "value": value, "status": status, "data_maturity": "final"}
    return {"month": month, **place, **counts, **more}


def course(*changed: dict[str, object]) -> Rows:
    """Submissions in Heide, 100 in the first of thirteen months, one more in each after it."""
    plain = {month: cell(month, 100.0 + at) for at, month in enumerate(MONTHS)}
    return list((plain | {str(each["month"]): each for each in changed}).values())


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a month below a folder of outputs, which becomes the project's."""
    monkeypatch.setenv("TAKEUP_ROOT", str(ROOT))
    monkeypatch.setenv("TAKEUP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TAKEUP_OUTPUTS", str(tmp_path / "outputs"))
    monkeypatch.delenv("TAKEUP_PUBLISHED", raising=False)

    def write(rows: Rows, month: str = MONTH) -> Path:
        delivered = [
            {
                "source": "antraege",
                "verwaltung": "stadt-heide",
                "month": each,
                "state": "complete",
            }
            for each in MONTHS
        ]
        tables = {"measures": rows, "completeness": delivered}
        frames = {}
        for name in TABLES:
            dtypes = contract(name).dtypes
            given = [
                {"days_expected": 30, "days_present": 30} | each
                for each in tables.get(name, [])
            ]
            frames[name] = pd.DataFrame(given, columns=list(dtypes), dtype="object").astype(
                dtypes
            )
        folder = tmp_path / "outputs" / month / "daten"
        folder.mkdir(parents=True)
        run = {"month": month, "sample": True, "commit": ""}
        write_published(folder, Published(frames, run))
        return folder

    return write


@pytest.fixture
def data(publish: Callable[..., Path]) -> Callable[..., PageData]:
    """The same month, opened."""

    def make(rows: Rows) -> PageData:
        publish(rows)
        return month_data(MONTH)

    return make
