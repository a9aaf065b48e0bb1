from collections.abc import Callable

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from takeup.render.blocks import MIME, Block, Table, to_dict
from takeup.render.charts import Keys, Words, line_chart
from takeup.render.checks import MOST_BYTES, Expected, check_page
from takeup.render.exporter import PageFrame, render_page

TABLE = Table("Vorgänge", ("Monat", "Zahl"), (("Mai", "3"),), ("left", "right"), (), "Portal")


def _cell(block: Block) -> object:
    return new_code_cell("x", outputs=[new_output("display_data", {MIME: to_dict(block)})])


@pytest.fixture(scope="module")
def page() -> str:
    words = Words(
        "Es steigt", "Vorgänge", "Anzahl", "Portal", "Linie von 1 auf 2 Vorgänge.", "So."
    )
    frame = pd.DataFrame(
        [("a", "2024-01", 1, "ok"), ("a", "2024-02", 2, "ok")],
        columns=["m", "month", "value", "status"],
    )
    figure = line_chart(frame, Keys("m", {"a": "A"}), "integer", words)
    cells = [
        new_markdown_cell("## Eins"),
        _cell(figure),
        new_markdown_cell("## Zwei"),
        _cell(TABLE),
    ]
    head = PageFrame("Titel", "Kopf", "Mai 2024", "", True, (), (("Stand", "a1b2c3d"),), "Büro")
    return render_page(new_notebook(cells=cells), head)


def test_a_good_page_has_no_findings(page: str) -> None:
    assert check_page(page, Expected(figures=1, tables=1)) == []


def _body(extra: str) -> Callable[[str], str]:
    return lambda page: page.replace("</main>", f"{extra}</main>")


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(page: str) -> str:
        assert old in page
        return page.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (_swap('lang="de"', 'lang="en"'), "lang"),
        (_body("<h1>Noch einer</h1>"), "h1"),
        (_swap("<h1>Titel</h1>", ""), "h1"),
        (_swap("<title>Titel · Mai 2024</title>", "<title></title>"), "title"),
        (_swap('content="no-referrer"', 'content="origin"'), "referrer"),
        (_swap("</title>", '</title><meta http-equiv="refresh" content="0;url=x">'), "meta"),
        (_swap("Content-Security-Policy", "X-Policy"), "policy"),
        (_swap("default-src &#39;none&#39;", "default-src *"), "policy_default-src"),
        (_swap("; form-action &#39;none&#39;", ""), "policy_form-action"),
        (_swap("base-uri &#39;none&#39;", "base-uri *"), "policy_base-uri"),
        (
            _swap("script-src &#39;", "script-src &#39;unsafe-inline&#39; &#39;"),
            "policy_script",
        ),
        (_swap('"use strict";', '"use strict";alert(1);'), "policy_script"),
        (_swap("</style>", " </style>"), "policy_style"),
        (_body("<script>alert(1)</script>"), "policy_script"),
        (_body("<style>p{}</style>"), "policy_style"),
        (_body('<script src="x.js"></script>'), "policy_script"),
        (_body('<img src="x.png" alt="Ein Bild der Lage">'), "element"),
        (_body('<iframe src="a.html"></iframe>'), "element"),
        (_body('<form action="a.html"></form>'), "element"),
        (_body('<a href="https://example.org">x</a>'), "address"),
        (_body('<a href="//example.org">x</a>'), "address"),
        (_body('<a href="mailto:a@example.org">x</a>'), "address"),
        (_body('<a href="javascript:alert(1)">x</a>'), "address"),
        (_swap("</style>", "@import 'x.css';</style>"), "address"),
        (_swap("</style>", "p{background:url(x.png)}</style>"), "address"),
        (_body('<p id="inhalt">x</p>'), "id"),
        (_body('<p id="">x</p>'), "id"),
        (_body('<a href="#nirgends">x</a>'), "anchor"),
        (_body('<p aria-labelledby="nirgends">x</p>'), "anchor"),
        (_body('<p style="color:red">x</p>'), "inline"),
        (_body('<p onclick="alert(1)">x</p>'), "inline"),
        (_body("<svg></svg>"), "alt"),
        (_swap('role="img"', 'role="presentation"'), "alt"),
        (_swap("Linie von 1 auf 2 Vorgänge.", ""), "alt"),
        (_swap("Linie von 1 auf 2 Vorgänge.", "Grafik"), "alt"),
        (
            _swap(
                "Linie von 1 auf 2 Vorgänge.",
                "No description has been provided for this image",
            ),
            "alt",
        ),
        (_swap('<caption id="b2-caption">Vorgänge</caption>', '<p id="b2-caption">'), "table"),
        (_swap('<th scope="row">Mai', "<th>Mai"), "table"),
        (_body("<table><caption>T</caption><tr><td>1</td></tr></table>"), "table"),
        (_body("<figure><p>x</p></figure>"), "figure"),
        (_body("<p>/home/anna/takeup/data</p>"), "path"),
        (_body('<p title="C:\\Users\\anna">x</p>'), "path"),
        (_body("<p>file:///x</p>"), "path"),
        (_body("<p>token_auth=abc</p>"), "token"),
        (_body("<p>0f1e2d3c4b5a69788796a5b4c3d2e1f0</p>"), "token"),
    ],
)
def test_a_planted_defect_is_found(page: str, plant: Callable[[str], str], code: str) -> None:
    codes = {finding.split(":")[0] for finding in check_page(plant(page))}
    assert code in codes


def test_a_token_is_found_but_never_printed(page: str) -> None:
    secret = "0f1e2d3c" * 4
    assert not any(secret in finding for finding in check_page(_body(f"<p>{secret}</p>")(page)))


def test_a_page_too_large_for_the_mail_is_found(page: str) -> None:
    codes = [f.split(":")[0] for f in check_page(_body("x" * MOST_BYTES)(page))]
    assert codes == ["too_large"]


@pytest.mark.parametrize(
    ("expected", "code"), [(Expected(2, 1), "figures"), (Expected(1, 0), "tables")]
)
def test_a_missing_figure_or_table_is_found(page: str, expected: Expected, code: str) -> None:
    assert [f.split(":")[0] for f in check_page(page, expected)] == [code]


@pytest.mark.parametrize(
    "harmless",
    [
        "<p>Anteil 1/2, und/oder, 30.09.2024, https://example.org/home/x</p>",
        "<p>01051 und 99115005104000 und 0.1.0+a1b2c3d</p>",
        '<p><a href="../2024-08/index.html">Vormonat</a></p>',
    ],
)
def test_ordinary_words_are_no_defect(page: str, harmless: str) -> None:
    assert check_page(_body(harmless)(page)) == []
