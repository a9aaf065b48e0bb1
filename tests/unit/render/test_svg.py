import pytest

from takeup.errors import ContractError
from takeup.render.svg import embed, embed_decoration, tidy

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="720pt" height="100pt" viewBox="0 0 720 100">
 <metadata><title>made by</title></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
 <g id="figure_1"><g id="axes">
  <path d="M 1.23456 2.00001 L -0.0001 40" clip-path="url(#p1)"
   style="fill: none; stroke: #2044aa; stroke-width: 2.2; stroke-linecap: round"/>
  <use xlink:href="#m1" x="5.5" y="6.25"/>
  <text style="font: bold 13px 'DejaVu Sans'; text-anchor: middle" x="3" y="4"
   transform="rotate(-0 3 4)">a &lt; b</text>
 </g></g>
 <defs><path id="m1" d="M 0 0"/>
  <clipPath id="p1"><rect x="0" y="0" width="5" height="5"/></clipPath></defs>
</svg>"""


def test_style_becomes_attributes_and_numbers_are_rounded() -> None:
    tidied = tidy(DRAWING)
    assert 'd="M 1.2 2 L 0 40"' in tidied
    assert 'fill="none"' in tidied
    assert 'stroke-width="2.2"' in tidied
    assert "style" not in tidied


def test_the_font_shorthand_is_split_and_the_font_is_the_reader_s() -> None:
    tidied = tidy(DRAWING)
    assert 'font-size="13" font-weight="bold" text-anchor="middle"' in tidied
    assert "DejaVu" not in tidied
    assert "rotate" not in tidied


def test_only_the_view_box_says_how_large_a_drawing_is() -> None:
    head = tidy(DRAWING).split(">")[0]
    assert 'viewBox="0 0 720 100"' in head
    assert "width=" not in head
    assert "height=" not in head


def test_ids_without_a_reference_and_empty_groups_go() -> None:
    tidied = tidy(DRAWING)
    assert "figure_1" not in tidied
    assert "<g" not in tidied
    assert "metadata" not in tidied
    assert 'id="m1"' in tidied


def test_references_get_the_prefix_of_the_page() -> None:
    embedded = embed(DRAWING, "b3-wide", "Titel", "Beschreibung")
    for part in (
        'href="#b3-wide-m1"',
        'id="b3-wide-m1"',
        'clip-path="url(#b3-wide-m2)"',
        'id="b3-wide-m2"',
    ):
        assert part in embedded


def test_a_drawing_on_the_page_is_an_image_with_name_and_description() -> None:
    embedded = embed(DRAWING, "b1", "A < B", "Mehr & mehr")
    assert 'role="img" aria-labelledby="b1-title b1-desc"' in embedded
    assert '<title id="b1-title">A &lt; B</title><desc id="b1-desc">Mehr &amp; mehr</desc>' in (
        embedded
    )


def test_a_decoration_is_hidden_from_screen_readers() -> None:
    embedded = embed_decoration('<svg viewBox="0 0 1 1"><circle r="1"/></svg>', "b1")
    assert 'aria-hidden="true"' in embedded
    assert "role" not in embedded


def test_tidying_twice_changes_nothing() -> None:
    assert tidy(tidy(DRAWING)) == tidy(DRAWING)


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png"/>',
        '<a href="https://example.org"><text>x</text></a>',
        "<foreignObject><body>x</body></foreignObject>",
        '<path onload="alert(1)" d="M 0 0"/>',
        '<use href="https://example.org/#x"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,x"/>',
        '<path style="fill: url(https://example.org/#x)"/>',
        '<path fill="javascript:alert(1)"/>',
        '<animate attributeName="href" to="https://example.org"/>',
        "<!-- example.org --><style>@import 'https://example.org'</style>",
    ],
)
def test_nothing_active_or_outside_survives(part: str) -> None:
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{part}</svg>'
    for found in (tidy(source), embed(source, "p", "t", "d")):
        assert "example.org" not in found
        assert "alert" not in found
        assert "data:" not in found


def test_entities_are_not_resolved() -> None:
    source = (
        '<!DOCTYPE svg [<!ENTITY a "geheim">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&a;</text></svg>'
    )
    assert "geheim" not in tidy(source)


@pytest.mark.parametrize("source", ["kein xml", "<p>x</p>", "", "<svg"])
def test_what_is_no_svg_is_refused(source: str) -> None:
    with pytest.raises(ContractError, match="SVG"):
        tidy(source)
