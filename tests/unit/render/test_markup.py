import pytest

from takeup.render.blocks import Fold, Folds, KeyValue, Note, Table, Text, Tile, Tiles
from takeup.render.markup import asset, block_markup, environment

SVG = '<svg viewBox="0 0 10 10"><circle r="2"/></svg>'


def test_every_text_field_is_escaped_and_cleaned(hostile: str) -> None:
    blocks = (
        Table(
            hostile,
            (hostile, hostile),
            ((hostile, hostile),),
            ("left", "right"),
            (hostile,),
            hostile,
        ),
        Tiles((Tile(hostile, hostile, hostile, hostile, SVG),)),
        Text(hostile, (hostile,)),
        Note("info", hostile, hostile),
        KeyValue(((hostile, hostile),)),
    )
    for block in blocks:
        html = block_markup(block, "b1")
        assert "<img" not in html
        assert "\u202e" not in html
        assert "\x07" not in html


def test_a_sign_in_a_number_column_is_read_aloud_in_words() -> None:
    table = Table("T", ("Name", "Wert"), (("a", "·"), ("x", "12")), ("left", "right"), (), "")
    html = block_markup(table, "b1")
    assert '<span class="sign" aria-hidden="true">·</span>' in html
    assert '<span class="hidden">geheim gehalten</span>' in html
    assert '<th scope="row">x</th>' in html


def test_the_first_cell_of_a_row_heads_it() -> None:
    table = Table("T", ("Name", "Wert"), (("Heide", "1"),), ("left", "right"), (), "")
    html = block_markup(table, "b1")
    assert '<th scope="col">Name</th>' in html
    assert '<th scope="row">Heide</th><td>1</td>' in html


def test_how_most_cells_stand_is_said_once_of_the_table() -> None:
    align = ("left", "right", "right", "left")
    table = Table(
        "T", ("Name", "Wert", "Anteil", "Zustand"), (("H", "1", "2", "ok"),), align, (), ""
    )
    html = block_markup(table, "b1")
    assert '<table class=" numbers">' in html
    assert '<td>1</td><td>2</td><td class="left">ok</td>' in html
    words = Table(
        "T",
        ("Name", "Ort", "Art", "Zahl"),
        (("H", "a", "b", "3"),),
        ("left",) * 3 + ("right",),
        (),
        "",
    )
    assert '<td>a</td><td>b</td><td class="right">3</td>' in block_markup(words, "b1")


def test_a_wide_table_scrolls_in_a_region_of_its_own_named_by_its_caption() -> None:
    table = Table("T", ("Name",), (("Heide",),), ("left",), (), "")
    html = block_markup(table, "b7")
    assert 'role="region" tabindex="0" aria-labelledby="b7-caption"' in html
    assert '<caption id="b7-caption">T</caption>' in html


def test_tables_with_the_same_caption_are_told_apart_by_the_folds_they_stand_in() -> None:
    table = Table("T", ("Name",), (("Heide",),), ("left",), (), "")
    html = block_markup(
        Folds((Fold("A", "1", (), (table,)), Fold("B", "", (), (table,)))), "b7"
    )
    assert 'aria-labelledby="b7-1-title b7-1-1-caption"' in html
    assert 'aria-labelledby="b7-2-title b7-2-1-caption"' in html
    assert '<summary id="b7-2-title">B' in html


def test_a_tone_is_said_in_a_word() -> None:
    assert "Achtung:" in block_markup(Note("warning", "Titel", "Text"), "b1")


def test_an_undefined_name_in_a_template_is_an_error() -> None:
    with pytest.raises(Exception, match="undefined"):
        environment().from_string("{{ nicht_da }}").render()


@pytest.mark.parametrize("name", ["page.css", "blocks.css"])
def test_style_sheets_load_nothing(name: str) -> None:
    assert "url(" not in asset(name)
    assert "@import" not in asset(name)


def test_an_entry_opens_on_demand_and_says_its_value_beside_its_title() -> None:
    table = Table("T", ("Name", "Wert"), (("Heide", "1"),), ("left", "right"), (), "")
    entries = (
        Fold("Besuche", "·", (("Quelle", "<Portal>"),), (table, table)),
        Fold("K", "", (), ()),
    )
    html = block_markup(Folds(entries), "b1")
    assert html.count("<details") == html.count("</details>") == 2
    assert "<dt>Quelle</dt><dd>&lt;Portal&gt;</dd>" in html
    assert '<span class="hidden">geheim gehalten</span>' in html
    assert 'id="b1-1-1-caption"' in html
    assert 'id="b1-1-2-caption"' in html
    assert html.count("<div") == html.count("</div>")
