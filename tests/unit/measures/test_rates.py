"""One division; a rate is never surer than its counts."""

from __future__ import annotations

import pandas as pd
import pytest

from takeup.measures.example import typed_rows
from takeup.measures.rates import MinimumBase, rates, share, smallest_base, wilson
from takeup.measures.sidecar import load_sidecars

SIDECARS = load_sidecars()


def floats(*values):
    return pd.Series(values, dtype="Float64")


def counts(*rows):
    """Rows (measure, numerator, status) of one cell."""
    place = {"month": "2024-09", "verwaltung": "stadt-heide", "leistung_id": "alle"}
    listed = [{**place, "measure": measure, "numerator": number} for measure, number, _ in rows]
    return typed_rows("counts", listed).assign(
        denominator=None, status=[status for *_, status in rows], data_maturity="final"
    )


def rate(name, above, below):
    sidecar = SIDECARS[name]
    table = rates(
        counts((sidecar.numerator, *above), (sidecar.denominator, *below)),
        {name: sidecar},
        MinimumBase(),
    )
    return table.iloc[0]


def test_nothing_divided_by_nothing_is_missing():
    assert share(floats(0, 3, 1, None), floats(0, 4, None, 2)).tolist() == [
        pd.NA,
        0.75,
        pd.NA,
        pd.NA,
    ]


def test_counts_of_another_type_are_divided_as_numbers():
    assert share(pd.Series([1]), pd.Series([4])).tolist() == [0.25]


def test_a_rate_of_certain_counts_shows_both():
    found = rate("completion_rate", (12, "ok"), (16, "ok"))
    assert (found["numerator"], found["denominator"], found["value"]) == (12, 16, 0.75)
    assert found["status"] == "ok"


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("status", ["suppressed", "unknown", "not_applicable"])
def test_a_hidden_or_missing_count_hides_the_rate_and_the_other_count(status, side):
    sides = [(12, "ok"), (16, "ok")]
    sides[side] = (None, status)
    found = rate("completion_rate", *sides)
    assert found["status"] == status
    assert found[["numerator", "denominator", "value"]].isna().all()


def test_secrecy_is_named_before_ignorance():
    found = rate("completion_rate", (None, "unknown"), (None, "suppressed"))
    assert found["status"] == "suppressed"


@pytest.mark.parametrize("side", [0, 1])
def test_a_partial_count_makes_the_rate_partial(side):
    sides = [(12, "ok"), (16, "ok")]
    sides[side] = (sides[side][0], "partial")
    found = rate("completion_rate", *sides)
    assert (found["status"], found["value"]) == ("partial", 0.75)


@pytest.mark.parametrize(
    ("name", "base", "status"),
    [
        ("completion_rate", 9, "too_small"),
        ("completion_rate", 10, "ok"),
        ("mobile_share", 9, "too_small"),
        ("satisfaction", 4, "too_small"),
        ("satisfaction", 5, "ok"),
        ("reach", 9, "ok"),
    ],
)
def test_a_rate_needs_its_smallest_base(name, base, status):
    found = rate(name, (4, "ok"), (base, "ok"))
    assert found["status"] == status
    assert pd.isna(found["value"]) == (status == "too_small")


def test_a_count_hidden_for_its_size_makes_the_rate_too_small():
    found = rate("satisfaction", (None, "too_small"), (None, "too_small"))
    assert found["status"] == "too_small"
    assert found[["numerator", "denominator", "value"]].isna().all()


def test_a_small_partial_base_is_too_small():
    assert rate("completion_rate", (4, "partial"), (9, "partial"))["status"] == "too_small"


def test_rates_per_thousand_are_scaled():
    assert rate("submissions_per_1000", (50, "ok"), (20000, "ok"))["value"] == 2.5


def test_no_row_without_both_counts():
    table = rates(counts(("visits", 5, "ok")), {"reach": SIDECARS["reach"]}, MinimumBase())
    assert table.empty


def test_counts_are_no_rates():
    table = rates(
        counts(("visits", 5, "ok"), ("population", 10, "ok")), SIDECARS, MinimumBase()
    )
    assert table["measure"].tolist() == ["reach"]


def test_the_smallest_base_follows_the_kind_of_rate():
    minimum = MinimumBase(share=10, answers=5)
    found = {
        name: smallest_base(SIDECARS[name], minimum)
        for name in ("digital_takeup", "satisfaction", "reach")
    }
    assert found == {"digital_takeup": 10, "satisfaction": 5, "reach": 1}


def test_the_wilson_interval_equals_the_published_example():
    # Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3 (score without correction).
    interval = wilson(floats(81, 15, 0, 1), floats(263, 148, 20, 29)).astype(float).round(4)
    assert interval["low"].tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert interval["high"].tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_the_wilson_interval_of_nothing_is_missing():
    assert wilson(floats(0), floats(0)).isna().all(axis=None)
