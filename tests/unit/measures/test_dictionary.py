"""The dictionary lists what the sidecars say."""

from takeup.measures import COUNTS, RATES
from takeup.measures.dictionary import dictionary
from takeup.measures.sidecar import load_sidecars


def test_every_measure_is_listed_with_what_it_divides():
    rows = dictionary(load_sidecars()).set_index("measure")
    assert list(rows.index) == [*COUNTS, *RATES]
    takeup = rows.loc["digital_takeup"]
    assert (takeup["numerator"], takeup["denominator"]) == ("cases_digital", "cases_total")
    assert takeup["sources"] == "faelle katalog"
    assert rows.loc["cases_total", "parts"] == "cases_digital cases_offline"
    assert rows["definition"].str.len().min() > 20
