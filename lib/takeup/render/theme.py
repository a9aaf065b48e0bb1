"""House style of all drawings: colours, sizes, a context for matplotlib, SVG that repeats.

Colours follow KERN, the German public design system (EUPL); all series colours reach 3:1 on
white and stay apart for colour-blind readers. Drawings are laid out with the metrics of DejaVu
Sans, which ships with matplotlib and is wider than the readers' system fonts: what fits here
fits there, and every machine writes the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from takeup.render.plain import clean
from takeup.render.svg import tidy

INK: Final = "#131525"
MUTED: Final = "#51577a"
PRIMARY: Final = "#2044aa"
BORDER: Final = "#6e7597"
GRID: Final = "#dcdfea"
COMPARISON: Final = "#8187a7"
WHITE: Final = "#ffffff"
SERIES: Final = ("#2044aa", "#c67600", "#16a884", "#740000")
# The same hues, dark enough (4.5:1) for text.
SERIES_TEXT: Final = ("#2044aa", "#844b00", "#007155", "#740000")

FONT_PX: Final = 13.0
LINE_PX: Final = 16.0
# From the middle of a line of text down to its baseline.
MIDDLE_PX: Final = 4.5
_FAMILY: Final = "DejaVu Sans"
_PIXELS_PER_INCH: Final = 72  # one SVG unit is one point, one point one pixel of the layout

_RC: Final[dict[str, Any]] = {
    "font.family": _FAMILY,
    "font.size": FONT_PX,
    "text.color": INK,
    "text.parse_math": False,
    "figure.dpi": _PIXELS_PER_INCH,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "none",
    "svg.hashsalt": "takeup",
    "path.simplify": False,
}


@dataclass(frozen=True)
class Layout:
    """A page width a chart is drawn for, in pixels."""

    width: float
    narrow: bool


# A phone of 320 px leaves 288 px for the drawing: 13 px text is then shown at 11.7 px.
WIDE: Final = Layout(720, narrow=False)
NARROW: Final = Layout(320, narrow=True)
NARROWEST_SHOWN_PX: Final = 288


@dataclass(frozen=True)
class Box:
    """A rectangle on a drawing in pixels from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height


@contextmanager
def house_style() -> Iterator[None]:
    """Set matplotlib up for our drawings; the caller's settings come back afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type] # keys are checked as it runs
        yield


class _Label(Text):
    """One line of text that stands on its baseline.

    Whoever shows it measures it; to measure it here as well takes half of a drawing's time.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Write the text at its place; one with a box around it is laid out."""
        if self.get_bbox_patch() or not self.get_text():
            super().draw(renderer)
            return
        x, y = self.get_transform().transform(self.get_unitless_position())
        _, height = renderer.get_canvas_width_height()
        look = renderer.new_gc()
        look.set_foreground(self.get_color())
        font, turned = self.get_fontproperties(), self.get_rotation()
        renderer.draw_text(look, x, height - y, self.get_text(), font, turned, mtext=self)
        look.restore()


class Canvas:
    """A drawing addressed in pixels from its upper left corner.

    Artists stand on the figure itself: axes with their ticks and spines, which no chart of ours
    uses, would cost most of the time.
    """

    def __init__(self, layout: Layout, height: float) -> None:
        self.width, self.height = layout.width, height
        size = (layout.width / _PIXELS_PER_INCH, height / _PIXELS_PER_INCH)
        self._figure = Drawing(figsize=size, dpi=_PIXELS_PER_INCH, frameon=False)
        self._pixels = Affine2D().scale(1, -1).translate(0, height)

    def write(self, at: tuple[float, float], words: str, **style: Any) -> None:
        """Text with its baseline at a place."""
        settings = {"va": "baseline", "transform": self._pixels, **style}
        self._figure.add_artist(_Label(*at, clean(words), **settings))

    def stroke(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Line or marks through places; a place with NaN leaves a gap."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._figure.add_artist(Line2D(xs, ys, transform=self._pixels, **style))

    def fill(self, box: Box, **style: Any) -> None:
        """Fill a rectangle."""
        corner = (box.left, box.top)
        patch = Rectangle(corner, box.width, box.height, transform=self._pixels, **style)
        self._figure.add_artist(patch)

    def to_svg(self) -> str:
        """Drawing as tidy SVG: same drawing, same bytes."""
        buffer = io.StringIO()
        with warnings.catch_warnings():
            # Letters outside DejaVu Sans are drawn by the reader's own fonts.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            FigureCanvasSVG(self._figure).print_svg(  # type: ignore[no-untyped-call]
                buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        source = buffer.getvalue()
        return tidy(source[source.index("<svg") :])


@dataclass(frozen=True)
class Panel:
    """A plot area: a box, the values at its left and right and at its lower and upper edge."""

    box: Box
    xs: tuple[float, float]
    ys: tuple[float, float]

    def x(self, value: float) -> float:
        """Pixels from the left edge of the drawing."""
        low, high = self.xs
        return self.box.left + (value - low) / (high - low) * self.box.width

    def y(self, value: float) -> float:
        """Pixels from the upper edge of the drawing."""
        low, high = self.ys
        return self.box.bottom - (value - low) / (high - low) * self.box.height

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Place of a point."""
        return self.x(x), self.y(y)


@lru_cache(maxsize=4096)
def text_width(words: str, bold: bool = False) -> float:
    """Width of a text in pixels at the size of our drawings."""
    font = get_font(_font_file(bold))
    font.set_size(FONT_PX, _PIXELS_PER_INCH)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        font.set_text(clean(words), 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


@lru_cache(maxsize=2)
def _font_file(bold: bool) -> str:
    return str(findfont(FontProperties(family=_FAMILY, weight="bold" if bold else "normal")))


@lru_cache(maxsize=4096)
def wrap(words: str, width: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Text in at most so many lines of a width in pixels; what is too long ends in "…"."""
    rows = [""]
    for word in clean(words).split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and text_width(longer, bold) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    if len(rows) > lines:
        rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return tuple(_shorten(row, width, bold) for row in rows)


_GOES_ON: Final = re.compile(r"[.,]?\d")
_NUMBER_AT_END: Final = re.compile(r"\d[\d.,]*$")


def _shorten(words: str, width: float, bold: bool) -> str:
    if text_width(words, bold) <= width:
        return words
    kept = len(words)
    while kept > 1 and text_width(words[:kept].rstrip() + "…", bold) > width:
        kept -= 1
    cut, rest = words[:kept], words[kept:]
    if _GOES_ON.match(rest):
        # Half a number is another number.
        cut = _NUMBER_AT_END.sub("", cut)
    return cut.rstrip() + "…"
