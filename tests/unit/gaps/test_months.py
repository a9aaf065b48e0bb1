"""Months told apart by the reasons why their figures are incomplete."""

from __future__ import annotations

from takeup.gaps import find

from .conftest import BIRTH, applications, doubt, evidence, reasons, strip, total, visits


def test_a_total_above_its_days_tells_that_days_are_lacking():
    found = find(evidence([*visits([20] * 30), total(640)]))

    assert reasons(found) == [["2024-09", "alle", "days_lacking"]]


def test_a_total_below_its_days_was_archived_too_early():
    found = find(evidence([*visits([20] * 30), total(500)]))

    assert reasons(found) == [["2024-09", "alle", "month_stale"]]


def test_a_total_of_zero_over_visited_days_was_not_archived():
    found = find(evidence([*visits([20] * 30), total(0)]))

    assert reasons(found) == [["2024-09", "alle", "not_archived"]]


def test_a_total_that_is_the_sum_of_its_days_is_no_gap():
    assert reasons(find(evidence([*visits([20] * 30), total(600)]))) == []


def test_days_of_another_midnight_are_marked_without_hiding_a_silence():
    found = find(evidence(visits([20, 0, *[20] * 28]), doubts=[doubt("wrong_time_zone")]))

    assert strip(found) == "z?" + "z" * 28
    assert reasons(found) == [
        ["2024-09", "alle", "silent"],
        ["2024-09", "alle", "wrong_time_zone"],
    ]


def test_a_row_set_aside_makes_its_day_incomplete():
    set_aside = doubt("quarantined", "antraege", "2024-09-03", BIRTH)

    found = find(evidence((), applications([4] * 30), covered="2024-09-30", doubts=[set_aside]))

    assert strip(found, "antraege") == "++q" + "+" * 27
    assert reasons(found, "antraege") == [["2024-09", BIRTH, "quarantined"]]


def test_a_row_set_aside_of_no_known_day_marks_the_month_alone():
    set_aside = doubt("quarantined", "antraege")

    found = find(evidence((), applications([4] * 30), covered="2024-09-30", doubts=[set_aside]))

    assert strip(found, "antraege") == "+" * 30
    assert reasons(found, "antraege") == [["2024-09", "alle", "quarantined"]]


def test_campaign_rows_are_no_visits():
    campaign = [{**row, "report": "campaign"} for row in visits([9, 0, 9])]

    assert reasons(find(evidence([*visits([20] * 30), *campaign, total(600)]))) == []
