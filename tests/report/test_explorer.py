"""The explorer and the published tables of the sample month say the same."""

import pandas as pd
import pytest

from takeup.explore.selection import COMPARISONS, COURSE, Selection, rows
from takeup.explore.shown import figure
from takeup.report.opening import month_data

from .conftest import MONTH

PAIRS = {
    "previous": ("value", "previous", "change_previous"),
    "year_before": ("value", "year_before", "change_year"),
    "rolling_12": ("rolling_12", "rolling_12_before", "change_rolling"),
}
# Counts and rates, of persons, cases, answers and money; one that cannot be added.
MEASURES = (
    "submitted",
    "visitors",
    "digital_takeup",
    "satisfaction",
    "cost_eur",
    "cases_total",
)


@pytest.fixture
def data(sample, monkeypatch):
    monkeypatch.setenv("TAKEUP_OUTPUTS", str(sample.outputs))
    monkeypatch.setenv("TAKEUP_DATA", str(sample.data))
    return month_data(MONTH)


@pytest.mark.parametrize("comparison", PAIRS)
def test_a_comparison_of_the_report_month_is_the_published_one(data, comparison):
    places = ("alle", *data.alphabetical)
    table = data.rows("comparison", leistung_id="alle").set_index(["measure", "verwaltung"])
    for measure in MEASURES:
        found = rows(data, Selection(measure, places, MONTH, MONTH, comparison))
        expected = table.loc[measure].reindex(places)[list(PAIRS[comparison])]
        expected = expected.set_axis(["value", "compared", "change"], axis=1)
        found = found.set_index("verwaltung")[list(expected)]
        pd.testing.assert_frame_equal(found, expected, obj=measure)


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_every_measure_can_be_drawn(data, comparison):
    places = ("alle", "stadt-heide")
    for measure in data.sidecars:
        chosen = Selection(measure, places, data.months[0], MONTH, comparison)
        drawn = figure(data, chosen, rows(data, chosen))
        assert len(drawn.table.rows) == len(data.months if comparison == COURSE else places)
