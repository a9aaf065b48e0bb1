"""The finished page in a real browser: what only layout and script engines can tell."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, Page

from takeup.render.blocks import MIME, Block, Fold, Folds, Table, Text, Tile, Tiles, to_dict
from takeup.render.charts import (
    Event,
    Keys,
    Words,
    bar_chart,
    line_chart,
    small_multiples,
    sparkline,
)
from takeup.render.exporter import Link, PageFrame, render_page

pytestmark = pytest.mark.browser

NAMES = {
    "a": "Amt Kirchspielslandgemeinde Heider Umland",
    "b": "Stadt Heide",
    "c": "Wohnsitz anmelden (elektronische Wohnsitzanmeldung)",
}
TABLE = Table(
    caption="Vorgänge je Verwaltung",
    columns=("Verwaltung", *(f"Messgröße {at}" for at in range(8))),
    rows=(
        ("Stadt Heide", "1.200", *"1234567"),
        ("Amt Eider", "·", *"1234567"),
        ("Amt Mitteldithmarschen", "(87)", *"1234567"),
        ("Kreis", "\u221212,5\u00a0%", *"1234567"),
    ),
    align=("left", *["right"] * 8),
    notes=(),
    source="Portal",
)


def _cell(block: Block) -> object:
    return new_code_cell("x", outputs=[new_output("display_data", {MIME: to_dict(block)})])


def _figures() -> list[Block]:
    words = Words(
        "Es steigt", "Vorgänge", "Anzahl je Monat", "Portal", "Linien steigen an.", "So."
    )
    frame = pd.DataFrame(
        [
            (key, f"2024-{month:02d}", 1000.0 * month, "ok")
            for key in NAMES
            for month in range(1, 10)
        ],
        columns=["key", "month", "value", "status"],
    )
    keys = Keys("key", NAMES)
    events = (Event("2024-08", "Kampagne Frühjahr und Sommer"), Event("2024-09", "Wahl"))
    return [
        line_chart(frame, keys, "integer", words, events),
        bar_chart(frame[frame["month"] == "2024-09"], keys, "integer", words),
        small_multiples(frame, keys, "integer", words, shared=False),
    ]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    blocks = [
        Text("Ein Satz mit Wohnsitzanmeldungsangelegenheiten.", ("Ein Punkt.",), key=True),
        Tiles((Tile("Besuche", "2.143", "+4", "normal", sparkline([1.0, 2.0])),) * 4),
        *_figures(),
        TABLE,
    ]
    entry = Fold("Einwohnerinnen und Einwohner", "135.252", (("Quelle", "Webstatistik"),), ())
    cells = [
        new_markdown_cell("## Nutzung"),
        *map(_cell, blocks),
        new_markdown_cell("## Nachschlagen\n\nKlappen Sie auf."),
        _cell(Folds((entry,), on_paper=False)),
        new_markdown_cell("## Ende"),
        _cell(Folds((entry,))),
    ]
    frame = PageFrame(
        "Monatsbericht Amt Kirchspielslandgemeinde Heider Umland",
        "Dithmarschen Digital",
        "September 2024",
        "vorläufig",
        True,
        (Link("Übersicht", "index.html"),),
        (("Parameter", "verwaltung = amt-kirchspielslandgemeinde-heider-umland"),),
        "Dithmarschen Digital, Telefon 0481 97-0",
    )
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(render_page(new_notebook(cells=cells), frame), encoding="utf-8")
    return path


@pytest.fixture
def browser_page(browser: Browser, page_file: Path) -> Iterator[tuple[Page, list[str]]]:
    """The page in a browser, and everything it asked for or complained about."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "request",
        lambda request: request.url == page_file.as_uri() or seen.append(request.url),
    )
    page.goto(page_file.as_uri())
    yield page, seen
    page.close()


@pytest.mark.parametrize("width", [320, 480, 640, 800, 1024, 1280])
def test_no_width_needs_sideways_scrolling(
    browser_page: tuple[Page, list[str]], width: int
) -> None:
    page, _ = browser_page
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_a_number_beside_a_long_name_stays_whole(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    page.set_viewport_size({"width": 320, "height": 700})
    value = page.locator(".folds summary .value").first
    lines = "e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    assert round(value.evaluate(lines)) == 1


def test_the_policy_lets_our_style_and_script_work_and_nothing_is_fetched(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, seen = browser_page
    assert page.locator("thead button").count() > 0
    assert page.locator(".masthead").evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(243, 244, 247)"
    )
    assert seen == []


@pytest.mark.parametrize(("width", "kind"), [(320, "narrow"), (1280, "wide")])
def test_no_text_of_a_drawing_is_cut_off_or_too_small(
    browser_page: tuple[Page, list[str]], width: int, kind: str
) -> None:
    page, _ = browser_page
    page.set_viewport_size({"width": width, "height": 700})
    found = page.evaluate(
        """kind => Array.from(document.querySelectorAll(`.${kind} svg`)).flatMap(svg => {
            const edge = svg.getBoundingClientRect();
            return Array.from(svg.querySelectorAll('text')).map(text => {
                const box = text.getBoundingClientRect();
                const size = 13 * edge.width / svg.viewBox.baseVal.width;
                const inside = box.left >= edge.left - 1 && box.right <= edge.right + 1
                    && box.top >= edge.top - 1 && box.bottom <= edge.bottom + 1;
                return [text.textContent, inside, size];
            });
        })""",
        kind,
    )
    assert len(found) > 30
    assert [words for words, inside, _ in found if not inside] == []
    assert min(size for _, _, size in found) >= 11


def test_a_column_of_numbers_sorts_with_missing_ones_last_and_back_again(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    table = page.locator(".table:not(.data .table) table").last
    names = table.locator("tbody th")
    button = table.locator("thead button")
    button.nth(1).click()
    assert names.all_text_contents() == [
        "Stadt Heide",
        "Amt Mitteldithmarschen",
        "Kreis",
        "Amt Eider",
    ]
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "descending"
    assert page.locator("#live").text_content() == "Absteigend sortiert nach Messgröße 0"
    button.nth(1).click()
    assert names.all_text_contents()[0] == "Kreis"
    button.nth(0).click()
    assert names.all_text_contents() == [row[0] for row in TABLE.rows]


def test_printing_opens_what_belongs_on_paper_and_closes_it_again(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    opened = "document.querySelectorAll('details[open]').length"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(opened) == 1
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(opened) == 0


def test_closed_tables_and_entries_to_look_up_are_not_handed_out(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    page.emulate_media(media="print")
    lookup = page.get_by_role("heading", name="Nachschlagen")
    closed, facts = page.locator("figure details"), page.locator(".folds dl")
    assert not any(each.is_visible() for each in (lookup, closed.first, facts.first))
    assert facts.last.is_visible()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert all(each.is_visible() for each in (lookup, closed.first, facts.first, facts.last))


def test_the_keyboard_reaches_the_skip_link_first(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_printed_on_a4_nothing_is_cut_off_at_the_right(
    browser_page: tuple[Page, list[str]],
) -> None:
    page, _ = browser_page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 980})  # 178 mm at 96 dpi
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.scrollWidth") == 673


def test_a_table_that_goes_on_on_paper_repeats_the_words_of_its_sortable_columns(
    browser_page: tuple[Page, list[str]],
) -> None:
    # Chromium repeats a head of table without the boxes of its buttons.
    page, _ = browser_page
    page.emulate_media(media="print")
    head = page.locator("table.sortable thead button").first
    assert head.evaluate("e => getComputedStyle(e).display") == "contents"
    assert page.locator("table.sortable thead").first.inner_text().startswith("Monat")
