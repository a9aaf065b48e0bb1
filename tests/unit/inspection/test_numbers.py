import pytest

from takeup.inspection.numbers import number_format, shape


@pytest.mark.parametrize(
    ("values", "decimal", "thousands", "doubt"),
    [
        (["12,5", "7"], ",", " ", "thousands_unseen"),
        (["12,5", "1.234"], ",", ".", ""),
        (["1.234,5"], ",", ".", ""),
        (["1.234.567"], ",", ".", ""),
        (["12.5", "1,234"], ".", ",", ""),
        (["1,234.5"], ".", ",", ""),
        (["0.359"], ".", " ", "thousands_unseen"),
        (["1'234"], ",", "'", ""),
        (["1 234", "12,5"], ",", " ", ""),
        (["1\u00a0234"], ",", " ", "thousands_unseen"),
        (["1.234", "2.345"], ",", ".", "thousands_assumed"),
        (["1.234", "987"], ",", " ", "thousands_unclear"),
        (["1,234", "2,345"], ",", " ", "thousands_unclear"),
        (["1.234", "1,234"], ",", " ", "numbers_contradict"),
        (["12.5", "12,5"], ",", " ", "numbers_contradict"),
        (["5", "17"], ",", " ", "thousands_unseen"),
        ([], ",", " ", ""),
    ],
)
def test_marks_are_proven_or_the_strict_default_with_a_doubt(
    values: list[str], decimal: str, thousands: str, doubt: str
) -> None:
    found = number_format(values)

    assert (found.decimal, found.thousands, found.doubt) == (decimal, thousands, doubt)


@pytest.mark.parametrize("text", ["", "12a", "1.2.3", "--5", "9,90001E+13", "k.A.", "²"])
def test_what_is_no_number_has_no_shape(text: str) -> None:
    assert shape(text) == ""
