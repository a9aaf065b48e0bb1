"""Pages: our run beside a shell loop, R Markdown and the least it could cost.

    python benchmarks/pages.py               # all of them in turns, over the pages of a month
    python benchmarks/pages.py --pages 4     # over the first pages only
    python benchmarks/pages.py --flat 500    # so many pages: does the cost of one stay flat?
    python benchmarks/pages.py --flame FILE  # one page in a warm process: where its time goes

It needs a built month (``make report``) and ``PYTHONPATH=benchmarks``. Seconds are those of the
clock; CPU is that of all processes, as the system counts them for children that have ended.
Ratios are taken within each turn: a machine that slows down under all of them changes little.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

from rivals.flame import flame
from rivals.flat import flat
from rivals.makers import compute, limit, ours, r_markdown, r_versions, shell_loop
from rivals.turns import in_turns, measured, medians

from takeup.indexes import page_frame
from takeup.making import KERNELS, Task, kernel_environment, kernel_settings
from takeup.pages import plan_pages
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import read_published
from takeup.store import Store

OURS = "takeup"
PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "ipykernel")
FLAME_TIMES = 20


def tasks_of(month: str) -> list[Task]:
    """The pages of a month that was built."""
    store = Store.open()
    params = load_params(store.params)
    tables = store.published(Month.parse(month)) / "daten"
    published = read_published(tables)
    settings = kernel_settings(store, tables)
    sample = bool(published.run["sample"])
    return [
        Task(
            page,
            params.berichte[page.bericht],
            page_frame(page, params, published),
            settings,
            KERNELS[0],
        )
        for page in plan_pages(params, store.notebooks, month, sample=sample)
    ]


def machine() -> str:
    """Kind and number of cores."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    kinds = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(kinds)} cores, {kinds[0]}"


def load() -> str:
    """How busy the machine is, and was a while ago."""
    return "load {:.1f}, {:.1f}, {:.1f}".format(*os.getloadavg())


def compare(tasks: Sequence[Task], turns: int, jobs: int) -> None:
    """Let all rivals make the pages in turns, and print what each takes beside ours."""
    named = [f"{name} {version(name)}" for name in PACKAGES]
    print(f"{len(tasks)} pages, {jobs} at once, {turns} turns; {machine()}, {load()}")
    print(", ".join([f"Python {platform.python_version()}", *named]))
    rivals = {OURS: partial(ours, tasks, jobs), "shell loop": partial(shell_loop, tasks)}
    if versions := r_versions():
        print(versions)
        rivals["R Markdown"] = partial(r_markdown, tasks)
    timed = {name: partial(measured, work) for name, work in rivals.items()}
    with limit(tasks, jobs) as least:
        found = in_turns({**timed, "limit": least}, turns)
    print(f"medians; {load()}")
    print(medians(found, OURS).to_string())


def main() -> None:
    """Compare, or look at one side of our own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--month", default="2024-09")
    parser.add_argument("--flat", type=int, default=0)
    parser.add_argument("--flame", type=Path)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    tasks = tasks_of(asked.month)[: asked.pages]
    if asked.flat:
        flat(tasks, asked.flat)
    elif asked.flame:
        report = next(task for task in tasks if task.page.bericht == "monatsbericht")
        with patch.dict(os.environ, kernel_environment(report.settings)):
            flame(partial(compute, report), FLAME_TIMES, asked.flame)
    else:
        compare(tasks, asked.turns, asked.jobs)


if __name__ == "__main__":
    main()
