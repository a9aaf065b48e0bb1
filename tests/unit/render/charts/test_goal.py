"""Reached, target and forecast: told in the table, drawn with the interval behind."""

import pandas as pd
import pytest

from takeup.render.charts import goal_chart
from takeup.render.charts.band import BAND
from takeup.render.theme import SERIES

ROWS = [
    ("2024-09", "reached", 700.0, None, None, 900.0, "ok"),
    ("2024-10", "reached", 800.0, None, None, 950.0, "partial"),
    ("2024-11", "forecast", 850.0, 700.0, 1000.0, 1000.0, "ok"),
]
COLUMNS = ["month", "kind", "value", "low", "high", "target", "status"]


@pytest.fixture
def figure(words):
    def make(rows=ROWS):
        frame = pd.DataFrame(rows, columns=COLUMNS)
        return goal_chart(frame, "Gezählt", "integer", words)

    return make


def test_the_table_tells_every_month(figure):
    table = figure().table
    assert table.columns == ("Monat", "Gezählt", "Zielpfad", "Prognose", "Unsicherheitsbereich")
    assert table.rows == (
        ("September 2024", "700", "900", "x", "x"),
        ("Oktober 2024", "(800)", "950", "x", "x"),
        ("November 2024", "…", "1.000", "850", "700 bis 1.000"),
    )


def test_the_interval_is_drawn_for_forecasts_only(figure):
    # Once in the drawing, once in its key.
    assert figure().wide_svg.count(BAND) == 2
    assert BAND not in figure(ROWS[:2]).wide_svg


def test_without_a_target_no_path_is_drawn_or_named(figure):
    without = [(*row[:5], None, row[6]) for row in ROWS]
    drawing = figure(without).wide_svg
    assert "Zielpfad" not in drawing
    assert SERIES[1] not in drawing
    assert "Zielpfad" in figure().wide_svg


def test_without_a_forecast_neither_months_to_come_nor_its_columns_are_filled(figure):
    rows = [ROWS[1], ("2024-12", "forecast", None, None, None, None, "unknown")]
    found = figure(rows)
    assert found.table.columns == ("Monat", "Gezählt", "Zielpfad")
    assert found.table.rows[-1][1:] == ("…", "…")
    assert "Prognose" not in found.wide_svg


def test_the_numbers_of_the_last_month_stand_beside_their_lines(figure):
    drawing = figure().narrow_svg
    assert ">850<" in drawing
    assert ">1.000<" in drawing
