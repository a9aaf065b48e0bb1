"""The package keeps its shape: layers, sizes, names documented, texts outside the code."""

import ast
import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lib/takeup"

# What a module or folder of the package may import from the package (design.md, "The package").
# The base types and the own folder are always allowed.
BASE = {"errors", "facts", "periods", "regions"}
FACTS = {
    "agreement",
    "columns",
    "contract",
    "formats",
    "mapping",
    "params",
    "project",
    "registration",
}
FRAMES = {
    "measures",
    "gaps",
    "quality",
    "comparison",
    "variation",
    "uniformity",
    "effects",
    "disclosure",
    "outlook",
}
SHOWN = {"publication", "render", "report"}
LAYERS: dict[str, set[str]] = {
    "errors": set(),
    "facts": set(),
    "periods": set(),
    "regions": set(),
    "columns": set(),
    "formats": set(),
    "contract": {"columns", "formats"},
    "mapping": {"formats"},
    "strict_yaml": set(),
    "servers": set(),
    "settings": {"servers"},
    "agreement": set(),
    "registration": {"settings"},
    "project": {"settings"},
    "params": {
        "agreement",
        "mapping",
        "project",
        "registration",
        "servers",
        "settings",
        "strict_yaml",
    },
    "store": set(),
    "scratch": set(),
    "garbage": set(),
    "register": {"disclosure"},
    "frozen": {"store"},
    "ledger": set(),
    "order": {"store"},
    "executors": {"kernels", "order"},
    "waiting": set(),
    "receipts": FACTS | {"store", "intake", "ledger"},
    "kernels": {"scratch", "garbage"},
    "manifest": {"store"},
    "intake": FACTS | {"store"},
    "sources": FACTS | {"store", "scratch", "intake"},
    "inspection": FACTS | {"intake", "sources"},
    "sample": FACTS | {"store"},
    "muster": FACTS | {"store", "sample", "settings", "strict_yaml"},
    "rehearsal": FACTS | {"store", "sample", "muster", "waiting"},
    **dict.fromkeys(FRAMES, FACTS | FRAMES),
    "disclosure": FACTS | FRAMES | {"waiting"},
    "revisions": FRAMES,
    "render": set(),
    "publication": {"contract"},
    "report": FACTS | FRAMES | SHOWN | {"store"},
    # It shows published tables; the planner alone looks at counts, and answers with a table.
    "explore": FACTS | FRAMES | SHOWN | {"store", "planning"},
    "exports": FACTS | FRAMES | SHOWN | {"store"},
    "reading": FACTS | FRAMES | SHOWN | {"store"},
    "pages": FACTS | SHOWN,
    "making": FACTS | SHOWN | {"store", "kernels", "pages"},
    "neighbours": FACTS | {"pages", "render"},
    "placing": {"indexes", "manifest", "pages", "render"},
    "indexes": FACTS | FRAMES | SHOWN | {"store", "pages", "exports"},
    "freshness": {"manifest", "order", "stamp", "store"},
    "keeping": {"order", "publication", "report", "store"},
    # It may know what was meant and what was staged, but no function that made a figure.
    "stamp": {"store"},
    "verification": FACTS | {"measures", "sources", "store", "manifest", "stamp"},
}
# These join what came in with what is measured, or run it all; no layer above may import them.
JOINTS = {"__init__", "__main__", "analysis", "campaigns", "cli", "fetch", "pipeline"}
JOINTS |= {"building", "portals", "campaign_commands", "planning", "sample_command", "screen"}
JOINTS |= {"steering"}

# Only frames come in, only frames and blocks go out. A module's own German words lie beside it
# and are read through importlib.resources.
WITHOUT_FILES = FRAMES | {"render"}
FILE_MODULES = {"glob", "os", "pathlib", "shutil", "tempfile"}
FILE_CALLS = re.compile(
    r"open|read_(csv|excel|json|parquet|pickle|table|bytes)|to_(csv|parquet)"
)

# conventions.md, "Measured over those packages"; 300 lines are a module read in one sitting.
LONGEST_FUNCTION = 40
NINE_IN_TEN_FUNCTIONS = 25
MEDIAN_FUNCTION = 8
LONGEST_MODULE = 300

