"""Pages: our run against the shell loop over the same notebooks, and whether cost stays flat.

    python benchmarks/pages.py            # loop and our run in turns, over the pages of a month
    python benchmarks/pages.py --flat 500 # so many pages, one after the other

It needs a built month (``make report``). Seconds are those of the clock; CPU is that of all
processes, as the system counts them for children that have ended.
"""

import argparse
import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from takeup.executors import open_pool
from takeup.indexes import page_frame
from takeup.kernels.home import close_homes
from takeup.making import (
    KERNELS,
    Task,
    kernel_environment,
    kernel_settings,
    make_page,
    start_kernels,
)
from takeup.order import Workers
from takeup.pages import plan_pages
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import read_published
from takeup.store import Store
from takeup.waiting import each_done


def tasks_of(month: str, kernel: str) -> list[Task]:
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
            kernel,
        )
        for page in plan_pages(params, store.notebooks, month, sample=sample)
    ]


def ours(tasks: Sequence[Task], jobs: int) -> None:
    with open_pool(Workers(jobs, tasks[0].kernel)) as pool:
        start_kernels(tasks[0].kernel)
        for task, future in each_done(pool, make_page, tasks):
            assert future.result().html, task.page.file


def shell_loop(tasks: Sequence[Task]) -> None:
    """What one would write without us: papermill, then nbconvert, page by page."""
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        for task in tasks:
            output = Path(folder) / f"{task.page.file}.ipynb"
            values = [word for pair in task.page.parameters.items() for word in ("-r", *pair)]
            notebook = str(task.page.notebook)
            quiet = ["--no-progress-bar", "--log-level", "ERROR", "-k", "python3"]
            run = [str(programs / "papermill"), notebook, str(output), *values, *quiet]
            show = [str(programs / "jupyter"), "nbconvert", "--log-level=ERROR", "--to=html"]
            environment = kernel_environment(task.settings)
            for command in (run, [*show, str(output)]):
                subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)


def cpu() -> float:
    """CPU seconds of this process and of all its children that have ended."""
    spent = [
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds and CPU seconds of a piece of work."""
    clock, spent = time.monotonic(), cpu()
    work()
    return time.monotonic() - clock, cpu() - spent


def compare(month: str, turns: int, jobs: int, pages: int) -> None:
    tasks = tasks_of(month, KERNELS[0])[:pages]
    rivals = {"loop": lambda: shell_loop(tasks), "takeup": lambda: ours(tasks, jobs)}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    for _, (name, work) in itertools.product(range(turns), rivals.items()):
        found[name].append(measured(work))
    print(f"{len(tasks)} pages, {jobs} at once, {turns} turns, load {os.getloadavg()[0]:.1f}")
    medians = {
        name: [statistics.median(each) for each in zip(*values, strict=True)]
        for name, values in found.items()
    }
    for at, what in enumerate(("seconds", "CPU seconds")):
        loop, own = medians["loop"][at], medians["takeup"][at]
        print(f"{what}: loop {loop:.1f}, takeup {own:.1f}, ratio {loop / own:.2f}")


def resident(pid: int) -> float:
    """Memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def spent_by_children(pid: int) -> float:
    """CPU seconds of a process's children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")


def flat(month: str, count: int) -> None:
    """CPU and memory of this process, the zygote and its kernels, tenth by tenth."""
    tasks = itertools.cycle(tasks_of(month, KERNELS[0]))
    house = start_kernels(KERNELS[0])
    zygote = house._zygote
    assert zygote
    tenth = max(count // 10, 1)
    for number in range(tenth, count + 1, tenth):
        own, kernels = cpu(), spent_by_children(zygote.pid)
        for task in itertools.islice(tasks, tenth):
            assert make_page(task).html
        a_page = [
            (now - before) / tenth
            for now, before in ((cpu(), own), (spent_by_children(zygote.pid), kernels))
        ]
        opened = len(list(Path("/proc/self/fd").iterdir()))
        print(
            f"{number} pages: CPU seconds a page {a_page[0]:.2f} + kernel {a_page[1]:.2f}; "
            f"{resident(os.getpid()):.0f} MB + zygote {resident(zygote.pid):.0f} MB; "
            f"{opened} open, {len(list(house._folder.path.iterdir()))} files",
            flush=True,
        )
    close_homes()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--month", default="2024-09")
    parser.add_argument("--flat", type=int, default=0)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--pages", type=int, default=99)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    if asked.flat:
        flat(asked.month, asked.flat)
    else:
        compare(asked.month, asked.turns, asked.jobs, asked.pages)


if __name__ == "__main__":
    main()
