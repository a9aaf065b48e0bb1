"""One report page: its notebook executed by papermill, checked, and rendered to HTML."""

from __future__ import annotations

import ast
import copy
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat
from nbformat import NotebookNode

from takeup.errors import ContractError, PageError
from takeup.params import Bericht, Params
from takeup.render.checks import check_page
from takeup.render.exporter import PageFrame, render_page
from takeup.render.plain import sort_key

# A page takes seconds; a cell that runs longer than this hangs.
_CELL_SECONDS: Final = 300
_SHOWN_ERROR_CHARACTERS: Final = 200


@dataclass(frozen=True)
class Page:
    """A page to build: its notebook, its parameters (text only) and its file name."""

    bericht: str
    notebook: Path
    parameters: Mapping[str, str]
    file: str


@dataclass(frozen=True)
class Built:
    """What became of a page: its HTML, or the reason why there is none."""

    page: Page
    html: str = ""
    reason: str = ""


def plan_pages(
    params: Params, notebooks: Path, month: str, *, sample: bool
) -> tuple[Page, ...]:
    """All pages of a month, in the order of ``params/berichte.yml``.

    Parameters
    ----------
    params
        Pages, administrations and campaigns.
    notebooks
        Folder of the notebooks.
    month
        Report month, ``yyyy-mm``.
    sample
        Whether the data are the labelled sample: its invented campaigns have pages then.
    """
    pages = []
    campaigns = params.campaigns(sample=sample)
    for name, bericht in params.berichte.items():
        path = notebooks / bericht.notebook
        about = {
            "verwaltung": _alphabetical(params),
            "kampagne": sorted(campaigns, key=lambda each: (campaigns[each].beginn, each)),
            "month": [""],
        }
        for slug in about[bericht.per]:
            values = {"month": month, bericht.per: slug} if slug else {"month": month}
            chosen = {str(key): values[key] for key in bericht.parameters}
            file = f"{name}-{slug}.html" if slug else f"{name}.html"
            pages.append(Page(name, path, chosen, file))
    return tuple(pages)


def _alphabetical(params: Params) -> list[str]:
    return sorted(
        params.verwaltungen, key=lambda slug: sort_key(params.verwaltungen[slug].name)
    )


def load_notebook(page: Page, bericht: Bericht) -> NotebookNode:
    """Read a page's notebook and insist that it takes exactly the page's parameters.

    Raises
    ------
    PageError
        If the notebook is missing, or its parameters differ from ``params/berichte.yml``.
    """
    try:
        node: NotebookNode = nbformat.read(page.notebook, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise PageError("notebook_missing", notebook=page.notebook.name) from None
    found = _parameter_names(node)
    if found != sorted(bericht.parameters):
        expected = ", ".join(sorted(bericht.parameters))
        given = ", ".join(found)
        raise PageError(
            "notebook_parameters", notebook=page.notebook.name, expected=expected, found=given
        )
    return node


def _parameter_names(node: NotebookNode) -> list[str]:
    """Names assigned a plain text in the cell tagged ``parameters``."""
    tagged = [cell for cell in node.cells if "parameters" in cell.metadata.get("tags", [])]
    statements = ast.parse(tagged[0].source).body if len(tagged) == 1 else []
    return sorted(
        each.target.id
        for each in statements
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and isinstance(each.value, ast.Constant)
        and isinstance(each.value.value, str)
    )


@contextmanager
def _kernel_config() -> Iterator[Any]:
    """Kernel settings: private Unix sockets instead of TCP ports, which race and warn."""
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="tk-") as folder:
        address = str(Path(folder) / "k")
        yield Config(KernelManager={"transport": "ipc", "ip": address})


def execute(node: NotebookNode, parameters: Mapping[str, str]) -> NotebookNode:
    """Run a notebook in a kernel of its own; nothing is written to disk.

    Raises
    ------
    PageError
        If a cell fails, hangs, or is left pending (a cell that ends the kernel does that).
    """
    import papermill

    try:
        with _kernel_config() as config:
            done: NotebookNode = papermill.execute_notebook(
                copy.deepcopy(node),
                None,
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=_CELL_SECONDS,
                config=config,
                # An interrupt at shutdown is no news to the person at the terminal.
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
    except Exception as error:
        # Whatever a page dies of, the other pages go on and this one names its reason.
        raise PageError("page_failed", reason=_reason(error)) from error
    _require_complete(done)
    return done


def _reason(error: Exception) -> str:
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
    """A page whose notebook ran, or the reason why it did not."""

    page: Page
    node: NotebookNode | None = None
    reason: str = ""


def execute_page(page: Page, bericht: Bericht) -> Executed:
    """Run a page's notebook; a failure becomes a reason, not an exception."""
    try:
        return Executed(page, execute(load_notebook(page, bericht), page.parameters))
    except PageError as error:
        return Executed(page, reason=error.what)


def finish(executed: Executed, frame: PageFrame) -> Built:
    """Render and check an executed page; one page at a time, for the exporter keeps state."""
    if executed.node is None:
        return Built(executed.page, reason=executed.reason)
    try:
        html = render_page(_body(executed.node), frame)
        _require_sound(html)
    except (PageError, ContractError) as error:
        return Built(executed.page, reason=error.what)
    return Built(executed.page, html=html)


def _require_sound(html: str) -> None:
    problems = check_page(html)
    if problems:
        raise PageError("page_unsound", problems="; ".join(problems))


def _body(node: NotebookNode) -> NotebookNode:
    """Cells below the parameters: what stands above them speaks to the analyst."""
    tags = [cell.metadata.get("tags", []) for cell in node.cells]
    start = next(i for i, tag in enumerate(tags) if "parameters" in tag)
    body = copy.copy(node)
    body.cells = node.cells[start + 1 :]
    return body


@contextmanager
def kernel_environment(root: Path, published: Path) -> Iterator[None]:
    """Tell the kernels started inside where the project and the month's tables lie."""
    settings = {
        "TAKEUP_ROOT": str(root),
        "TAKEUP_PUBLISHED": str(published),
        # Or a file beside the notebook could pose as a library.
        "PYTHONSAFEPATH": "1",
        # One page is one core's work; more threads only get in each other's way.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    # A notebook has no use for a token of Matomo, and could show it.
    tokens = {name for name in os.environ if name.startswith("MATOMO_TOKEN")}
    before = {name: os.environ.get(name) for name in {*settings, *tokens}}
    os.environ.update(settings)
    for name in tokens:
        del os.environ[name]
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
