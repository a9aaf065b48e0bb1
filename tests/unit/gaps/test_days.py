"""Days told apart: counted, quiet, silent, not archived, missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeup.gaps import find, published_days
from takeup.gaps.days import dark_days
from takeup.periods import Month

from .conftest import HEIDE, MARNE, applications, doubt, evidence, reasons, strip, total, visits

SAMPLES = Path(__file__).parents[3] / "../shared/samples/matomo"


def test_zeros_between_visited_days_are_an_unexplained_silence():
    found = find(evidence(visits([20, 0, 0, 25, *[22] * 26])))

    assert strip(found) == "+??" + "+" * 27
    assert reasons(found) == [["2024-09", "alle", "silent"]]


def test_a_silence_in_the_calendar_of_events_is_an_outage():
    found = find(evidence(visits([20, 0, 0, *[25] * 27]), outages=["2024-09-02", "2024-09-03"]))

    assert strip(found) == "+AA" + "+" * 27
    assert reasons(found) == [["2024-09", "alle", "outage"]]


def test_an_outage_explains_its_own_days_and_no_others():
    found = find(evidence(visits([20, 0, 0, *[25] * 27]), outages=["2024-09-02"]))

    assert strip(found) == "+A?" + "+" * 27


def test_a_day_of_an_outage_on_which_something_was_counted_is_there():
    found = find(evidence(visits([20, 7, *[25] * 28]), outages=["2024-09-02"]))

    assert strip(found) == "+" * 30
    assert reasons(found) == []


def test_zeros_to_the_end_of_an_answer_were_hardly_archived():
    found = find(evidence(visits([25] * 27 + [0] * 3)))

    assert strip(found) == "+" * 27 + "mmm"
    assert reasons(found) == [["2024-09", "alle", "not_archived"]]


def test_zeros_that_go_on_in_the_next_answer_are_a_silence():
    web = visits([25] * 27 + [0] * 3 + [0, 0] + [25] * 29)

    found = find(evidence(web, months=["2024-09", "2024-10"]))

    assert strip(found) == "+" * 27 + "???"
    assert strip(found, month="2024-10") == "??" + "+" * 29


def test_an_answer_of_nothing_but_zeros_was_hardly_archived():
    web = visits([30] * 30 + [0] * 31 + [30] * 30)

    found = find(evidence(web, months=["2024-09", "2024-10", "2024-11"]))

    assert strip(found, month="2024-10") == "m" * 31
    assert reasons(found) == [["2024-10", "alle", "not_archived"]]


def test_a_portal_that_has_not_started_has_no_gap():
    found = find(evidence(visits([0] * 10 + [25] * 20)))

    assert strip(found) == "0" * 10 + "+" * 20
    assert reasons(found) == []


def test_a_quiet_portal_has_ordinary_days_without_visits():
    found = find(evidence(visits([3, 0, 4, 0, 2] * 6)))

    assert strip(found) == "+0+0+" * 6


def test_a_long_silence_of_a_quiet_portal_is_no_chance():
    found = find(evidence(visits([3, 0, 4, *[0] * 8, 2, *[3] * 18])))

    assert strip(found) == "+0+" + "?" * 8 + "+" * 19


def test_a_silence_does_not_lower_what_it_is_measured_by():
    found = find(evidence(visits([2, 2, *[0] * 20, *[2] * 8])))

    assert strip(found) == "++" + "?" * 20 + "+" * 8


def test_administrations_are_judged_apart():
    web = visits([20] * 30) + visits([0] * 30, verwaltung=MARNE)

    found = find(evidence(web))

    assert strip(found, verwaltung=MARNE) == "0" * 30


def test_days_lacking_in_an_answer_make_a_part_of_a_month():
    found = find(evidence(visits([20] * 12 + [None] * 5 + [20] * 13)))

    assert strip(found) == "+" * 12 + "-----" + "+" * 13
    assert reasons(found) == [["2024-09", "alle", "part"]]


def test_a_month_not_delivered_at_all_is_missing_and_needs_no_reason():
    found = find(evidence())

    assert strip(found) == "-" * 30
    assert reasons(found) == []


def test_an_empty_answer_about_days_was_not_archived():
    found = find(evidence(doubts=[doubt("not_archived")]))

    assert strip(found) == "m" * 30
    assert reasons(found) == [["2024-09", "alle", "not_archived"]]


def test_days_without_applications_are_silent_when_chance_does_not_allow_them():
    counts = [4] * 10 + [0] * 3 + [4, 0, 0, 4] + [4] * 13

    found = find(evidence((), applications(counts), covered="2024-09-30"))

    assert strip(found, "antraege") == "+" * 10 + "???" + "+00+" + "+" * 13


def test_days_a_file_does_not_speak_of_are_missing_not_silent():
    found = find(evidence((), applications([4] * 20), covered="2024-09-20"))

    assert strip(found, "antraege") == "+" * 20 + "-" * 10
    assert reasons(found, "antraege") == [["2024-09", "alle", "part"]]


def test_a_portal_statistic_that_stops_inside_its_period_is_silent():
    found = find(evidence((), applications([4] * 20), covered="2024-09-30"))

    assert strip(found, "antraege") == "+" * 20 + "?" * 10


def test_neither_visits_nor_applications_is_a_silence_of_both():
    web = visits([200, 0, *[200] * 28])

    found = find(evidence(web, applications([4, 0, *[4] * 28]), covered="2024-09-30"))

    assert strip(found, "antraege") == "+?" + "+" * 28


def test_a_silence_of_the_web_statistics_does_not_touch_days_with_applications():
    web = visits([200, 0, *[200] * 28])

    found = find(evidence(web, applications([4] * 30), covered="2024-09-30"))

    assert strip(found, "antraege") == "+" * 30


def test_what_is_usual_is_known_from_earlier_months():
    counts = [4] * 30 + [0] * 31
    portal = applications(counts)
    both = evidence((), portal, covered="2024-10-31", months=["2024-10"])

    assert strip(find(both), "antraege", month="2024-10") == "?" * 31


@pytest.mark.parametrize(("month", "days"), [("2024-03", 31), ("2024-10", 31)])
def test_the_night_the_clocks_change_makes_no_gap(month, days):
    web = visits([20] * days, start=f"{month}-01")

    found = find(evidence([*web, total(20 * days, month)], months=[month]))

    assert strip(found, month=month) == "+" * days
    assert reasons(found) == []


def test_a_quiet_day_of_applications_is_published_like_any_other():
    found = find(evidence((), applications([1, 0, 1] * 10), covered="2024-09-30"))
    days = published_days(found.grid, "2024-09")

    own = days[(days["source"] == "antraege") & (days["verwaltung"] == HEIDE)]
    assert strip(found, "antraege") == "+0+" * 10
    assert set(own["state"]) == {"there"}
    assert len(days) == 2 * 2 * 30


def test_days_that_say_nothing_about_demand_are_dark_for_effects():
    portal = applications([4] * 10 + [0] * 3 + [4] * 15)
    found = find(evidence((), portal, covered="2024-09-28", outages=["2024-09-01"]))
    dark = found.dark[found.dark["verwaltung"] == HEIDE]

    assert dark["date"].dt.day.tolist() == [1, 11, 12, 13, 29, 30]
    assert dark_days(found.grid, found.dark[:0])["verwaltung"].nunique() == 2


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the project")
def test_the_eight_days_that_a_real_matomo_lost_are_a_silence():
    answer = json.loads((SAMPLES / "vs_get_day_outage_site2.json").read_text("utf-8"))
    counts = [part["nb_visits"] if part else 0 for part in answer.values()]
    start = Month.parse(next(iter(answer))[:7])

    found = find(evidence(visits(counts, str(start.first_day)), months=[str(start)]))

    assert counts == [3, 6, 6, 2, *[0] * 8, 6, 2, 5]
    assert strip(found, month=str(start)) == "++++" + "?" * 8 + "+++" + "-" * 15
