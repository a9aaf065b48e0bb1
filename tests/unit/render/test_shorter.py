"""Drawings of a page say the same in fewer signs."""

import re

import pytest
from lxml import etree

from takeup.render.shorter import shorten


def shortened(inside: str) -> str:
    root = etree.fromstring(f"<svg>{inside}</svg>")
    shorten(root)
    return etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("M 1 2 L 9 2 L 9 5.5 L 1 5.5 z", "M1 2H9V5.5H1z"),
        ("M 1 2 L 3 4 L 3 4 M 5 4 L 5 6", "M1 2L3 4H3M5 4V6"),
        ("M 1 2", "M1 2"),
        ("M 1 2 L 9 2 z L 9 5", "M1 2L9 2zL9 5"),
        ("M 0 3 C 1 3 2 2 0 0 L 0 3", "M0 3C1 3 2 2 0 0L0 3"),
    ],
    ids=["area", "lines", "point", "after the end", "curve"],
)
def test_a_level_line_names_only_where_it_ends(long: str, short: str) -> None:
    assert f'd="{short}"' in shortened(f'<path d="{long}" fill="none"/>')


def test_what_most_texts_say_is_said_at_the_root() -> None:
    texts = [
        '<text fill="#131525" font-size="13" text-anchor="middle">a</text>',
        '<text fill="#131525" font-size="13" text-anchor="middle">b</text>',
        '<text fill="#51577a" font-size="13">c</text>',
    ]
    assert shortened("".join(texts)) == (
        '<svg fill="#131525" font-size="13" text-anchor="middle"><text>a</text><text>b</text>'
        '<text fill="#51577a" text-anchor="start">c</text></svg>'
    )


@pytest.mark.parametrize(
    "open_fill",
    [
        '<path d="M 1 2"/>',
        '<g fill="#fff"><circle fill="#fff" r="1"/></g>',
    ],
    ids=["a shape", "a group"],
)
def test_a_fill_that_something_else_would_inherit_stays_with_its_texts(open_fill: str) -> None:
    assert '<text fill="#131525">' in shortened(f'{open_fill}<text fill="#131525">a</text>')


def test_a_mark_drawn_by_reference_has_the_fill_of_its_places() -> None:
    mark = '<defs><path d="M 0 0" id="x"/></defs><use fill="#fff" href="#x"/>'
    assert "<text>a</text>" in shortened(f'{mark}<text fill="#131525">a</text>')


def test_ids_are_numbered_and_references_follow() -> None:
    kept = '<defs><path d="M 0 0" id="m48a27e725f"/><clipPath id="p1"/></defs>'
    used = '<use fill="none" href="#m48a27e725f"/><path clip-path="url(#p1)" fill="none"/>'
    short = shortened(kept + used)
    for part in ('id="m1"', 'id="m2"', 'href="#m1"', 'clip-path="url(#m2)"'):
        assert part in short


@pytest.mark.parametrize(
    ("own", "first", "second", "mark", "places"),
    [
        ("", "#aaa", "#aaa", ' fill="#aaa"', ""),
        (' fill="#aaa"', "#aaa", "#aaa", ' fill="#aaa"', ""),
        ("", "#aaa", "#bbb", "", ' fill="#aaa"'),
        (' fill="#ccc"', "#aaa", "#aaa", ' fill="#ccc"', ' fill="#aaa"'),
    ],
    ids=["shared", "said twice", "different", "its own"],
)
def test_a_mark_has_the_colours_that_its_places_share(
    own: str, first: str, second: str, mark: str, places: str
) -> None:
    uses = "".join(f'<use fill="{colour}" href="#x"/>' for colour in (first, second))
    short = shortened(f'<defs><path d="M 0 0"{own} id="x"/></defs>{uses}')
    assert f'<use{places} href="#m1"/>' in short
    assert sorted(re.findall(r'( fill="[^"]*")', short.split("</defs>")[0])) == [mark] * bool(
        mark
    )
