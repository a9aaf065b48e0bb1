"""A funnel: the own administration marked, the others without names."""

from takeup.render.blocks import Table
from takeup.render.charts import Words
from takeup.render.charts.funnel import Dot, Funnel, Mouth, funnel_chart

WORDS = Words("Titel", "Untertitel", "Prozent", "Quelle", "Alternativtext", "Lesehilfe")
TABLE = Table(
    "Quoten", ("Verwaltung", "Quote"), (("Heide", "30 %"),), ("left", "right"), (), "Q"
)
LIMITS = [Mouth(100, 0.1, 0.6), Mouth(400, 0.2, 0.45)]


def funnel(*, noticeable):
    dots = [
        Dot(150, 0.7 if noticeable else 0.3, True, noticeable),
        Dot(300, 0.32, False, False),
    ]
    return funnel_chart(Funnel(dots, LIMITS, 0.31, "percent", "Fälle"), TABLE, WORDS)


def test_the_legend_names_own_and_others_but_no_administration():
    drawing = funnel(noticeable=False).wide_svg
    assert "diese Verwaltung" in drawing
    assert "andere Verwaltungen" in drawing
    assert "Heide" not in drawing


def test_a_noticeable_own_rate_has_another_shape():
    assert funnel(noticeable=True).wide_svg != funnel(noticeable=False).wide_svg
    assert "#c67600" in funnel(noticeable=True).narrow_svg
    assert "#c67600" not in funnel(noticeable=False).narrow_svg
