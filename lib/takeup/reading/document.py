"""Everything a finished page holds, in units: no text node and no attribute is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from takeup.reading.figures import has_digit
from takeup.reading.statements import Place
from takeup.render.exporter import own_code, policy
from takeup.render.plain import clean
from takeup.render.svg import KEPT

# Text inside one of these is a unit of its own; all other text belongs to the nearest above.
_UNITS: Final = frozenset(
    "title desc h1 h2 h3 h4 p li dt dd caption th td summary text figcaption body head".split()  # noqa: SIM905
)
_HEADINGS: Final = ("h1", "h2")
# Their content is compared with ours as a whole.
_CODE: Final = ("style", "script")
# Attributes that hold no text for a reader, and the only form they may have.
_ID: Final = (
    r"b\d{1,3}(?:-\d{1,2}){0,2}(?:-(?:wide|narrow))?"
    r"(?:-(?:title|desc|caption|m\d{1,2}))?"
)
_FORMAL: Final = {
    "id": rf"{_ID}|[a-z][a-z-]*|s-[a-z0-9-]+",
    "aria-labelledby": rf"(?:(?:{_ID}|[a-z]+)(?: |$))+",
    "href": rf"#(?:{_ID}|[a-z][a-z-]*|s-[a-z0-9-]+)|[\w./-]*",
    "tabindex": "0|-1",
}
# The drawings' own attributes are read with the drawings.
_DRAWN: Final = frozenset(
    "svg g path rect circle line polyline polygon text tspan defs clippath use".split()  # noqa: SIM905
)
_DRAWN_ATTRIBUTES: Final = KEPT | {"viewbox"}
_VIEWPORT: Final = "width=device-width, initial-scale=1"


@dataclass(frozen=True)
class Unit:
    """A text of a page and the element it belongs to."""

    text: str
    place: Place
    element: HtmlElement


@dataclass(frozen=True)
class Document:
    """A page as a tree.

    Attributes
    ----------
    page
        File name.
    root
        Its elements.
    """

    page: str
    root: HtmlElement

    @cached_property
    def _headings(self) -> dict[HtmlElement, str]:
        """Element → the last heading before it, or its own."""
        found, last = {}, ""
        for each in self.root.iter():
            if each.tag in _HEADINGS:
                last = clean(each.text_content())
            found[each] = last
        return found

    def place(self, element: HtmlElement, what: str = "") -> Place:
        """Where an element stands, as a person finds it: nearest heading and element."""
        heading = self._headings.get(element, "")
        name = what or element.tag
        marks = "".join(f".{each}" for each in (element.get("class") or "").split())
        inside = element.xpath("ancestor-or-self::*[@id][1]/@id")
        where = f"#{inside[0]} " if inside else ""
        return Place(self.page, f"{heading}: {where}{name}{marks}".strip(": "))


def read_document(page: str, source: str) -> Document:
    """Parse a page."""
    return Document(page, html.document_fromstring(source))


def texts(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    """Every text of a page with the element whose unit it is, in reading order.

    Comments and processing instructions are units too.
    """
    parts: dict[HtmlElement, list[str]] = {}
    _collect(document.root, document.root, parts)
    for element, words in parts.items():
        yield element, "".join(words)


def _collect(
    element: HtmlElement, unit: HtmlElement, parts: dict[HtmlElement, list[str]]
) -> None:
    is_element = isinstance(element.tag, str)
    own = element if not is_element or element.tag in _UNITS else unit
    if element.text and element.tag not in _CODE:
        parts.setdefault(own, []).append(element.text)
    for child in element if is_element else ():
        _collect(child, own, parts)
        if child.tail:
            parts.setdefault(own, []).append(child.tail)


def attributes(document: Document) -> Iterator[tuple[HtmlElement, str, str]]:
    """Attributes that may say something: element, name and value; formal ones are left out."""
    for element in document.root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if not _is_formal(element, str(name), str(value)):
                yield element, str(name), str(value)


def _is_formal(element: HtmlElement, name: str, value: str) -> bool:
    if not has_digit(value):
        return True
    if element.tag == "meta":
        ours = {"utf-8", _VIEWPORT, policy(*own_code())}
        return name in {"charset", "content"} and value in ours
    if name in _FORMAL:
        return re.fullmatch(_FORMAL[name], value) is not None
    return element.tag in _DRAWN and name in _DRAWN_ATTRIBUTES


def foreign_code(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    """Styles and scripts that are not ours to the letter, with their content."""
    known = set(own_code())
    for element in document.root.iter(*_CODE):
        if (element.text or "") not in known or element.attrib:
            yield element, element.text or ""
