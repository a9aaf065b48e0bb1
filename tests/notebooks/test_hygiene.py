"""Notebooks tell the story and nothing else: no outputs, no logic, no typed numbers."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 2
# Not a page of a report: it waits for someone to choose, and make lab opens it.
NO_PAGE = {"erkunden.ipynb": {"notebook": "erkunden.ipynb", "parameters": ["month"]}}

# A digit in a name is no result: a paragraph of a law, a standard, a mark as E1, a list item.
NAMES_WITH_DIGITS = re.compile(
    r"§+\s*\d+\w*|\b(Art\.|Absatz|Abs\.|DIN( SPEC)?)\s*\d+|\b[A-Z]+\d+\b|^\s*\d+\.\s",
    re.MULTILINE,
)
CODE_AND_LINKS = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
LOGIC = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.AsyncFor
    | ast.While | ast.If | ast.IfExp | ast.Match | ast.Try | ast.With | ast.AsyncWith
    | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
)  # fmt: skip

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells(notebook: NotebookNode, kind: str) -> list[NotebookNode]:
    """Cells of a kind, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def is_parameters(cell: NotebookNode) -> bool:
    """Whether papermill puts its values behind this cell."""
    return "parameters" in cell.metadata.get("tags", [])


def story(path: Path) -> list[NotebookNode]:
    """Code cells of a notebook, without the parameters cell."""
    return [each for each in cells(read(path), "code") if not is_parameters(each)]


def read(path: Path) -> NotebookNode:
    """Parse and validate a notebook."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def declared(cell: NotebookNode) -> list[str]:
    """Names a parameters cell declares as plain text; a message for what is anything else."""
    names = []
    for node in ast.parse(cell.source).body:
        match node:
            case ast.AnnAssign(ast.Name(name), ast.Name("str"), ast.Constant(str())):
                names.append(name)
            case _:
                names.append(f"not a plain text: {ast.unparse(node)}")
    return names


def typed_numbers(markdown: str) -> list[str]:
    """Numbers in running text and headings that a reader would take for results."""
    text = NAMES_WITH_DIGITS.sub(" ", CODE_AND_LINKS.sub(" ", markdown))
    return re.findall(r"\d[\d.,]*", text)


def pages() -> dict[str, dict[str, object]]:
    """Entries of params/berichte.yml by page, and what is no page."""
    entries: dict[str, dict[str, object]] = yaml.safe_load(
        (ROOT / "params/berichte.yml").read_text("utf-8")
    )
    return entries | NO_PAGE


def test_there_are_notebooks_and_each_is_a_page_and_each_page_a_notebook() -> None:
    assert NOTEBOOKS
    assert sorted(str(page["notebook"]) for page in pages().values()) == [
        path.name for path in NOTEBOOKS
    ]


def test_the_code_of_what_is_no_page_is_hidden_until_wanted() -> None:
    code = [cell for name in NO_PAGE for cell in cells(read(ROOT / "notebooks" / name), "code")]
    assert code
    assert all(cell.metadata.jupyter.source_hidden for cell in code)


@every_notebook
def test_no_outputs_are_stored(path: Path) -> None:
    ran = [cell for cell in cells(read(path), "code") if cell.outputs or cell.execution_count]
    assert not ran


@every_notebook
def test_the_parameters_are_plain_texts_that_berichte_yml_names(path: Path) -> None:
    tagged = [cell for cell in read(path).cells if is_parameters(cell)]
    assert len(tagged) == 1
    page = next(page for page in pages().values() if page["notebook"] == path.name)
    assert declared(tagged[0]) == page["parameters"]


@every_notebook
def test_a_cell_says_what_and_never_how(path: Path) -> None:
    logic = [
        ast.unparse(node)
        for cell in cells(read(path), "code")
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, LOGIC)
    ]
    assert not logic


@every_notebook
def test_cells_are_short(path: Path) -> None:
    sources = [cell.source for cell in story(path)]
    assert not [source for source in sources if len(source.splitlines()) > LONGEST_CELL]


@every_notebook
def test_a_notebook_knows_only_takeup(path: Path) -> None:
    imported = []
    for cell in cells(read(path), "code"):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                imported += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                imported.append(node.module or ".")
    assert {name.split(".")[0] for name in imported} <= {"takeup"}


@every_notebook
def test_numbers_in_the_story_are_composed_not_typed(path: Path) -> None:
    found = [typed_numbers(cell.source) for cell in cells(read(path), "markdown")]
    assert not [numbers for numbers in found if numbers]


@every_notebook
def test_the_kernel_is_the_one_of_the_virtual_environment(path: Path) -> None:
    assert read(path).metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    ("markdown", "numbers"),
    [
        ("Die Quote stieg auf 34,2 % im Jahr 2024.", ["34,2", "2024."]),
        ("## Neun von 9 Verwaltungen", ["9"]),
        ("Geheimhaltung in Anlehnung an § 16 BStatG", []),
        ("Merkmale E1 bis E12, DIN SPEC 66336", []),
        ("Aufruf: `make report MONTH=2024-09`", []),
        ("1. Erstens\n2. Zweitens", []),
        ("[Leitfaden](leitfaden-2024.html)", []),
    ],
)
def test_results_are_told_from_names_with_digits(markdown: str, numbers: list[str]) -> None:
    assert typed_numbers(markdown) == numbers


def test_a_parameter_that_is_no_plain_text_is_named() -> None:
    cell = nbformat.v4.new_code_cell('month: str = "2024-09"\nyear = 2024')
    assert declared(cell) == ["month", "not a plain text: year = 2024"]
