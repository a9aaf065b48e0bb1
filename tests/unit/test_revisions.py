"""From two deliveries to one line of the table of revisions."""

import pandas as pd
import pytest

from takeup.disclosure import Relations, SuppressionRule, empty_register, protect
from takeup.measures.definition import all_counts
from takeup.measures.example import example_inputs
from takeup.measures.inputs import Inputs
from takeup.measures.sidecar import load_sidecars
from takeup.revisions import revisions

HEIDE, MONTHS = "stadt-heide", ["2024-08", "2024-09"]
RULE = SuppressionRule()
NONE = empty_register()


def accounts(**by_month: int) -> Inputs:
    rows = [
        {"verwaltung": HEIDE, "month": f"2024-{month[1:]}", "active_accounts": count}
        for month, count in by_month.items()
    ]
    return example_inputs({"konten": rows}, MONTHS, [HEIDE])


def table(now: Inputs, before: Inputs, *changes: tuple[str, str, str, str]) -> pd.DataFrame:
    sidecars = {name: each for name, each in load_sidecars().items() if each.kind == "count"}
    kinds = {name: each.counts for name, each in sidecars.items()}
    parts = {name: each.parts for name, each in sidecars.items() if each.parts}
    counts = all_counts(now, "2024-09")
    protected = protect(counts, Relations(kinds, parts), RULE, NONE)
    columns = ["source", "verwaltung", "month", "delivered"]
    changed = pd.DataFrame(changes, columns=columns)
    return revisions(counts, before, changed, protected, RULE).table


def test_a_correction_is_told_with_the_delivery_that_made_it() -> None:
    changes = [("konten", HEIDE, "2024-08", folder) for folder in ("2024-09", "2024-10", "")]
    changes += [("antraege", HEIDE, "2024-08", "2024-11")]

    found = table(accounts(m08=126, m09=130), accounts(m08=120, m09=130), *changes)

    assert found.astype(object).to_numpy().tolist() == [
        ["2024-08", HEIDE, "active_accounts", 120, 126, "revised", "2024-09 2024-10"]
    ]


def test_what_was_missing_is_added_and_only_months_with_changes_are_counted() -> None:
    change = ("konten", HEIDE, "2024-08", "2024-09")

    found = table(accounts(m08=126, m09=130), accounts(m09=120), change)

    assert found[["month", "now", "status"]].to_numpy().tolist() == [["2024-08", 126, "added"]]


@pytest.mark.parametrize("changes", [[], [("konten", HEIDE, "2019-01", "2019-02")]])
def test_nothing_changed_in_the_months_in_view_gives_a_table_without_rows(changes) -> None:
    found = table(accounts(m09=130), accounts(m09=120), *changes)

    assert found.empty
    assert found.dtypes.astype(str)["before"] == "Float64"
