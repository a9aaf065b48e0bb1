"""The day whose knowledge counts, as a user types it."""

from datetime import date

import pytest

from takeup.errors import UsageError
from takeup.order import known_day

TODAY = date(2024, 10, 20)


def test_without_a_day_all_that_is_known_counts():
    assert known_day("", TODAY) is None


def test_a_day_up_to_today_is_taken():
    assert known_day("2024-10-20", TODAY) == TODAY


@pytest.mark.parametrize("text", ["15.10.2024", "2024-02-30", "2024-W42-2", "20241015", "x;y"])
def test_what_is_no_day_is_met_with_an_example(text):
    with pytest.raises(UsageError, match=r"STAND=2024-10-15"):
        known_day(text, TODAY)


def test_a_day_to_come_is_refused():
    with pytest.raises(UsageError, match="Zukunft"):
        known_day("2024-10-21", TODAY)
