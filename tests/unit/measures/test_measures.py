"""The registry: what is registered has its files, and what has files is registered."""

from __future__ import annotations

from pathlib import Path

import takeup.measures
from takeup.measures import COUNTS, RATES
from takeup.measures.definition import count_function
from takeup.measures.grids import GRIDS

FOLDER = Path(takeup.measures.__file__).parent
# Modules that serve all measures; every other module is a count.
MACHINERY = {
    "__init__",
    "cost_target",
    "costs",
    "definition",
    "delivered",
    "dictionary",
    "din_spec",
    "ewa",
    "example",
    "grids",
    "inputs",
    "rates",
    "scope",
    "sidecar",
}
# Facts about the measures as a whole.
OTHER_FACTS = {"din_spec_66336"}


def halves(folder: Path) -> list[str]:
    """Name every missing half and every file nobody registered."""
    code = {path.stem for path in folder.glob("*.py")} - MACHINERY
    meaning = {path.stem for path in folder.glob("*.yml")} - OTHER_FACTS
    missing = [f"{name}.yml" for name in sorted((code | {*COUNTS, *RATES}) - meaning)]
    missing += [f"{name}.py" for name in sorted(set(COUNTS) - code)]
    strangers = sorted((code - set(COUNTS)) | (meaning - {*COUNTS, *RATES}))
    return missing + [f"{name}: not in measures/__init__.py" for name in strangers]


def test_every_count_has_code_and_meaning_and_every_rate_its_meaning():
    assert halves(FOLDER) == []


def test_a_stem_with_one_half_is_named_with_the_other(tmp_path):
    for name in (*COUNTS, *RATES):
        (tmp_path / f"{name}.yml").touch()
    for name in COUNTS:
        (tmp_path / f"{name}.py").touch()
    (tmp_path / "visits.yml").unlink()
    (tmp_path / "started.py").unlink()
    (tmp_path / "calls.py").touch()
    assert halves(tmp_path) == [
        "calls.yml",
        "visits.yml",
        "started.py",
        "calls: not in measures/__init__.py",
    ]


def test_every_count_names_a_grid_and_a_function_of_its_own_name():
    assert set(COUNTS.values()) == set(GRIDS)
    assert [count_function(name).__name__ for name in COUNTS] == list(COUNTS)
