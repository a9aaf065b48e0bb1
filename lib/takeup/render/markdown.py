"""Markdown of the notebooks to HTML, without raw HTML, images and links that leave the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import mistune
from markupsafe import Markup, escape

from takeup.render.plain import clean_lines, trusted

# Ids of the page frame.
RESERVED_IDS: Final = frozenset({"inhalt", "toc", "live", "barrierefreiheit"})
_SECTION_LEVEL: Final = 2
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Heading:
    """A section of the page for its table of contents."""

    label: str
    id: str


class Outline:
    """Ids of one page: every heading gets its own, and sections are remembered."""

    def __init__(self) -> None:
        self._used = set(RESERVED_IDS)
        self.sections: list[Heading] = []

    def id_for(self, label: str) -> str:
        """Id from the words of a heading, numbered where it would repeat."""
        base = slug(label)
        number, found = 1, base
        while found in self._used:
            number += 1
            found = f"{base}-{number}"
        self._used.add(found)
        return found

    def add(self, label: str) -> str:
        """Remember a section and return its id."""
        heading = Heading(label, self.id_for(label))
        self.sections.append(heading)
        return heading.id


def slug(label: str) -> str:
    """Words as an id: ``Größe & Alter`` is ``s-groesse-alter``."""
    letters = unicodedata.normalize("NFKD", label.lower().translate(_UMLAUTS))
    words = re.findall(r"[a-z0-9]+", letters)
    # The prefix keeps headings apart from ids of blocks and of the frame.
    return "-".join(["s", *words])


def is_local(address: str) -> bool:
    """Whether a link stays beside the page: an anchor or a relative path."""
    return not (_SCHEME.match(address.strip()) or address.strip().startswith(("/", "\\")))


class _Renderer(mistune.HTMLRenderer):
    """HTML of one page's Markdown."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(escape=True)
        self._outline = outline

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        """Heading with an id; the title of the notebook is left to the page frame."""
        label = trusted(text).striptags()
        if level == 1:
            return ""
        is_section = level == _SECTION_LEVEL
        found = self._outline.add(label) if is_section else self._outline.id_for(label)
        return f'<h{level} id="{found}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Link within the report; an address elsewhere is printed, not linked."""
        if is_local(url):
            return f'<a href="{escape(url)}">{text}</a>'
        return text if text == escape(url) else f"{text} ({escape(url)})"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Words of an image; pages hold no pictures but our drawings."""
        return text


def to_html(source: str, outline: Outline) -> Markup:
    """Markdown as HTML; raw HTML is shown as text.

    Parameters
    ----------
    source
        Markdown of one cell.
    outline
        Ids and sections of the page, extended by this cell's headings.
    """
    render = mistune.create_markdown(renderer=_Renderer(outline))
    return trusted(str(render(clean_lines(source))).strip())
