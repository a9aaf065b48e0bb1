"""A page of one cell, run in a kernel of its own, and the processes that stand behind it."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from takeup import making
from takeup.kernels.home import Home, close_homes
from takeup.making import Executed, Task, execute_page, start_kernels
from takeup.pages import Page
from takeup.params import Bericht
from takeup.render.exporter import PageFrame

FRAME = PageFrame("Seite", "", "", "", False, (), (), "")
BERICHT = Bericht(
    titel="Seite", notebook="seite.ipynb", per="month", parameters=("month",), karte=""
)
# Quick to call, and nothing of a report: what is tested are kernels.
PRELOAD = "numpy.random:rand"
HOLD = "os.path:isdir"


def task(folder: Path, source: str, kernel: str = making.ZYGOTE) -> Task:
    """A page whose notebook has one cell."""
    node = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    parameters = nbformat.v4.new_code_cell('month: str = ""')  # type: ignore[no-untyped-call]
    parameters.metadata["tags"] = ["parameters"]
    cell = nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]
    node.metadata["language_info"] = {"name": "python"}
    node.cells = [parameters, cell]
    path = folder / "seite.ipynb"
    nbformat.write(node, path)  # type: ignore[no-untyped-call]
    page = Page("seite", path, {"month": "2024-09"}, "seite.html")
    return Task(page, BERICHT, FRAME, {"TAKEUP_PUBLISHED": str(folder)}, kernel)


def told(executed: Executed) -> str:
    """What the cell of a page that ran has told."""
    assert executed.node is not None, executed.reason
    output = executed.node.cells[-1].outputs[0]
    return str(output.data["text/plain"] if "data" in output else output.text)


def processes(folder: Path) -> list[int]:
    """Processes whose command names a folder: a zygote, its children, ordinary kernels."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:  # it has just ended
                continue
            found += [int(entry.name)] if os.fsencode(folder) in command else []
    return sorted(found)


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Executed]]:
    """Run a cell in a kernel of a kind; every kernel and folder is gone afterwards."""
    monkeypatch.setattr(making, "WARM_UP", PRELOAD)
    monkeypatch.setattr(making, "HOLD", HOLD)

    def make(source: str, kernel: str = making.ZYGOTE) -> Executed:
        # In a thread, as in a run: the browser of other tests holds an event loop in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(execute_page, task(tmp_path, source, kernel)).result()

    yield make
    close_homes()


@pytest.fixture
def house(run: Callable[..., Executed]) -> Home:
    """Where the kernels of ``run`` come from, with its zygote."""
    return start_kernels(making.ZYGOTE)
