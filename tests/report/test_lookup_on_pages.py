"""A reader finds every figure of the month under Nachschlagen, on the same page."""

from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from takeup.measures.sidecar import load_sidecars
from takeup.params import load_params

from .conftest import ROOT

SIDECARS = load_sidecars()
NAMES = {each.short.replace("\u00ad", ""): each.name for each in SIDECARS.values()}
NAMES |= {each.name: each.name for each in SIDECARS.values()}
NAMES |= {
    "eWA-fähige Anmeldungen": "eWA-fähige Wohnsitzanmeldungen",
    "Davon online": "eWA-Quote",
}
SHORT = {
    each.name: each.kurzname for each in load_params(ROOT / "params").verwaltungen.values()
}
# First words of the captions of tables about the report month, and which columns are.
BY_ROW = ("Leistungen im", "Alle Verwaltungen im", "Kosten je Vorgang auf allen Wegen im")
# Counts that stand by row in the entry of a rate.
PARTS = {
    "Kosten": ("Kosten je Vorgang Zähler",),
    "eWA-fähige Wohnsitzanmeldungen": ("eWA-Quote Nenner",),
    "Fälle auf allen Wegen": ("Kosten je Vorgang Nenner", "Digitale Nutzungsquote Nenner"),
}
TOTALS = ("", "Alle zusammen", "Alle gezählten Leistungen")


def words(element: HtmlElement) -> str:
    return element.text_content().replace("\u00ad", "").strip()


def cells(table: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Heading of the column, heading of the row and content of every cell."""
    head = [words(th) for th in table.xpath(".//thead//th")]
    for row in table.xpath(".//tbody/tr"):
        label, *values = [words(cell) for cell in row]
        yield from (
            (column, label, value) for column, value in zip(head[1:], values, strict=True)
        )


def looked_up(page: HtmlElement) -> dict[tuple[str, str], str]:
    """Figure by measure and row (empty: the page's own), as the entries give it."""
    found = {}
    for entry in page.xpath("//div[@class='folds']")[-1].xpath("./details"):
        value = entry.xpath("./summary/span[@class='value']")[0]
        name = entry.find("summary").text.strip()
        found[name, ""] = words(value)
        for table in entry.iter("table"):
            for column, label, content in cells(table):
                if column == "Wert":
                    found[name, label] = content
                if column == "Zähler / Nenner":
                    found[f"{name} Zähler", label], _, found[f"{name} Nenner", label] = (
                        content.partition(" / ")
                    )
    return found


def shown(page: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Measure, row and figure of the tiles and tables of the report month."""
    for tile in page.xpath("//li[@class='tile']"):
        parts = [words(tile.xpath(f"./p[@class='{name}']")[0]) for name in ("label", "value")]
        yield parts[0], "", parts[1]
    for table in page.xpath("//table[not(ancestor::div[@class='folds'])]"):
        yield from of_month(table, words(table.find("caption")))


def of_month(table: HtmlElement, caption: str) -> Iterator[tuple[str, str, str]]:
    """Figures of a table that are of the report month; the caption tells where they stand."""
    if caption.startswith(BY_ROW):
        for column, label, value in cells(table):
            yield column, "" if label in TOTALS else label, value
    if caption.startswith("Einführung der elektronischen"):
        for column, label, value in cells(table):
            if column in NAMES:
                yield column, SHORT[label], value
    if caption.startswith("Vier Zählungen"):
        first = words(table.xpath(".//thead//th")[1])
        yield from ((row, "", value) for column, row, value in cells(table) if column == first)


def missing(path: Path) -> tuple[list[tuple[str, str, str]], int]:
    """Figures without an entry, or with another one there; and how many have theirs."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    entries = looked_up(page)
    lacking, found = [], 0
    for heading, label, value in shown(page):
        figure = value.split(" [")[0].removesuffix(" r")
        if not any(sign.isdigit() for sign in figure):
            continue
        name = NAMES[heading]
        places = [(each, label) for each in (name, *PARTS.get(name, ()))]
        if figure in {entries.get(place) for place in places}:
            found += 1
        else:
            lacking.append((heading, label, value))
    return lacking, found


def test_every_figure_of_the_month_has_its_entry(pages):
    reports = [page for page in pages if page.stem.startswith(("kreis", "monatsbericht"))]
    assert len(reports) == 10
    results = {page.stem: missing(page) for page in reports}
    assert {stem: lacking for stem, (lacking, _) in results.items()} == {
        key: [] for key in results
    }
    # The Kreis itself has few services: 34 figures, some of them hidden.
    assert min(found for _, found in results.values()) > 20
    assert sum(found for _, found in results.values()) > 500


def test_every_entry_says_what_when_how_sure_and_from_where(pages):
    kreis = next(page for page in pages if page.stem == "kreis")
    tree = html.fromstring(kreis.read_text(encoding="utf-8"))
    entries = tree.xpath("//div[@class='folds']")[-1].xpath("./details")
    assert len(entries) == len(SIDECARS) + 1
    for entry in entries[1:]:
        terms = {words(term) for term in entry.iter("dt")}
        name = entry.find("summary").text.strip()
        assert terms >= {"Bedeutung", "Zustand", "Einheit", "Datenstand", "Revision", "Quelle"}
        sidecar = next(each for each in SIDECARS.values() if each.name == name)
        assert ({"Zähler", "Nenner"} <= terms) == (sidecar.kind == "rate")
