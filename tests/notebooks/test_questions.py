"""The table of questions names pages and sections that exist."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs/questions.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| question"))
]


def sections(page: str) -> set[str]:
    node = nbformat.read(ROOT / f"notebooks/{page}.ipynb", as_version=4)
    texts = [cell.source for cell in node.cells if cell.cell_type == "markdown"]
    return {title for text in texts for title in re.findall(r"^## (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_question_is_answered_in_a_section_that_exists(row: tuple[str, ...]) -> None:
    _, page, section, said = row
    assert section in sections(page)
    assert said


def test_all_questions_of_the_domain_are_listed() -> None:
    # Six of the project leader, seven of the Amtsleitung, five of marketing, one of ours.
    assert len(ROWS) == 19