# Words that no English sentence holds.
GERMAN_WORDS = set(
    """
    der das den dem des und oder ist sind wird werden wurde wurden hat haben nicht nur auch
    es sich kein keine keinen ein eine einen einem einer dieser diese dieses als wenn bitte
    fehlt fehlen für mit von zu zum zur im aus bei nach über unter
    Der Die Das Im Kein Keine Bitte Es
    """.split()  # noqa: SIM905  sixty quoted words are not easier to read
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package and what a parser sees in it."""

    name: str
    text: str

    @property
    def layer(self) -> str:
        """The module itself, or the folder of the package it lies in."""
        return self.name.split("/")[0].removesuffix(".py")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @cached_property
    def docstrings(self) -> list[ast.Constant]:
        """Texts that describe a module, class or function."""
        owners = ast.Module | ast.ClassDef | Function
        first = [n.body[0] for n in ast.walk(self.tree) if isinstance(n, owners) and n.body]
        values = [node.value for node in first if isinstance(node, ast.Expr)]
        return [
            value
            for value in values
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]

    @cached_property
    def code_lines(self) -> set[int]:
        """Numbers of the lines that hold code: no blank, comment or docstring."""
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type != tokenize.COMMENT and token.string.strip():
                lines.update(range(token.start[0], token.end[0] + 1))
        for text in self.docstrings:
            lines -= line_numbers(text)
        return lines

    def length(self, function: Function) -> int:
        """Code lines of a function, its signature included."""
        return len(self.code_lines & line_numbers(function))

    @property
    def imports(self) -> set[str]:
        """Full names of what is imported; of ``from a import b`` both a and a.b."""
        names = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                source = "." * node.level + (node.module or "")
                names |= {source} | {f"{source}.{alias.name}" for alias in node.names}
        return names

    @property
    def layers_imported(self) -> set[str]:
        """Layers of the package, other than its own, that a module imports."""
        names = {name.split(".")[1] for name in self.imports if name.startswith("takeup.")}
        return names & PLACES - {self.layer}

    @property
    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of everything called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)

    @property
    def strings(self) -> Iterator[tuple[int, str]]:
        """Line and text of all strings but docstrings; an f-string counts as one text."""
        done = {id(text) for text in self.docstrings}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.JoinedStr):
                parts = [part for part in node.values if isinstance(part, ast.Constant)]
                done |= {id(part) for part in parts}
                yield node.lineno, " ".join(str(part.value) for part in parts)
            elif isinstance(node, ast.Constant) and id(node) not in done:
                yield node.lineno, node.value if isinstance(node.value, str) else ""


MODULES = [
    Module(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
]
PLACES = {module.layer for module in MODULES}


def line_numbers(node: ast.stmt | ast.expr) -> set[int]:
    """Lines from the first to the last of a node."""
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def is_public(name: str) -> bool:
    """Whether a name is meant for users of its module."""
    return not name.startswith("_")


# -- layers


def test_every_module_has_its_place_in_the_layers() -> None:
    unplaced = PLACES - set(LAYERS) - JOINTS
    assert not unplaced, f"say in LAYERS what {sorted(unplaced)} may import"


def test_imports_go_one_way() -> None:
    wrong = {
        module.name: beyond
        for module in MODULES
        if module.layer not in JOINTS
        and (beyond := module.layers_imported - LAYERS.get(module.layer, set()) - BASE)
    }
    assert not wrong


def test_only_the_entry_point_imports_the_command_line() -> None:
    users = [module.name for module in MODULES if "cli" in module.layers_imported]
    assert users == ["__main__.py"]


def test_a_page_reads_tables_only_where_its_reads_are_remembered() -> None:
    """What is read past ``PageData`` could change without the page being built again."""
    remembering = {"report/data.py", "report/reads.py"}
    users = {
        module.name
        for module in MODULES
        if module.layer == "report"
        and any(getattr(node, "attr", "") == "tables" for node in ast.walk(module.tree))
    }
    assert users == remembering


def test_a_report_needs_no_widgets() -> None:
    """ipywidgets is installed for JupyterLab only, and takes time to load."""
    users = [m.name for m in MODULES if {"ipywidgets", "takeup.explore"} & m.imports]
    assert users
    assert all(name.startswith("explore/") for name in users)


def test_imports_inside_the_package_are_absolute() -> None:
    relative = {name for module in MODULES for name in module.imports if name.startswith(".")}
    assert not relative


def test_measures_effects_and_charts_cannot_reach_files() -> None:
    reaching = {
        module.name: found
        for module in MODULES
        if module.layer in WITHOUT_FILES
        and (
            found := {name.split(".")[0] for name in module.imports} & FILE_MODULES
            | {name for _, name in module.calls if FILE_CALLS.search(name)}
        )
    }
    assert not reaching


# -- sizes


def test_a_module_can_be_read_in_one_sitting() -> None:
    lines = {module.name: len(module.text.splitlines()) for module in MODULES}
    assert not {name: count for name, count in lines.items() if count > LONGEST_MODULE}


def test_no_function_is_long() -> None:
    lengths = {(m.name, f.name): m.length(f) for m in MODULES for f in m.functions}
    assert not {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION}


def test_most_functions_are_short() -> None:
    lengths = [module.length(f) for module in MODULES for f in module.functions]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert statistics.quantiles(lengths, n=10)[-1] <= NINE_IN_TEN_FUNCTIONS


def test_length_counts_neither_docstring_nor_comment_nor_blank_line() -> None:
    module = Module(
        "area.py",
        "def area(width: int, height: int) -> int:\n"
        '    """Area.\n'
        "\n"
        "    In square metres.\n"
        '    """\n'
        "    # a comment\n"
        "\n"
        "    return (\n"
        "        width\n"
        "        * height\n"
        "    )\n",
    )
    assert [module.length(function) for function in module.functions] == [5]


