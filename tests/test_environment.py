"""Set-up: one list of dependencies in three forms, and what git keeps."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SECTIONS = ["report", "lab", "test"]
# No wheel of pyspark is published, and the lock holds nothing that must be built.
UNLOCKED = {"spark"}
# conda-forge's names for what PyPI calls otherwise (tools/lock.py).
CONDA_NAMES = {"matplotlib-base": "matplotlib", "nbconvert-core": "nbconvert"}
NEEDS_GIT = pytest.mark.skipif(
    not (shutil.which("git") and (ROOT / ".git").exists()), reason="not a git checkout"
)


def direct() -> dict[str, dict[str, Requirement]]:
    """Direct dependencies of pyproject.toml by section of the lock and package."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    wanted = {
        "report": pyproject["build-system"]["requires"] + project["dependencies"],
        **project["optional-dependencies"],
    }
    assert wanted.keys() > UNLOCKED
    return {
        section: {canonicalize_name(each.name): each for each in map(Requirement, lines)}
        for section, lines in wanted.items()
        if section not in UNLOCKED
    }


def locked() -> dict[str, dict[str, str]]:
    """Versions of requirements.lock by section and package."""
    parts = re.split(
        r"^# == (\w+) ==\n", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M
    )
    pins = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
    return {
        section: {canonicalize_name(name): version for name, version in pins.findall(text)}
        for section, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def all_pins() -> dict[str, str]:
    """Versions of requirements.lock by package."""
    return {name: version for pins in locked().values() for name, version in pins.items()}


# -- one list of dependencies, three forms


def test_the_lock_has_the_three_sections_in_order_and_each_package_once() -> None:
    sections = locked()
    assert list(sections) == SECTIONS
    assert sum(len(pins) for pins in sections.values()) == len(all_pins())


def test_every_direct_dependency_is_locked_in_its_section_or_an_earlier_one() -> None:
    available: set[str] = set()
    for section, pins in locked().items():
        available |= pins.keys()
        assert direct()[section].keys() <= available


def test_a_report_needs_neither_jupyterlab_nor_test_tools() -> None:
    extras = direct()["lab"].keys() | direct()["test"].keys()
    assert {"jupyterlab", "pytest", "nbval", "playwright"} <= extras
    assert not extras & locked()["report"].keys()


def test_every_pin_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
    assert len(blocks) == len(all_pins())
    assert not [b for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", b)]


NPM = ["tests/pages/package.json", "tests/pages/package-lock.json", "tests/pages/.npmrc"]


@pytest.mark.parametrize(
    "name", ["requirements.lock", "environment.yml", "pyproject.toml", *NPM]
)
def test_no_package_index_is_named(name: str) -> None:
    assert not re.search(r"://|index-url|find-links", (ROOT / name).read_text("utf-8"))


def test_the_checkers_of_pages_are_locked_as_exactly_with_hashes() -> None:
    named, lock = (json.loads((ROOT / each).read_text("utf-8")) for each in NPM[:2])
    packages = {name: each for name, each in lock["packages"].items() if name}
    wanted = named["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())


def test_the_locked_versions_fit_pyproject() -> None:
    wanted = [each for section in direct().values() for each in section.items()]
    pins = all_pins()
    assert not [(each, pins[name]) for name, each in wanted if pins[name] not in each.specifier]


def test_what_is_installed_fits_together() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert not checked.returncode, checked.stdout


def test_conda_users_get_the_same_versions() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *plain, extra = environment["dependencies"]
    assert environment["name"] == "takeup"
    assert environment["channels"][0] == "conda-forge"
    assert plain[:2] == ["python>=3.11", "pip"]
    assert extra["pip"][-1] == "-e ."
    pins = dict(line.split("==") for line in [*plain[2:], *extra["pip"][:-1]])
    named = {
        canonicalize_name(CONDA_NAMES.get(name, name)): version
        for name, version in pins.items()
    }
    wanted = [name for names in direct().values() for name in names]
    assert named == {name: all_pins()[name] for name in wanted}


# -- git


@NEEDS_GIT
def test_a_commit_says_whether_figures_change_and_the_back_test_agrees() -> None:
    """The last commit that is no merge: its last line, and the stored results it modifies."""
    words = ["git", "log", "-1", "--no-merges", "--name-status"]
    done = subprocess.run(
        [*words, "--format=%B%x00"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    message, files = done.stdout.split("\0")
    last = message.strip().splitlines()[-1]
    assert re.fullmatch(r"Figures: (unchanged|changed \(.+\))", last), message
    if "M\ttests/backtest/" in files:
        assert last.startswith("Figures: changed"), files


@NEEDS_GIT
@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("lib/takeup/cli.py", False),
        ("requirements.lock", False),
        (".ci/run", False),
        ("data/deliveries/2024-09/stadt-heide/antraege_2024-09.csv", True),
        ("outputs/2024-09/index.html", True),
    ],
)
def test_git_keeps_the_code_and_leaves_deliveries_and_results_out(
    path: str, ignored: bool
) -> None:
    checked = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)
    assert (checked.returncode == 0) is ignored
