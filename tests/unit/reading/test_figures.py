"""Numbers in German text."""

import pytest

from takeup.reading.figures import figures


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.234", 1233.5, 1234.5),
        ("12345", 12344.5, 12345.5),
        ("34,2\u00a0%", 0.3415, 0.3425),
        ("34 %", 0.335, 0.345),
        ("\u22125", -5.5, -4.5),
        ("+1,2 Prozentpunkte", 0.0115, 0.0125),
        ("1,25", 1.245, 1.255),
    ],
)
def test_a_printed_number_says_the_interval_it_was_rounded_from(text, low, high):
    (found,) = figures(text)
    assert found.text == text
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("von 5 auf 7", ["5", "7"]),
        ("1.2345", ["1", "2345"]),
        ("(3)", ["3"]),
        ("9,90001E+13", ["9,90001", "+13"]),
        ("\u0663 Vorgänge", ["\u0663"]),
        ("kein Vorgang", []),
    ],
)
def test_every_digit_belongs_to_a_number(text, found):
    assert [each.text for each in figures(text)] == found
