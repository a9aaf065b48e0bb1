"""A course in front of the range of each month."""

import pandas as pd

from takeup.render.charts import Words, band_chart

WORDS = Words("Titel", "Untertitel", "Vorgänge", "Quelle", "Alternativtext", "Lesehilfe")


def frame():
    rows = [
        ("2024-05", 100.0, "ok", None, None, "none"),
        ("2024-06", 104.0, "ok", 80.0, 125.0, "usual"),
        ("2024-07", 190.0, "ok", 82.0, 126.0, "noticeable"),
        ("2024-08", None, "suppressed", None, None, "none"),
    ]
    columns = ["month", "value", "status", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=columns).assign(series="Abgesendet")


def test_each_month_says_its_range_and_its_verdict_in_the_table():
    table = band_chart(frame(), "integer", WORDS).table
    assert table.rows == (
        ("Mai 2024", "100", "…", "keine Aussage"),
        ("Juni 2024", "104", "80 bis 125", "im üblichen Rahmen"),
        ("Juli 2024", "190", "82 bis 126", "auffällig"),
        ("August 2024", "·", "…", "keine Aussage"),
    )


def test_a_noticeable_month_carries_a_word_and_not_only_a_colour():
    figure = band_chart(frame(), "integer", WORDS)
    for drawing in (figure.wide_svg, figure.narrow_svg):
        assert ">auffällig<" in drawing
        assert "außerhalb des üblichen Rahmens" in drawing


def test_without_a_noticeable_month_nothing_is_called_so():
    calm = frame().replace({"noticeable": "usual"})
    assert "auffällig" not in band_chart(calm, "integer", WORDS).wide_svg
