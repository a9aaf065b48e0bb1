"""Goal against path after the project's end."""

from dataclasses import replace

import pytest

from takeup.periods import Month
from takeup.report import goals

DECEMBER = {"month": "2024-12", "kind": "reached", "status": "ok", "reason": None}
USE = {**DECEMBER, "goal": "use", "value": 916.0, "target": 1000.0}


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Nutzung im Dezember 2024: 916 Vorgänge; das Ziel waren 1.000"),
        (
            {"status": "partial"},
            "Nutzung im Dezember 2024: mindestens 916 Vorgänge; das Ziel waren 1.000",
        ),
        ({"target": None}, "Nutzung bis Dezember 2024, nach dem Ende der Laufzeit"),
    ],
)
def test_after_the_end_the_title_says_what_was_reached(page, changes, title) -> None:
    data = replace(page("alle", forecast=[{**USE, **changes}]), month=Month(2024, 12))
    assert goals.use(data).title == title
