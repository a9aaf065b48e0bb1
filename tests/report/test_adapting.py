"""Other months, other administrations, missing sources: the report adapts and says so."""

import shutil

from .conftest import KEPT, MONTH, content

HEIDE = "stadt-heide"


def page(place, name: str, month: str = MONTH) -> str:
    return (place.outputs / month / name).read_text(encoding="utf-8")


def test_real_deliveries_are_never_called_sample(small):
    small.succeed("report", "--month", MONTH, "--verwaltung", HEIDE)
    text = page(small, f"monatsbericht-{HEIDE}.html")
    assert "Musterdaten: " not in text
    assert "Musterkampagne" not in text


def test_another_month_counts_nothing_about_a_later_time(small):
    # Later folders are read all the same: they may correct the month.
    small.succeed("report", "--month", "2024-08")
    months = {row.split(",")[0] for row in page(small, "daten/measures.csv", "2024-08").split()}
    assert "2024-08" in months
    assert "2024-09" not in months


def test_another_set_of_administrations_gets_its_own_pages(template):
    names = {path.stem for path in (template.outputs / MONTH).glob("monatsbericht-*.html")}
    assert names == {f"monatsbericht-{slug}" for slug in KEPT}


def test_administrations_that_did_not_deliver_are_named_and_not_zero(template):
    text = page(template, "kreis.html")
    assert "Brunsbüttel: keine Lieferung" in text
    silent = page(template, "monatsbericht-stadt-brunsbuettel.html")
    assert "die Angabe liegt nicht vor" in silent


def test_a_missing_source_leaves_the_other_figures_in_place(small):
    path = small.data / "deliveries" / MONTH / HEIDE / f"faelle_{MONTH}.xlsx"
    path.unlink()
    small.succeed("report", "--month", MONTH, "--verwaltung", HEIDE)
    text = page(small, f"monatsbericht-{HEIDE}.html")
    assert "Die Digitale Nutzungsquote lässt sich nicht angeben" in text
    assert "Fachverfahren (fehlt)" in text


def test_an_administration_that_is_not_in_params_is_a_finding_with_a_suggestion(small):
    folder = small.data / "deliveries" / MONTH
    shutil.copytree(folder / HEIDE, folder / "stadt-heidde")
    small.succeed("report", "--month", MONTH, "--verwaltung", HEIDE)
    findings = page(small, "daten/findings.csv")
    assert "stadt-heidde" in findings
    assert f"„{HEIDE}“" in findings


def test_one_administration_alone_leaves_the_other_pages_as_they_were(published):
    before = content(published.outputs / MONTH)
    delivery = published.data / "deliveries" / MONTH / HEIDE / f"konten_{MONTH}.csv"
    delivery.unlink()
    published.succeed("report", "--month", MONTH, "--verwaltung", HEIDE)
    after = content(published.outputs / MONTH)
    changed = {
        name for name in before if name.endswith(".html") and before[name] != after[name]
    }
    assert changed == {f"monatsbericht-{HEIDE}.html", "index.html"}
    assert "Älterer Stand" in page(published, "index.html")
