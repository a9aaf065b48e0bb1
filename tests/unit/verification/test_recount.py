"""SQL and measures agree on whatever is delivered, and a changed figure is found."""

from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import VerificationError
from takeup.measures import COUNTS, RATES
from takeup.verification import recount as module
from takeup.verification.recount import recount


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_finds_every_published_cell_as_it_is(drawn, params, seed):
    edition = drawn(seed)
    found = recount(edition, params)
    assert found.differences.to_dict("records") == []
    table = pd.read_csv(edition.folder / "daten" / "measures.csv")
    assert set(found.measures["measure"]) == {*COUNTS, *RATES}
    assert found.measures["compared"].sum() == len(table)
    assert found.measures["numbers"].sum() == table["value"].notna().sum() > 300
    assert set(table["status"]) == {
        "ok",
        "partial",
        "unknown",
        "not_applicable",
        "suppressed",
        "too_small",
    }


Change = Callable[[pd.DataFrame, int], None]


def more(table: pd.DataFrame, row: int) -> None:
    table.loc[row, ["value", "numerator"]] += 1


def slightly_more(table: pd.DataFrame, row: int) -> None:
    table.loc[row, "value"] += 1e-11


def status(table: pd.DataFrame, row: int) -> None:
    table.loc[row, "status"] = "partial"


def maturity(table: pd.DataFrame, row: int) -> None:
    table.loc[row, "data_maturity"] = "final"


def denominator(table: pd.DataFrame, row: int) -> None:
    table.loc[row, "denominator"] += 1


def emptied(table: pd.DataFrame, row: int) -> None:
    table.loc[row, "value"] = None


@pytest.mark.parametrize(
    ("measure", "change", "kind"),
    [
        ("visits", more, "number"),
        ("visits", emptied, "number"),
        ("submitted", status, "status"),
        ("submitted", maturity, "maturity"),
        ("reach", slightly_more, "number"),
        ("reach", denominator, "parts"),
    ],
)
def test_a_changed_cell_is_named(published, params, measure, change, kind):
    path = published.folder / "daten" / "measures.csv"
    table = pd.read_csv(path, dtype={"leistung_id": "str"})
    of_measure = (table["measure"] == measure) & (table["month"] == "2024-09")
    row = table.index[of_measure & (table["status"] == "ok")][0]
    change(table, row)
    table.to_csv(path, index=False)

    differences = recount(published, params).differences

    named = differences[differences["measure"] == measure]
    cell = table.loc[row, ["month", "verwaltung", "leistung_id"]].tolist()
    assert named[["month", "verwaltung", "leistung_id"]].to_numpy().tolist() == [cell]
    assert named["kind"].tolist() == [kind]


def test_a_number_where_one_was_hidden_is_found_and_the_hidden_one_not_told(published, params):
    path = published.folder / "daten" / "measures.csv"
    table = pd.read_csv(path, dtype={"leistung_id": "str"})
    row = table.index[(table["status"] == "suppressed") & (table["measure"] == "submitted")][0]
    table.loc[row, ["numerator", "value"]] = 4711
    table.to_csv(path, index=False)

    found = recount(published, params).differences

    assert found["kind"].tolist() == ["number_without_status"]
    assert "number" not in found.columns


def test_a_cell_that_is_lacking_and_one_too_many_are_named(published, params):
    path = published.folder / "daten" / "measures.csv"
    table = pd.read_csv(path, dtype={"leistung_id": "str"})
    row = table.index[table["measure"] == "active_accounts"][0]
    table.loc[row, "verwaltung"] = "stadt-nirgends"
    table.to_csv(path, index=False)

    found = recount(published, params).differences

    assert sorted(found["kind"]) == ["cell_lacking", "cell_surplus"]


def test_a_count_without_sql_is_an_error_that_names_it(published, params, monkeypatch):
    families = [each for each in module.FAMILIES if each != "accounts"]
    monkeypatch.setattr(module, "FAMILIES", families)
    with pytest.raises(VerificationError, match="active_accounts"):
        recount(published, params)


def test_a_count_on_a_grid_that_sql_does_not_know_is_an_error(published, params, monkeypatch):
    monkeypatch.setattr(module, "COUNTS", COUNTS | {"visits": "weekdays"})
    monkeypatch.setattr(module, "GRIDS", module.GRIDS | {"weekdays": module.GRIDS["traffic"]})
    with pytest.raises(VerificationError, match="visits"):
        recount(published, params)


@pytest.mark.parametrize("text", ["", "month,measure\n1,2,3\n", "\x00\x01"])
def test_a_table_that_is_none_is_told_without_its_content(published, params, text):
    (published.folder / "daten" / "measures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(VerificationError, match="nicht nachrechnen"):
        recount(published, params)
