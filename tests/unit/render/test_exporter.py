import hashlib
import subprocess
import sys

import nbformat
import pytest
from lxml import html
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from takeup.errors import ContractError
from takeup.render.blocks import MIME, Block, Note, Table, Text, Tile, Tiles, to_dict
from takeup.render.checks import Expected, check_page
from takeup.render.exporter import (
    Card,
    IndexPage,
    Link,
    PageFrame,
    Section,
    render_index,
    render_page,
)

FRAME = PageFrame(
    title="Monatsbericht Stadt Heide",
    kicker="Dithmarschen Digital",
    period="September 2024",
    status="Datenstand: vorläufig",
    sample=True,
    navigation=(Link("Übersicht", "index.html"),),
    meta=(("Stand", "a1b2c3d"),),
    barriers="Büro, Telefon 0481 97-0",
)
TABLE = Table(
    caption="Vorgänge",
    columns=("Monat", "Anzahl"),
    rows=(("Juli 2024", "3"), ("August 2024", "12"), ("September 2024", "·")),
    align=("left", "right"),
    notes=(),
    source="Portal",
)


def _shown(block: Block) -> nbformat.NotebookNode:
    output = new_output("execute_result", {MIME: to_dict(block), "text/html": "<b>LAB</b>"})
    return new_code_cell("report.table()  # CODE", outputs=[output])


def _notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells))


PAGE = _notebook(
    new_markdown_cell("# Titel des Notebooks"),
    new_markdown_cell("## Das Wichtigste"),
    _shown(Text("Ein Satz.", ("Ein Punkt.",), key=True)),
    new_markdown_cell("## Nutzung\n\nText."),
    _shown(TABLE),
    _shown(TABLE),
)


def test_a_page_passes_every_check() -> None:
    assert check_page(render_page(PAGE, FRAME), Expected(figures=0, tables=2)) == []


def test_only_markdown_and_blocks_reach_the_page() -> None:
    cell = new_code_cell(
        "CODE = 1",
        outputs=[
            new_output("stream", name="stdout", text="STREAM"),
            new_output("stream", name="stderr", text="WARNING"),
            new_output("display_data", {"text/html": "<b>HTML</b>", "text/plain": "PLAIN"}),
            new_output("display_data", {"image/svg+xml": "<svg>SVG</svg>"}),
            new_output("error", ename="E", evalue="ERROR", traceback=["ERROR"]),
            new_output("display_data", {MIME: to_dict(Note("info", "Titel", "Sichtbar"))}),
        ],
    )
    page = render_page(_notebook(cell, new_raw_cell("<b>RAW</b>")), FRAME)
    assert "Sichtbar" in page
    for word in ("CODE", "STREAM", "WARNING", "HTML", "PLAIN", "SVG", "ERROR", "RAW"):
        assert f">{word}" not in page.split("<main")[1]
        assert word not in page.split("<main")[1].split("</main>")[0]


def test_a_block_that_is_none_stops_the_page() -> None:
    output = new_output("display_data", {MIME: {"kind": "html", "html": "<script>"}})
    with pytest.raises(ContractError, match="html"):
        render_page(_notebook(new_code_cell("x", outputs=[output])), FRAME)


def test_the_contents_list_the_sections_and_every_link_resolves() -> None:
    root = html.document_fromstring(render_page(PAGE, FRAME))
    links = root.xpath("//nav[@class='toc']//a")
    assert [link.text for link in links] == ["Das Wichtigste", "Nutzung"]
    for link in links:
        assert root.get_element_by_id(link.get("href")[1:]).tag == "h2"


def test_the_frame_gives_the_only_title() -> None:
    root = html.document_fromstring(render_page(PAGE, FRAME))
    assert [h1.text for h1 in root.iter("h1")] == ["Monatsbericht Stadt Heide"]
    assert root.findtext(".//title") == "Monatsbericht Stadt Heide · September 2024"


