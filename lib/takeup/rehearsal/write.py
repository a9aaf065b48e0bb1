"""Write the folders of the Kreise: each whole or not at all, done ones kept."""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from takeup import muster
from takeup.errors import UsageError
from takeup.params import load_params
from takeup.periods import Month
from takeup.rehearsal.kreis import MOST_KREISE, draw, facts, size
from takeup.rehearsal.project import Base, write_params
from takeup.store import Store, remove_tree, sha256, write_atomic
from takeup.waiting import each_done

# Of the sample, measured: nine small files of an administration and month, in blocks of 4 kB.
_BYTES_PER_MONTH: Final = 60_000
_FILES_PER_MONTH: Final = 9.2
_GIGABYTE: Final = 1_000_000_000
_MARK: Final = ".kreis"


@dataclass(frozen=True)
class Order:
    """Which Kreise to write where; ``root`` is the project they are made after."""

    root: Path
    target: Path
    numbers: tuple[int, ...]
    first: Month
    last: Month

    @cached_property
    def recipe(self) -> str:
        """Hash of all that the Kreise are made from, but their numbers."""
        params, notebooks = self.root / "params", self.root / "notebooks"
        with as_file(files("takeup.rehearsal")) as folder:
            own = sorted(path for path in folder.iterdir() if path.suffix in {".py", ".yml"})
            pages = sorted(notebooks.glob("*.ipynb"))
            parts = [sha256(path) for path in (*own, *pages)]
        parts += [muster.recipe(params), str(self.first), str(self.last)]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    def folder(self, number: int) -> Path:
        """Project folder of a Kreis."""
        name: str = facts()["folder"].format(kreis=number)
        return self.target / name

    def is_done(self, number: int) -> bool:
        """Whether a Kreis lies there as this order would write it.

        Raises
        ------
        UsageError
            If its folder holds anything else: nothing of it is touched.
        """
        folder = self.folder(number)
        if not folder.exists():
            return False
        mark = folder / _MARK
        if not mark.is_file() or mark.read_text(encoding="utf-8") != self.recipe:
            raise UsageError("kreis_other", folder=folder.name)
        return True


@dataclass(frozen=True)
class Need:
    """What is still to be written: Kreise, their administrations, files and bytes."""

    numbers: tuple[int, ...]
    administrations: int
    files: int
    bytes: int

    @classmethod
    def of(cls, order: Order) -> Need:
        """Count what an order needs beyond what is done.

        Raises
        ------
        UsageError
            If the disk has no room for it, or a folder holds anything else.
        """
        missing = tuple(each for each in order.numbers if not order.is_done(each))
        administrations = sum(map(size, missing))
        months = administrations * len(Month.range(order.first, order.last))
        need = cls(
            missing,
            administrations,
            round(months * _FILES_PER_MONTH),
            months * _BYTES_PER_MONTH,
        )
        order.target.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(order.target).free
        if need.bytes > free:
            raise UsageError("disk_short", need=readable(need.bytes), free=readable(free))
        return need


def readable(count: int) -> str:
    """Bytes as people read them."""
    size = f"{count / 1e9:.1f} GB" if count >= _GIGABYTE else f"{count / 1e6:.0f} MB"
    return size.replace(".", ",")


def require_numbers(count: int, first: int, last: int) -> tuple[int, ...]:
    """Numbers from first to last of so many Kreise; 0 as the last one: all of them.

    Raises
    ------
    UsageError
        If that is no part of them.
    """
    if not 1 <= count <= MOST_KREISE:
        raise UsageError("kreise_count", count=count, most=MOST_KREISE)
    end = last or count
    if not 1 <= first <= end <= count:
        raise UsageError("kreise_range", first=first, last=end, count=count)
    return tuple(range(first, end + 1))


def write_kreis(order: Order, number: int) -> Path:
    """Write one Kreis: facts, notebooks and deliveries; it depends on no other.

    A run that is killed leaves a hidden draft, which the next one replaces.

    Returns
    -------
    Path
        Its project folder.
    """
    folder = order.folder(number)
    draft = folder.with_name(f".{folder.name}.draft")
    remove_tree(draft)
    store = Store(order.root, order.root / "data", order.root / "outputs", sample=True)
    ours = muster.order(store)
    base = Base(order.root, load_params(store.params), ours, order.first, order.last)
    write_params(draft / "params", base, draw(number, base.kinds()))
    for notebook in sorted(store.notebooks.glob("*.ipynb")):
        write_atomic(draft / "notebooks" / notebook.name, notebook.read_bytes())
    own = Store(draft, draft / "data", draft / "outputs", sample=True)
    muster.renew(own, load_params(own.params), lambda _: None)
    readme = muster.order(own).settings.texts
    write_atomic(draft / readme.readme_file, readme.readme.encode())
    write_atomic(draft / _MARK, order.recipe.encode())
    draft.rename(folder)
    return folder


def write_kreise(order: Order, numbers: tuple[int, ...], jobs: int) -> Iterator[Path]:
    """Write Kreise side by side, and name each as it is done."""
    # The screen's progress is a thread of its own: a forked worker could inherit its lock.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, max(1, len(numbers))), mp_context=context)
    try:
        for _, done in each_done(pool, partial(write_kreis, order), numbers):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)
