"""A drawing as shapes and labels, back from its SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml.html import HtmlElement

from takeup.reading.vocabulary import plain

Point: TypeAlias = tuple[float, float]
_COMMAND: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
# The shape of a mark is drawn once, around zero.
_SHAPE_PX: Final = 15.0
_SHAPES: Final = ("path", "rect", "polyline", "polygon", "line")
_KNOWN: Final = frozenset(
    ("svg", "g", "defs", "title", "desc", "text", "tspan", "use", "circle", *_SHAPES)
)


@dataclass(frozen=True)
class Stroke:
    """A line or area: its corners, the colours and width it is drawn with."""

    points: tuple[Point, ...]
    stroke: str
    fill: str
    width: float
    dashed: bool

    @property
    def xs(self) -> tuple[float, float]:
        """Left and right edge."""
        return min(x for x, _ in self.points), max(x for x, _ in self.points)

    @property
    def ys(self) -> tuple[float, float]:
        """Upper and lower edge."""
        return min(y for _, y in self.points), max(y for _, y in self.points)

    @property
    def centre(self) -> Point:
        """Middle of the shape."""
        return sum(self.xs) / 2, sum(self.ys) / 2

    @property
    def is_upright(self) -> bool:
        """Whether it is one vertical line."""
        return self.xs[0] == self.xs[1] and self.ys[0] < self.ys[1]

    @property
    def is_level(self) -> bool:
        """Whether it is one horizontal line of two ends."""
        return self.ys[0] == self.ys[1] and len(self.points) == len(self.xs)


@dataclass(frozen=True)
class Mark:
    """A dot or sign at a place."""

    at: Point
    stroke: str
    fill: str


@dataclass(frozen=True)
class Label:
    """A text in a drawing, with its baseline at a place."""

    text: str
    at: Point
    anchor: str
    fill: str
    bold: bool


@dataclass(frozen=True)
class Drawing:
    """Shapes and labels of one drawing; ``strange`` names what no chart of ours contains."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    strange: tuple[str, ...]


def _number(element: HtmlElement, name: str) -> float:
    return float(element.get(name) or 0)


def _said(element: HtmlElement, name: str) -> str:
    """Attribute of an element, or what it inherits; empty if nobody says it."""
    around = (element, *element.iterancestors())
    return next((said for each in around if (said := each.get(name))), "")


def _path(d: str) -> tuple[Point, ...] | None:
    """Corners of a path of straight lines; None if it has other commands."""
    corners: list[Point] = []
    for command, given in _COMMAND.findall(d):
        numbers = [float(each) for each in _NUMBER.findall(given)]
        if command in "ML":
            corners += zip(numbers[::2], numbers[1::2], strict=False)
        elif command in "HV" and corners:
            x, y = corners[-1]
            corners += [(to, y) if command == "H" else (x, to) for to in numbers]
        elif command not in "Zz":
            return None
    return tuple(corners)


def _corners(element: HtmlElement) -> tuple[Point, ...] | None:
    if element.tag == "path":
        return _path(element.get("d") or "")
    if element.tag == "rect":
        x, y = _number(element, "x"), _number(element, "y")
        right, bottom = x + _number(element, "width"), y + _number(element, "height")
        return (x, y), (right, y), (right, bottom), (x, bottom)
    if element.tag == "line":
        x1, y1, x2, y2 = (_number(element, name) for name in ("x1", "y1", "x2", "y2"))
        return (x1, y1), (x2, y2)
    return _path("M" + (element.get("points") or ""))


def _stroke(element: HtmlElement) -> Stroke | None:
    corners = _corners(element)
    if not corners:
        return None
    return Stroke(
        points=corners,
        stroke=element.get("stroke") or "",
        fill=_said(element, "fill"),
        width=float(element.get("stroke-width") or 1),
        dashed=element.get("stroke-dasharray") is not None,
    )


def _mark(element: HtmlElement, shapes: Mapping[str, HtmlElement]) -> Mark:
    at = ("cx", "cy") if element.tag == "circle" else ("x", "y")
    place = (_number(element, at[0]), _number(element, at[1]))
    # A shape has its own colours, or those of the place where it is drawn.
    shape = shapes.get((element.get("href") or "").removeprefix("#"), element)
    fill = shape.get("fill") or _said(element, "fill")
    return Mark(place, shape.get("stroke") or element.get("stroke") or fill, fill)


def _label(element: HtmlElement) -> Label:
    return Label(
        text=plain(element.text_content()),
        at=(_number(element, "x"), _number(element, "y")),
        anchor=_said(element, "text-anchor") or "start",
        fill=_said(element, "fill"),
        bold=element.get("font-weight") == "700",
    )


def _is_shape(element: HtmlElement) -> bool:
    """Whether it is the shape of a mark, or not small enough to be one."""
    numbers = _NUMBER.findall(element.get("d") or "")
    return all(abs(float(each)) <= _SHAPE_PX for each in numbers)


def drawing_of(svg: HtmlElement) -> Drawing:
    """Shapes, marks and labels of a drawing in their order."""
    elements = [each for each in svg.iter() if isinstance(each.tag, str)]
    defined = {each for defs in svg.iter("defs") for each in defs.iter()}
    drawn = [each for each in elements if each not in defined]
    shapes = [(each, _stroke(each)) for each in drawn if each.tag in _SHAPES]
    strange = [each.tag for each in elements if each.tag not in _KNOWN]
    strange += [each.tag for each in drawn if each.tag in _SHAPES and _corners(each) is None]
    strange += [each.tag for each in defined if each.tag == "path" and not _is_shape(each)]
    strange += [
        f"{each.tag} transform"
        for each in drawn
        if each.get("transform") and each.tag != "text"
    ]
    named = {each.get("id") or "": each for each in defined}
    box = (svg.get("viewbox") or svg.get("viewBox") or "0 0 0 0").split()
    return Drawing(
        width=float(box[2]),
        height=float(box[3]),
        strokes=tuple(stroke for _, stroke in shapes if stroke is not None),
        marks=tuple(_mark(each, named) for each in drawn if each.tag in {"use", "circle"}),
        labels=tuple(_label(each) for each in drawn if each.tag == "text"),
        strange=tuple(strange),
    )
