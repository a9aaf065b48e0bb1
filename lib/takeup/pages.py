"""The report pages of a month: which there are, and what their notebooks take."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from takeup.errors import PageError
from takeup.params import Bericht, Params
from takeup.publication.rows import Read
from takeup.render.plain import sort_key


@dataclass(frozen=True)
class Page:
    """A page to build: its notebook, its parameters (text only) and its file name."""

    bericht: str
    notebook: Path
    parameters: Mapping[str, str]
    file: str


@dataclass(frozen=True)
class Built:
    """What became of a page: its HTML and what it read, or the reason why there is none.

    ``kept`` says that it stays as it was, because making it again would change nothing.
    """

    page: Page
    html: str = ""
    reason: str = ""
    reads: frozenset[Read] = frozenset()
    kept: bool = False


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
