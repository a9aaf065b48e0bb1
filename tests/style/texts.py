"""Every German text that a reader sees, with the place where it is written."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
# Read by the program alone: what words of deliveries and of our own pages mean to it.
FOR_MACHINES = {
    "lib/takeup/reading/reading.yml",
    "lib/takeup/inspection/words.yml",
    "lib/takeup/intake/months.yml",
}
# Between the tags of a template there is to be nothing but what texts.yml says.
NO_WORDS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!DOCTYPE html>|<[^<>]*>", re.DOTALL)


def texts() -> dict[str, str]:
    """Texts of the package, of the parameters and of the notebooks, by their place."""
    found = {}
    for path in sorted([*ROOT.glob("lib/**/*.yml"), *ROOT.glob("params/**/*.yml")]):
        place = path.relative_to(ROOT).as_posix()
        if place not in FOR_MACHINES:
            tree = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            found |= {f"{place}: {key}": text for key, text in leaves(tree)}
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            if cell["cell_type"] == "markdown":
                place = f"{path.relative_to(ROOT).as_posix()}: cell {number}"
                found[place] = "".join(cell["source"])
    return found


def leaves(tree: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Texts in a tree of YAML with their dotted keys."""
    if isinstance(tree, dict):
        for name, branch in tree.items():
            yield from leaves(branch, f"{key}.{name}".lstrip("."))
    elif isinstance(tree, list):
        for number, branch in enumerate(tree):
            yield from leaves(branch, f"{key}[{number}]")
    elif isinstance(tree, str):
        yield key, tree


def words_of_templates() -> dict[str, str]:
    """What the templates write themselves, by file."""
    templates = sorted((ROOT / "lib/takeup/render/template").glob("*.j2"))
    return {
        path.name: " ".join(NO_WORDS.sub(" ", path.read_text(encoding="utf-8")).split())
        for path in templates
    }
