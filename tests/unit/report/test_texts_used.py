"""Every text that code names exists; what YAML would read as another type does not."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import yaml

PACKAGE = Path(__file__).parents[3] / "lib" / "takeup"
TEXTS = yaml.safe_load(files("takeup.render").joinpath("texts.yml").read_text(encoding="utf-8"))


def flatten(tree: dict, prefix: str = "") -> set[str]:
    keys = set()
    for key, value in tree.items():
        assert isinstance(key, str), f"{prefix}{key!r} is no text for YAML: quote or rename it"
        keys |= flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return keys


def named_patterns() -> set[str]:
    """First arguments of ``text(...)``, with a wildcard where a value is put in."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        # The command line has a function of that name for texts of its own.
        if path.name == "screen.py":
            continue
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "text"
                and node.args
            ):
                found |= key_pattern(node.args[0])
    return found


def key_pattern(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {re.escape(argument.value)}
    if isinstance(argument, ast.JoinedStr):
        parts = [
            re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_.]+"
            for part in argument.values
        ]
        return {"".join(parts)}
    if isinstance(argument, ast.IfExp):
        return key_pattern(argument.body) | key_pattern(argument.orelse)
    return set()


def test_every_text_that_code_names_exists():
    keys = flatten(TEXTS)
    missing = {
        each for each in named_patterns() if not any(re.fullmatch(each, k) for k in keys)
    }
    assert missing == set()


def test_every_text_is_named_somewhere():
    patterns = named_patterns()
    plain = {re.sub(r"\\(.)", r"\1", each) for each in patterns}
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    templates = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2"))
    unused = {
        key
        for key in flatten(TEXTS)
        if key not in plain
        and not any(re.fullmatch(each, key) for each in patterns)
        and f'"{key}"' not in code + templates
        # Templates join the section and a name: text("index." ~ state).
        and f'"{key.rpartition(".")[0]}."' not in templates
    }
    assert unused == set()
