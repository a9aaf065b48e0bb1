"""Strict forms of numbers, days and shares; the contract's tests show the others."""

import pandas as pd
import pytest

from takeup.formats import Formats, Unit, to_values


def converted(kind: str, *texts: str, unit: Unit | None = None, **formats: object) -> list:
    values = to_values(pd.Series(texts, dtype="str"), kind, Formats(**formats), unit)  # type: ignore[arg-type]
    return [None if pd.isna(value) else value for value in values]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("anteil", [0.359, None, None, 1.0, 0.0, None]),
        ("prozent", [None, 0.359, None, 0.01, 0.0, None]),
        ("prozenttext", [None, None, 0.359, None, None, 0.005]),
    ],
)
def test_a_share_is_read_in_its_unit_and_no_other(unit: Unit, expected: list) -> None:
    texts = ["0,359", "35,9", "35,9\u00a0%", "1", "0", "0,5 %"]

    assert converted("number", *texts, unit=unit) == pytest.approx(expected)


def test_more_than_all_and_less_than_nothing_are_no_share() -> None:
    assert converted("number", "101 %", "-1 %", unit="prozenttext") == [None, None]
    assert converted("number", "1,01", "-0,1", unit="anteil") == [None, None]


@pytest.mark.parametrize(
    ("epoch", "number"), [("excel-1900", "46266"), ("excel-1904", "44804")]
)
def test_a_day_number_counts_from_its_declared_epoch(epoch: str, number: str) -> None:
    texts = [number, "2026-09-01", "12", "999999", "46266,5", "01.09.2026"]

    days = converted("date", *texts, date=epoch)

    assert days == [pd.Timestamp(2026, 9, 1)] * 2 + [None] * 4


def test_a_day_number_without_a_declared_epoch_is_no_day() -> None:
    assert converted("date", "46266") == [None]
