"""What a piece of work takes, and several of them in turns: A B A B."""

from __future__ import annotations

import itertools
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock, and CPU seconds of all processes."""

    seconds: float
    cpu: float


def cpu() -> float:
    """CPU seconds of this process and of all its children that have ended."""
    spent = [
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def measured(work: Callable[[], object]) -> Spent:
    """What a piece of work takes."""
    clock, spent = time.monotonic(), cpu()
    work()
    return Spent(time.monotonic() - clock, cpu() - spent)


def in_turns(rivals: Mapping[str, Callable[[], Spent]], turns: int) -> pd.DataFrame:
    """What each rival took in each turn."""
    found = {}
    for turn, name in itertools.product(range(1, turns + 1), rivals):
        spent = found[turn, name] = rivals[name]()
        print(f"{turn}. {name}: {spent.seconds:.1f} s, CPU {spent.cpu:.1f} s", flush=True)
    return pd.DataFrame({at: vars(spent) for at, spent in found.items()}).T


def medians(found: pd.DataFrame, ours: str) -> pd.DataFrame:
    """Medians of each rival, and of how many times ours it took in the same turn."""
    ours_then = found.xs(ours, level=1).reindex(found.index, level=0)
    table = found.join(found / ours_then, rsuffix=f" / {ours}")
    order = found.index.unique(level=1)
    return table.groupby(level=1).median().loc[order].round(2)
