"""Lights by written rules: a number against two thresholds, the worst known one counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from takeup.outlook.measured import Measured
from takeup.project import Ampeln, Grenzen

# From best to worst; none is not known and counts for nothing.
LIGHTS: Final = ("green", "yellow", "red")
NONE: Final = "none"
OVERALL: Final = "overall"
ASPECTS: Final = ("schedule", "costs", "scope", "quality", "cooperation", OVERALL)
WHOLE: Final = "whole"
# Criterion → its thresholds in params/projekt.yml.
RULES: Final = {
    "delay": "verzug_tage",
    "undated": "resttage_ohne_termin",
    "spent": "kosten",
    "use": "nutzung",
    "uniformity": "einheitlichkeit",
    "complete": "vollstaendig",
    "set_aside": "zurueckgestellt",
    "on_time": "puenktlich",
}
NUMBERS: Final = ("value", "forecast", "low", "high", "target", "green", "yellow")
_EXACT: Final = 1e-9


def light(value: float | None, limits: Grenzen) -> str:
    """Light of a number; a number at a threshold still has the better one."""
    if value is None:
        return NONE
    sign = 1 if limits.more_is_better else -1
    steps = [sign * (each - value) <= _EXACT for each in (limits.gruen, limits.gelb)]
    return LIGHTS[0] if steps[0] else LIGHTS[1] if steps[1] else LIGHTS[2]


def worst(lights: Sequence[str]) -> str:
    """Worst light that is known; none if none is."""
    known = [LIGHTS.index(each) for each in lights if each != NONE]
    return LIGHTS[max(known)] if known else NONE


def judged(found: Sequence[Measured], rules: Ampeln) -> pd.DataFrame:
    """Light of every criterion, of every aspect, and of all together.

    Parameters
    ----------
    found
        Numbers of the criteria.
    rules
        Thresholds.

    Returns
    -------
    DataFrame
        One row per criterion, one per aspect and one for all (criterion ``whole``); columns
        as in the contract ``publication/project_status.yml`` without the edition.
    """
    rows = [_row(each, getattr(rules, RULES[each.criterion])) for each in found]
    criteria = pd.DataFrame(rows)
    groups = criteria.groupby("aspect", sort=False)["light"]
    aspects = {str(aspect): worst(list(lights)) for aspect, lights in groups}
    whole = {**aspects, OVERALL: worst(list(aspects.values()))}
    sums = [
        {"aspect": aspect, "criterion": WHOLE, "light": each} for aspect, each in whole.items()
    ]
    table = pd.concat([criteria, pd.DataFrame(sums)], ignore_index=True)
    return table.astype(dict.fromkeys(NUMBERS, "Float64"))


def _row(found: Measured, limits: Grenzen) -> dict[str, object]:
    ends = dict(zip(("forecast", "low", "high", "target"), found.ends, strict=True))
    return {
        "aspect": found.aspect,
        "criterion": found.criterion,
        "light": light(found.value, limits),
        "reason": found.reason,
        "value": found.value,
        **ends,
        "green": limits.gruen,
        "yellow": limits.gelb,
        "detail": found.detail,
    }
