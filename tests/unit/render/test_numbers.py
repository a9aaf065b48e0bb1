import datetime as dt
import math
from decimal import Decimal

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render import numbers

NBSP = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.integer(1234567), "1.234.567"),
        (numbers.integer(0), "0"),
        (numbers.integer(-1200), f"{MINUS}1.200"),
        (numbers.decimal(1234.56), "1.234,6"),
        (numbers.decimal(2.345, 2), "2,35"),
        (numbers.percent(0.342), f"34,2{NBSP}%"),
        (numbers.percent(0.5, 0), f"50{NBSP}%"),
        (numbers.signed_integer(12), "+12"),
        (numbers.signed_integer(-3), f"{MINUS}3"),
        (numbers.signed_integer(0), "±0"),
        (numbers.signed_decimal(1.25), "+1,3"),
        (numbers.signed_percent(0.123), f"+12,3{NBSP}%"),
        (numbers.signed_percent(-0.123), f"{MINUS}12,3{NBSP}%"),
        (numbers.signed_percent(0.0001), f"±0{NBSP}%"),
        (numbers.points(0.012), "+1,2 Prozentpunkte"),
        (numbers.points(-0.012), f"{MINUS}1,2 Prozentpunkte"),
        (numbers.points(0), "±0 Prozentpunkte"),
    ],
)
def test_numbers_are_written_as_germans_write_them(shown: str, expected: str) -> None:
    assert shown == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0.5, "1"), (1.5, "2"), (2.5, "3"), (-2.5, f"{MINUS}3")]
)
def test_halves_are_rounded_away_from_zero_not_to_even(value: float, expected: str) -> None:
    assert numbers.integer(value) == expected


def test_a_share_whose_float_lies_just_below_a_half_is_rounded_by_its_decimal_text() -> None:
    assert numbers.percent(0.0345, 1) == f"3,5{NBSP}%"
    assert numbers.percent(1.005, 0) == f"101{NBSP}%"  # the float is 1.00499…
    assert numbers.decimal(Decimal("2.675"), 2) == "2,68"


def test_a_negative_value_that_rounds_to_zero_has_no_sign() -> None:
    assert numbers.integer(-0.2) == "0"


def test_months_and_days_have_german_names() -> None:
    assert numbers.month_long("2024-09") == "September 2024"
    assert numbers.month_short("2024-03") == "Mär 24"
    assert numbers.month_name("2024-05") == "Mai"
    assert numbers.date(dt.date(2024, 9, 3)) == "03.09.2024"


@pytest.mark.parametrize(
    ("status", "sign"),
    [("suppressed", "·"), ("unknown", "…"), ("not_applicable", "x"), ("too_small", "/")],
)
def test_a_cell_without_a_number_shows_the_sign_of_its_status(status: str, sign: str) -> None:
    assert numbers.cell(pd.NA, status, "integer") == sign


def test_a_hidden_cell_shows_its_sign_even_if_the_number_is_still_there() -> None:
    assert numbers.cell(2, "suppressed", "integer") == "·"


def test_a_partial_number_stands_in_parentheses() -> None:
    assert numbers.cell(1234, "partial", "integer") == "(1.234)"


def test_zero_is_a_number() -> None:
    assert numbers.cell(0, "ok", "integer") == "0"


@pytest.mark.parametrize("missing", [pd.NA, None, math.nan])
@pytest.mark.parametrize("status", ["ok", "partial"])
def test_a_missing_value_never_becomes_a_zero(missing: object, status: str) -> None:
    with pytest.raises(ContractError, match="Eine Zahl fehlt"):
        numbers.cell(missing, status, "integer")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ContractError, match="egal"):
        numbers.cell(1, "egal", "integer")


def test_money_has_two_decimals_and_its_sign() -> None:
    assert numbers.cell(1234.5, "ok", "euro") == "1.234,50\u00a0€"
    assert numbers.cell(None, "suppressed", "euro") == "·"
