"""A page is made: its notebook runs by papermill, the result is rendered.

All of it is one task, which can be sent to another machine. What comes back is checked where
it is collected, wherever it was made.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import CancelledError, Future
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import Final

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from takeup.errors import ContractError, PageError
from takeup.kernels.home import Home, home
from takeup.pages import Built, Page, load_notebook
from takeup.params import Bericht
from takeup.publication.rows import Read
from takeup.render.checks import check_page
from takeup.render.exporter import PageFrame, render_page
from takeup.report.reads import READS_MIME
from takeup.store import Store

# A page takes seconds; a cell that runs longer than this hangs.
_CELL_SECONDS: Final = 300
_SHOWN_ERROR_CHARACTERS: Final = 200
_HIDDEN: Final = "MATOMO_TOKEN"

# Put behind a page's last cell. Who did not load that module has read no table.
_ASK_FOR_READS: Final = """\
import sys
opening = sys.modules.get("takeup.report.opening")
opening and opening.ReadsTold()
"""

ZYGOTE: Final = "zygote"
KERNELS: Final = (ZYGOTE, "ordinary")
WARM_UP: Final = "takeup.report.warmup:warm_up"
HOLD: Final = "takeup.report.opening:hold"


def kernel_settings(store: Store, published: Path) -> dict[str, str]:
    """What kernels must know: where the project and the month's tables lie."""
    return {
        "TAKEUP_ROOT": str(store.root),
        "TAKEUP_DATA": str(store.data),
        "TAKEUP_OUTPUTS": str(store.outputs),
        "TAKEUP_PUBLISHED": str(published),
    }


def kernel_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Environment of a kernel of this process: all of ours but the secrets, and settings."""
    return {
        # A notebook has no use for a token of Matomo, and could show it.
        **{name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)},
        # Or a file beside the notebook could pose as a library.
        "PYTHONSAFEPATH": "1",
        # One page is one core's work; more threads only get in each other's way.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **settings,
    }


def start_kernels(kind: str) -> Home:
    """Where this process's kernels of a kind (``KERNELS``) come from; it starts with it."""
    return home(WARM_UP if kind == ZYGOTE else "", kernel_environment({}))


@dataclass(frozen=True)
class Task:
    """All that makes a page, wherever that happens: it can be sent to another machine.

    ``settings`` are those of ``kernel_settings``, ``kernel`` is one of ``KERNELS``.
    """

    page: Page
    bericht: Bericht
    frame: PageFrame
    settings: Mapping[str, str]
    kernel: str = ZYGOTE


def longest_first(tasks: Iterable[Task]) -> list[Task]:
    """Put the pages of the longest notebooks first: one begun last is waited for alone."""
    return sorted(tasks, key=lambda task: -task.page.notebook.stat().st_size)


def make_page(task: Task) -> Built:
    """Run a page's notebook and render it; a failure becomes a reason."""
    tables = Path(task.settings["TAKEUP_PUBLISHED"])
    if not (tables / "run.json").is_file() or not task.page.notebook.parent.is_dir():
        return Built(task.page, reason=PageError("worker_blind", host=gethostname()).what)
    return finish(execute_page(task), task.frame)


def collected(task: Task, future: Future[Built]) -> Built:
    """What became of a page wherever it was made: it is sound, or it has a reason."""
    try:
        return checked(future.result())
    except (Exception, CancelledError) as error:
        # A worker that died too often, or a scheduler that is gone.
        return Built(task.page, reason=PageError("page_failed", reason=_reason(error)).what)


def checked(done: Built) -> Built:
    """Give an unsound page a reason instead of its HTML."""
    problems = check_page(done.html) if done.html else []
    if not problems:
        return done
    return Built(done.page, reason=PageError("page_unsound", problems="; ".join(problems)).what)


