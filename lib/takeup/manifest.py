"""Where a published month comes from: commit, parameters, inputs, outputs, versions."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from takeup.store import sha256

# Packages whose version can change a number or a picture.
_DECISIVE: Final = (
    "babel",
    "holidays",
    "lxml",
    "matplotlib",
    "nbconvert",
    "numpy",
    "openpyxl",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "statsmodels",
    "takeup",
)


def commit(root: Path) -> str:
    """Commit of the project, with ``+`` if files differ from it; empty outside git."""
    head = _git(root, "rev-parse", "--short=12", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if head and changed else head


def _git(root: Path, *words: str) -> str:
    # Fixed words, no shell: nothing from outside reaches the command line.
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def hashes(folder: Path) -> dict[str, str]:
    """Relative path → content hash of every file below a folder, sorted."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in paths}


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that decide what a report shows."""
    found = {name: version(name) for name in _DECISIVE}
    return {"python": platform.python_version(), **found}


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` beside the pages, with the hash of every other file."""
    manifest = {**facts, "versions": versions(), "outputs": hashes(folder)}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read_manifests(outputs: Path) -> dict[str, dict[str, Any]]:
    """Manifests of all published months, and of months as known on a day, by their folders."""
    folders = sorted(outputs.glob("[0-9]*-[0-9]*"))
    return {folder.name: found for folder in folders if (found := read_manifest(folder))}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of a published month; empty if there is none yet."""
    path = folder / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest
