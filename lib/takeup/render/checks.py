"""What a finished page must satisfy before it is published.

Accessibility tools pass pages with placeholder alternatives, missing policies or outside
addresses; these checks look for exactly that. Findings are codes with details, one per line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from takeup.render.markdown import is_local
from takeup.render.markup import fingerprint

# A page goes by mail; larger ones are refused by some of the administrations' mail servers.
MOST_BYTES: Final = 400_000

_POLICY: Final = "Content-Security-Policy"
# Without these a page could load, send or be rebased.
_REQUIRED_POLICY: Final = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
_FORBIDDEN_ELEMENTS: Final = (
    "base",
    "link",
    "iframe",
    "object",
    "embed",
    "form",
    "img",
    "audio",
    "video",
    "source",
    "picture",
)
_ADDRESS_ATTRIBUTES: Final = ("src", "href", "srcset", "action", "data", "poster", "background")
# nbconvert's own among them.
_PLACEHOLDERS: Final = re.compile(r"no description|placeholder|lorem ipsum", re.IGNORECASE)
# Shorter than this, an alternative names the picture and does not describe it.
_SHORTEST_ALTERNATIVE: Final = 15
_ABSOLUTE_PATH: Final = re.compile(
    r"(?<![\w.~/:-])/(?:home|Users|root|tmp|var|work|mnt|srv|opt|etc)/[\w.-]|\b[A-Za-z]:\\[\w.-]|file:/"
)
_TOKEN: Final = re.compile(r"token_auth|\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{32,}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Expected:
    """How many figures and tables (those under figures apart) the notebook produced."""

    figures: int
    tables: int


def check_page(page: str, expected: Expected | None = None) -> list[str]:
    """Findings on a page; an empty list means it may be published.

    Parameters
    ----------
    page
        Complete HTML of one page.
    expected
        Numbers of figures and tables; not compared if None (index pages).
    """
    root = html.document_fromstring(page)
    checks: tuple[Callable[[HtmlElement], Iterator[str]], ...] = (
        _frame,
        _policy,
        _addresses,
        _ids,
        _handlers,
        _drawings,
        _tables,
        _leaks,
    )
    found = [finding for check in checks for finding in check(root)]
    size = len(page.encode())
    if size > MOST_BYTES:
        found.append(f"too_large: {size} bytes")
    return [*found, *(_counts(root, expected) if expected else ())]


def _frame(root: HtmlElement) -> Iterator[str]:
    if root.get("lang") != "de":
        yield f"lang: {root.get('lang')}"
    headings = len(root.findall(".//h1"))
    if headings != 1:
        yield f"h1: {headings}"
    if not (root.findtext(".//title") or "").strip():
        yield "title: empty"
    referrers = [meta.get("content") for meta in root.findall('.//meta[@name="referrer"]')]
    if referrers != ["no-referrer"]:
        yield f"referrer: {referrers}"
    for meta in root.findall(".//meta[@http-equiv]"):
        if meta.get("http-equiv") != _POLICY:
            yield f"meta: {meta.get('http-equiv')}"


def _policy(root: HtmlElement) -> Iterator[str]:
    """Policy present and strict; every style and script is the one it names."""
    policies = root.findall(f'.//meta[@http-equiv="{_POLICY}"]')
    if len(policies) != 1:
        yield f"policy: {len(policies)}"
        return
    directives = {
        name: sources
        for name, *sources in (
            part.split() for part in policies[0].get("content", "").split(";") if part.strip()
        )
    }
    for name, sources in _REQUIRED_POLICY.items():
        if directives.get(name) != sources:
            yield f"policy_{name}: {directives.get(name)}"
    for tag in ("style", "script"):
        hashes = [f"'{fingerprint(e.text or '')}'" for e in root.iter(tag)]
        allowed = directives.get(f"{tag}-src")
        if allowed != hashes or len(hashes) != 1:
            yield f"policy_{tag}: {len(hashes)} on the page, allowed {allowed}"


def _addresses(root: HtmlElement) -> Iterator[str]:
    for tag in _FORBIDDEN_ELEMENTS:
        for _ in root.iter(tag):
            yield f"element: {tag}"
    for element in root.iter():
        for name in (*_ADDRESS_ATTRIBUTES, "xlink:href"):
            value = element.get(name)
            if value is not None and not is_local(value):
                yield f"address: {name}={value[:80]}"
    for element in root.iter("script", "style"):
        content = element.text or ""
        if "@import" in content or "url(" in content:
            yield f"address: in {element.tag}"


def _ids(root: HtmlElement) -> Iterator[str]:
    """Ids are unique and every reference to one resolves."""
    ids = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    for name, times in ids.items():
        if times > 1 or not name:
            yield f"id: {name!r} {times} times"
    for element in root.iter():
        for target in _targets(element):
            if target not in ids:
                yield f"anchor: {target}"


def _targets(element: HtmlElement) -> list[str]:
    found = [
        word
        for name in ("aria-labelledby", "aria-describedby", "for")
        for word in (element.get(name) or "").split()
    ]
    href = element.get("href") or ""
    if href.startswith("#"):
        found.append(href[1:])
    for value in element.attrib.values():
        found += re.findall(r"url\(#([^)]*)\)", str(value))
    return found


def _handlers(root: HtmlElement) -> Iterator[str]:
    """No inline style or script: the policy would silence it, and it is not ours."""
    for element in root.iter():
        for name in map(str, element.attrib):
            if name == "style" or name.startswith("on"):
                yield f"inline: {name} on {element.tag}"


def _drawings(root: HtmlElement) -> Iterator[str]:
    """Every drawing is hidden from screen readers or has a name and a real description."""
    for drawing in root.iter("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        title, description = (
            (drawing.findtext(name) or "").strip() for name in ("title", "desc")
        )
        if drawing.get("role") != "img" or not title or not description:
            yield f"alt: missing ({title[:60]})"
        elif _PLACEHOLDERS.search(description) or len(description) < _SHORTEST_ALTERNATIVE:
            yield f"alt: placeholder ({description[:60]})"


def _tables(root: HtmlElement) -> Iterator[str]:
    for table in root.iter("table"):
        caption = table.find("caption")
        name = "" if caption is None else caption.text_content().strip()
        if not name:
            yield "table: no caption"
        if any(th.get("scope") not in {"col", "row"} for th in table.iter("th")):
            yield f"table: th without scope ({name[:60]})"
        if table.find("thead") is None or not list(table.iter("th")):
            yield f"table: no headings ({name[:60]})"
    for figure in root.iter("figure"):
        if figure.find(".//table") is None:
            yield "figure: no data table"


def _leaks(root: HtmlElement) -> Iterator[str]:
    """Nothing of the machine or of an account in text or attributes."""
    texts = [
        text
        for element in root.iter()
        if element.tag not in {"style", "script"}
        for text in (element.text, element.tail, *map(str, element.attrib.values()))
        if text
    ]
    for text in texts:
        if path := _ABSOLUTE_PATH.search(text):
            yield f"path: {text[path.start() : path.start() + 60]}"
        if _TOKEN.search(text):
            yield "token"  # never printed: it may be one


def _counts(root: HtmlElement, expected: Expected) -> Iterator[str]:
    figures = len(list(root.iter("figure")))
    tables = len(root.xpath("//table[not(ancestor::figure)]"))
    for name, found, wanted in (
        ("figures", figures, expected.figures),
        ("tables", tables, expected.tables),
    ):
        if found != wanted:
            yield f"{name}: {found} instead of {wanted}"
