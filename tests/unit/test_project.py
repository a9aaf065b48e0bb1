"""What the project leader said, and what the models refuse."""

from datetime import date

import pytest
from pydantic import ValidationError

from takeup.params import load_params
from takeup.periods import Month
from takeup.project import Entscheidung, Grenzen, Meilenstein, Projekt, Ziel

SEPTEMBER = Month(2024, 9)


@pytest.fixture(scope="module")
def projekt(request) -> Projekt:
    return load_params(request.config.rootpath / "params").projekt


def test_a_status_before_the_first_statement_has_none(projekt):
    assert projekt.latest_statement(Month(2024, 8)) == ""
    assert projekt.latest_statement(SEPTEMBER) == "2024-09"
    assert projekt.latest_statement(Month(2024, 12)) == "2024-09"


def test_a_delivery_is_due_in_the_following_month(projekt):
    assert projekt.deadline(Month(2024, 12)) == date(2025, 1, 15)


def test_a_milestone_is_done_from_the_day_or_the_status_that_says_so():
    dated = Meilenstein(name="A", ist=date(2024, 9, 30))
    told = Meilenstein(name="B", gemeldet="2024-09")
    for each in (dated, told):
        assert each.is_done(SEPTEMBER)
        assert not each.is_done(Month(2024, 8))


def test_a_decision_is_open_until_it_is_taken():
    made = Entscheidung(was="A", warum="B", offen_seit="2024-09", entschieden=date(2024, 11, 3))
    months = (Month(2024, each) for each in (8, 9, 10, 11))
    assert [made.is_open(each) for each in months] == [False, True, True, False]


def test_equal_thresholds_have_no_better_side():
    with pytest.raises(ValidationError):
        Grenzen(gruen=1, gelb=1)


@pytest.mark.parametrize("month", ["2024-13", "24-09", "September"])
def test_a_path_names_months(month):
    with pytest.raises(ValidationError, match="JJJJ-MM"):
        Ziel(pfad={month: 1, "2024-12": 2})


def test_a_project_ends_after_it_starts(projekt):
    with pytest.raises(ValidationError, match="ende"):
        Projekt(**{**projekt.model_dump(), "ende": projekt.start})


def test_no_path_wants_more_components_than_are_ticked(request):
    params = load_params(request.config.rootpath / "params")
    most = len(params.einheitlich.gilt_als_einheitlich)
    assert max(params.ziele.einheitlichkeit.pfad.values()) <= most
