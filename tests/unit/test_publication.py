import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.publication import (
    TABLES,
    Published,
    contract,
    read_published,
    write_published,
)

RUN = {"month": "2024-09", "sample": True, "commit": "abc"}
PLACE = {"month": "2024-09", "verwaltung": "stadt-heide", "leistung_id": "99115005104000"}


def empty(table: str) -> pd.DataFrame:
    dtypes = contract(table).dtypes
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})


def published(**tables: pd.DataFrame) -> Published:
    return Published({name: tables.get(name, empty(name)) for name in TABLES}, RUN)


def measure(**values: object) -> dict[str, object]:
    counted = {"measure": "submitted", "numerator": 7, "denominator": None, "value": 7}
    return {**PLACE, **counted, "status": "ok", "data_maturity": "final", **values}


def test_a_month_is_read_back_as_it_was_written(tmp_path):
    rows = [
        measure(),
        measure(measure="started", numerator=None, value=None, status="suppressed"),
    ]
    write_published(tmp_path, published(measures=pd.DataFrame(rows)))
    back = read_published(tmp_path)
    assert back.run == RUN
    assert list(back.tables["measures"]["measure"]) == ["started", "submitted"]
    assert back.tables["measures"]["value"].tolist() == [pd.NA, 7.0]
    assert back.tables["measures"]["leistung_id"].tolist() == ["99115005104000"] * 2


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@x", "\tx"])
def test_no_text_runs_as_a_formula_in_a_spreadsheet(tmp_path, text):
    row = {"file": text, "rule": "total", "rows": 1}
    write_published(tmp_path, published(exclusions=pd.DataFrame([row])))
    back = read_published(tmp_path)
    assert back.tables["exclusions"].loc[0, "file"] == f"'{text}"


def test_one_cell_with_two_values_is_never_published(tmp_path):
    with pytest.raises(ContractError, match="mehrfach"):
        write_published(tmp_path, published(measures=pd.DataFrame([measure(), measure()])))


def test_the_order_of_rows_does_not_depend_on_the_order_of_the_work(tmp_path):
    rows = [measure(measure=name) for name in ("visits", "answers", "started")]
    for folder, order in ((tmp_path / "a", rows), (tmp_path / "b", rows[::-1])):
        folder.mkdir()
        write_published(folder, published(measures=pd.DataFrame(order)))
    first, second = ((tmp_path / name / "measures.csv").read_bytes() for name in ("a", "b"))
    assert first == second
