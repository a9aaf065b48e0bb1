"""The list of DIN SPEC 66336 is complete, and what it says is collected exists."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from takeup.measures.din_spec import Requirement, load_requirements
from takeup.measures.sidecar import load_sidecars


def test_the_three_that_must_and_the_eight_that_should_be_measured_are_listed():
    levels = [each.level for each in load_requirements()]
    assert levels == ["must"] * 3 + ["should"] * 8


def test_what_must_be_measured_is():
    measured = {each.measure for each in load_requirements() if each.level == "must"}
    assert measured == {"visits", "completion_rate", "satisfaction"}


def test_a_collected_item_names_a_registered_measure():
    measures = {each.measure for each in load_requirements()} - {""}
    assert measures <= set(load_sidecars())


@pytest.mark.parametrize("item", [{}, {"measure": "visits", "reason": "Keine Daten."}])
def test_an_item_is_either_collected_or_says_why_not(item):
    with pytest.raises(ValidationError):
        Requirement(name="Besuche", level="must", **item)