def execute(node: NotebookNode, task: Task) -> NotebookNode:
    """Run a notebook in a kernel of its own; nothing is written to disk.

    Raises
    ------
    PageError
        If a cell fails, hangs, or is left pending (a cell that ends the kernel does that).
    """
    try:
        done = _in_kernel(node, task)
    except Exception as error:
        # Whatever a page dies of, the other pages go on and this one names its reason.
        raise PageError("page_failed", reason=_reason(error)) from error
    _require_complete(done)
    return done


def _in_kernel(node: NotebookNode, task: Task) -> NotebookNode:
    """Run it; once more if the zygote died under it, for that was not the page's fault."""
    house = start_kernels(task.kernel)
    forked = house.forks
    try:
        return _papermill(node, task, house)
    except RuntimeError:
        if not forked or house.forks or house.closed:
            raise
    return _papermill(node, task, house)


def _papermill(node: NotebookNode, task: Task, house: Home) -> NotebookNode:
    """Run it by papermill, in an event loop that is closed with the page."""
    from jupyter_core.utils import ensure_event_loop

    def run() -> NotebookNode:
        loop = ensure_event_loop()
        try:
            return _executed(node, task, house)
        finally:
            loop.close()

    return copy_context().run(run)


def _executed(node: NotebookNode, task: Task, house: Home) -> NotebookNode:
    import papermill

    asking = copy.copy(node)
    asking.cells = [*node.cells, new_code_cell(_ASK_FOR_READS)]  # type: ignore[no-untyped-call]
    done: NotebookNode = papermill.execute_notebook(
        asking,
        None,
        parameters=dict(task.page.parameters),
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        execution_timeout=_CELL_SECONDS,
        extra_arguments=[
            # An interrupt at shutdown is no news to the person at the terminal.
            "--IPKernelApp.log_level=50",
            # Nobody goes back to an earlier line.
            "--HistoryManager.enabled=False",
        ],
        **house.client_settings(
            kernel_environment(task.settings), {HOLD: task.settings["TAKEUP_PUBLISHED"]}
        ),
    )
    return done


def _reason(error: BaseException) -> str:
    name = getattr(error, "ename", type(error).__name__)
    value = str(getattr(error, "evalue", error)).strip()
    return f"{name}: {value}"[:_SHOWN_ERROR_CHARACTERS]


def _require_complete(node: NotebookNode) -> None:
    for number, cell in enumerate(node.cells, start=1):
        status = cell.metadata.get("papermill", {}).get("status", "completed")
        if cell.cell_type == "code" and status != "completed":
            raise PageError("page_incomplete", cell=number, status=status)


@dataclass(frozen=True)
class Executed:
    """A page whose notebook ran, with what it read, or the reason why it did not."""

    page: Page
    node: NotebookNode | None = None
    reason: str = ""
    reads: frozenset[Read] = frozenset()


def execute_page(task: Task) -> Executed:
    """Run a page's notebook; a failure becomes a reason, not an exception."""
    try:
        node = execute(load_notebook(task.page, task.bericht), task)
        asked = node.cells.pop()
        return Executed(task.page, node, reads=_reads(asked))
    except PageError as error:
        return Executed(task.page, reason=error.what)


def finish(executed: Executed, frame: PageFrame) -> Built:
    """Render an executed page."""
    if executed.node is None:
        return Built(executed.page, reason=executed.reason)
    try:
        html = render_page(_body(executed.node), frame)
    except (PageError, ContractError) as error:
        return Built(executed.page, reason=error.what)
    return Built(executed.page, html=html, reads=executed.reads)


def _reads(asked: NotebookNode) -> frozenset[Read]:
    """What the page read, as its kernel told in the cell put behind the last one."""
    told = [output.data.get(READS_MIME, []) for output in asked.outputs if "data" in output]
    return frozenset(Read.from_list(read) for each in told for read in each)


def _body(node: NotebookNode) -> NotebookNode:
    """Cells below the parameters: what stands above them speaks to the analyst."""
    tags = [cell.metadata.get("tags", []) for cell in node.cells]
    start = next(i for i, tag in enumerate(tags) if "parameters" in tag)
    body = copy.copy(node)
    body.cells = node.cells[start + 1 :]
    return body
