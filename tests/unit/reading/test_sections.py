"""What is planted in entries to look up, in heat maps, in examples and in the exports."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from takeup.exports import write_exports
from takeup.measures.sidecar import load_sidecars
from takeup.periods import Month
from takeup.publication import contract, write_published
from takeup.reading import Cell, Mailing
from takeup.reading.audit import audit_pages
from takeup.reading.figures import exact
from takeup.regions import ALL, long_ars
from takeup.report.data import PageData

from .conftest import DOG, GAP, METHOD, MONTH, NUMBERED, NUMBERED_ID, PAGE, VERWALTUNGEN

HIDDEN = Cell(MONTH, "stadt-heide", NUMBERED_ID, "submitted")
SIGN = (
    r'<span class="sign" aria-hidden="true">·</span><span class="hidden">geheim gehalten</span>'
)
ROW = rf'<th scope="row">{NUMBERED}</th><td>'


def found(audit):
    return {(each.reason, each.cell) for each in audit.findings}


def replaced(html, start, pattern, new):
    """Page in which the first match behind a text is replaced."""
    at = html.index(start)
    tail, times = re.subn(pattern, new, html[at:], count=1)
    assert times == 1
    return html[:at] + tail


def test_the_method_page_is_licensed_by_the_sidecars_alone(month):
    audit = month.audit(METHOD, month.html(METHOD))
    assert audit.findings == ()
    assert audit.attributed == 0
    assert audit.licensed["example"] > 500


def test_a_hidden_count_in_an_entry_to_look_up_is_found(month):
    truth = month.truth(*HIDDEN)
    caption = "Abgesendete Vorgänge je Leistung</caption>"
    leaky = replaced(month.html(), caption, ROW + SIGN, rf"{ROW}{truth}")
    assert ("not_hidden", HIDDEN) in found(month.audit(PAGE, leaky))


def test_the_counts_of_a_rate_in_an_entry_to_look_up_are_found(month):
    caption = "Abschlussquote je Leistung</caption>"
    cells = rf"({ROW}{SIGN}</td><td>)nicht gezeigt"
    leaky = replaced(month.html(), caption, cells, r"\g<1>3 / 5")
    rate = Cell(MONTH, "stadt-heide", NUMBERED_ID, "completion_rate")
    assert ("not_hidden", rate) in found(month.audit(PAGE, leaky))


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r'<span class="value">51,4', '<span class="value">51,9'),
        (r"(<dt>Zähler</dt><dd>[^<]*: )56", r"\g<1>57"),
        (r"(<dt>Nenner</dt><dd>[^<]*: )109", r"\g<1>110"),
    ],
    ids=["value", "numerator", "denominator"],
)
def test_another_number_than_the_published_one_in_an_entry_is_a_contradiction(
    month, pattern, new
):
    wrong = replaced(month.html(), '-title">Abschlussquote', pattern, new)
    rate = Cell(MONTH, "stadt-heide", ALL, "completion_rate")
    assert ("contradiction", rate) in found(month.audit(PAGE, wrong))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r">75</text>", r">76</text>"),
        (r">x</text>", r">2</text>"),
        (r">x</text>", r">x</text><path d='M 10 0 L 20 0 L 20 9 L 10 9 z' fill='#9db3ea'/>"),
        (r">x</text>", r">x</text><text text-anchor='middle' x='9' y='9'>2</text>"),
    ],
    ids=["another number", "number for a sign", "area of no cell", "number of no cell"],
)
def test_what_a_heat_map_shows_beside_its_table_is_found(month, old, new):
    html = month.html("kreis.html")
    figure = "Gemeinsame Online-Leistungen je Paar"
    wrong = replaced(html, f'<desc id="{_drawing(html, figure)}', old, new)
    assert {reason for reason, _ in found(month.audit("kreis.html", wrong))} <= {
        "mark",
        "unlicensed",
    }
    assert month.audit("kreis.html", wrong).findings


def test_rows_left_out_are_added_up_by_rule_as_the_page_does(month):
    excluded = [("a", "footer", 4), ("b", "footer", 10), ("b", "total", 1)]
    rows = pd.DataFrame(excluded, columns=["file", "rule", "rows"])
    tables = {**month.mailing.published.tables, "exclusions": rows}
    published = replace(month.mailing.published, tables=tables)
    licences = replace(month.mailing.context(ALL).licences, published=published)
    assert licences.covers("exclusions", exact(14, "14"))
    assert not licences.covers("exclusions", exact(13, "13"))


FILES = """<div class="folds"><details><summary>Dateien, auf denen die Zahlen beruhen
<span class="value">{all}</span></summary><table><caption>Zahl der Dateien je Quelle, September
2024</caption><thead><tr><th>Quelle</th><th>Verwaltungen</th><th>Dateien</th><th>Letzter
Eingang</th></tr></thead><tbody><tr><th>Portal-Anträge</th><td>{places}</td><td>{files}</td>
<td>01.10.2024</td></tr></tbody></table></details></div>"""


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({}, set()),
        ({"places": 3}, {"unlicensed"}),
        ({"files": 5, "all": 5}, {"unlicensed"}),
        ({"all": 5}, {"unlicensed"}),
    ],
    ids=["as it is", "administrations", "files", "sum"],
)
def test_files_that_are_counted_must_be_as_many_as_were_delivered(month, told, reasons):
    file = {"source": "antraege", "accepted": 1, "folder_month": MONTH}
    file |= {"period_first": f"{MONTH}-01", "period_last": f"{MONTH}-30"}
    places = ["stadt-heide", "stadt-heide", "stadt-heide", VERWALTUNGEN[1]]
    files = [file | {"verwaltung": slug, "file": f"{n}.csv"} for n, slug in enumerate(places)]
    balance = pd.DataFrame(files).reindex(columns=list(contract("balance").dtypes))
    tables = {
        **month.mailing.published.tables,
        "balance": balance.astype(contract("balance").dtypes),
    }
    published = replace(month.mailing.published, tables=tables)
    mailing = Mailing(published, month.mailing.params, month.mailing.narrative)
    head, _, rest = month.html("kreis.html").partition('<main id="inhalt" tabindex="-1">')
    fold = FILES.format(**{"all": 4, "places": 2, "files": 4} | told)
    html = f"{head}<main>{fold}{rest[rest.index('</main>') :]}"
    found = audit_pages(mailing, {"x.html": (ALL, html)}).findings
    assert {each.reason for each in found} == reasons, found


def _drawing(html, figure):
    """Name of the drawing whose data table has the caption."""
    block = re.findall(r'id="(b\d+)-caption">' + figure, html)
    return f"{block[0]}-wide"


@pytest.mark.parametrize(
    ("start", "pattern", "new"),
    [
        ("Beispiel, Eingabe: geschützte Anzahlen", "<td>36</td>", "<td>37</td>"),
        ("Beispiel, Ergebnis: Abschlussquote", "75,0", "75,1"),
        ("Rechenbeispiel", "36 von 48 Vorgängen", "2 von 48 Vorgängen"),
    ],
    ids=["input", "result", "text"],
)
def test_a_number_that_an_example_does_not_hold_is_found(month, start, pattern, new):
    wrong = replaced(month.html(METHOD), start, pattern, new)
    assert ("unlicensed", None) in found(month.audit(METHOD, wrong))


def test_an_example_is_licensed_in_its_own_entry_only(month):
    html = month.html(METHOD)
    table = re.search(r"<table[^>]*><caption[^>]*>Beispiel, Ergebnis.*?</table>", html, re.S)
    moved = html.replace("</main>", f"{table[0]}</main>")
    assert ("unlicensed", None) in found(month.audit(METHOD, moved))


@pytest.fixture
def folder(month, tmp_path) -> Path:
    """Folder of the month with its tables and exports."""
    mailing = month.mailing
    (tmp_path / "daten").mkdir()
    write_published(tmp_path / "daten", mailing.published)
    data = PageData(Month.parse(MONTH), ALL, mailing.published, mailing.params, load_sidecars())
    write_exports(tmp_path, data)
    return tmp_path


def test_the_exports_as_they_are_give_no_finding_and_are_read(month, folder):
    with_exports = audit_pages(month.mailing, {}, folder)
    assert with_exports.findings == ()
    # Every shown number of the course alone: eleven figures over thirteen months.
    assert with_exports.attributed > 300


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (("Verlauf", "Abgesendete Vorgänge", "Mär 24"), Cell(*GAP)),
        (("Leistungen", NUMBERED, "Abgesendete Vorgänge"), HIDDEN),
    ],
)
def test_a_hidden_count_in_a_sheet_of_the_workbook_is_found(month, folder, place, cell):
    sheet, row, column = place
    path = folder / f"kennzahlen-{MONTH}.xlsx"
    book = load_workbook(path)
    page = book[sheet]
    at = [each.value for each in page[1]].index(column) + 1
    lines = [
        line
        for line in range(2, page.max_row + 1)
        if "Heide" in page.cell(line, 1).value and page.cell(line, 2).value == row
    ]
    target = page.cell(lines[0], at)
    assert target.value == "·"
    target.value = month.truth(*cell)
    book.save(path)
    assert ("not_hidden", cell) in found(audit_pages(month.mailing, {}, folder))


def test_a_number_in_the_header_of_a_sheet_is_found(month, folder):
    path = folder / f"kennzahlen-{MONTH}.xlsx"
    book = load_workbook(path)
    book["Verlauf"].oddHeader.center.text = "davon 2"
    book.save(path)
    assert ("unlicensed", None) in found(audit_pages(month.mailing, {}, folder))


def test_a_hidden_count_in_the_export_for_the_statistics_is_found(month, folder):
    path = folder / f"zsk-{MONTH}.csv"
    ars = long_ars(month.mailing.params.verwaltungen["stadt-heide"].schluessel)
    row = f"{MONTH};{NUMBERED_ID};{ars};"
    text = path.read_text(encoding="utf-8")
    assert f"{row};geheim" in text
    leaky = text.replace(f"{row};", f"{row}{month.truth(*HIDDEN)};")
    path.write_text(leaky, encoding="utf-8")
    assert ("not_hidden", HIDDEN) in found(audit_pages(month.mailing, {}, folder))
    assert DOG in text
