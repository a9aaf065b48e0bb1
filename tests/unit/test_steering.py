"""The status of a month: as it is, as it was frozen, and the one before."""

from datetime import date

import pandas as pd
import pytest

from takeup import steering
from takeup.params import load_params
from takeup.periods import Month

SEPTEMBER = Month(2024, 9)
BEFORE, AFTER = date(2024, 10, 14), date(2024, 10, 15)


@pytest.fixture(scope="module")
def params(request):
    return load_params(request.config.rootpath / "params")


def tables(state="complete"):
    completeness = pd.DataFrame(
        [("stadt-heide", "antraege", "2024-09", state)],
        columns=["verwaltung", "source", "month", "state"],
    )
    balance = pd.DataFrame(
        columns=[
            "verwaltung", "source", "folder_month", "received",
            "rows_in", "quarantined", "period_first", "period_last",
        ]
    )  # fmt: skip
    balance = balance.astype(
        dict.fromkeys(("received", "period_first", "period_last"), "datetime64[s]")
    )
    forecast = pd.DataFrame(columns=["goal", "month", "kind", "value", "low", "high", "target"])
    return {"completeness": completeness, "balance": balance, "forecast": forecast}


def lights(status, edition, aspect="cooperation"):
    rows = status[(status["edition"] == edition) & (status["aspect"] == aspect)]
    return rows.loc[rows["criterion"] == "whole", "light"].tolist()


def frozen_of(status):
    return status[status["edition"] == "frozen"].drop(columns="edition")


def test_before_the_deadline_nothing_is_frozen(params):
    status = steering.status(tables(), params, SEPTEMBER, BEFORE, {})
    assert set(status["edition"]) == {"now"}


def test_the_first_report_after_the_deadline_freezes_what_it_says(params):
    status = steering.status(tables(), params, SEPTEMBER, AFTER, {})
    assert lights(status, "frozen") == lights(status, "now") == ["green"]


def test_a_later_report_shows_what_was_frozen_beside_what_holds_now(params):
    first = steering.status(tables(), params, SEPTEMBER, AFTER, {})
    later = steering.status(
        tables("missing"), params, SEPTEMBER, AFTER, {"2024-09": frozen_of(first)}
    )
    assert lights(later, "frozen") == ["green"]
    assert lights(later, "now") == ["red"]


def test_the_status_before_is_the_last_frozen_one_of_an_earlier_month(params):
    old = frozen_of(steering.status(tables(), params, SEPTEMBER, AFTER, {}))
    known = {
        "2024-06": old.assign(month="2024-06", light="red"),
        "2024-08": old.assign(month="2024-08", light="yellow"),
        "2024-10": old.assign(month="2024-10"),
    }
    status = steering.status(tables(), params, SEPTEMBER, BEFORE, known)
    assert lights(status, "previous") == ["yellow"]
    assert set(status.loc[status["edition"] == "previous", "month"]) == {"2024-08"}
