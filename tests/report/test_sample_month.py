import csv
import io
import json
import re

from takeup.manifest import hashes
from takeup.pages import plan_pages
from takeup.params import load_params
from takeup.render.checks import check_page

from .conftest import MONTH, ROOT, Place, content

EXPECTED = {
    "daten/measures.csv",
    "datapackage.json",
    "index.html",
    "kennzahlen-2024-09.xlsx",
    "kreis.html",
    "manifest.json",
    "zsk-2024-09.csv",
}


def test_a_fresh_project_gets_all_pages_tables_and_the_manifest(sample):
    files = set(content(sample.outputs / MONTH))
    slugs = load_params(ROOT / "params").verwaltungen
    assert files >= EXPECTED | {f"monatsbericht-{slug}.html" for slug in slugs}
    assert len(slugs) == 9


def test_every_page_says_that_its_data_are_a_sample(pages):
    planned = plan_pages(load_params(ROOT / "params"), ROOT / "notebooks", MONTH, sample=True)
    # Beside the pages there is an index of the month and one of all months.
    assert len(pages) == len(planned) + 2
    assert all("Musterdaten" in page.read_text(encoding="utf-8") for page in pages)


def test_every_page_passes_the_checks_for_publication(pages):
    assert {page.name: check_page(page.read_text(encoding="utf-8")) for page in pages} == {
        page.name: [] for page in pages
    }


def test_the_same_deliveries_give_the_same_bytes(sample, tmp_path):
    again = Place(ROOT, sample.data, tmp_path / "outputs")
    again.succeed("report", "--month", MONTH)
    assert content(again.outputs) == content(sample.outputs)


def test_the_manifest_holds_the_hash_of_every_other_file(sample):
    folder = sample.outputs / MONTH
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = hashes(folder)
    del found["manifest.json"]
    assert manifest["outputs"] == found
    assert len(manifest["inputs"]) > 1000
    assert manifest["sample"] is True


def test_the_data_package_describes_every_table_and_its_columns(sample):
    folder = sample.outputs / MONTH
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream, delimiter=resource["dialect"]["delimiter"]))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    described = {resource["path"] for resource in package["resources"]}
    tables = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    assert described == tables


def test_no_published_count_of_persons_or_cases_is_one_or_two(sample):
    from takeup.measures.sidecar import load_sidecars

    protected = {
        name
        for name, each in load_sidecars().items()
        if each.kind == "count" and each.counts in {"persons", "cases"}
    }
    text = (sample.outputs / MONTH / "daten" / "measures.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["measure"] in protected]
    assert len(rows) > 10_000
    small = [row for row in rows if row["value"] in {"1", "2", "1.0", "2.0"}]
    assert small == []
    assert any(row["status"] == "suppressed" and row["value"] == "" for row in rows)


def test_a_number_on_a_page_is_the_sum_of_the_rows_that_were_delivered(sample):
    """The example of the README, with nothing of ours but the published table."""
    slug = "amt-mitteldithmarschen"
    delivery = sample.data / "muster" / MONTH / slug / f"antraege_{MONTH}.csv"
    lines = delivery.read_text(encoding="cp1252").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Datum;"))
    rows = list(csv.DictReader(lines[start:], delimiter=";"))
    counted = sum(
        int(row["Abgesendet"])
        for row in rows
        if row["Abgeschlossen"].isdigit() and row["Datum"][2:3] == "."
    )
    table = (sample.outputs / MONTH / "daten" / "measures.csv").read_text(encoding="utf-8")
    published = next(
        row
        for row in csv.DictReader(io.StringIO(table))
        if (row["month"], row["verwaltung"], row["leistung_id"], row["measure"])
        == (MONTH, slug, "alle", "submitted")
    )
    assert float(published["value"]) == counted
    page = (sample.outputs / MONTH / f"monatsbericht-{slug}.html").read_text(encoding="utf-8")
    # In brackets: a row was set aside, so more may have been submitted.
    assert published["status"] == "partial"
    assert re.search(rf"<td[^>]*>\({counted}\)</td>", page)
