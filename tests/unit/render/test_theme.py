import re

import matplotlib as mpl
import pytest
from matplotlib.text import Text

from takeup.render import theme


def _drawn(words: str) -> str:
    with theme.house_style():
        canvas = theme.Canvas(theme.WIDE, 100)
        canvas.write((10, 20), words)
        canvas.stroke([(0, 0), (50, 60)], color=theme.PRIMARY)
    with theme.house_style():
        return canvas.to_svg()


def test_the_caller_s_settings_come_back() -> None:
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 33}), theme.house_style():
        assert mpl.rcParams["font.size"] == theme.FONT_PX
    assert dict(mpl.rcParams) == before


def test_the_caller_s_settings_do_not_reach_a_drawing() -> None:
    plain = _drawn("Text")
    with mpl.rc_context({"lines.linewidth": 9, "font.family": "serif", "axes.grid": True}):
        assert _drawn("Text") == plain


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"ha": "center", "color": theme.MUTED, "weight": "bold"},
        {"ha": "right", "rotation": 90, "rotation_mode": "anchor"},
        {"bbox": {"facecolor": theme.WHITE, "pad": 1}},
    ],
)
@pytest.mark.parametrize("words", ["Vorgänge", ""])
def test_a_label_stands_where_matplotlib_s_layout_would_put_it(
    monkeypatch: pytest.MonkeyPatch, words: str, style: dict[str, object]
) -> None:
    def drawn() -> str:
        with theme.house_style():
            canvas = theme.Canvas(theme.WIDE, 100)
            canvas.write((100.25, 20.5), words, **style)
            return canvas.to_svg()

    ours = drawn()
    monkeypatch.setattr(theme, "_Label", Text)
    assert ours == drawn()


def test_the_same_drawing_has_the_same_bytes() -> None:
    assert _drawn("Vorgänge") == _drawn("Vorgänge")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (r"$\frac{$", r"$\frac{$"),
        ("<b>fett</b>", "&lt;b&gt;fett&lt;/b&gt;"),
        ("links\u202erechts\x07", "linksrechts"),
        ("漢字 🙂", "漢字 🙂"),
    ],
)
def test_words_are_drawn_as_text_whatever_they_hold(words: str, shown: str) -> None:
    assert f">{shown}</text>" in _drawn(words)


def test_long_words_are_wrapped_and_then_cut_with_an_ellipsis() -> None:
    rows = theme.wrap("Amt Kirchspielslandgemeinde Heider Umland und noch mehr", 150, 2)
    assert len(rows) == 2
    assert rows[-1].endswith("…")
    assert all(theme.text_width(row) <= 150 for row in rows)


def test_words_that_fit_stay_whole() -> None:
    assert theme.wrap("Stadt Heide", 150, 2) == ("Stadt Heide",)


def test_text_in_the_narrow_layout_is_at_least_11_px_on_a_phone_of_320_px() -> None:
    shown = theme.FONT_PX * theme.NARROWEST_SHOWN_PX / theme.NARROW.width
    assert shown >= 11


def _contrast(colour: str, ground: str = "#ffffff") -> float:
    def luminance(code: str) -> float:
        channels = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [*theme.SERIES_TEXT, theme.INK, theme.MUTED, theme.PRIMARY])
def test_colours_of_text_reach_the_contrast_of_wcag(colour: str) -> None:
    assert _contrast(colour) >= 4.5


@pytest.mark.parametrize("colour", [*theme.SERIES, theme.COMPARISON, theme.BORDER])
def test_colours_of_lines_reach_the_contrast_of_wcag(colour: str) -> None:
    assert _contrast(colour) >= 2.95  # 3:1 to the precision KERN states it with


def test_a_number_is_cut_as_a_whole() -> None:
    label = "Musterkampagne Herbst 2024 mit 1.234 Plakaten"
    widths = [theme.text_width(label[:end]) for end in range(20, len(label))]
    cut = {theme.wrap(label, width, 1)[0] for width in widths}
    assert {"Musterkampagne Herbst…", "Musterkampagne Herbst 2024 mit…"} <= cut
    found = {number for each in cut for number in re.findall(r"[\d.]*\d", each)}
    assert found == {"2024", "1.234"}
