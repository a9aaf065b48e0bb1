"""Usual ranges: behind a course, and around the rates of a funnel."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html

from takeup.publication import contract
from takeup.reading.canvas import Canvas
from takeup.reading.courses import read_courses
from takeup.reading.funnels import read_funnel
from takeup.reading.marks import drawing_of
from takeup.reading.statements import Place
from takeup.reading.tables import Grid, read_grid
from takeup.regions import ALL
from takeup.render.blocks import Table
from takeup.render.charts import Words, band_chart
from takeup.render.charts.funnel import Dot, Funnel, Mouth, funnel_chart
from takeup.render.texts import text

from .conftest import MONTH, MONTHS, VERWALTUNGEN

PLACE = Place("page.html", "svg")
LAYOUTS = ("wide_svg", "narrow_svg")
HEIDE, MARNE = VERWALTUNGEN


def variation_row(month, slug, measure, method, ends):
    low, centre, high = ends
    keys = {"month": month, "verwaltung": slug, "leistung_id": ALL, "measure": measure}
    said = {"status": "ok", "verdict": "usual", "compared": 12, "method": method}
    return keys | said | {"low": low, "centre": centre, "high": high}


def mailing_with(mailing, rows):
    """A month with a table of verdicts."""
    dtypes = contract("variation").dtypes
    table = pd.DataFrame(rows).reindex(columns=list(dtypes)).astype(dtypes)
    tables = {**mailing.published.tables, "variation": table}
    return replace(mailing, published=replace(mailing.published, tables=tables))


def canvas(mailing, figure, svg):
    grid = Grid(figure.table.caption, figure.table.columns, figure.table.rows)
    return Canvas(mailing.context(HEIDE), drawing_of(html.fromstring(svg)), grid, PLACE)


@pytest.fixture(scope="module")
def band(month):
    """Course of Heide's submissions with a range in the last three months."""
    totals = month.raw[
        (month.raw[["verwaltung", "leistung_id", "measure"]] == [HEIDE, ALL, "submitted"]).all(
            axis=1
        )
    ].set_index("month")["numerator"]
    values = [float(totals[each]) for each in MONTHS]
    ends = [None] * (len(MONTHS) - 3) + [
        (30.0, 50.0, 62.0),
        (35.0, 50.0, 70.0),
        (40.0, 50.0, 52.0),
    ]
    frame = pd.DataFrame(
        {
            "month": MONTHS,
            "series": "Abgesendet",
            "value": values,
            "status": "ok",
            "low": [each[0] if each else None for each in ends],
            "high": [each[2] if each else None for each in ends],
            "verdict": ["none"] * (len(MONTHS) - 3) + ["usual", "usual", "noticeable"],
        }
    )
    rows = [
        variation_row(at, HEIDE, "submitted", "individuals", each)
        for at, each in zip(MONTHS, ends, strict=True)
        if each
    ]
    subtitle = "Abgesendete Vorgänge je Monat und üblicher Rahmen"
    words = Words("Titel", subtitle, "Vorgänge", "Quelle", "Bild", "Hilfe")
    return mailing_with(month.mailing, rows), band_chart(frame, "integer", words)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_marks_and_ranges_of_a_course_are_read(band, layout):
    mailing, figure = band
    reading = read_courses(canvas(mailing, figure, getattr(figure, layout)))
    assert reading.findings == ()
    # Upper and lower edge of three ranges, each as an area and as two lines.
    assert reading.licensed.count("drawn") == 12
    last = [each for each in reading.statements if each.cell.month == MONTH]
    assert last
    assert all(mailing.reference.finding(each) is None for each in last)


