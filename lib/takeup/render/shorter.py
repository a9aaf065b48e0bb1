"""The same drawing in fewer signs: half of a page are drawings, and its size is limited."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from lxml import etree

# What a text has that nobody says anything of; without a size it is the page's.
_INITIAL: Final = {"fill": "#000000", "font-size": "", "text-anchor": "start"}
# Where something stands that is drawn only by reference.
_STORES: Final = frozenset(["defs", "clipPath"])
_SHAPES: Final = ("path", "rect", "circle", "line", "polyline", "polygon", "use")
_COLOURS: Final = ("fill", "stroke")
_PLACE: Final = r"(-?[\d.]+) (-?[\d.]+)"
_STRAIGHT: Final = re.compile(
    rf"(?: ?M {_PLACE}(?: L {_PLACE})*(?: z)?)+".replace("(-", "(?:-"), re.ASCII
)
_STEP: Final = re.compile(rf"([ML]) {_PLACE}|z", re.ASCII)
_BESIDE_LETTERS: Final = re.compile(r" ?([A-Za-z]) ?")
_REFERENCE: Final = re.compile(r"(?<=#)[\w-]+|^[\w-]+$", re.ASCII)


def shorten(root: etree._Element) -> None:
    """Shorten paths and ids, and let the root say what most texts say, in place.

    Parameters
    ----------
    root
        Tidied drawing (:func:`takeup.render.svg.tidy`); it looks the same afterwards.
    """
    for path in root.iter("{*}path"):
        path.set("d", _short(path.get("d", "")))
    for name, initial in _INITIAL.items():
        _say_once(root, name, initial)
    for mark in root.iterfind("{*}defs/{*}path"):
        _paint(mark, [each for each in root.iter("{*}use") if _is_of(each, mark)])
    _number_ids(root)


def _short(d: str) -> str:
    """Path whose level and upright lines name only the coordinate that changes."""
    if not _STRAIGHT.fullmatch(d):
        return _BESIDE_LETTERS.sub(r"\1", d)
    words, at = [], ("", "")
    for found in _STEP.finditer(d):
        command, x, y = found.groups()
        if command == "L" and y == at[1]:
            words.append(f"H{x}")
        elif command == "L" and x == at[0]:
            words.append(f"V{y}")
        else:
            words.append(f"{command}{x} {y}" if command else "z")
        at = (x, y)
    return "".join(words)


def _say_once(root: etree._Element, name: str, initial: str) -> None:
    """Let texts inherit what most of them say, if nothing else would."""
    texts = list(root.iter("{*}text"))
    values = [each.get(name, initial) for each in texts]
    if not all(values) or not texts or _is_said_or_inherited(root, name):
        return
    usual = Counter(values).most_common(1)[0][0]
    root.set(name, usual)
    for each, value in zip(texts, values, strict=True):
        each.set(name, value)
        if value == usual:
            del each.attrib[name]


def _is_said_or_inherited(root: etree._Element, name: str) -> bool:
    """Whether a group says it already, or a shape leaves it open."""
    groups = (root, *root.iter("{*}g"))
    if any(each.get(name) for each in groups):
        return True
    shapes = root.iter(*(f"{{*}}{tag}" for tag in _SHAPES))
    return name == "fill" and any(not each.get(name) and _is_drawn(each) for each in shapes)


def _is_drawn(element: etree._Element) -> bool:
    """Whether it is drawn where it stands."""
    above = (etree.QName(each).localname for each in element.iterancestors())
    return _STORES.isdisjoint(above)


def _is_of(use: etree._Element, mark: etree._Element) -> bool:
    return mark.get("id") is not None and use.get("href") == f"#{mark.get('id')}"


def _paint(mark: etree._Element, uses: list[etree._Element]) -> None:
    """Let a mark have the colours that all its places share: they draw nothing else."""
    for name in _COLOURS:
        said = {use.get(name) for use in uses} | ({mark.get(name)} - {None})
        if len(said) == 1 and None not in said:
            mark.set(name, str(said.pop()))
            for use in uses:
                del use.attrib[name]


def _number_ids(root: etree._Element) -> None:
    """Number what is referred to: the renderer's hashes are long."""
    names = [str(each.get("id")) for each in root.iter() if each.get("id")]
    short = {name: f"m{place}" for place, name in enumerate(names, start=1)}
    for each in root.iter():
        for name in ("id", "href", "clip-path"):
            value = each.get(name)
            if value:
                each.set(
                    name, _REFERENCE.sub(lambda found: short.get(found[0], found[0]), value)
                )
