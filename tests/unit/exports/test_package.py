"""The data package: true, complete, and valid by the standard's own implementation."""

import json
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from takeup.exports import package, write_exports
from takeup.publication import write_published
from takeup.report.data import PageData

from .conftest import figure, hidden

DAY = pd.Timestamp(2024, 9, 3)
# One row of every table, with all that is hard to write: dates, texts with commas and line
# ends, missing values, yes and no.
TABLES = {
    "measures": [figure(), hidden(verwaltung="alle"), figure("reach", 1 / 3, denominator=9)],
    "comparison": [
        {"measure": "visits", "verwaltung": "alle", "leistung_id": "alle", "status": "ok"}
    ],
    "completeness": [
        {
            "source": "matomo",
            "verwaltung": "stadt-heide",
            "month": "2024-09",
            "state": "partial",
            "reason": "silent,part",
            "days_expected": 30,
            "days_present": 28,
        }
    ],
    "days": [{"verwaltung": "stadt-heide", "source": "matomo", "date": DAY, "state": "silent"}],
    "gaps": [
        {
            "source": "matomo",
            "verwaltung": "stadt-heide",
            "month": "2024-09",
            "leistung_id": "alle",
            "reason": "silent",
        }
    ],
    "effects": [
        {
            "campaign": "x",
            "outcome": "submitted",
            "role": "primary",
            "part": "campaign",
            "state": "evaluated",
            "confirmed": True,
            "effect": 0.25,
        }
    ],
    "exclusions": [{"file": 'a "b";\n=c.csv', "rule": "total", "rows": 1}],
    "balance": [
        {
            "file": "=a.csv",
            "verwaltung": "stadt-heide",
            "folder_month": "2024-09",
            "rows_in": 1,
            "accepted": 1,
            "quarantined": 0,
            "excluded": 0,
            "received": DAY,
        }
    ],
}


def written(folder: Path, data: PageData) -> dict:
    (folder / "daten").mkdir()
    write_published(folder / "daten", data.published)
    write_exports(folder, data)
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def problems(folder: Path) -> list[tuple[str, str]]:
    """What Frictionless finds, by table."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    found = report.flatten(["type", "note"])
    return [(kind, note) for kind, note in found]


def test_frictionless_finds_no_fault(tmp_path, month):
    written(tmp_path, month(**TABLES))
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("measures", ("2024-09,alle", "September,alle"), "type-error"),
        ("measures", (",submitted,", ",unheard_of,"), "foreign-key"),
        ("effects", (",True,", ",ja,"), "type-error"),
        ("balance", ("2024-09-03", "3.9.2024"), "type-error"),
    ],
)
def test_frictionless_finds_a_fault_that_we_make(tmp_path, month, table, change, kind):
    data = month(**TABLES)
    written(tmp_path, data)
    path = tmp_path / "daten" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    package.write(tmp_path / "datapackage.json", data, "zsk-2024-09.csv")
    assert kind in {found for found, _ in problems(tmp_path)}


def test_keys_and_references_are_named(tmp_path, month):
    described = written(tmp_path, month(**TABLES))
    tables = {each["name"]: each for each in described["resources"]}
    measures = tables["measures"]["schema"]
    assert measures["primaryKey"] == ["month", "verwaltung", "leistung_id", "measure"]
    assert measures["missingValues"] == [""]
    assert measures["foreignKeys"] == [
        {"fields": "measure", "reference": {"resource": "dictionary", "fields": "measure"}}
    ]
    own = tables["dictionary"]["schema"]["foreignKeys"]
    assert {each["reference"]["resource"] for each in own} == {""}
    assert tables["zsk"]["path"] == "zsk-2024-09.csv"
    assert tables["zsk"]["dialect"]["delimiter"] == ";"


def test_sample_data_are_called_so_and_real_data_are_not(tmp_path, month):
    for sample in (True, False):
        folder = tmp_path / str(sample)
        folder.mkdir()
        described = written(folder, month(sample=sample))
        head = json.dumps({**described, "resources": None}, ensure_ascii=False)
        assert described["sample"] is sample
        assert ("Musterdaten" in described["title"]) is sample
        assert ("Musterdaten" in head) is sample


def test_the_day_of_the_package_is_that_of_its_data(tmp_path, month):
    described = written(tmp_path, month())
    assert described["created"] == "2024-10-15T00:00:00Z"
    assert described["licenses"][0]["name"] == "other-closed"
    assert any("Destatis" in source["title"] for source in described["sources"])