def test_the_ends_of_ranges_in_the_table_are_held_against_the_table_of_verdicts(band):
    mailing, figure = band
    grid = Grid(figure.table.caption, figure.table.columns, figure.table.rows)
    wrong = replace(
        grid, rows=(*grid.rows[:-1], (*grid.rows[-1][:2], "41 bis 52", *grid.rows[-1][3:]))
    )
    for each, expected in ((grid, []), (wrong, ["contradiction"])):
        said = read_grid(mailing.context(HEIDE), each, PLACE).statements
        ends = [one for one in said if one.quantity.startswith("expected_")]
        assert len(ends) == 6
        found = filter(None, map(mailing.reference.finding, ends))
        assert [one.reason for one in found] == expected


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_range_drawn_higher_than_its_table_says_is_found(band, layout):
    mailing, figure = band
    svg = getattr(figure, layout)
    area = re.search(r'<(?:path|rect)[^>]*fill="#dfe4f4"[^>]*/>', svg)
    numbers = re.findall(r"\d+\.?\d*", re.search(r' d="([^"]*)"', area[0])[1])
    top = min(numbers[1::2], key=float)
    moved = area[0].replace(f" {top}", f" {float(top) - 9:.1f}")
    assert moved != area[0]
    reading = read_courses(canvas(mailing, figure, svg.replace(area[0], moved)))
    assert {each.reason for each in reading.findings} == {"mark"}


@pytest.fixture(scope="module")
def funnel(month):
    """Completion rates of both administrations, Heide in front of its usual range."""
    rows = month.mailing.published.tables["measures"]
    rows = rows[(rows["month"] == MONTH) & (rows["leistung_id"] == ALL)]
    rows = rows[rows["measure"] == "completion_rate"].set_index("verwaltung")
    bases = {slug: float(rows.loc[slug, "denominator"]) for slug in VERWALTUNGEN}
    rates = {slug: float(rows.loc[slug, "value"]) for slug in VERWALTUNGEN}
    dots = [Dot(bases[slug], rates[slug], slug == HEIDE, False) for slug in VERWALTUNGEN]
    most = max(bases.values())
    limits = [Mouth(most * 0.4, 0.3, 0.8), Mouth(most * 1.1, 0.3, 0.8)]
    table = Table(
        caption=text("report.variation.beside.caption", month="September 2024"),
        columns=("Verwaltung", "Abschlussquote"),
        rows=tuple(
            (slug, f"{rates[slug] * 100:.1f} %".replace(".", ",")) for slug in VERWALTUNGEN
        ),
        align=("left", "right"),
        notes=(),
        source="",
    )
    words = Words("Titel", "Quote", "Prozent", "Quelle", "Bild", "Hilfe")
    figure = funnel_chart(Funnel(dots, limits, 0.5, "percent", "Vorgänge"), table, words)
    judged = [variation_row(MONTH, HEIDE, "completion_rate", "funnel", (0.3, 0.5, 0.8))]
    return mailing_with(month.mailing, judged), figure


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dots_of_a_funnel_are_read_as_rates_and_bases(funnel, layout):
    mailing, figure = funnel
    reading = read_funnel(canvas(mailing, figure, getattr(figure, layout)))
    assert reading.findings == ()
    assert {(e.cell.verwaltung, e.quantity) for e in reading.statements} == {
        (slug, side) for slug in VERWALTUNGEN for side in ("value", "denominator")
    }
    assert reading.licensed.count("drawn") == 3


def test_a_dot_of_no_published_rate_is_found(funnel):
    mailing, figure = funnel
    dot = re.search(r"<(?:use|circle)[^>]*/>", figure.wide_svg)[0]
    x = re.search(r' (?:cx|x)="([\d.]+)"', dot)
    moved = dot.replace(x[0], x[0].replace(x[1], f"{float(x[1]) + 20:.1f}"))
    leaky = figure.wide_svg.replace("</svg>", f"{moved}</svg>")
    reading = read_funnel(canvas(mailing, figure, leaky))
    assert {each.reason for each in reading.findings} == {"mark"}


def test_a_limit_that_is_not_the_usual_range_is_found(funnel):
    mailing, figure = funnel
    other = variation_row(MONTH, HEIDE, "completion_rate", "funnel", (0.3, 0.5, 0.7))
    reading = read_funnel(canvas(mailing_with(mailing, [other]), figure, figure.wide_svg))
    assert [each.reason for each in reading.findings] == ["mark"]
