"""From what matplotlib writes to SVG that may stand inside a page.

Only listed elements and attributes survive, so whoever made the drawing cannot bring a script,
a link or an external address onto the page. Style attributes become presentation attributes,
because the page's security policy forbids inline styles.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from takeup.errors import ContractError
from takeup.render.shorter import shorten

# The reader's system decides; nothing is loaded. Same stack as in template/page.css.
FONTS: Final = "Fira Sans, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS: Final = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "clipPath",
        "use",
    ]
)
_STYLES: Final = frozenset(
    [
        "fill",
        "stroke",
        "stroke-width",
        "stroke-linejoin",
        "stroke-linecap",
        "stroke-dasharray",
        "opacity",
        "fill-opacity",
        "stroke-opacity",
        "font-size",
        "font-weight",
        "text-anchor",
        "clip-path",
    ]
)
_GEOMETRY: Final = frozenset(
    [
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "viewBox",
        "transform",
        "points",
    ]
)
# Attributes that a drawing on a page may have.
KEPT: Final = _STYLES | _GEOMETRY | {"id", "href"}
# What a renderer assumes anyway; leaving it out halves the size of a chart.
_DEFAULTS: Final = {
    "stroke-linejoin": "miter",
    "stroke-linecap": "butt",
    "opacity": "1",
    "font-weight": "400",
    "text-anchor": "start",
    "stroke-dasharray": "none",
}

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_FONT_SHORTHAND = re.compile(r"(?:(\d{3}|bold|normal)\s+)?([\d.]+)px\b.*", re.DOTALL)
_NUMBER = re.compile(r"-?\d*\.\d+")
_LOCAL_URL = re.compile(r"url\(#([\w-]+)\)", re.ASCII)
_LOCAL_HREF = re.compile(r"#([\w-]+)", re.ASCII)
_PLAIN_VALUE = re.compile(r"[\w#.,()%+\s-]*", re.ASCII)
_ROTATE_ZERO = re.compile(r"rotate\(-?0(\.0+)?[^)]*\)\s*")


def tidy(source: str) -> str:
    """Reduce a drawing to clean SVG: listed elements and attributes, rounded, without ids.

    Only ids that the drawing itself refers to remain. Width and height go, so that the page
    decides the size; ``viewBox`` stays.

    Raises
    ------
    ContractError
        If the source is not an SVG document.
    """
    return _text_of(_tidied(source))


def embed(source: str, prefix: str, title: str, description: str) -> str:
    """SVG for the page as an image with a name and a description.

    Parameters
    ----------
    source
        Any SVG; it is reduced again, so a drawing from elsewhere is harmless too.
    prefix
        Put before every id, unique on the page.
    title, description
        Plain texts a screen reader reads instead of the drawing.
    """
    root = _tidied(source)
    shorten(root)
    _prefix_ids(root, prefix)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for position, (name, words) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{{{_NAMESPACE}}}{name}", {"id": f"{prefix}-{name}"})
        element.text = words
        root.insert(position, element)
    return _text_of(root)


def embed_decoration(source: str, prefix: str) -> str:
    """SVG for the page that repeats what stands beside it: hidden from screen readers."""
    root = _tidied(source)
    shorten(root)
    _prefix_ids(root, prefix)
    root.set("aria-hidden", "true")
    return _text_of(root)


def _tidied(source: str) -> etree._Element:
    root = _parse(source)
    _drop_unlisted_elements(root)
    for element in root.iter():
        _clean_attributes(element)
    _drop_unused_ids(root)
    _flatten_groups(root)
    for name in ("width", "height"):
        if name in root.attrib:
            del root.attrib[name]
    root.set("font-family", FONTS)
    root.set("focusable", "false")
    etree.cleanup_namespaces(root)
    return root


def _parse(source: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ContractError("svg_invalid", problem=str(error)) from error
    if _local_name(root) != "svg":
        raise ContractError("svg_invalid", problem=str(root.tag))
    if root.nsmap.get(None) == _NAMESPACE:
        return root
    return etree.fromstring(  # drawings tidied before carry no namespace of their own
        source.replace("<svg", f'<svg xmlns="{_NAMESPACE}"', 1).encode(), parser
    )


def _local_name(element: etree._Element) -> str:
    # Entity references are no elements and have no name of their own.
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _drop_unlisted_elements(root: etree._Element) -> None:
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and _local_name(element) not in _ELEMENTS:
            parent.remove(element)


def _clean_attributes(element: etree._Element) -> None:
    found = {str(name): str(value) for name, value in element.attrib.items()}
    found |= _declarations(found.pop("style", ""))
    if _XLINK_HREF in found:
        found["href"] = found[_XLINK_HREF]
    element.attrib.clear()
    for name in sorted(found.keys() & KEPT):
        value = _clean_value(name, found[name].strip())
        if value and value != _DEFAULTS.get(name):
            element.set(name, value)


def _declarations(style: str) -> dict[str, str]:
    """Style declarations as attributes; the shorthand ``font`` split into its parts."""
    found = {name: value.strip() for name, value in _DECLARATION.findall(style)}
    shorthand = _FONT_SHORTHAND.fullmatch(found.pop("font", ""))
    if shorthand:
        found["font-size"] = shorthand[2]
        found["font-weight"] = shorthand[1] or "400"
    return found


def _clean_value(name: str, value: str) -> str:
    """Value of a listed attribute; empty if it points outside or is not plain."""
    if name == "href":
        return value if _LOCAL_HREF.fullmatch(value) else ""
    if _LOCAL_URL.fullmatch(value):
        return value
    if "url" in value or not _PLAIN_VALUE.fullmatch(value):
        return ""
    if name == "transform":
        value = _ROTATE_ZERO.sub("", value)
    if name == "id":
        return value
    return " ".join(_NUMBER.sub(_rounded, value).removesuffix("px").split())


def _rounded(match: re.Match[str]) -> str:
    # A tenth of a pixel is finer than any screen shows; + 0.0 takes the sign off a zero.
    return f"{round(float(match[0]), 1) + 0.0:g}"


def _references(element: etree._Element) -> list[str]:
    patterns = (_LOCAL_URL, _LOCAL_HREF)
    values = [str(element.get(name)) for name in ("clip-path", "href") if element.get(name)]
    return [m[1] for value in values for p in patterns if (m := p.fullmatch(value))]


def _drop_unused_ids(root: etree._Element) -> None:
    used = {name for element in root.iter() for name in _references(element)}
    for element in root.iter():
        if "id" in element.attrib and element.get("id") not in used:
            del element.attrib["id"]


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter():
        for name in ("id", "href", "clip-path"):
            value = element.get(name)
            if value is not None:
                element.set(name, re.sub(r"^(#|url\(#)?", rf"\g<1>{prefix}-", value))


def _flatten_groups(root: etree._Element) -> None:
    """Replace groups that say nothing by their children; drop empty ones."""
    for group in list(root.iter(f"{{{_NAMESPACE}}}g", f"{{{_NAMESPACE}}}defs")):
        parent = group.getparent()
        if parent is None or (len(group) and (group.attrib or _local_name(group) == "defs")):
            continue
        position = parent.index(group)
        for child in reversed(group):
            parent.insert(position + 1, child)
        parent.remove(group)


def _text_of(root: etree._Element) -> str:
    for element in root.iter():
        element.tail = None
        if _local_name(element) not in {"text", "tspan", "title", "desc"}:
            element.text = None
    markup = etree.tostring(root, encoding="unicode")
    return markup.replace(f' xmlns="{_NAMESPACE}"', "", 1)
