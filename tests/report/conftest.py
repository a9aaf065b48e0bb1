"""A published month, built once: the whole sample, and a small tree for misuse and failure."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ..pages import adverse, tools

ROOT = Path(__file__).parents[2]
MONTH = "2024-09"
# One with less before it and one after the project's end; they link to the month above.
OTHER_MONTHS = ("2024-03", "2024-12")
OWN_SETTINGS = (
    "TAKEUP_ROOT",
    "TAKEUP_DATA",
    "TAKEUP_OUTPUTS",
    "TAKEUP_MONTH",
    "TAKEUP_VERWALTUNG",
    "TAKEUP_STAND",
)


@dataclass(frozen=True)
class Place:
    """A project as ``takeup`` sees it: root, data and outputs in folders of their own."""

    root: Path
    data: Path
    outputs: Path

    @property
    def environment(self) -> Mapping[str, str]:
        inherited = {k: v for k, v in os.environ.items() if k not in OWN_SETTINGS}
        folders = {"ROOT": self.root, "DATA": self.data, "OUTPUTS": self.outputs}
        return inherited | {f"TAKEUP_{name}": str(path) for name, path in folders.items()}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "takeup", *words]

    def succeed(self, *words: str) -> None:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            cwd=self.root,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample month, built from nothing as a newcomer would.

    Where TAKEUP_BUILT_MONTH says that this has just been done in the project itself, it is a
    copy of that: to build it takes minutes.
    """
    folder = tmp_path_factory.mktemp("sample")
    place = Place(ROOT, folder / "data", folder / "outputs")
    if os.environ.get("TAKEUP_BUILT_MONTH") and published_months(ROOT / "outputs") == {MONTH}:
        copy_built(ROOT, folder)
    else:
        place.succeed("report", "--month", MONTH)
    return place


def published_months(outputs: Path) -> set[str]:
    """Months that lie beside each other: a page links to its neighbours, an index to all."""
    return {path.name for path in outputs.glob("[0-9]*")}


def copy_built(source: Path, target: Path) -> None:
    """Copy what was delivered and what was published."""
    for name in ("data", "outputs"):
        shutil.copytree(source / name, target / name)


@pytest.fixture(scope="session")
def other_months(sample: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Further months of the sample, published beside the first."""
    folder = tmp_path_factory.mktemp("months")
    copy_built(sample.outputs.parent, folder)
    place = Place(ROOT, folder / "data", folder / "outputs")
    for month in OTHER_MONTHS:
        place.succeed("report", "--month", month)
    return place


@pytest.fixture(scope="session")
def pages(sample: Place) -> list[Path]:
    """Every HTML page of the sample month, indexes included."""
    return html_pages(sample)


def html_pages(place: Place, month: str = MONTH) -> list[Path]:
    """Every HTML page of a project's month and the index over all months."""
    return [place.outputs / "index.html", *sorted((place.outputs / month).glob("*.html"))]


KEPT = ("amt-mitteldithmarschen", "stadt-brunsbuettel", "stadt-heide")
DELIVERING = ("amt-mitteldithmarschen", "stadt-heide")


@pytest.fixture(scope="session")
def small_project(sample: Place) -> Callable[[Path], Place]:
    """Lay out a project of three administrations; two delivered, for two months, no sample.

    Its names are those that nobody expects, and all its milestones are reached.
    """

    def make(root: Path) -> Place:
        for name in ("params", "notebooks"):
            shutil.copytree(ROOT / name, root / name)
        keep_administrations(root / "params")
        adverse.rename(root / "params")
        reach_milestones(root / "params")
        for month in ("2024-08", MONTH):
            for slug in DELIVERING:
                source = sample.data / "muster" / month / slug
                shutil.copytree(source, root / "data" / "deliveries" / month / slug)
        return Place(root, root / "data", root / "outputs")

    return make


@pytest.fixture
def small(small_project: Callable[[Path], Place], tmp_path: Path) -> Place:
    """The small project, nothing built."""
    return small_project(tmp_path / "project")


@pytest.fixture(scope="session")
def template(
    small_project: Callable[[Path], Place], tmp_path_factory: pytest.TempPathFactory
) -> Place:
    """The small project with its month built, once for all tests: to read."""
    place = small_project(tmp_path_factory.mktemp("published") / "project")
    place.succeed("report", "--month", MONTH)
    return place


@pytest.fixture(scope="session")
def checkers() -> None:
    """The public tools that check pages are installed."""
    if lacking := tools.missing():
        pytest.skip(lacking)


@pytest.fixture
def published(template: Place, tmp_path: Path) -> Place:
    """A copy of it, to change."""
    root = shutil.copytree(template.root, tmp_path / "project")
    return Place(root, root / "data", root / "outputs")


def reach_milestones(params: Path) -> None:
    """Leave none open: the page of the status then has less to say."""
    path = params / "projekt.yml"
    text = path.read_text(encoding="utf-8")
    names = [each["name"] for each in yaml.safe_load(text)["meilensteine"]]
    reached = "".join(f"  - {{name: {name}, ist: 2023-11-15}}\n" for name in names)
    stated = re.compile(r"(?<=^meilensteine:\n)(  - .*\n)+", re.MULTILINE)
    path.write_text(stated.sub(reached, text, count=1), encoding="utf-8")


def keep_administrations(params: Path) -> None:
    """Make the parameters those of a smaller Kreis."""
    for path in (params / "verwaltungen").glob("*.yml"):
        if path.stem not in KEPT:
            path.unlink()
    table = params / "zustaendigkeit.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if row.split(",")[1] in KEPT]
    table.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    shutil.rmtree(params / "kampagnen")
    (params / "ereignisse.yml").write_text("[]\n", encoding="utf-8")
