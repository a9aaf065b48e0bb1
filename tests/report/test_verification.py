"""``takeup verify`` on the sample month: all agrees, and whatever is changed is named."""

import json
import re
import shutil

import pytest

from takeup.store import sha256

from .conftest import MONTH, ROOT, Place


@pytest.fixture(scope="module")
def month(sample, tmp_path_factory) -> Place:
    """The sample month with the rows it was made from, to be changed."""
    folder = tmp_path_factory.mktemp("verify")
    shutil.copytree(sample.outputs / MONTH, folder / "outputs" / MONTH)
    shutil.copytree(sample.data / "staged", folder / "data" / "staged")
    return Place(ROOT, folder / "data", folder / "outputs")


@pytest.fixture
def changed(month, tmp_path) -> Place:
    """A copy of its own for one change."""
    shutil.copytree(month.outputs, tmp_path / "outputs")
    return Place(ROOT, month.data, tmp_path / "outputs")


def verify(place: Place):
    return place.run("verify", str(place.outputs / MONTH))


def test_the_sample_month_agrees_to_the_last_digit(month):
    done = verify(month)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Abweichungen" in done.stdout
    assert "stimmt mit Manifest, Data Package und Nachrechnung überein" in done.stdout


def test_a_changed_byte_a_lost_and_a_strange_file_are_named(changed):
    folder = changed.outputs / MONTH
    page = folder / "kreis.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    (folder / "monatsbericht-stadt-heide.html").unlink()
    (folder / "notiz.txt").write_text("x", encoding="utf-8")
    done = verify(changed)
    assert done.returncode == 9
    for name in ("kreis.html", "monatsbericht-stadt-heide.html", "notiz.txt"):
        assert name in done.stdout
    assert "3 Abweichungen" in done.stderr


def test_a_changed_number_with_all_hashes_corrected_is_found_by_the_recomputation(changed):
    folder = changed.outputs / MONTH
    table = folder / "daten" / "measures.csv"
    text = table.read_text(encoding="utf-8")
    line = next(
        each for each in text.splitlines() if each.startswith(f"{MONTH},alle,alle,submitted,")
    )
    cells = line.split(",")
    cells[4] = cells[6] = f"1{cells[4]}"
    table.write_text(text.replace(line, ",".join(cells)), encoding="utf-8")
    correct_hashes(folder)
    done = verify(changed)
    assert done.returncode == 9
    assert f"submitted, {MONTH}, alle, alle: die Zahl" in done.stdout
    assert re.search(r"Dateien: \d+ geprüft, 0 Abweichungen", done.stdout)


def correct_hashes(folder):
    """What a forger would do after changing ``measures.csv``."""
    path, descriptor = folder / "daten" / "measures.csv", folder / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    package["resources"][0] |= {"hash": f"sha256:{sha256(path)}", "bytes": path.stat().st_size}
    descriptor.write_text(json.dumps(package), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("daten/measures.csv", "datapackage.json"):
        manifest["outputs"][name] = sha256(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_rows_of_another_report_are_told_and_not_compared(month, tmp_path):
    shutil.copytree(month.data, tmp_path / "data")
    (stamp,) = (tmp_path / "data").rglob("bericht.json")
    facts = json.loads(stamp.read_text(encoding="utf-8"))
    facts["run"]["month"] = "2024-10"
    stamp.write_text(json.dumps(facts), encoding="utf-8")
    done = verify(Place(ROOT, tmp_path / "data", month.outputs))
    assert done.returncode == 9
    assert "gehören nicht zum Bericht für 2024-09" in done.stderr
    assert "make report MONTH=2024-09" in done.stderr


def test_a_folder_without_a_report_is_told(month, tmp_path):
    done = month.run("verify", str(tmp_path))
    assert done.returncode == 9
    assert "liegt kein Bericht" in done.stderr


def test_nothing_that_is_hidden_stands_in_the_export_or_the_workbook(month):
    """Every number of a service in both files is a published one."""
    import csv

    from openpyxl import load_workbook

    folder = month.outputs / MONTH
    with (folder / "daten" / "measures.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["month"] == MONTH]
    submitted = [
        row
        for row in rows
        if row["measure"] == "submitted"
        and "alle" not in {row["verwaltung"], row["leistung_id"]}
    ]
    hidden = sum(row["status"] == "suppressed" for row in submitted)
    with (folder / f"zsk-{MONTH}.csv").open(encoding="utf-8", newline="") as stream:
        exported = list(csv.DictReader(stream, delimiter=";"))
    secret = [row for row in exported if row["zustand"] == "geheim"]
    assert len(secret) == hidden > 10
    assert {row["anzahl"] for row in secret} == {""}
    assert not {row["anzahl"] for row in exported} & {"1", "2"}
    book = load_workbook(folder / f"kennzahlen-{MONTH}.xlsx")
    cells = [row[4] for row in book["Leistungen"].iter_rows(min_row=2, values_only=True)]
    signs = [cell for cell in cells if cell == "·"]
    in_total = sum(
        row["status"] == "suppressed" and row["leistung_id"] != "alle"
        for row in rows
        if row["measure"] == "submitted"
    )
    assert len(signs) == in_total
    assert not {1, 2} & set(cells)
