import pytest

from takeup.cli import finished_month
from takeup.errors import UsageError
from takeup.periods import Month

TODAY = Month(2024, 10)


def test_the_month_before_this_one_can_be_reported():
    assert finished_month("2024-09", TODAY) == Month(2024, 9)


@pytest.mark.parametrize("text", ["2024-10", "2024-11", "2031-01"])
def test_a_month_that_is_not_over_is_refused_with_the_last_possible_one(text):
    with pytest.raises(UsageError, match="2024-09"):
        finished_month(text, TODAY)


def test_a_missing_month_is_met_with_an_example():
    with pytest.raises(UsageError, match="make report MONTH=2024-09"):
        finished_month("", TODAY)
