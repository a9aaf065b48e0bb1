import dataclasses
import json
from typing import Any

import pytest

from takeup.errors import ContractError
from takeup.render.blocks import (
    MIME,
    Block,
    Figure,
    Fold,
    Folds,
    KeyValue,
    Note,
    Table,
    Text,
    Tile,
    Tiles,
    from_dict,
    to_dict,
)

TABLE = Table(
    caption="Vorgänge",
    columns=("Monat", "Anzahl"),
    rows=(("August 2024", "12"), ("September 2024", "·")),
    align=("left", "right"),
    notes=("Ohne Wohngeld.",),
    source="Portal",
)
SVG = '<svg viewBox="0 0 10 10"><path d="M 0 0 L 10 10" stroke="#2044aa"/></svg>'
FIGURE = Figure(
    title="Es steigt",
    subtitle="Vorgänge",
    unit="Anzahl",
    source="Portal",
    alt="Eine Linie steigt von null auf zehn.",
    reading="Ein Punkt je Monat.",
    table=TABLE,
    wide_svg=SVG,
    narrow_svg=SVG,
)
BLOCKS: tuple[Block, ...] = (
    TABLE,
    FIGURE,
    Tiles((Tile("Besuche", "2.143", "+4", "normal", SVG), Tile("Konten", "…", "", "", ""))),
    Text("Ein Satz.", ("Punkt eins.", "Punkt zwei."), key=True),
    Note("warning", "Kleine Basis", "Vorsicht."),
    KeyValue((("Leitung", "N. N."), ("Stand", "September"))),
    Folds(
        (
            Fold("Besuche", "·", (("Quelle", "Portal"),), (TABLE, TABLE)),
            Fold("Konten", "", (), ()),
        )
    ),
)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_a_block_survives_its_way_through_a_notebook(block: Block) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(block)))) == block


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_a_block_offers_json_for_the_page_and_html_for_jupyterlab(block: Block) -> None:
    bundle = block._repr_mimebundle_()
    assert bundle[MIME] == to_dict(block)
    assert str(bundle["text/html"]).startswith('<div class="takeup"><style>')


def test_two_blocks_in_one_notebook_share_no_id() -> None:
    other = dataclasses.replace(TABLE, caption="Andere")
    bundles = [str(block._repr_mimebundle_()["text/html"]) for block in (TABLE, other)]
    ids = [bundle.split('caption id="')[1].split('"')[0] for bundle in bundles]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "script", "code": "alert(1)"},
        {},
        {"kind": ["text"]},
    ],
)
def test_an_unknown_kind_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ContractError, match="Baustein"):
        from_dict(data)


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<b>"},
        {"lead": 3},
        {"points": "ein Text"},
        {"points": [1]},
        {"key": "ja"},
    ],
)
def test_an_unknown_field_or_a_wrong_type_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ContractError):
        from_dict({**to_dict(Text("Satz")), **change})


def test_a_missing_field_is_refused() -> None:
    data = to_dict(TABLE)
    del data["source"]
    with pytest.raises(ContractError, match="source"):
        from_dict(data)


def test_a_wrong_field_inside_a_figure_s_table_is_refused() -> None:
    data = to_dict(FIGURE)
    data["table"]["rows"] = [["nur eine Zelle"]]
    with pytest.raises(ContractError, match="Vorgänge"):
        from_dict(data)


def test_a_pair_of_three_is_refused() -> None:
    with pytest.raises(ContractError):
        from_dict({"kind": "key_value", "items": [["a", "b", "c"]]})


@pytest.mark.parametrize("field", ["title", "subtitle", "unit", "source", "alt", "reading"])
def test_a_figure_without_words_is_refused(field: str) -> None:
    with pytest.raises(ContractError, match=field):
        dataclasses.replace(FIGURE, **{field: " "})


def test_a_table_with_a_row_too_short_is_refused() -> None:
    with pytest.raises(ContractError):
        dataclasses.replace(TABLE, rows=(("nur eine",),))


def test_an_unknown_alignment_or_tone_is_refused() -> None:
    with pytest.raises(ContractError):
        dataclasses.replace(TABLE, align=("left", "middle"))
    with pytest.raises(ContractError):
        Note("loud", "Titel", "Text")
