"""The note on what is hidden."""

from takeup.report import method


def test_the_note_tells_small_figures_from_those_that_protect_them(page):
    row = {"month": "2024-09", "primary": 420, "secondary": 225, "public": 0}
    data = page("stadt-heide", suppression=[{**row, "counts": 1502}])
    body = method.protection(data).text
    assert "420 von 1.502 Zahlen" in body
    assert "225 weitere" in body
