import pandas as pd

from takeup import register

ROW = ("2024-09", "stadt-heide", "99115005104000", "submitted")
COLUMNS = ["month", "verwaltung", "leistung_id", "measure"]


def test_before_the_first_report_nothing_is_hidden(tmp_path):
    assert register.read(tmp_path / "none.csv").empty


def test_decisions_are_read_back_with_their_leading_zeros_and_once(tmp_path):
    other = ("2024-08", *ROW[1:])
    path = tmp_path / register.FILE
    path.write_bytes(register.to_bytes(pd.DataFrame([ROW, other, ROW], columns=COLUMNS)))
    assert list(register.read(path).itertuples(index=False, name=None)) == [other, ROW]
