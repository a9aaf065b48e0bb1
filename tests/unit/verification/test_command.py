"""Every kind of difference has its German sentence."""

import re
from importlib.resources import files

from takeup.verification.command import texts


def code(name: str) -> str:
    return files("takeup.verification").joinpath(name).read_text(encoding="utf-8")


def test_every_kind_of_difference_has_a_text_and_no_text_is_idle():
    kinds = set(re.findall(r'Difference\("(\w+)"', code("tables.py")))
    kinds |= set(re.findall(r'"(file_\w+)"', code("files.py")))
    rules = ("required", "type", "enum", "pattern", "minimum", "maximum")
    kinds |= {f"cell_{rule}" for rule in rules}
    assert set(texts()["kinds"]) == kinds


def test_every_difference_of_figures_has_a_text():
    compared = code("compare.sql")
    kinds = set(re.findall(r"THEN '(\w+)'", compared)) - {"final", "provisional"}
    assert set(texts()["figures_differ"]) == kinds
