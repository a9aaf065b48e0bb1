import pytest

from takeup.render.markdown import Heading, Outline, is_local, slug, to_html


def test_sections_are_remembered_with_ids_of_their_own() -> None:
    outline = Outline()
    to_html("## Größe & Alter\n\n## Größe & Alter\n\n### Inhalt", outline)
    assert outline.sections == [
        Heading("Größe & Alter", "s-groesse-alter"),
        Heading("Größe & Alter", "s-groesse-alter-2"),
    ]


def test_the_title_of_the_notebook_is_left_to_the_frame() -> None:
    assert to_html("# Monatsbericht\n\nText", Outline()) == "<p>Text</p>"


def test_raw_html_is_shown_as_text() -> None:
    html = to_html("<script>alert(1)</script>\n\nText <img src=x onerror=alert(1)>", Outline())
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "//example.org/x",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "/etc/passwd",
        "file:///x",
    ],
)
def test_an_address_elsewhere_is_printed_and_not_linked(address: str) -> None:
    assert not is_local(address)
    assert "<a" not in to_html(f"[Wort](<{address}>)", Outline())


@pytest.mark.parametrize("address", ["kreis.html", "#s-nutzung", "../index.html", "a.html#b"])
def test_a_link_within_the_report_is_a_link(address: str) -> None:
    assert to_html(f"[Wort]({address})", Outline()) == f'<p><a href="{address}">Wort</a></p>'


def test_the_words_of_a_link_elsewhere_keep_its_address() -> None:
    html = to_html("[Leitfaden](https://example.org/a)", Outline())
    assert html == "<p>Leitfaden (https://example.org/a)</p>"


def test_an_image_leaves_only_its_words() -> None:
    assert to_html("![Ein Bild](x.png)", Outline()) == "<p>Ein Bild</p>"


def test_markup_inside_a_heading_stays_out_of_the_contents() -> None:
    outline = Outline()
    to_html("## Die *neue* `Quote` <b>", outline)
    assert outline.sections[0].label == "Die neue Quote <b>"


def test_a_heading_without_letters_has_an_id() -> None:
    assert slug("???") == "s"


def test_a_share_on_another_machine_is_not_beside_the_page() -> None:
    assert not is_local("\\\\server\\share")
