"""Whether what a page costs stays flat, however many are made."""

from __future__ import annotations

import itertools
import os
import resource
from collections.abc import Sequence
from pathlib import Path

from rivals.turns import cpu
from takeup.kernels.home import close_homes
from takeup.making import Task, make_page, start_kernels


def resident(pid: int) -> float:
    """Memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def spent_by_children(pid: int) -> float:
    """CPU seconds of a process's children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")


def flat(tasks: Sequence[Task], count: int) -> None:
    """CPU and memory of this process, the zygote and its kernels, tenth by tenth."""
    endless = itertools.cycle(tasks)
    house = start_kernels(tasks[0].kernel)
    zygote = house._zygote
    assert zygote
    tenth = max(count // 10, 1)
    for number in range(tenth, count + 1, tenth):
        own, kernels = cpu(), spent_by_children(zygote.pid)
        for task in itertools.islice(endless, tenth):
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
