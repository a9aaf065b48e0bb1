from datetime import date

import pytest

from takeup.intake.months import month_in_name, parse_day, parse_month, parse_period


@pytest.mark.parametrize(
    "text",
    [
        "2024-09", "2024/9", "09.2024", "9/2024", "09 2024", "September 2024", "Sept. 2024",
        "Sep 24", "SEP-24", "Sep '24", "01.09.2024", "2024-09-01", "\u00a0September\u00a02024 ",
    ],
)  # fmt: skip
def test_a_month_is_read_in_every_usual_form(text: str) -> None:
    assert str(parse_month(text)) == "2024-09"


@pytest.mark.parametrize("text", ["Mrz 25", "März 2025", "Maerz 2025", "MÄRZ 25", "Mär. 2025"])
def test_german_month_names_and_short_forms_are_known(text: str) -> None:
    assert str(parse_month(text)) == "2025-03"


@pytest.mark.parametrize(
    "text",
    [
        "", "2024", "13.2024", "15.09.2024", "Septembrx 2024", "45536", "00.2024", "1.2.3",
        "Sep 0024", "09.1924",
    ],
)  # fmt: skip
def test_what_names_no_month_is_none(text: str) -> None:
    assert parse_month(text) is None


def test_a_day_needs_its_full_german_form() -> None:
    assert parse_day("30.09.2024") == date(2024, 9, 30)
    assert parse_day("31.09.2024") is None
    assert parse_day("09/30/2024") is None


@pytest.mark.parametrize("sign", ["-", " - ", " \u2013 ", " bis "])
def test_a_period_has_a_first_and_a_last_day(sign: str) -> None:
    assert parse_period(f"01.09.2024{sign}30.09.2024") == (date(2024, 9, 1), date(2024, 9, 30))


def test_a_month_is_a_period() -> None:
    assert parse_period("Februar 2024") == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    "text", ["30.09.2024 - 01.09.2024", "32.09.2024 - 33.09.2024", "immer"]
)
def test_a_period_that_makes_no_sense_is_none(text: str) -> None:
    assert parse_period(text) is None


def test_the_month_in_a_file_name_is_found() -> None:
    assert str(month_in_name("antraege_2024-09.csv")) == "2024-09"
    assert str(month_in_name("bevoelkerung_2022-12-31.csv")) == "2022-12"


@pytest.mark.parametrize("name", ["antraege.csv", "antraege_2024-13.csv", "a_12024-091.csv"])
def test_a_file_name_without_a_month_has_none(name: str) -> None:
    assert month_in_name(name) is None
