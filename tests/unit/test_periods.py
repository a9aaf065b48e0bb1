from datetime import date

import pytest

from takeup.errors import UsageError
from takeup.periods import Month


def test_a_month_is_read_and_written_in_the_same_form():
    assert str(Month.parse("2024-09")) == "2024-09"


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024-00", "09.2024", "2024-9", " 2024-09", "٢٠٢٤-09"]
)
def test_what_is_no_month_is_refused_with_the_form_that_is_right(text):
    with pytest.raises(UsageError, match="JJJJ-MM"):
        Month.parse(text)


def test_months_step_over_the_turn_of_the_year():
    assert Month(2024, 1).shift(-1) == Month(2023, 12)
    assert Month(2024, 12).shift(1) == Month(2025, 1)
    assert Month(2024, 9).shift(-12) == Month(2023, 9)


def test_a_range_holds_both_ends_and_every_month_between():
    months = Month.range(Month(2023, 11), Month(2024, 2))
    assert [str(each) for each in months] == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_a_range_that_ends_before_it_begins_is_empty():
    assert Month.range(Month(2024, 2), Month(2024, 1)) == ()


def test_february_of_a_leap_year_has_29_days():
    assert Month(2024, 2).days == 29
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2023, 2).last_day == date(2023, 2, 28)
