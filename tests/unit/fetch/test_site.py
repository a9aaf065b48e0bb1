import json

import pytest

from takeup.fetch.site import facts, goals_in, site_in

from .conftest import site

# A thread that parses has more room on its stack than what looks at the result.
DEEP: list[object] = []
for _ in range(5000):
    DEEP = [DEEP]


def test_of_a_site_only_what_comparing_needs_is_kept() -> None:
    found = site_in([site(1), site(3, "UTC")], 3)
    assert found is not None
    assert json.loads(facts(found)) == {
        "idsite": 3,
        "name": "Bürgerportal",
        "timezone": "UTC",
        "currency": "EUR",
        "main_url": "https://portal.example.org",
    }


def test_the_number_of_a_site_may_come_as_text() -> None:
    assert site_in([{"idsite": "3"}], 3) == {
        "idsite": 3,
        "name": "",
        "timezone": "",
        "currency": "",
        "main_url": "",
    }


@pytest.mark.parametrize(
    "answer", [[], {}, None, 3, [3, None], [{"idsite": 30}], {"3": site(3)}, [{"idsite": DEEP}]]
)
def test_a_site_that_is_not_listed_is_not_there(answer: object) -> None:
    assert site_in(answer, 3) is None


def test_a_name_that_holds_half_a_character_can_be_stored() -> None:
    assert json.loads(facts({"idsite": 3, "name": "a\ud83d"})) == {"idsite": 3, "name": "a?"}


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ([{"idgoal": 1, "name": "a"}, {"idgoal": "2"}], {1, 2}),
        ({"1": {"idgoal": 1}, "2": {"idgoal": "2"}}, {1, 2}),
        ([], set()),
        ([{"idgoal": DEEP}], set()),
        ([5, {"idgoal": None}, {"idgoal": "9" * 5000}], set()),
        (5, set()),
        (None, set()),
    ],
)
def test_goals_come_as_a_list_or_by_number(answer: object, numbers: set[int]) -> None:
    assert goals_in(answer) == numbers
