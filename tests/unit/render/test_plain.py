import pytest

from takeup.render.plain import clean, clean_lines


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("links\u202erechts", "linksrechts"),
        ("\u2066innen\u2069\u200f", "innen"),
        ("Glocke\x07\x00", "Glocke"),
        ("zwei\nZeilen\tund\u2028mehr", "zwei Zeilen und mehr"),
        ("privat\ue000", "privat"),
    ],
)
def test_characters_that_reorder_or_control_are_removed(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_characters_of_good_typography_stay() -> None:
    kept = "34,2\u00a0% \u2212 Silben\u00adtrennung „Ämter“ 👩\u200d💻"
    assert clean(kept) == kept


def test_markdown_keeps_its_lines_and_indents() -> None:
    assert clean_lines("- eins\n    - zwei\u202e\n") == "- eins\n    - zwei"
