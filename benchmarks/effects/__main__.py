"""Grade all methods and write docs/effects.md: ``make grade-effects [REPLICATIONS=2000]``."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from effects.aa import as_errors, ask_sample
from effects.grading import ALONE, MAIN, SECOND, STRESSED, Cell, Grade, grade_cell, outside
from effects.memory import remembered
from effects.methods import HARMFUL
from effects.worlds import Floats

PAGE = Path(__file__).parents[2] / "docs/effects.md"
TEXT = Path(__file__).with_name("page.md")
HEAD = (
    "| cell | method | bias | RMSE | coverage | false alarms | power 5 / 10 / 25 | ± |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
AA_HEAD = (
    "| method, campaign | draws | bias | RMSE | truth outside | ± |\n"
    "|---|---|---|---|---|---|\n"
)
# The stress of methods.md §3 has 400 of 2,000 replications, and one draw of the sample's world
# costs as much as twenty of the others.
STRESS_SHARE = AA_SHARE = 5


def main(replications: int) -> None:
    """Grade section by section, each with its progress."""
    workers = os.cpu_count() or 1
    under_stress = max(replications // STRESS_SHARE, 1)
    tables = {
        name: _table(cells, number, workers)
        for name, cells, number in (
            ("main", MAIN, replications),
            ("alone", ALONE, replications),
            ("stress", STRESSED, under_stress),
            ("second", SECOND, replications),
        )
    }
    tables["sample"] = _sample_table(max(replications // AA_SHARE, 1), workers)
    page = TEXT.read_text(encoding="utf-8")
    for name, said in (tables | _precision(replications)).items():
        page = page.replace(f"{{{name}}}", said)
    PAGE.write_text(page, encoding="utf-8")


def _precision(replications: int) -> dict[str, str]:
    """Standard errors that so many replications leave, as the page says them."""
    return {
        "replications": f"{replications:,}",
        "under_stress": f"{max(replications // STRESS_SHARE, 1):,}",
        "rate": f"{100 * np.sqrt(0.05 * 0.95 / replications):.1f}",
        "coverage": f"{100 * np.sqrt(0.93 * 0.07 / replications):.1f}",
        "spread": f"{100 / np.sqrt(2 * replications):.1f}",
    }


def _table(cells: list[Cell], replications: int, workers: int) -> str:
    """One row per cell and method; the deterrents in italics."""
    rows = []
    with ProcessPoolExecutor(workers) as pool:
        for cell in cells:
            grades = remembered(
                cell, replications, partial(grade_cell, cell, replications, pool)
            )
            rows += [_row(cell, method, grade) for method, grade in grades.items()]
    return HEAD + "\n".join(rows)


def _row(cell: Cell, method: str, grade: Grade) -> str:
    name = f"{cell.design}, {cell.per_week} a week"
    name += "" if cell.stress == "none" else f", {cell.stress}"
    is_judged = method not in HARMFUL
    shown = method if is_judged else f"*{method}*"
    refused = "" if round(grade.answered) == 100 else f" ({grade.answered:.0f} % answered)"
    out = outside(cell, method, grade) if is_judged else frozenset()
    figures = {
        "bias": f"{grade.bias:.1f}",
        "rmse": f"{grade.rmse:.1f}",
        "coverage": f"{grade.coverage[0]:.1f} to {grade.coverage[1]:.1f}",
        "false_alarm": f"{grade.false_alarm:.1f}",
        "power": " / ".join(f"{each:.0f}" for each in grade.power),
        "half_width": f"{grade.half_width:.1f}" if np.isfinite(grade.half_width) else "open",
    }
    marked = (f"**{said}**" if key in out else said for key, said in figures.items())
    return f"| {name} | {shown}{refused} | " + " | ".join(marked) + " |"


def _sample_table(draws: int, workers: int) -> str:
    """One row per method of the A/A test."""
    answers = []
    with ProcessPoolExecutor(workers) as pool:
        for number, each in enumerate(pool.map(ask_sample, range(draws), chunksize=5), 1):
            answers.append(each)
            print(f"\rsample {100 * number // draws} %", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    rows = [_sample_row(name, 100 * each) for name, each in as_errors(answers).items()]
    return AA_HEAD + "\n".join(rows)


def _sample_row(name: str, errors: Floats) -> str:
    effect, low, high = errors.T
    outside = 100 * ((low > 0) | (high < 0)).mean()
    width = np.median(high - low) / 2
    return (
        f"| {name} | {len(errors)} | {effect.mean():.1f} | {np.sqrt((effect**2).mean()):.1f} "
        f"| {outside:.1f} | {width:.1f} |"
    )


if __name__ == "__main__":
    main(int(os.environ.get("REPLICATIONS", "2000")))
