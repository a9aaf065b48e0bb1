"""What the tests of drawings and pages share: words, hostile words, a ruler for SVG."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lxml import etree

from takeup.render.charts import Words
from takeup.render.theme import text_width

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    r"$\frac{$ 100 % & {braces}",
    "links\u202erechts\u2066\u200f\x07 Ende",
    "Kirchspielslandgemeindeverwaltungsangelegenheit " * 3,
)


@dataclass(frozen=True)
class Label:
    """A text of a drawing with its extent in the units of the viewBox."""

    words: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


def _label(element: etree._Element) -> Label:
    words = "".join(element.itertext())
    x, y, size = (float(element.get(name, "0")) for name in ("x", "y", "font-size"))
    width = text_width(words, bold=element.get("font-weight") == "700")
    start = {"start": 0.0, "middle": width / 2, "end": width}[
        element.get("text-anchor", "start")
    ]
    if re.match(r"rotate\(-90", element.get("transform", "")):
        return Label(words, size, x - size, x, y - width, y)
    return Label(words, size, x - start, x - start + width, y - 0.8 * size, y + 0.2 * size)


@pytest.fixture
def labels() -> Callable[[str], list[Label]]:
    """Texts of an SVG and where they stand."""
    return lambda svg: [_label(e) for e in etree.fromstring(svg).iter("text")]


@pytest.fixture
def outside(labels: Callable[[str], list[Label]]) -> Callable[[str], list[str]]:
    """Texts of an SVG that leave its viewBox."""

    def find(svg: str) -> list[str]:
        _, _, width, height = map(float, etree.fromstring(svg).get("viewBox", "").split())
        return [
            label.words
            for label in labels(svg)
            if label.left < -1
            or label.right > width + 1
            or label.top < -1
            or label.bottom > height + 1
        ]

    return find


@pytest.fixture
def words() -> Words:
    """Words of a figure about nothing in particular."""
    return Words(
        title="Die Nutzung steigt",
        subtitle="Abgesendete Vorgänge, September 2024",
        unit="Vorgänge je Monat",
        source="Portal-Statistik",
        alt="Liniengrafik: Die Zahl der Vorgänge steigt von 10 auf 30.",
        reading="Jeder Punkt ist ein Monat.",
    )


@pytest.fixture(params=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    """Words that break a page or a drawing which trusts them."""
    return HOSTILE[request.param]


@pytest.fixture
def hostile_words(hostile: str) -> Words:
    """Words of a figure, all of them hostile."""
    return Words(hostile, hostile, hostile, hostile, hostile, hostile)
