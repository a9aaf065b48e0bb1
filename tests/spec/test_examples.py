"""Every worked example of measures/*.yml, as the method page prints it."""

from __future__ import annotations

import pandas as pd
import pytest

from takeup.measures import COUNTS, RATES
from takeup.measures.example import run_example
from takeup.measures.sidecar import load_sidecars

SIDECARS = load_sidecars()
ROWS = [
    pytest.param(name, row, id=f"{name}-{row.month}-{row.verwaltung}-{row.leistung_id}")
    for name, sidecar in SIDECARS.items()
    for row in sidecar.example.expected
]


@pytest.fixture(scope="module")
def computed() -> dict[str, pd.DataFrame]:
    keys = ["month", "verwaltung", "leistung_id"]
    return {name: run_example(name, each).set_index(keys) for name, each in SIDECARS.items()}


@pytest.mark.parametrize(("measure", "row"), ROWS)
def test_the_worked_example_gives_what_its_sidecar_prints(measure, row, computed):
    found = computed[measure].loc[(row.month, row.verwaltung, row.leistung_id)]
    value = None if pd.isna(found["value"]) else float(found["value"])
    assert found["status"] == row.status
    assert value == (None if row.value is None else pytest.approx(row.value, abs=1e-12))


@pytest.mark.parametrize("measure", list(SIDECARS))
def test_every_example_shows_an_edge_case_beside_the_plain_one(measure):
    expected = SIDECARS[measure].example.expected
    edge = [row for row in expected if row.status != "ok" or row.value == 0]
    plain = [row for row in expected if row.status == "ok" and row.value]
    assert plain
    assert edge


# -- edge cases: what an example holds of each, by a function of its measure's sidecar


def _rows(sidecar, table):
    return sidecar.example.inputs.get(table, [])


def _given(sidecar, place):
    """Counts of a rate's example at a place, by measure."""
    return {
        row["measure"]: row
        for row in _rows(sidecar, "counts")
        if (row["month"], row["verwaltung"], row["leistung_id"]) == place
    }


def _places(sidecar, *statuses):
    return [
        (row.month, row.verwaltung, row.leistung_id)
        for row in sidecar.example.expected
        if row.status in statuses and row.value is None
    ]


def has_nought_by_nought(sidecar):
    sides = (sidecar.numerator, sidecar.denominator)
    places = [_given(sidecar, each) for each in _places(sidecar, "too_small")]
    return any(all(each[side].get("numerator") == 0 for side in sides) for each in places)


def has_missing_month(sidecar):
    """A figure is unknown because its source has no row of the place and month."""
    rows = _rows(sidecar, sidecar.sources[0])
    there = {
        (str(row.get("month", row.get("date")))[:7], row.get("verwaltung")) for row in rows
    }
    return any((month, place) not in there for month, place, _ in _places(sidecar, "unknown"))


def has_unknown_count(sidecar):
    """A figure is unknown because a count it divides is."""
    return any(
        row.get("status") == "unknown"
        for place in _places(sidecar, "unknown")
        for row in _given(sidecar, place).values()
    )


def has_hidden_count(sidecar):
    """A figure is hidden because a count it divides is."""
    return any(
        row.get("status") == status
        for status in ("suppressed", "too_small")
        for place in _places(sidecar, status)
        for row in _given(sidecar, place).values()
    )


def _channel_word(sidecar, word):
    """A cell is unknown because a channel of its case list holds this word."""
    cells = {
        (row["month"], row["verwaltung"], row["leistung_id"])
        for row in _rows(sidecar, "faelle")
        if word in {row.get(name) for name in ("online", "counter", "post", "phone")}
    }
    totals = {(*cell[:2], "alle") for cell in cells}
    return bool((cells | totals) & set(_places(sidecar, "unknown")))


def has_unknown_channel(sidecar):
    return _channel_word(sidecar, "unknown")


def has_hidden_channel(sidecar):
    return _channel_word(sidecar, "suppressed")


def has_resumed_draft(sidecar):
    return any(row["resumed"] > 0 for row in _rows(sidecar, "antraege"))


def has_partial(sidecar):
    return any(row.status == "partial" and row.value for row in sidecar.example.expected)


SHARES = (
    "completion_rate", "digital_takeup", "ewa_share", "mobile_share", "satisfaction",
    "cost_per_transaction",
)  # fmt: skip
CASES = ("cases_digital", "cases_online", "cases_assisted", "cases_offline", "cases_total")
PORTAL = ("started", "completed", "abandoned", "submitted")
MUST_SHOW = {
    has_nought_by_nought: SHARES,
    # The population has no month of its own.
    has_missing_month: [name for name in COUNTS if name != "population"],
    has_unknown_count: RATES,
    # Visits are never hidden, so reach and mobile_share cannot be.
    has_hidden_count: [n for n in RATES if n not in {"reach", "mobile_share"}],
    has_unknown_channel: [*CASES, "cost_eur"],
    has_hidden_channel: [*CASES, "cost_eur"],
    has_resumed_draft: PORTAL,
    has_partial: [*RATES, "visits", "active_accounts", "submitted", "completed", "cases_total"],
}
EDGES = [
    pytest.param(shows, name, id=f"{shows.__name__}-{name}")
    for shows, names in MUST_SHOW.items()
    for name in names
]


@pytest.mark.parametrize(("shows", "measure"), EDGES)
def test_the_example_shows_every_edge_case_of_its_measure(shows, measure):
    assert shows(SIDECARS[measure])


@pytest.mark.parametrize("shows", MUST_SHOW, ids=lambda shows: shows.__name__)
def test_an_example_without_its_edge_rows_shows_none(shows):
    name = MUST_SHOW[shows][0]
    sidecar = SIDECARS[name]
    plain = [row for row in sidecar.example.expected if row.status == "ok" and row.value]
    inputs = {
        table: [row | ({"resumed": 0} if "resumed" in row else {}) for row in rows]
        for table, rows in sidecar.example.inputs.items()
    }
    example = sidecar.example.model_copy(update={"expected": tuple(plain), "inputs": inputs})
    assert not shows(sidecar.model_copy(update={"example": example}))
