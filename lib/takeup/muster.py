"""The sample deliveries in their place: written whole, renewed when their recipe changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field, ValidationError

from takeup.errors import ParameterError
from takeup.params import Params
from takeup.periods import Month
from takeup.project import YearMonth
from takeup.settings import Model
from takeup.store import Store, remove_tree, sha256
from takeup.strict_yaml import read_yaml

if TYPE_CHECKING:
    from takeup.sample.settings import SampleSettings

FIRST: Final = Month(2022, 7)
LAST: Final = Month(2024, 12)
# Any number would do; it is fixed so that the same commit gives the same deliveries.
SEED: Final = 20240901
OWN_FILE: Final = "muster.yml"
_MARK: Final = ".recipe"
_PLACE: Final = f"params/{OWN_FILE}"


class Own(Model):
    """``params/muster.yml``: what is different in the sample of this Kreis.

    ``welt`` has the form of ``sample.yml`` (:func:`takeup.sample.settings.load_settings`).
    """

    von: YearMonth = str(FIRST)
    bis: YearMonth = str(LAST)
    saat: tuple[int, ...] = Field(default=(SEED,), min_length=1)
    welt: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What a sample shall span, from which seed, and its invented world."""

    first: Month
    last: Month
    seed: tuple[int, ...]
    settings: SampleSettings

    @property
    def months(self) -> tuple[Month, ...]:
        """Months of the sample."""
        return Month.range(self.first, self.last)


def order(store: Store) -> Order:
    """Read what the sample of a project shall be; without a file of its own, that of ours.

    Raises
    ------
    ParameterError
        If ``params/muster.yml`` is broken.
    """
    from takeup.sample.settings import load_settings

    path = store.params / OWN_FILE
    try:
        own = Own.model_validate(read_yaml(path, _PLACE) if path.exists() else {})
        first, last = Month.parse(own.von), Month.parse(own.bis)
        settings = load_settings(own.welt)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()
        )
        raise ParameterError("params_invalid", file=_PLACE, problems=problems) from None
    if last < first:
        raise ParameterError("muster_months", first=first, last=last)
    return Order(first, last, own.saat, settings)


def recipe(params: Path) -> str:
    """Hash of all that a sample is made from: its code, its settings, the parameters."""
    with as_file(files("takeup.sample")) as folder:
        code = sorted(path for path in folder.iterdir() if path.suffix in {".py", ".yml"})
        facts = sorted(path for path in params.rglob("*") if path.is_file())
        parts = [sha256(path) for path in (*code, *facts)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def is_current(store: Store) -> bool:
    """Whether the sample lies there as this version of the software would write it."""
    mark = store.muster / _MARK
    return mark.is_file() and mark.read_text(encoding="utf-8") == recipe(store.params)


def renew(store: Store, params: Params, on_month: Callable[[Month], None]) -> None:
    """Write the sample beside the old one, then put it in its place.

    A run that is killed leaves the old sample whole.
    """
    import numpy as np

    from takeup.sample import SamplePlan, write_sample

    wanted = order(store)
    draft: Path = store.muster.with_name(".muster.draft")
    remove_tree(draft)
    draft.mkdir(parents=True)
    rng = np.random.default_rng(wanted.seed)
    plan = SamplePlan(wanted.first, wanted.last, params, rng)
    write_sample(draft, plan, on_month, wanted.settings)
    (draft / _MARK).write_text(recipe(store.params), encoding="utf-8")
    remove_tree(store.muster)
    # What was hidden of another sample says nothing about this one.
    remove_tree(store.state)
    draft.rename(store.muster)
