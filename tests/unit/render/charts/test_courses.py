import math

import pandas as pd

from takeup.render.charts.common import Keys
from takeup.render.charts.courses import courses, has_partial, highest


def test_months_between_first_and_last_are_complete() -> None:
    frame = pd.DataFrame(
        {
            "measure": ["visits", "visits"],
            "month": ["2024-02", "2023-11"],
            "value": [4, 3],
            "status": ["ok", "partial"],
        }
    )
    found = courses(frame, Keys("measure", {"visits": "Besuche"}), "integer")
    assert found.months == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert [p.shown for p in found.series["Besuche"]] == ["(3)", "…", "…", "4"]
    assert math.isnan(found.series["Besuche"][1].value)
    assert highest(found) == 4
    assert has_partial(found)


def test_a_series_without_rows_is_unknown_throughout() -> None:
    frame = pd.DataFrame({"m": ["a"], "month": ["2024-02"], "value": [4], "status": ["ok"]})
    found = courses(frame, Keys("m", {"a": "A", "b": "B"}), "integer")
    assert [p.shown for p in found.series["B"]] == ["…"]
