"""Our run, a shell loop, R Markdown, and the least that the pages could cost."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nbformat.v4 import new_output
from traitlets.config import Config

from rivals.turns import Spent, measured
from takeup.executors import open_pool
from takeup.making import (
    Executed,
    Task,
    checked,
    collected,
    finish,
    kernel_environment,
    longest_first,
    make_page,
    start_kernels,
)
from takeup.order import Workers
from takeup.pages import load_notebook
from takeup.waiting import each_done

R_PAGE = Path(__file__).parents[1] / "rmarkdown" / "seite.Rmd"
R_NEEDS = """
stopifnot(rmarkdown::pandoc_available())
shown <- sapply(c("rmarkdown", "ggplot2", "knitr"), function(p) paste(p, packageVersion(p)))
cat(R.version.string, shown, paste("pandoc", rmarkdown::pandoc_version()), sep = ", ")
"""
R_RENDER = """
given <- commandArgs(TRUE)
rmarkdown::render(
  given[1], output_file = given[2], quiet = TRUE,
  params = list(daten = given[3], monat = given[4], verwaltung = given[5], umfang = given[6]))
"""
# Pages with seven to ten figures; the others have none to three, and get a short document.
R_LONG = {"monatsbericht", "kreis"}


def ours(tasks: Sequence[Task], jobs: int) -> dict[str, str]:
    """As a report makes its pages, from the start of the zygote to the end of its kernels."""
    pages = {}
    with open_pool(Workers(jobs, tasks[0].kernel)) as pool:
        start_kernels(tasks[0].kernel)
        for task, future in each_done(pool, make_page, longest_first(tasks)):
            page = collected(task, future)
            assert page.html, page.reason
            pages[page.page.file] = page.html
    return pages


def shell_loop(tasks: Sequence[Task]) -> None:
    """What one would write without us: papermill, then nbconvert, page by page."""
    programs = Path(sys.executable).parent
    environment = kernel_environment(tasks[0].settings)
    # Where it is set, cells give no HTML of their own, and these pages would be empty.
    del environment["TAKEUP_PUBLISHED"]
    with tempfile.TemporaryDirectory() as folder:
        for task in tasks:
            output = Path(folder) / f"{task.page.file}.ipynb"
            values = [word for pair in task.page.parameters.items() for word in ("-r", *pair)]
            notebook = str(task.page.notebook)
            quiet = ["--no-progress-bar", "--log-level", "ERROR", "-k", "python3"]
            run = [str(programs / "papermill"), notebook, str(output), *values, *quiet]
            show = [str(programs / "jupyter"), "nbconvert", "--log-level=ERROR", "--to=html"]
            for command in (run, [*show, str(output)]):
                subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)


def rscript(code: str, *words: str) -> str:
    """Answer of R to an expression with arguments."""
    # Without a locale R takes a text that is not ASCII for bytes.
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = ["Rscript", "--vanilla", "-e", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(" ".join(done.stderr.split()))
    return done.stdout


def r_versions() -> str:
    """R and what the document needs; empty, and said, where something is missing."""
    try:
        return rscript(R_NEEDS)
    except FileNotFoundError:
        print("R Markdown is left out: there is no Rscript")
    except RuntimeError as error:
        print(f"R Markdown is left out: {error}")
    return ""


def r_markdown(tasks: Sequence[Task]) -> None:
    """A comparable document for each page, one after the other as a shell loop would."""
    with tempfile.TemporaryDirectory() as folder:
        document = shutil.copy(R_PAGE, folder)
        for task in tasks:
            asked = task.page.parameters
            about = asked.get("verwaltung", "alle")
            size = "voll" if task.page.bericht in R_LONG else "klein"
            data = task.settings["TAKEUP_PUBLISHED"]
            rscript(R_RENDER, document, task.page.file, data, asked["month"], about, size)
            assert (Path(folder) / task.page.file).is_file(), task.page.file


def compute(task: Task) -> str:
    """A page by the cells its kernel would run, without a kernel; rendered and checked."""
    from IPython.core.display_trap import DisplayTrap
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    node = load_notebook(task.page, task.bericht)
    for cell in (each for each in node.cells if each.cell_type == "code"):
        shown: list[dict[str, Any]] = []
        shell.display_trap = DisplayTrap(hook=CapturingDisplayHook(shell, shown))
        shell.run_cell(cell.source).raise_error()
        cell.outputs = [new_output("display_data", data=each["data"]) for each in shown]
        if "parameters" in cell.metadata.get("tags", []):
            shell.push(dict(task.page.parameters))
    page = checked(finish(Executed(task.page, node), task.frame))
    assert page.html, page.reason
    return page.html


def computed(tasks: Sequence[Task]) -> Spent:
    """All pages in this process, one after the other."""
    return measured(lambda: [compute(task) for task in tasks])


def computed_first(tasks: Sequence[Task]) -> dict[str, str]:
    """All pages by file; afterwards this process is warm."""
    return {task.page.file: compute(task) for task in tasks}


@contextmanager
def limit(tasks: Sequence[Task], cores: int) -> Iterator[Callable[[], Spent]]:
    """The least: what a process takes in which all is warm, its time divided by the cores.

    Its pages must be ours to the byte; what both make for that is not counted.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with patch.dict(os.environ, kernel_environment(tasks[0].settings)):
            pages = pool.submit(computed_first, tasks).result()
        assert pages == ours(tasks, cores), "the limit makes other pages"

        def spent() -> Spent:
            found = pool.submit(computed, tasks).result()
            return replace(found, seconds=found.seconds / cores)

        yield spent
