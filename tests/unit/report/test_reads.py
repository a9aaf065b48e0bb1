"""A page tells which rows it read, and whether it would read the same again."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from takeup.publication.rows import Read
from takeup.report.reads import Digests

HEIDE, EIDER = "stadt-heide", "amt-kirchspielslandgemeinden-eider"


def figure(
    value: float, *, verwaltung: str = HEIDE, month: str = "2024-09"
) -> dict[str, object]:
    return {
        "month": month,
        "verwaltung": verwaltung,
        "leistung_id": "alle",
        "measure": "submitted",
        "numerator": value,
        "value": value,
        "status": "ok",
        "data_maturity": "final",
    }


@pytest.fixture
def digests(page):
    """Hashes of all that could be read of a month with these rows."""

    def make(**tables: list[dict[str, object]]) -> Digests:
        return Digests(page(**tables).published.tables, {"months": ["2024-09"]})

    return make


def test_rows_asked_for_again_are_those_of_the_first_time(page):
    data = page(measures=[figure(7), figure(9, verwaltung=EIDER), figure(8, month="2024-08")])
    first = data.rows("measures", month="2024-09", verwaltung=EIDER)
    again = data.rows("measures", month="2024-09", verwaltung=EIDER)
    assert first["value"].tolist() == [9]
    pd.testing.assert_frame_equal(first, again)
    assert data.rows("measures", month="2024-07", verwaltung=EIDER).empty
    assert len(data.rows("measures", month=("2024-08", "2024-09"), verwaltung=HEIDE)) == 2


def test_a_page_remembers_each_way_it_read_a_table(page):
    data = page(measures=[figure(7)])
    data.cell("submitted")
    data.month_rows("submitted", "alle")
    data.own("tasks", task="missing_online")
    data.rows("forecast")
    assert data.reads == {
        Read.of(
            "measures", {"measure": "submitted", "verwaltung": HEIDE, "leistung_id": "alle"}
        ),
        Read.of("measures", {"month": "2024-09", "measure": "submitted", "verwaltung": "alle"}),
        Read.of("tasks", {"task": "missing_online", "verwaltung": HEIDE}),
        Read("forecast"),
    }


def test_all_rows_of_a_table_are_own_rows_seen_from_all_administrations(page):
    data = page("alle", measures=[figure(7), figure(8, verwaltung=EIDER)])
    assert len(data.own("measures")) == 2
    assert data.reads == {Read("measures")}


def test_a_value_over_all_administrations_is_a_read_of_its_own(page):
    data = page(measures=[figure(7)])
    assert data.provisional == frozenset()
    assert data.months == ["2024-09"]
    assert data.reads == {Read.value("provisional"), Read.value("months")}


@pytest.mark.parametrize(
    ("now", "is_same"),
    [
        ([figure(7), figure(3, verwaltung=EIDER)], True),
        ([figure(7), figure(4, verwaltung=EIDER)], True),
        ([figure(4, verwaltung=EIDER), figure(7)], True),
        ([figure(8), figure(3, verwaltung=EIDER)], False),
        ([figure(3, verwaltung=EIDER)], False),
        ([figure(7), figure(7, month="2024-08")], False),
        ([figure(7), figure(7)], False),
    ],
)
def test_a_read_is_the_same_just_if_its_rows_are(digests, now, is_same):
    read = Read.of("measures", {"measure": "submitted", "verwaltung": HEIDE})
    before = digests(measures=[figure(7), figure(3, verwaltung=EIDER)]).of([read])
    assert (digests(measures=now).of([read]) == before) == is_same


def test_a_whole_table_and_one_of_several_values_are_reads_too(digests):
    whole = Read("measures")
    both = Read.of("measures", {"verwaltung": (HEIDE, "alle")})
    one = digests(measures=[figure(7)]).of([whole, both])
    other = digests(measures=[figure(7), figure(3, verwaltung=EIDER)]).of([whole, both])
    assert one[whole] != other[whole]
    assert one[both] == other[both]


def test_the_order_of_rows_counts(digests):
    read = Read("measures")
    rows = [figure(7), figure(3, verwaltung=EIDER)]
    assert digests(measures=rows).of([read]) != digests(measures=rows[::-1]).of([read])


def test_a_value_that_changed_is_another_read(page):
    read, tables = Read.value("months"), page().published.tables
    one, other = (Digests(tables, {"months": each}) for each in (["2024-09"], ["2024-08"]))
    assert one.of([read]) != other.of([read])


def test_a_table_or_column_that_is_gone_reads_as_nothing(digests):
    gone = [Read("no_such_table"), Read.of("measures", {"no_such_column": "x"})]
    found = digests(measures=[figure(7)]).of(gone)
    whole = digests(measures=[figure(7)]).of([Read("measures")])
    assert not set(found.values()) & set(whole.values())


def test_missing_keys_are_rows_of_no_read(page):
    nameless = replace_key(page(measures=[figure(7)]).published.tables["measures"])
    read = Read.of("measures", {"verwaltung": HEIDE})
    assert not read.mask(nameless).any()
    assert Digests({"measures": nameless}, {}).of([read]) == Digests(
        {"measures": nameless.head(0)}, {}
    ).of([read])


def replace_key(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(verwaltung=pd.Series([None], dtype="str"))


def test_reads_go_through_json_and_back(page):
    data = page()
    data.rows("variation", month=("2024-09", "2024-08"), method="funnel")
    data.rows("forecast")
    told = json.loads(json.dumps([each.to_list() for each in sorted(data.reads)]))
    assert {Read.from_list(each) for each in told} == data.reads


def test_two_pages_do_not_share_what_they_read(page):
    data = page()
    other = replace(data, verwaltung="alle", reads=set())
    other.rows("forecast")
    assert not data.reads
