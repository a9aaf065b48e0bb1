"""How a figure moved, in words."""

import pytest

from takeup.render.numbers import MINUS
from takeup.report.wording import change_phrase, short_change


def compared(value, status, before, before_status, measure="submitted"):
    row = {"measure": measure, "verwaltung": "stadt-heide", "leistung_id": "alle"}
    certain = status == before_status == "ok"
    return {
        **row,
        "value": value,
        "status": status,
        "year_before": before,
        "year_before_status": before_status,
        "change_year": value / before - 1 if certain else None,
    }


@pytest.mark.parametrize(
    ("figures", "phrase"),
    [
        ((120, "ok", 100, "ok"), "20 % mehr als im September 2023 (100)"),
        ((120, "partial", 100, "ok"), "mindestens 20 % mehr als im September 2023 (100)"),
        ((80, "partial", 100, "ok"), "höchstens 20 % weniger als im September 2023 (100)"),
        (
            (120, "ok", 100, "partial"),
            "höchstens 20 % mehr als im September 2023 (100, unvollständig)",
        ),
        (
            (80, "ok", 100, "partial"),
            "mindestens 20 % weniger als im September 2023 (100, unvollständig)",
        ),
    ],
)
def test_with_one_incomplete_count_a_change_is_known_in_one_direction(
    page, figures, phrase
) -> None:
    data = page(comparison=[compared(*figures)])

    assert change_phrase(data, "submitted", "year").replace("\u00a0", " ") == phrase


@pytest.mark.parametrize(
    ("figures", "measure"),
    [
        ((120, "partial", 100, "partial"), "submitted"),
        ((100, "partial", 100, "ok"), "submitted"),
        ((5, "partial", 0, "ok"), "submitted"),
        ((0.8, "partial", 0.7, "ok"), "completion_rate"),
    ],
)
def test_without_a_known_direction_there_is_no_comparison(page, figures, measure) -> None:
    data = page(comparison=[compared(*figures, measure)])

    assert "nicht vergleichbar, weil Angaben unvollständig sind" in change_phrase(
        data, measure, "year"
    )


def test_a_count_of_other_days_is_not_at_least_what_it_says(page, delivered) -> None:
    rows = [compared(120, "partial", 100, "ok", "visits")]
    data = page(comparison=rows, completeness=delivered(matomo="wrong_time_zone"))

    assert "nicht vergleichbar" in change_phrase(data, "visits", "year")
    assert not data.is_least("visits", "2024-09")
    assert data.is_least("visits", "2024-08")
    assert data.is_least("submitted", "2024-09")


def test_an_incomplete_count_is_said_as_what_it_is(page, delivered) -> None:
    figure = {"month": "2024-09", "verwaltung": "stadt-heide", "leistung_id": "alle"}
    rows = [{**figure, "measure": "visits", "value": 1200, "status": "partial"}]

    assert page(measures=rows).cell("visits").said == "mindestens 1.200"
    shifted = delivered(matomo="wrong_time_zone")
    assert page(measures=rows, completeness=shifted).cell("visits").said == (
        "1.200 (unvollständig)"
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((120, "partial", 100, "ok"), "mindestens +20 % zum Vorjahresmonat"),
        ((80, "ok", 100, "partial"), f"mindestens {MINUS}20 % zum Vorjahresmonat"),
        ((80, "partial", 100, "ok"), "kein Vergleich zum Vorjahresmonat"),
        ((120, "partial", 100, "partial"), "kein Vergleich zum Vorjahresmonat"),
    ],
)
def test_a_tile_claims_only_what_is_certain(page, figures, said) -> None:
    data = page(comparison=[compared(*figures)])

    assert short_change(data, "submitted", "year").replace("\u00a0", " ") == said