# -- names, types, words


def undocumented(module: Module) -> list[str]:
    """Public module, classes, functions and methods without a docstring."""
    missing = [] if ast.get_docstring(module.tree) else ["the module"]
    classes = [n for n in module.tree.body if isinstance(n, ast.ClassDef) and is_public(n.name)]
    for body in [module.tree.body, *(owner.body for owner in classes)]:
        for node in body:
            if isinstance(node, ast.ClassDef | Function) and is_public(node.name):
                missing += [] if ast.get_docstring(node) else [node.name]
    return missing


def untyped(module: Module) -> list[str]:
    """Arguments and results of functions that say no type."""
    found = []
    for function in module.functions:
        given = function.args
        arguments = [
            *given.posonlyargs,
            *given.args,
            *given.kwonlyargs,
            given.vararg,
            given.kwarg,
        ]
        bare = [each.arg for each in arguments if each and not each.annotation]
        found += [f"{function.name}({name})" for name in bare if name not in {"self", "cls"}]
        found += [] if function.returns else [f"{function.name} -> ?"]
    return found


def german(text: str) -> bool:
    """Guess whether a text is a German sentence: three words, one of them surely German."""
    words = re.findall(r"[A-Za-zÄÖÜäöüß]+", text)
    return len(words) > 2 and any(w in GERMAN_WORDS or re.search("[ÄÖÜäöüß]", w) for w in words)


def test_public_names_are_documented() -> None:
    assert not {module.name: found for module in MODULES if (found := undocumented(module))}


def test_every_function_is_typed() -> None:
    assert not {module.name: found for module in MODULES if (found := untyped(module))}


def test_the_package_neither_asserts_nor_prints() -> None:
    prints = [(m.name, line) for m in MODULES for line, name in m.calls if name == "print"]
    asserts = [
        (module.name, node.lineno)
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]
    assert not asserts + prints


def test_no_german_sentence_stands_in_code() -> None:
    found = [(m.name, line, text) for m in MODULES for line, text in m.strings if german(text)]
    assert not found, "German texts live in the .yml beside the module"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Im September wurden mehr Anträge gestellt.", True),
        ("Die Datei fehlt im Ordner", True),
        ("Geprüft am", False),
        ("the month is not over yet", False),
        ("amt-buesum-wesselburen", False),
    ],
)
def test_german_sentences_are_told_from_headers_and_english(text: str, verdict: bool) -> None:
    assert german(text) is verdict
