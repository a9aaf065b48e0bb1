import pandas as pd

from takeup.sources.source import issues, nothing

ROWS = pd.DataFrame({"total": pd.array([11, None], dtype="Int64")}, index=[4, 7])


def test_an_issue_carries_the_raw_value_and_the_index_of_its_row() -> None:
    found = issues(ROWS.loc[[4]], "total", "sum_mismatch", "10")

    assert found.reset_index().to_numpy().tolist() == [[4, "total", "11", "sum_mismatch", "10"]]


def test_no_rows_are_no_issues_of_the_same_form() -> None:
    assert list(issues(ROWS.iloc[:0], "total", "sum_mismatch", "").columns) == list(
        nothing(ROWS).columns
    )
    assert nothing(ROWS).empty
