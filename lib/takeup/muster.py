"""The sample deliveries in their place: written whole, renewed when their recipe changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from takeup.params import Params
from takeup.periods import Month
from takeup.store import Store, remove_tree, sha256

FIRST: Final = Month(2022, 7)
LAST: Final = Month(2024, 12)
# Any number would do; it is fixed so that the same commit gives the same deliveries.
_SEED: Final = 20240901
_MARK: Final = ".recipe"


def _recipe(store: Store) -> str:
    """Hash of all that the sample is made from: its code, its settings, the parameters."""
    with as_file(files("takeup.sample")) as folder:
        code = sorted(path for path in folder.iterdir() if path.suffix in {".py", ".yml"})
        facts = sorted(path for path in store.params.rglob("*") if path.is_file())
        parts = [sha256(path) for path in (*code, *facts)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def is_current(store: Store) -> bool:
    """Whether the sample lies there as this version of the software would write it."""
    mark = store.muster / _MARK
    return mark.is_file() and mark.read_text(encoding="utf-8") == _recipe(store)


def renew(store: Store, params: Params, on_month: Callable[[Month], None]) -> None:
    """Write the sample beside the old one, then put it in its place.

    A run that is killed leaves the old sample whole.
    """
    import numpy as np

    from takeup.sample import SamplePlan, write_sample

    draft: Path = store.muster.with_name(".muster.draft")
    remove_tree(draft)
    draft.mkdir(parents=True)
    plan = SamplePlan(FIRST, LAST, params, np.random.default_rng(_SEED))
    write_sample(draft, plan, on_month)
    (draft / _MARK).write_text(_recipe(store), encoding="utf-8")
    remove_tree(store.muster)
    # What was hidden of another sample says nothing about this one.
    remove_tree(store.state)
    draft.rename(store.muster)