@pytest.mark.parametrize("sample", [True, False])
def test_sample_data_are_called_so_on_screen_and_paper(sample: bool) -> None:
    frame = PageFrame("T", "K", "", "", sample, (), (), "B")
    page = render_page(PAGE, frame)
    assert ("Alle Zahlen auf dieser Seite sind erfunden" in page) == sample
    assert ('class="takeup is-sample"' in page) == sample


def test_hostile_words_are_only_words_everywhere(hostile: str) -> None:
    frame = PageFrame(
        hostile,
        hostile,
        hostile,
        hostile,
        True,
        (Link(hostile, "a.html"),),
        ((hostile, hostile),),
        hostile,
    )
    tiles = Tiles((Tile(hostile, hostile, hostile, hostile, ""),))
    page = render_page(_notebook(new_markdown_cell(f"## {hostile}"), _shown(tiles)), frame)
    assert check_page(page) == []
    assert "<img" not in page
    assert "\u202e" not in page


def test_every_page_says_to_whom_a_barrier_is_reported() -> None:
    index = render_index(IndexPage(FRAME, "", ()))
    for page in (render_page(PAGE, FRAME), index):
        assert "Melden Sie Barrieren an: Büro, Telefon 0481 97-0" in page


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert render_page(PAGE, FRAME) == render_page(PAGE, FRAME)


def test_one_page_does_not_leak_into_the_next() -> None:
    first = render_page(PAGE, FRAME)
    render_page(_notebook(new_markdown_cell("## Anderes"), _shown(TABLE)), FRAME)
    assert render_page(PAGE, FRAME) == first


def test_the_notebook_is_not_changed() -> None:
    before = nbformat.writes(PAGE)
    render_page(PAGE, FRAME)
    assert nbformat.writes(PAGE) == before


_PROGRAM = """
import hashlib, sys
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from takeup.render.blocks import MIME, Note, to_dict
from takeup.render.exporter import PageFrame, render_page
output = new_output("display_data", {MIME: to_dict(Note("info", "T", "X"))})
cells = [new_markdown_cell("## A"), new_code_cell("x", outputs=[output])]
page = render_page(new_notebook(cells=cells), PageFrame("T", "K", "P", "S", True, (), (), "B"))
print(hashlib.sha256(page.encode()).hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(next(iter(digests)).strip()) == hashlib.sha256().digest_size * 2


INDEX = IndexPage(
    FRAME,
    "Acht von neun Verwaltungen haben geliefert.",
    (
        Section(
            "Kreis", "", (Card("Kreis Dithmarschen", "kreis.html", "12", "Vorgänge", "ok", ""),)
        ),
        Section(
            "Ämter und Städte",
            "Nach Namen geordnet.",
            (
                Card("Amt Eider", "", "", "", "failed", "Lieferung unlesbar."),
                Card(
                    "Stadt Heide", "heide.html", "·", "Vorgänge", "stale", "Stand 02.10.2024."
                ),
            ),
        ),
    ),
)


def test_an_index_passes_every_check_and_links_its_pages() -> None:
    page = render_index(INDEX)
    assert check_page(page) == []
    links = html.document_fromstring(page).xpath("//main//a/@href")
    assert links == ["kreis.html", "heide.html"]


def test_a_failed_page_is_named_with_its_reason_and_an_older_one_too() -> None:
    page = render_index(INDEX)
    assert "<strong>Nicht erstellt:</strong> Lieferung unlesbar." in page
    assert "<strong>Älterer Stand:</strong> Stand 02.10.2024." in page


def test_links_outside_the_report_and_unknown_states_are_refused() -> None:
    with pytest.raises(ContractError, match=r"example\.org"):
        Link("Außen", "https://example.org")
    with pytest.raises(ContractError):
        Card("T", "//example.org", "", "", "ok", "")
    with pytest.raises(ContractError):
        Card("T", "", "", "", "vielleicht", "")
