"""Numbers recovered from drawings agree with those they were drawn from."""

import pandas as pd
import pytest
from lxml import html

from takeup.reading.bars import read_bars
from takeup.reading.canvas import Canvas
from takeup.reading.courses import read_courses
from takeup.reading.marks import drawing_of
from takeup.reading.statements import Place
from takeup.reading.tables import Grid
from takeup.render.charts import Keys, Words, bar_chart, line_chart, small_multiples

from .conftest import MONTHS

WORDS = Words("Titel", "Abgesendete Vorgänge", "Vorgänge", "Quelle", "Ein Bild davon", "Hilfe")
PLACE = Place("page.html", "svg")


def frame(**series):
    """Values by month for each administration; None is hidden."""
    rows = [
        (
            month,
            slug,
            float("nan") if value is None else value,
            "suppressed" if value is None else "ok",
        )
        for slug, values in series.items()
        for month, value in zip(MONTHS, values, strict=False)
    ]
    table = pd.DataFrame(rows, columns=["month", "verwaltung", "value", "status"])
    return table.astype({"value": "float64"})


def canvas(month, figure, svg):
    grid = Grid(figure.table.caption, figure.table.columns, figure.table.rows)
    context = month.mailing.context("alle")
    return Canvas(context, drawing_of(html.fromstring(svg)), grid, PLACE)


def recovered(reading):
    """Numbers by month and administration; of several marks at one place, all must agree."""
    found = {}
    for each in reading.statements:
        key = (each.cell.month, each.cell.verwaltung)
        assert (
            abs(found.setdefault(key, each.figure.value) - each.figure.value)
            <= each.figure.slack
        )
    return found


HEIDE = (12, 40, None, 31, 7, 100)
MARNE = (3, 5, 8, None, 60, 4)
NAMES = {"stadt-heide": "Heide", "amt-marne-nordsee": "Marne-Nordsee"}


@pytest.mark.parametrize("layout", ["wide_svg", "narrow_svg"])
@pytest.mark.parametrize("many", [False, True], ids=["one panel", "panels"])
def test_the_values_of_lines_come_back_from_their_pixels_and_hidden_ones_do_not(
    month, layout, many
):
    data = frame(**{"stadt-heide": HEIDE, "amt-marne-nordsee": MARNE})
    keys = Keys("verwaltung", NAMES)
    figure = (
        small_multiples(data, keys, "integer", WORDS, shared=False)
        if many
        else line_chart(data, keys, "integer", WORDS)
    )
    reading = read_courses(canvas(month, figure, getattr(figure, layout)))
    assert reading.findings == ()
    expected = {
        (at, slug): value
        for slug, values in (("stadt-heide", HEIDE), ("amt-marne-nordsee", MARNE))
        for at, value in zip(MONTHS, values, strict=False)
        if value is not None
    }
    found = recovered(reading)
    assert set(found) == set(expected)
    assert found == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("layout", ["wide_svg", "narrow_svg"])
@pytest.mark.parametrize("style", ["percent", "integer"])
def test_the_values_of_bars_come_back_from_their_lengths(month, layout, style):
    values = (
        {"stadt-heide": 0.25, "amt-marne-nordsee": 0.75}
        if style == "percent"
        else {"stadt-heide": 17, "amt-marne-nordsee": 60}
    )
    rows = [(slug, value, "ok") for slug, value in values.items()]
    data = pd.DataFrame(rows, columns=["verwaltung", "value", "status"])
    figure = bar_chart(data, Keys("verwaltung", NAMES), style, WORDS)
    reading = read_bars(canvas(month, figure, getattr(figure, layout)))
    assert reading.findings == ()
    drawn = [each for each in reading.statements if each.figure.slack < 0.4]
    assert {each.cell.verwaltung: each.figure.value for each in drawn} == pytest.approx(
        values, rel=0.01
    )


@pytest.mark.parametrize("layout", ["wide_svg", "narrow_svg"])
@pytest.mark.parametrize(("number", "known"), [(" · 24", True), (" · 25", False)])
def test_a_number_behind_a_name_cut_short_belongs_to_that_name(month, layout, number, known):
    name = "Verwaltungszuständigkeitsübertragungsverordnungsangelegenheiten · 24"
    data = pd.DataFrame([("a", 0.5, "ok")], columns=["verwaltung", "value", "status"])
    figure = bar_chart(data, Keys("verwaltung", {"a": name}), "percent", WORDS)
    svg = getattr(figure, layout).replace("· 24", number.strip())
    reading = read_bars(canvas(month, figure, svg))
    assert ("unlicensed" in {each.reason for each in reading.findings}) is not known


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="M 0 0 C 1 1 2 2 3 3"/>',
        '<ellipse cx="5" cy="5" rx="2" ry="5"/>',
        '<g transform="scale(2)"><circle cx="5" cy="5" r="2"/></g>',
        '<defs><path id="m" d="M 0 0 L 70 0"/></defs>',
    ],
)
def test_a_shape_that_no_chart_of_ours_contains_is_strange(shape):
    drawing = drawing_of(html.fromstring(f'<svg viewBox="0 0 9 9">{shape}</svg>'))
    assert drawing.strange
