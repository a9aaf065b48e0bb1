"""Grades: bias, error, coverage, false alarms and power of every method in every cell."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from effects.methods import COMPARED, ask
from effects.other import draw_other
from effects.worlds import DESIGNS, EFFECTS, STRESSES, VOLUMES, Floats, draw, replication

SEED = 20240901
BATCH = 25
BIAS, BIAS_OF_FEW = 1.0, 2.0
COVERAGE = (92.0, 97.5)
ALARMS_COMPARED, ALARMS_ALONE = 6.0, 8.0
# The errors that methods.md §3 found, with its own dice.
RMSE = {
    ("first", "A3", 20, "Panel-LLR"): 8.6,
    ("first", "A3", 20, "randomisation"): 8.6,
    ("first", "A3", 20, "unit t-test"): 8.2,
    ("first", "A3", 20, "ITS + placebo"): 11.2,
    ("first", "A3", 20, "local level"): 11.4,
}
DRAWS = {"first": draw, "second": draw_other}


@dataclass(frozen=True)
class Cell:
    """A world, a design, a volume and a stress; ``alone``: also without the comparison."""

    world: str
    design: str
    per_week: int
    stress: str = "none"
    alone: bool = False
    effects: tuple[float, ...] = EFFECTS

    @property
    def seed(self) -> tuple[int, int]:
        """Dice of the cell, whatever else is graded."""
        name = f"{self.world} {self.design} {self.per_week} {self.stress}"
        return SEED, crc32(name.encode())


MAIN = [Cell("first", name, volume) for name in DESIGNS for volume in VOLUMES]
ALONE = [Cell("first", "A3", 20, alone=True)]
STRESSED = [
    Cell("first", name, 20, stress)
    for stress in STRESSES
    if stress != "none"
    for name in ("A3", "S6", "B")
]
SECOND = [
    Cell("second", name, volume)
    for name, volume in (
        *((name, 20) for name in DESIGNS),
        *((name, volume) for volume in (3, 500) for name in ("A3", "B")),
    )
]


@dataclass(frozen=True)
class Grade:
    """Grade of a method in a cell; effects in log points x 100, shares in percent.

    ``bias`` is the largest over the effects, by size; ``coverage`` the least and the most;
    ``power`` for 5, 10 and 25 percent; ``half_width`` the median; ``answered`` the share of
    replications that were not refused.
    """

    bias: float
    rmse: float
    coverage: tuple[float, float]
    false_alarm: float
    power: tuple[float, ...]
    half_width: float
    answered: float


def run_batch(job: tuple[Cell, tuple[int, ...]]) -> dict[str, Floats]:
    """Replications of a cell: estimate, low, high and truth by method (r x effects x 4)."""
    cell, numbers = job
    design, found = DESIGNS[cell.design], dict[str, list[Floats]]()
    for number in numbers:
        rng = replication((*cell.seed, number))
        world = DRAWS[cell.world](rng, design, cell.per_week, STRESSES[cell.stress])
        truths = np.array([world.truth(design, effect) for effect in cell.effects])
        for method, answers in ask(world, design, cell.effects, alone=cell.alone).items():
            found.setdefault(method, []).append(np.column_stack([answers, truths]))
    return {method: np.stack(answers) for method, answers in found.items()}


def grade(answers: Floats) -> Grade:
    """Grade a method by its answers (replications x effects x 4)."""
    given = answers[~np.isnan(answers[:, 0, 0])]
    estimate, low, high, truth = np.moveaxis(given, 2, 0)
    bias = (estimate - truth).mean(axis=0)
    covered = 100 * ((low <= truth) & (truth <= high)).mean(axis=0)
    excludes = 100 * ((low > 0) | (high < 0)).mean(axis=0)
    return Grade(
        bias=100 * float(bias[np.abs(bias).argmax()]),
        rmse=100 * float(np.sqrt(((estimate - truth)[:, 0] ** 2).mean())),
        coverage=(float(covered.min()), float(covered.max())),
        false_alarm=float(excludes[0]),
        power=tuple(float(each) for each in excludes[1:]),
        half_width=100 * float(np.median((high - low)[:, 0] / 2)),
        answered=100 * len(given) / len(answers),
    )


def grade_cell(cell: Cell, replications: int, pool: Executor) -> dict[str, Grade]:
    """Grade all methods in a cell; the same whatever the number of processes."""
    batches = (range(at, replications)[:BATCH] for at in range(0, replications, BATCH))
    jobs = [(cell, tuple(batch)) for batch in batches]
    return graded(list(_shown(pool.map(run_batch, jobs), cell, len(jobs))))


def graded(parts: list[dict[str, Floats]]) -> dict[str, Grade]:
    """Grades of all methods that answered at all."""
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return {
        name: grade(answers)
        for name, answers in joined.items()
        if not np.isnan(answers[:, 0, 0]).all()
    }


def _shown(
    parts: Iterable[dict[str, Floats]], cell: Cell, total: int
) -> Iterator[dict[str, Floats]]:
    """Pass results on and say how far it is."""
    name = f"{cell.world} {cell.design} {cell.per_week}/week {cell.stress}"
    for number, part in enumerate(parts, 1):
        end = "\n" if number == total else ""
        print(f"\r{name}: {100 * number // total} %", end=end, file=sys.stderr, flush=True)
        yield part


def outside(cell: Cell, method: str, grade: Grade) -> frozenset[str]:
    """Figures of a grade that miss their bar (methods.md §3)."""
    alarms = ALARMS_COMPARED if method in COMPARED else ALARMS_ALONE
    # The table of methods.md has no stress.
    place = (cell.world, cell.design, cell.per_week, method)
    least_error = RMSE.get(place, np.inf) if cell.stress == "none" else np.inf
    limits = {
        "bias": abs(grade.bias) > (BIAS_OF_FEW if cell.per_week == min(VOLUMES) else BIAS),
        "rmse": grade.rmse > least_error,
        "coverage": grade.coverage[0] < COVERAGE[0] or grade.coverage[1] > COVERAGE[1],
        "false_alarm": grade.false_alarm > alarms,
    }
    return frozenset(name for name, is_out in limits.items() if is_out)
