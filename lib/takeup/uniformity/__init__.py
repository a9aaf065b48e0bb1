"""Uniformity E1 to E12: components, tasks, and the ticked definition of "einheitlich".

Every component is a yes, a no or an unknown per administration and service; the counts, the
likeness of administrations and the to-do list all come from these verdicts. There is no index.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from takeup.uniformity.cells import judge
from takeup.uniformity.components import WHOLE, components, likeness
from takeup.uniformity.definition import Ticked, load_components, ticked, weakest
from takeup.uniformity.facts import Facts
from takeup.uniformity.tasks import task_kinds, tasks

__all__ = [
    "WHOLE",
    "Facts",
    "Ticked",
    "Uniformity",
    "load_components",
    "task_kinds",
    "ticked",
    "uniformity",
    "weakest",
]


@dataclass(frozen=True)
class Uniformity:
    """Components, pairs of E3, verdicts behind them, and what follows.

    ``components`` as in :func:`takeup.uniformity.components.components`, ``pairs`` as in
    :func:`takeup.uniformity.components.likeness`, ``verdicts`` as in
    :func:`takeup.uniformity.cells.judge`, ``tasks`` as in
    :func:`takeup.uniformity.tasks.tasks`.
    """

    components: pd.DataFrame
    pairs: pd.DataFrame
    verdicts: pd.DataFrame
    tasks: pd.DataFrame


def uniformity(facts: Facts) -> Uniformity:
    """Work out everything about a month."""
    verdicts = judge(facts)
    pairs = likeness(verdicts, facts)
    return Uniformity(
        components=components(verdicts, pairs, facts),
        pairs=pairs,
        verdicts=verdicts,
        tasks=tasks(verdicts, facts),
    )
