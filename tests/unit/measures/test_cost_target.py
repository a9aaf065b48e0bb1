"""The target formula of GOV.UK."""

from __future__ import annotations

import pytest

from takeup.measures.cost_target import cost_at_takeup


def test_the_example_of_the_service_manual_gives_one():
    assert cost_at_takeup(2, 0.5, 0.4, 0.8) == pytest.approx(1, abs=1e-12)


def test_at_todays_takeup_it_is_todays_cost_and_at_full_takeup_the_digital_one():
    assert cost_at_takeup(30, 12, 0.35, 0.35) == 30
    assert cost_at_takeup(30, 12, 0.35, 1) == pytest.approx(12)


def test_from_full_takeup_there_is_nothing_to_extrapolate():
    with pytest.raises(ValueError, match="take-up of 1"):
        cost_at_takeup(30, 12, 1, 0.5)
