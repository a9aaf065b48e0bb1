"""What can be told from a page's text alone and no public tool looks for."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from takeup.render.checks import check_page

from ..style.german import english_numbers, unexplained
from .findings import Finding

SHORTEST_CONTACT = 5


def findings(path: Path) -> list[Finding]:
    """Findings of the checks before publication, and of those that only these tests make."""
    page = path.read_text(encoding="utf-8")
    root = html.document_fromstring(page)
    published = [
        Finding(f"page:{code}", path.name, what.strip())
        for code, _, what in (each.partition(":") for each in check_page(page))
    ]
    own = (
        *(*_numbers(root), *_abbreviations(root), *_title(root)),
        *(*_barriers(root), *_links(root, path)),
    )
    return [*published, *(Finding(f"own:{rule}", path.name, what) for rule, what in own)]


def _numbers(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for words in _words(root):
        for found in english_numbers(words):
            yield "english-number", f"{found} in {words.strip()[:60]}"


def _abbreviations(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Whoever reads the page from top to bottom meets the words of each abbreviation."""
    for word in unexplained(" ".join(_words(root))):
        yield "abbreviation", word


def _words(root: HtmlElement) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in {"style", "script"}:
            yield from (words or "" for words in (element.text, *_spoken(element)))
        yield element.tail or ""


def _spoken(element: HtmlElement) -> list[str]:
    return [element.get(name, "") for name in ("title", "aria-label", "alt", "value")]


def _title(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """The tab of the browser says which page it is."""
    title, heading = root.findtext(".//title") or "", root.find(".//h1")
    if heading is not None and heading.text_content().strip() not in title:
        yield "title", title


def _links(root: HtmlElement, path: Path) -> Iterator[tuple[str, str]]:
    """A link leads to a file of the report, and to a place in it that is there."""
    for address in {str(each.get("href")) for each in root.iter("a")}:
        file, _, anchor = address.partition("#")
        if file and anchor not in _places(path.parent / file):
            yield "link", address


@cache
def _places(path: Path) -> frozenset[str]:
    """Where a link into a file may lead; its beginning is the empty text."""
    if not path.is_file():
        return frozenset()
    if path.suffix != ".html":
        return frozenset([""])
    root = html.document_fromstring(path.read_text(encoding="utf-8"))
    return frozenset(["", *(str(each.get("id")) for each in root.iter() if each.get("id"))])


def _barriers(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Every page states how accessible it is and to whom a barrier is reported (BITV 2.0)."""
    section = root.find('.//footer//section[@id="barrierefreiheit"]')
    contact = None if section is None else section.find('.//*[@class="contact"]')
    if contact is None or len(contact.text_content().strip()) < SHORTEST_CONTACT:
        yield "barriers", "no statement, or nobody to report to"
