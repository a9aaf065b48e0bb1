"""What the reports of a month cost for a Kreis, and what they would cost for all 400.

Writes a slice of the invented Kreise (``takeup sample --kreise``), builds the month of each
in one worker, one Kreis after the other as on a cluster, and prints CPU and wall time by stage
and the memory of the worker. What is projected is said to be: all of Germany from the CPU time
for each administration, reports that were left out from those that were built. On a busy
machine only the CPU time counts.

    python benchmarks/germany.py               three small Kreise, little history, few reports
    python benchmarks/germany.py --nur 62,65   these two; folders stay with --ordner FOLDER
    python benchmarks/germany.py --kreise 20 --berichte 0 --erster-monat 2022-07
                                               Kreise 1 to 20 as they are: hours
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from takeup.making import ZYGOTE
from takeup.periods import Month
from takeup.rehearsal.kreis import size
from takeup.rehearsal.write import Order, write_kreis
from takeup.store import Store, project_root
from takeup.waiting import each_done

MONTH = Month(2024, 9)
GERMANY = 400
# Three of few administrations: the run of `make bench` takes minutes, not hours.
FEW = (17, 20, 24)
WORKERS = (1, 8, 64)
# What is timed by itself within the run: module, name, stage.
PARTS = (
    ("takeup.analysis", "protect", "disclosure"),
    ("takeup.analysis", "revisions", "disclosure"),
    ("takeup.analysis", "audit", "disclosure"),
    ("takeup.analysis", "audit_sums", "disclosure"),
    ("takeup.analysis", "evaluate_campaigns", "campaigns"),
    # The CPU time of the zygote and of all its kernels is ours when it has ended.
    ("takeup.executors", "close_homes", "pages"),
    ("takeup.pipeline", "write_exports", "exports"),
    ("takeup.pipeline", "audit_pages", "audit"),
)
STAGES = (
    "generate",
    "intake",
    "measures",
    "campaigns",
    "disclosure",
    "pages",
    "exports",
    "audit",
)


def cpu_seconds() -> float:
    """CPU time of this process and of its children that have ended."""
    return sum(os.times()[:4])


@dataclass
class Clock:
    """Adds CPU and wall time to the stage that is running; a ``Watch`` of the pipeline."""

    cpu: dict[str, float] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    now: str = "measures"
    mark: tuple[float, float] = (0.0, 0.0)

    def begin(self, name: str) -> str:
        """Begin a stage; the one before is the answer."""
        before, (cpu, wall) = self.now, self.mark
        self.mark = cpu_seconds(), time.perf_counter()
        if wall:
            self.cpu[before] = self.cpu.get(before, 0.0) + self.mark[0] - cpu
            self.wall[before] = self.wall.get(before, 0.0) + self.mark[1] - wall
        self.now = name
        return before

    def stage(self, name: str, total: int | None) -> None:
        self.begin({"stage": "intake", "analyse": "measures"}.get(name, name))

    def step(self) -> None:
        """Steps are not counted here."""

    def made(self, page: str, why: object, failed: str) -> None:
        if failed:
            raise RuntimeError(f"{page}: {failed}")

    def kept(self, page: str) -> None:
        raise RuntimeError(f"{page}: kept, so nothing was measured")

    def timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Count a function to a stage of its own."""

        def call(*args: Any, **kwargs: Any) -> Any:
            before = self.begin(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.begin(before)

        return call


@dataclass(frozen=True)
class Cost:
    """What one Kreis took; memory in MB."""

    number: int
    administrations: int
    pages: int
    cpu: dict[str, float]
    wall: dict[str, float]
    peak: float
    kept: float
    kernel: float
    kreis_page: int
    left_out: int

    def of_all_pages(self, stage: str) -> float:
        """CPU time of a stage, had all reports been built."""
        times = 1 + self.left_out / self.pages if stage in {"pages", "audit"} else 1
        return self.cpu.get(stage, 0.0) * times


@dataclass(frozen=True)
class Task:
    """One Kreis to write and to report on; it can be sent to any worker."""

    order: Order
    number: int
    reports: int


def few_pages(task: Task, plan: Callable[..., Any]) -> Callable[..., Any]:
    """Plan all pages of the Kreis, but of the administrations' reports only some."""

    def planned(*args: Any, **kwargs: Any) -> Any:
        pages = plan(*args, **kwargs)
        reports = [each for each in pages if each.bericht == "monatsbericht"]
        left_out = reports[task.reports or len(reports) :]
        return tuple(each for each in pages if each not in left_out)

    return planned


def measure(task: Task) -> Cost:
    """Write a Kreis if it is not there, and build its month anew."""
    import importlib

    from takeup import pipeline
    from takeup.disclosure import protection
    from takeup.order import Request, Workers

    clock = Clock(now="generate")
    forget_peak()
    clock.begin("generate")
    if not task.order.is_done(task.number):
        write_kreis(task.order, task.number)
    clock.begin("measures")
    folder = task.order.folder(task.number)
    store = Store(folder, folder / "data", folder / "outputs", sample=True)
    with ExitStack() as patches:
        for module, name, stage in PARTS:
            place = importlib.import_module(module)
            timed = clock.timed(getattr(place, name), stage)
            patches.enter_context(patch.object(place, name, timed))
        plan = few_pages(task, pipeline.plan_pages)
        patches.enter_context(patch.object(pipeline, "plan_pages", plan))
        # Months are protected in this worker, one core a Kreis, or their time is lost to us.
        patches.enter_context(patch.object(protection, "_WORTH_PROCESSES", sys.maxsize))
        workers, now = Workers(1, ZYGOTE), datetime.now(UTC)
        asked = Request(MONTH, "", workers, now, force=True)
        outcome = pipeline.run(asked, store, clock)
    clock.begin("")
    peak = memory("VmHWM")
    gc.collect()
    kreis_page = outcome.folder / "kreis.html"
    return Cost(
        number=task.number,
        administrations=size(task.number),
        pages=outcome.total,
        cpu=clock.cpu,
        wall=clock.wall,
        peak=peak,
        kept=memory("VmRSS"),
        kernel=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        left_out=max(0, size(task.number) - task.reports) if task.reports else 0,
        kreis_page=kreis_page.stat().st_size if kreis_page.exists() else 0,
    )


def memory(name: str) -> float:
    """Memory of this process by Linux' own account, MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


def forget_peak() -> None:
    """Let the next peak of memory be that of the next Kreis alone."""
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


def costs(tasks: list[Task], pool: Executor) -> Iterator[Cost]:
    """Any executor of ``concurrent.futures`` will do: local processes, or a cluster's.

    A Kreis without a report is named, and the others go on.
    """
    for task, done in each_done(pool, measure, tasks):
        if error := done.exception():
            print(f"Kreis {task.number} has no report: {error}", flush=True)
        else:
            yield done.result()


@contextmanager
def one_worker() -> Iterator[Executor]:
    """A fresh process that takes all Kreise: its memory shows whether anything stays."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        yield pool


def show(found: list[Cost]) -> None:
    """Print what was measured, and what follows from it for Germany."""
    print("\nmeasured: CPU seconds by stage, wall of all; memory of the one worker, MB")
    head = " ".join(f"{stage:>10s}" for stage in STAGES)
    print(f"{'Kreis':>5s} {'adm.':>4s} {'pages':>5s} {head} {'all':>7s} {'wall':>7s}", end="")
    print(f" {'peak':>6s} {'after':>6s} {'kernel':>6s} {'kreis.html':>10s}")
    for each in found:
        cells = " ".join(f"{each.cpu.get(stage, 0):10.1f}" for stage in STAGES)
        print(f"{each.number:5d} {each.administrations:4d} {each.pages:5d} {cells}", end="")
        print(f" {sum(each.cpu.values()):7.1f} {sum(each.wall.values()):7.1f}", end="")
        print(f" {each.peak:6.0f} {each.kept:6.0f} {each.kernel:6.0f} {each.kreis_page:10d}")
    administrations = sum(each.administrations for each in found)
    everyone = sum(map(size, range(1, GERMANY + 1)))
    print(f"\nprojected from CPU seconds an administration to {everyone} in {GERMANY} Kreise:")
    total = 0.0
    for stage in STAGES:
        a_piece = sum(each.of_all_pages(stage) for each in found) / administrations
        # Deliveries are there in reality; only the rehearsal writes them.
        total += a_piece * everyone * (stage != "generate")
        hours = a_piece * everyone / 3600
        print(f"  {stage:10s} {a_piece:7.2f} s an administration, {hours:7.1f} h for all")
    print(f"  a Kreis (reports only): {total / GERMANY:.0f} s of CPU on average")
    for workers in WORKERS:
        print(f"  {workers:3d} workers with a core each: {total / workers / 3600:6.2f} h")


def main() -> None:
    """Measure a slice and print it."""
    options = argparse.ArgumentParser()
    options.add_argument("--kreise", type=int, default=0)
    options.add_argument("--nur", default="")
    options.add_argument("--ordner", type=Path)
    options.add_argument("--erster-monat", type=Month.parse, default=MONTH.shift(-2))
    options.add_argument("--letzter-monat", type=Month.parse, default=MONTH)
    options.add_argument("--berichte", type=int, default=2)
    asked = options.parse_args()
    named = tuple(int(each) for each in asked.nur.split(",") if each)
    numbers = named or tuple(range(1, asked.kreise + 1)) or FEW
    os.environ.pop("TAKEUP_DATA", None)
    with tempfile.TemporaryDirectory() as temporary, one_worker() as pool:
        target = asked.ordner or Path(temporary)
        target.mkdir(parents=True, exist_ok=True)
        span = asked.erster_monat, asked.letzter_monat
        order = Order(project_root(), target, numbers, *span)
        tasks = [Task(order, number, asked.berichte) for number in numbers]
        print(f"deliveries of {span[0]} to {span[1]}, report of {MONTH}")
        found = []
        for each in costs(tasks, pool):
            found.append(each)
            print(f"Kreis {each.number}: {sum(each.cpu.values()):.0f} s of CPU", flush=True)
        print(f"load of the machine now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    show(found)
    if len(found) < len(tasks):
        sys.exit(f"{len(tasks) - len(found)} of {len(tasks)} Kreise have no report")


if __name__ == "__main__":
    main()
