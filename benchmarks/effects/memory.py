"""Grades of cells that were done before: two hours of work survive an interruption.

A cell is graded again as soon as a line of the estimators or of this benchmark has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from effects.grading import Cell, Grade

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "outputs/grades"
CODE = (ROOT / "lib/takeup/effects", Path(__file__).parent)

Grades = dict[str, Grade]


def remembered(cell: Cell, replications: int, compute: Callable[[], Grades]) -> Grades:
    """Grades of a cell by method, computed only if the same code has not done so before."""
    key = sha256(f"{_code()} {cell} {replications}".encode()).hexdigest()[:24]
    path = FOLDER / f"{key}.json"
    if path.is_file():
        return _read(path)
    found = compute()
    FOLDER.mkdir(parents=True, exist_ok=True)
    said = json.dumps({method: asdict(grade) for method, grade in found.items()})
    path.with_suffix(".part").write_text(said, encoding="utf-8")
    path.with_suffix(".part").replace(path)
    return found


def _read(path: Path) -> Grades:
    saved = json.loads(path.read_text(encoding="utf-8"))
    return {method: Grade(**_tuples(grade)) for method, grade in saved.items()}


def _tuples(grade: dict[str, object]) -> dict[str, object]:
    """Fields of a grade; JSON knows lists only."""
    names = [each.name for each in fields(Grade)]
    return {
        name: tuple(value) if isinstance(value := grade[name], list) else value
        for name in names
    }


@cache
def _code() -> str:
    """Hash of all that a grade depends on, but for the libraries."""
    files = sorted(path for folder in CODE for path in folder.glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
